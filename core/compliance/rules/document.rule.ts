import { PASS, type Rule, type RuleResult } from '../rule';

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur']);

export const documentFrame: Rule = {
	id: 'document',
	title: { en: 'Language, direction and title are set', zh: '已设置语言、方向和标题' },
	kind: 'content',
	source: 'content-rules.md section 6 (lang, dir for right-to-left languages, title); WCAG 2.2, 3.1.1 and 2.4.2, 2026-11-22',
	fix: {
		en: 'Render the mail with Render Template, or begin it with <html lang="…"> (dir="rtl" for Arabic and Hebrew) and a <title>.',
		zh: '请使用 Render Template 渲染，或以 <html lang="…">（阿拉伯语和希伯来语加 dir="rtl"）和 <title> 开头。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		noLanguage: { en: 'The HTML does not say its language: screen readers read it as another.', zh: 'HTML 未声明语言，读屏软件会用错误的语言朗读。' },
		otherLanguage: { en: 'The HTML says that it is in another language than the mail.', zh: 'HTML 声明的语言与邮件语言不一致。' },
		noDirection: { en: 'The mail is in a language from right to left and does not say so.', zh: '邮件为从右到左的语言，但没有声明方向。' },
		noTitle: { en: 'The HTML has no title: in a browser the mail shows as an address.', zh: 'HTML 没有标题，在浏览器中只显示网址。' },
	},
	check({ mail }) {
		const { lang, dir, title } = mail.document;
		const review = (message: string, evidence = ''): RuleResult => ({ outcome: 'needsReview', message, ...(evidence ? { evidence } : {}) });
		if (!lang) return review('noLanguage');
		const language = mail.language.slice(0, 2).toLowerCase();
		if (lang.slice(0, 2).toLowerCase() !== language) return review('otherLanguage', `${lang.slice(0, 20)}, ${mail.language}`);
		if (RIGHT_TO_LEFT.has(language) && dir !== 'rtl') return review('noDirection', mail.language);
		return title ? PASS : review('noTitle');
	},
};
