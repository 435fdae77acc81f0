import { aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'marketplace-collected';

describe(RULE, () => {
	it.each([
		['FR, soft opt-in, own checkout', { country: 'FR', consentBasis: 'soft_opt_in', consentSource: 'checkout' }, 'pass'],
		['FR, soft opt-in, Amazon order', { country: 'FR', consentBasis: 'soft_opt_in', consentSource: 'Amazon order 303-1' }, 'violation'],
		['DE, soft opt-in, import of an AliExpress export', { country: 'DE', consentBasis: 'soft_opt_in', consentSource: 'import x_1: AliExpress export' }, 'violation'],
		['GB, soft opt-in, 速卖通', { country: 'GB', consentBasis: 'soft_opt_in', consentSource: '速卖通 订单' }, 'violation'],
		['KR, soft opt-in, marketplace', { country: 'KR', consentBasis: 'soft_opt_in', consentSource: 'Marketplace' }, 'violation'],
		['RO by the EU\'s default', { country: 'RO', consentBasis: 'soft_opt_in', consentSource: 'ebay' }, 'violation'],
		['FR, import basis: a person looks', { country: 'FR', consentBasis: 'import', consentSource: 'import x_1: Amazon buyers' }, 'needsReview'],
		['FR, double opt-in at a marketplace stand', { country: 'FR', consentBasis: 'double_opt_in', consentSource: 'Amazon Live' }, 'pass'],
		['US: no consent is asked', { country: 'US', consentBasis: 'soft_opt_in', consentSource: 'Amazon order' }, 'pass'],
		['CA: a purchase counts wherever it was', { country: 'CA', consentBasis: 'soft_opt_in', consentSource: 'Amazon order' }, 'pass'],
		['a source nobody knows', { country: 'FR', consentBasis: 'soft_opt_in', consentSource: null }, 'pass'],
	])('%s → %s', (_name, recipient, outcome) => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: aRecipient(recipient) })).toBe(outcome);
	});
});
