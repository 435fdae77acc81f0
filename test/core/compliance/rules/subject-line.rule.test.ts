import { aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'subject-line';

describe(RULE, () => {
	it.each([
		['Save 10% on lamps', 'pass'],
		['Regarding your order', 'pass'],
		['Restock now: -10%', 'pass'],
		['', 'violation'],
		['(광고) ', 'violation'],
		['Hello\r\nBcc: x@x.example', 'violation'],
		['Hello\u0000', 'violation'],
		['Re: your order', 'violation'],
		['RE[2]: your order', 'violation'],
		['Fwd: free lamps', 'violation'],
		['AW: Ihre Bestellung', 'violation'],
		['回复：您的订单', 'violation'],
		['x'.repeat(999), 'violation'],
	])('“%s” → %s', (subject, outcome) => expect(outcomeOf(RULE, aHandmadeMail('', { subject }))).toBe(outcome));
});
