import { PARAGRAPHS, aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'markup';

const text = (words: string) => aWellMadeMail({ bottom: `<p>${words}</p>` });
const page = (html: string) => aWellMadeMail({ html });

describe(RULE, () => {
	it.each([
		['HTML', 'pass', aWellMadeMail()],
		['signs in a text', 'pass', text('3 &lt; 5, 5 > 3 and a <3 for you, 50 % = half, {size}')],
		['a long order number', 'pass', text(`Order ${'4'.repeat(220)}`)],
		['a long address', 'pass', text(`https://lumen-home.example/?t=${'aB3-'.repeat(60)}`)],
		['plain text', 'violation: notHtml', page('Dear customer, 3 < 5 and the lamp is yours.')],
		['nothing', 'violation: notHtml', page('')],
		['JSON', 'violation: notHtml', page('{"html":"x"}')],
		['JSON in a page', 'violation: data', text('{"statusCode":500,"message":"Internal"}')],
		['a list as JSON', 'violation: data', text('[{"id":1}]')],
		['base64', 'violation: data', text(Buffer.from(PARAGRAPHS.join(' ')).toString('base64'))],
		['quoted-printable', 'violation: encoded', text('Gr=C3=BC=C3=9Fe aus M=C3=BC=C3=9Fen')],
		['an attribute encoded', 'violation: encoded', text('class=3D"x"')],
		['escaped tags', 'violation: visibleTags', text('&lt;strong&gt;New&lt;/strong&gt;')],
		['style rules as text', 'violation: visibleTags', text('.lamp { color: #333333; }')],
		['a comment without an end', 'violation: openComment', aWellMadeMail({ top: '<!-- header' })],
		['a style without an end', 'violation: swallowing', aWellMadeMail({ bottom: '<style>.a{color:red}' })],
		['a div without an end', 'needsReview: unclosed', aWellMadeMail({ bottom: '<div><p>Lamps</p>' })],
		['paragraphs and cells may stay open', 'pass', aWellMadeMail({ bottom: '<p>One<p>Two' })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
