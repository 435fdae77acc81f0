import { readable } from '../facts/comparable';
import { findDeception } from '../facts/deceptivePhrases';
import type { MailFacts } from '../facts/mailFacts';
import { PASS, type Rule } from '../rule';

export const deceptiveWords: Rule = {
	id: 'deceptive-words',
	title: { en: 'No false prizes, bills or alarms', zh: '没有虚假奖品、账单或警报' },
	kind: 'content',
	source: 'deceptiveTerms.json; Directive 2005/29/EC Annex I no. 20, 21, 31; content-rules.md section 4 (a short list to warn, never to block), 2026-11-22',
	fix: {
		en: 'Say what is true in plain words: which order, which offer, until when.',
		zh: '请用平实的语言说明事实：哪个订单、什么优惠、截止何时。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		found: { en: 'A phrase that fake prizes, fake bills and phishing mails begin with.', zh: '含有虚假中奖、虚假账单和钓鱼邮件常用的语句。' },
	},
	check({ mail }) {
		const language = mail.language.slice(0, 2).toLowerCase();
		const found = findDeception(readable(mail.subject), language) ?? findDeception(readable(mail.preheader), language) ?? findInBlocks(mail, language);
		return found ? { outcome: 'needsReview', message: 'found', evidence: found.phrase } : PASS;
	},
};

function findInBlocks(mail: MailFacts, language: string): ReturnType<typeof findDeception> {
	for (const { text, isVisible } of mail.blocks) {
		const found = isVisible ? findDeception(text, language) : undefined;
		if (found) return found;
	}
	return undefined;
}
