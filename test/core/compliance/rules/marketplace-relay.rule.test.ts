import { aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'marketplace-relay';

describe(RULE, () => {
	it.each([
		['an address of his own', 'ana@correo.example', 'pass'],
		['Amazon\'s relay', 'x1y2z3@marketplace.amazon.de', 'violation'],
		['Amazon\'s relay in capitals', 'X1Y2Z3@Marketplace.Amazon.CO.UK', 'violation'],
		['eBay\'s relay', 'a1b2@members.ebay.de', 'violation'],
		['a certified mailbox', 'azienda@pec.it', 'violation'],
		['a domain that mixes scripts', 'ana@gmаil.com', 'violation'],
	])('%s → %s', (_name, email, outcome) => {
		// the store says that he may be mailed: the address itself decides
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: aRecipient({ email, isMarketable: true }) })).toBe(outcome);
	});

	it('a mail about an order, or nobody → not asked', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { purpose: 'transactional' }), { recipient: aRecipient({ email: 'x@marketplace.amazon.de' }) })).toBe('pass');
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: undefined })).toBe('pass');
	});
});
