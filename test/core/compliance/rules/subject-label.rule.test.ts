import { aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'subject-label';

const check = (country: string, subject: string, body = ''): string =>
	outcomeOf(RULE, aHandmadeMail(body, { subject }), { recipient: aRecipient({ country }) });

describe(RULE, () => {
	it.each([
		['KR', '(광고) 10% 할인', '', 'pass'],
		['KR', '10% 할인', '', 'violation'],
		['KR', '(광 고) 10% 할인', '', 'violation'],
		['KR', '[광고] 10% 할인', '', 'violation'],
		['KR', ' (광고) 10% 할인', '', 'violation'],
		['KR', '할인 (광고)', '', 'violation'],
		['IL', 'פרסומת: 10% הנחה', '', 'pass'],
		['IL', '10% הנחה', '', 'violation'],
		['CZ', 'Sleva 10 %', '<p>Obchodní sdělení</p>', 'pass'],
		['CZ', 'Obchodní sdělení: sleva 10 %', '', 'pass'],
		['CZ', 'Sleva 10 %', '', 'violation'],
		['ES', '10% de descuento', '', 'pass'],
	])('%s, “%s” %s → %s', (country, subject, body, outcome) => expect(check(country, subject, body)).toBe(outcome));

	it('a transactional mail to Korea → no label wanted', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { subject: '주문', purpose: 'transactional' }), { recipient: aRecipient({ country: 'KR' }) })).toBe('pass');
	});
});
