import { HIDING_TRICKS } from '../../../support/hidingTricks';
import { aBrand, aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'footer-company';

describe(RULE, () => {
	it.each([
		['named', '<p>Lumen Home Co., Ltd.</p>', 'pass'],
		['named in the logo only', '<img alt="Lumen Home Co., Ltd." src="https://a.example/l.png">', 'violation'],
		['not named', '<p>Your shop</p>', 'violation'],
	])('%s → %s', (_name, html, outcome) => expect(outcomeOf(RULE, aHandmadeMail('', { html }))).toBe(outcome));

	it.each(HIDING_TRICKS)('hidden: %s → violation', (_name, hide) => {
		expect(outcomeOf(RULE, aHandmadeMail('', { html: `<p>Lamps</p>${hide(`<p>${aBrand().company}</p>`)}` }))).toBe('violation');
	});
});
