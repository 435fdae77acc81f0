import { comparable } from '../facts/comparable';
import type { MailFacts } from '../facts/mailFacts';
import { PASS, type Rule } from '../rule';

/** Hidden blocks before everything else that together are no longer than this are a preheader. */
const MAX_PREHEADER = 250;
/** Labels for screen readers and fallbacks of a word or two. */
const MAX_HIDDEN = 60;

export const hiddenText: Rule = {
	id: 'hidden-text',
	title: { en: 'Nothing hidden from the reader', zh: '没有对读者隐藏的内容' },
	kind: 'provider',
	source: 'mailbox-provider-rules.md, Gmail details (hidden content); content-rules.md section 4 (preheader), 2026-11-22',
	fix: {
		en: 'Take out what nobody shall read. A hidden preheader of up to 250 characters at the very top is fine.',
		zh: '删除不供阅读的内容。邮件最开头不超过 250 个字符的隐藏预览文字没有问题。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		hidden: { en: 'The mail holds text that readers can not see: by its style, its size, its colour or its place.', zh: '邮件含有读者看不到的文字（样式、字号、颜色或位置隐藏）。' },
	},
	check({ mail }) {
		let count = 0;
		let evidence = '';
		let preheader = MAX_PREHEADER;
		let isTop = true;
		for (const { text, isVisible } of mail.blocks) {
			if (isVisible) {
				isTop = false;
				continue;
			}
			if (isTop && preheader >= text.length) {
				preheader -= text.length;
				continue;
			}
			if (isSaidElsewhere(text, mail)) continue;
			count += text.length;
			evidence ||= text.slice(0, 60);
		}
		return count > MAX_HIDDEN ? { outcome: 'violation', message: 'hidden', evidence: `${count} characters: ${evidence}` } : PASS;
	},
};

/** Mails for wide and small screens hold some parts twice and show one. */
function isSaidElsewhere(text: string, mail: MailFacts): boolean {
	return text.length < 2_000 && mail.whole.shows(comparable(text));
}
