import { findWording } from '../facts/readWording';
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
		const found = findWording(mail, ({ deception }, isVisible) => (isVisible && deception && !deception.isDisguised ? deception.phrase : undefined));
		return found === undefined ? PASS : { outcome: 'needsReview', message: 'found', evidence: found };
	},
};
