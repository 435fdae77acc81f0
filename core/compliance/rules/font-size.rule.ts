import { PASS, type Rule } from '../rule';

const FOOTER_PX = 12;
const BODY_PX = 14;
/** Badges and marks may be smaller. */
const SENTENCE_CHARACTERS = 20;
/** Short mails have long footers, which are small by custom: all the rest must be small too. */
const MAX_SMALL_SHARE = 0.85;
/** A mail that is all footer is another rule's. */
const LEAST_CHARACTERS = 400;

export const fontSize: Rule = {
	id: 'font-size',
	title: { en: 'Type that can be read', zh: '字号易读' },
	kind: 'content',
	source: 'content-rules.md section 6 (14 px for what is read, 12 px for the footer; a choice, no authority behind it), 2026-11-22',
	fix: {
		en: 'Use at least 14 px for the text and 12 px for the footer.',
		zh: '正文至少 14 px，页脚至少 12 px。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		tiny: { en: 'A sentence is set smaller than 12 px.', zh: '有句子的字号小于 12 px。' },
		small: { en: 'Nearly all of the text is set smaller than 14 px.', zh: '几乎所有文字的字号都小于 14 px。' },
	},
	check({ mail }) {
		let all = 0;
		let small = 0;
		for (const { text, isVisible, fontSizePx } of mail.blocks) {
			if (!isVisible) continue;
			if (fontSizePx < FOOTER_PX && text.length >= SENTENCE_CHARACTERS) return { outcome: 'needsReview', message: 'tiny', evidence: `${Math.round(fontSizePx)} px: ${text.slice(0, 40)}` };
			all += text.length;
			if (fontSizePx < BODY_PX) small += text.length;
		}
		return all > LEAST_CHARACTERS && small > all * MAX_SMALL_SHARE ? { outcome: 'needsReview', message: 'small', evidence: `${Math.round((small / all) * 100)} %` } : PASS;
	},
};
