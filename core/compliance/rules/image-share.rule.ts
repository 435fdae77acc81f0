import { PASS, type Rule } from '../rule';

const MAX_SHARE = 0.6;

export const imageShare: Rule = {
	id: 'image-share',
	title: { en: 'Images under 60 % of the content', zh: '图片占比低于 60%' },
	kind: 'content',
	source: 'requirement M10; content-rules.md section 2, 2026-11-22',
	fix: {
		en: 'Add text or make the pictures smaller; say in words what the pictures say.',
		zh: '增加文字或缩小图片；用文字说明图片的内容。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: true,
	measured: {
		en: 'Area of all pictures bigger than 3 by 3 pixels, by their own width and height, against the content area with its text.',
		zh: '所有大于 3×3 像素的图片按其宽高计算的面积，与包含文字的内容区域面积之比。',
	},
	example: {
		part: 'text',
		fails: '<img src="https://cdn.example/lamps.png" width="600" height="900" alt="Lamps">',
		passes: '<img src="https://cdn.example/lamps.png" width="300" height="200" alt="Lamps">\n<p>Our lamps are made of paper and oak, and each of them is signed by the one who made it. They come in three sizes, with a cable of two metres, and go back for free within thirty days.</p>',
	},
	messages: {
		tooMuch: { en: 'Images take 60 % of the content area or more.', zh: '图片占内容区域的 60% 或以上。' },
	},
	check({ mail }) {
		return mail.imageShare < MAX_SHARE ? PASS : { outcome: 'violation', message: 'tooMuch', evidence: `${Math.round(mail.imageShare * 100)} %` };
	},
};
