import { HIDING_TRICKS } from '../../../support/hidingTricks';
import { aBrand, aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'footer-postal-address';

describe(RULE, () => {
	it.each([
		['the address in the footer', aHandmadeMail('<p>x</p>')],
		['written with other spaces, commas and case', aHandmadeMail('<p>x</p>', { html: `<p>88&nbsp;WENSAN Road<br>Hangzhou 310012<br>China</p>` })],
		['in a transactional mail too', aHandmadeMail('<p>x</p>', { purpose: 'transactional' })],
	])('%s → pass', (_name, mail) => expect(outcomeOf(RULE, mail)).toBe('pass'));

	it.each([
		['no address', '<p>Lumen Home</p>'],
		['another address', '<p>1 Main Street, Springfield</p>'],
		['display:none', '<p style="display:none">88 Wensan Road, Hangzhou 310012, China</p>'],
		['hidden by its box', '<div style="max-height:0;overflow:hidden"><p>88 Wensan Road, Hangzhou 310012, China</p></div>'],
		['white on white', '<p style="color:#fff">88 Wensan Road, Hangzhou 310012, China</p>'],
		['white on a white cell', '<table><tr><td bgcolor="#ffffff" style="background-color:#ffffff"><font color="#fefefe">88 Wensan Road, Hangzhou 310012, China</font></td></tr></table>'],
		['one pixel high letters', '<p style="font-size:1px">88 Wensan Road, Hangzhou 310012, China</p>'],
		['see-through', '<p style="opacity:0">88 Wensan Road, Hangzhou 310012, China</p>'],
		['moved out of sight', '<p style="text-indent:-9999px">88 Wensan Road, Hangzhou 310012, China</p>'],
		['hidden by a style block', '<style>.f{display:none}</style><p class="f">88 Wensan Road, Hangzhou 310012, China</p>'],
		['hidden on screens', '<style>@media screen{p.f{visibility:hidden}}</style><p class="f">88 Wensan Road, Hangzhou 310012, China</p>'],
		['in a comment', '<!-- 88 Wensan Road, Hangzhou 310012, China -->'],
		['in an alt text only', '<img alt="88 Wensan Road, Hangzhou 310012, China" src="https://a.example/a.png">'],
		['inside of a noscript', '<noscript>88 Wensan Road, Hangzhou 310012, China</noscript>'],
	])('%s → violation', (_name, html) => expect(outcomeOf(RULE, aHandmadeMail('', { html }))).toBe('violation'));

	it('hidden on narrow screens only → pass: it is there on the others', () => {
		const html = '<style>@media (max-width:400px){.f{display:none}}</style><p class="f">88 Wensan Road, Hangzhou 310012, China</p>';
		expect(outcomeOf(RULE, aHandmadeMail('', { html }))).toBe('pass');
	});

	it('another one than on the licence → violation', () => {
		expect(outcomeOf(RULE, aHandmadeMail('<p>x</p>'), { brand: aBrand({ licenceAddress: '1 Main Street' }) })).toBe('violation');
		expect(outcomeOf(RULE, aHandmadeMail('<p>x</p>'), { brand: aBrand({ licenceAddress: '88 WENSAN ROAD Hangzhou, 310012 China.' }) })).toBe('pass');
	});

	it.each(HIDING_TRICKS)('hidden: %s → violation', (_name, hide) => {
		expect(outcomeOf(RULE, aHandmadeMail('', { html: `<p>Lamps</p>${hide(`<p>${aBrand().postalAddress}</p>`)}` }))).toBe('violation');
	});
});
