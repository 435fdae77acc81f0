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
	messages: {
		tooMuch: { en: 'Images take 60 % of the content area or more.', zh: '图片占内容区域的 60% 或以上。' },
	},
	check({ mail }) {
		return mail.imageShare < MAX_SHARE ? PASS : { outcome: 'violation', message: 'tooMuch', evidence: `${Math.round(mail.imageShare * 100)} %` };
	},
};
