import { findValueProposition, readerWindow } from '../facts/valueProposition';
import { withoutLabel } from '../jurisdiction';
import { PASS, type Rule } from '../rule';

export const valueInFirst50: Rule = {
	id: 'value-in-first-50',
	title: { en: 'Value within the first 50 characters', zh: '前 50 个字符内的价值主张' },
	kind: 'content',
	source: 'requirement M10; content-rules.md section 4, 2026-11-22',
	fix: {
		en: 'Begin the subject with what the reader gets: a price, a saving, a gift, a concrete service. Only what the data backs.',
		zh: '主题开头写明读者能得到什么：价格、优惠、赠品或具体服务；只写数据能证明的内容。',
	},
	appliesTo: ['marketing'],
	severity: 'needsReview',
	isSwitchable: true,
	measured: {
		en: 'The first 50 characters of subject and first text, as an inbox shows them (fewer for wide characters), are searched for a price, a saving, a gift or a concrete service in the mail\'s language.',
		zh: '在收件箱显示的主题和首段文字的前 50 个字符（宽字符更少）中，按邮件语言查找价格、优惠、赠品或具体服务。',
	},
	example: {
		part: 'subject',
		fails: 'A word from us',
		passes: 'Save 10% on lamps',
	},
	messages: {
		missing: { en: 'The first characters a reader sees carry no clear value: no price, saving, gift or concrete service.', zh: '读者最先看到的文字没有明确的价值：没有价格、优惠、赠品或具体服务。' },
	},
	check({ mail }) {
		const window = readerWindow(withoutLabel(mail.subject), mail.leadText, mail.language);
		return findValueProposition(window, mail.language) ? PASS : { outcome: 'needsReview', message: 'missing', evidence: window };
	},
};
