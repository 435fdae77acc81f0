import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'alt-texts';

const image = (attributes: string) => `<img src="https://lumen-home.example/lamp.png" width="100" height="100" ${attributes}>`;
const linked = (inner: string) => aWellMadeMail({ top: `<a href="https://lumen-home.example/lamps">${inner}</a>` });

describe(RULE, () => {
	it.each([
		['described', 'pass', aWellMadeMail({ top: image('alt="Lamp"') })],
		['decoration', 'pass', aWellMadeMail({ top: image('alt=""') })],
		['none', 'needsReview: missing', aWellMadeMail({ top: image('') })],
		['linked and described', 'pass', linked(image('alt="See the lamp"'))],
		['linked, empty', 'needsReview: linked', linked(image('alt=""'))],
		['linked, empty, beside words', 'pass', linked(`${image('alt=""')} See the lamp`)],
		['a counting pixel', 'pass', aWellMadeMail({ top: '<img src="https://lumen-home.example/o.gif" width="1" height="1">' })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
