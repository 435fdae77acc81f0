import { HIDING_TRICKS } from '../../../support/hidingTricks';
import { aBrand, aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'footer-phone';

describe(RULE, () => {
	it.each([
		['as written', '<p>+86 571 5555 0100</p>', 'pass'],
		['with other separators', '<p>+86-571-5555.0100</p>', 'pass'],
		['missing', '<p>call us</p>', 'violation'],
		['hidden', '<p hidden>+86 571 5555 0100</p>', 'violation'],
	])('%s → %s', (_name, html, outcome) => expect(outcomeOf(RULE, aHandmadeMail('', { html }))).toBe(outcome));

	it('a sender without a phone → violation', () => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { brand: aBrand({ phone: '' }) })).toBe('violation');
	});

	it.each(HIDING_TRICKS)('hidden: %s → violation', (_name, hide) => {
		expect(outcomeOf(RULE, aHandmadeMail('', { html: `<p>Lamps</p>${hide(`<p>${aBrand().phone}</p>`)}` }))).toBe('violation');
	});
});
