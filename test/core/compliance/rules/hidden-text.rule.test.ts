import { FOOTER, PARAGRAPHS, aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'hidden-text';

const WORDS = 'Cheap watches, pills without prescription, meet singles, casino bonus, crypto profit. '.repeat(3);
const hidden = (style: string) => aWellMadeMail({ bottom: `<div style="${style}">${WORDS}</div>` });

describe(RULE, () => {
	it.each([
		['a preheader', 'pass', aWellMadeMail()],
		['a preheader of 250 characters', 'pass', aWellMadeMail({ preheader: 'x '.repeat(120) })],
		['a preheader of 600 characters', 'violation: hidden', aWellMadeMail({ preheader: 'x '.repeat(300) })],
		['display:none', 'violation: hidden', hidden('display:none')],
		['white on white', 'violation: hidden', hidden('color:#ffffff')],
		['nearly white', 'violation: hidden', hidden('color:#f8f8f8')],
		['size 0', 'violation: hidden', hidden('font-size:0')],
		['size 1', 'violation: hidden', hidden('font-size:1px')],
		['off screen', 'violation: hidden', hidden('position:absolute;left:-9999px')],
		['no height', 'violation: hidden', hidden('max-height:0;overflow:hidden')],
		['see-through', 'violation: hidden', hidden('opacity:0')],
		['indented away', 'violation: hidden', hidden('text-indent:-9999px')],
		['by its class', 'violation: hidden', aWellMadeMail({ head: '<style>.x{display:none}</style>', bottom: `<div class="x">${WORDS}</div>` })],
		['a label for screen readers', 'pass', aWellMadeMail({ bottom: '<span style="display:none">Rated five of five</span>' })],
		['a part for small screens that is there twice', 'pass', aWellMadeMail({ bottom: `<div style="display:none">${PARAGRAPHS[0]}</div>` })],
		['the footer', 'violation: hidden', aWellMadeMail({ footer: `<div style="display:none">${FOOTER}</div>` })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
