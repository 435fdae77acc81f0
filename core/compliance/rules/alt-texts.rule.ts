import { PASS, type Rule } from '../rule';

export const altTexts: Rule = {
	id: 'alt-texts',
	title: { en: 'Pictures that say what they show', zh: '图片附有替代文字' },
	kind: 'content',
	source: 'content-rules.md section 6 (every image has alt, a linked one a text in it); WCAG 2.2, 1.1.1, 2026-11-22',
	fix: {
		en: 'Give each picture an alt text that says what it shows; alt="" for decoration; a linked picture says where it leads.',
		zh: '为每张图片写替代文字；纯装饰图片用 alt=""；带链接的图片须说明去向。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		missing: { en: 'A picture has no alt text: who sees no pictures sees its file name or nothing.', zh: '图片没有替代文字：不显示图片的读者只能看到文件名或空白。' },
		linked: { en: 'A linked picture has neither alt text nor words beside it: nobody hears where it leads.', zh: '带链接的图片没有替代文字，也没有文字说明去向。' },
	},
	check({ mail }) {
		const silent = mail.links.find(({ hasImage, isVisible, text }) => hasImage && isVisible && text === '');
		if (silent) return { outcome: 'needsReview', message: 'linked', evidence: silent.href.slice(0, 80) };
		const missing = mail.images.find(({ alt }) => alt === undefined);
		return missing ? { outcome: 'needsReview', message: 'missing', evidence: missing.src.slice(0, 80) } : PASS;
	},
};
