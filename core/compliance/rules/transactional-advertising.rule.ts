import { claimsOf, type ClaimKind } from '../facts/claimTerms';
import type { MailFacts } from '../facts/mailFacts';
import { Passage } from '../facts/passage';
import { findReductions } from '../facts/reductionClaims';
import { PASS, type CheckFacts, type Rule, type RuleResult } from '../rule';

/** What is advertising wherever it stands, and what only may be. */
const CLEAR: readonly ClaimKind[] = ['shopNow', 'crossSell', 'coupon'];

export const transactionalAdvertising: Rule = {
	id: 'transactional-advertising',
	title: { en: 'A mail about an order does not advertise', zh: '订单邮件不含广告' },
	kind: 'legal',
	law: 'Directive 2002/58/EC Art 13; BGH VI ZR 225/17 (DE: a review request is advertising); Act 480/2004 (CZ); 15 U.S.C. 7702(17); Network Act (KR) Art 50',
	source: 'jurisdictions.json reviewRequest and transactional_vs_marketing; core/data/claimTerms.json, 2026-11-22',
	fix: {
		en: 'Take the offer, code, product tips or review request out; or send the mail as marketing, to those who have agreed.',
		zh: '请删除优惠、优惠码、商品推荐或评价请求；或将其作为营销邮件，仅发给已同意的买家。',
	},
	appliesTo: ['transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		advertises: { en: 'The mail is sent as one about an order, and advertises.', zh: '邮件以订单邮件名义发送，却含有广告。' },
		asksForReview: { en: 'The mail asks for a review, which this country counts as advertising.', zh: '邮件请求评价，该国将其视为广告。' },
		mayAdvertise: { en: 'The mail is sent as one about an order, and some of its words are those of advertising.', zh: '邮件以订单邮件名义发送，但部分文字像广告。' },
		mayAskForReview: { en: 'The mail asks for a review; some countries count that as advertising.', zh: '邮件请求评价；部分国家将其视为广告。' },
	},
	check({ mail, recipient }) {
		const texts = [...mail.seen, ...mail.images.flatMap(({ alt }) => (alt ? new Passage(alt, mail.language) : []))];
		const clear = findAny(texts, CLEAR) ?? findReduction(mail);
		if (clear) return { outcome: 'violation', message: 'advertises', evidence: clear };
		const review = findAny(texts, ['reviewRequest']);
		const judged = review === undefined ? PASS : judgeReview(review, recipient);
		if (judged.outcome !== 'pass') return judged;
		const doubt = findAny(texts, ['promotion']);
		return doubt === undefined ? PASS : { outcome: 'needsReview', message: 'mayAdvertise', evidence: doubt };
	},
};

function findAny(texts: readonly Passage[], kinds: readonly ClaimKind[]): string | undefined {
	for (const kind of kinds) {
		for (const text of texts) {
			const found = claimsOf(text)[kind];
			if (found) return found.words;
		}
	}
	return undefined;
}

function findReduction(mail: MailFacts): string | undefined {
	const { percents, formerPrices } = findReductions(mail);
	return percents[0]?.words ?? formerPrices[0];
}

function judgeReview(evidence: string, recipient: CheckFacts['recipient']): RuleResult {
	const reading = recipient?.jurisdiction.reviewRequest ?? 'doubtful';
	if (reading === 'advertising') return { outcome: 'violation', message: 'asksForReview', evidence };
	return reading === 'doubtful' ? { outcome: 'needsReview', message: 'mayAskForReview', evidence } : PASS;
}
