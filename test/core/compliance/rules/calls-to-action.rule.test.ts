import { aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'calls-to-action';

const button = (url: string, text = 'Shop now'): string => `<td bgcolor="#0055ff" style="border-radius:8px"><a href="${url}" style="display:inline-block;padding:12px 24px;color:#ffffff">${text}</a></td>`;
const table = (...cells: string[]): string => `<table><tr>${cells.join('</tr><tr>')}</tr></table>`;

describe(RULE, () => {
	it.each([
		['none', '<p>Hello</p>'],
		['two', table(button('https://s.example/a'), button('https://s.example/b'))],
		['three buttons to one page', table(button('https://s.example/a?utm_source=1'), button('https://s.example/a?utm_source=2'), button('https://s.example/a'))],
		['links in running text', '<p>Read about our <a href="https://s.example/a">lamps</a> and how they are made in our workshop, our <a href="https://s.example/b">mugs</a> and our <a href="https://s.example/c">chairs</a>, all of them by hand.</p>'],
		['pictures of products', [1, 2, 3, 4].map((id) => `<td><a href="https://s.example/p/${id}"><img src="https://s.example/${id}.png" width="100" height="100" alt="Lamp ${id}"></a></td>`).join('')],
		['social links and legal pages', table(button('https://www.facebook.com/x', 'Facebook'), button('https://s.example/privacy', 'Privacy'), button('https://s.example/terms', 'Terms'), button('mailto:a@s.example', 'Write us'))],
	])('%s → pass', (_name, body) => expect(outcomeOf(RULE, aHandmadeMail(body))).toBe('pass'));

	it.each([
		['three buttons', table(button('https://s.example/a'), button('https://s.example/b'), button('https://s.example/c'))],
		['three links that call', ['a', 'b', 'c'].map((page) => `<p><a href="https://s.example/${page}">Shop now</a></p>`).join('')],
		['buttons made of pictures', ['a', 'b', 'c'].map((page) => `<td bgcolor="#00f"><a href="https://s.example/${page}" style="display:block"><img src="https://s.example/b.png" width="99" height="40" alt="Buy now"></a></td>`).join('')],
	])('%s → violation', (_name, body) => expect(outcomeOf(RULE, aHandmadeMail(body))).toBe('violation'));

	it('German puts the verb last', () => {
		const body = ['a', 'b', 'c'].map((page) => `<p><a href="https://s.example/${page}">Lampen ansehen</a></p>`).join('');
		expect(outcomeOf(RULE, aHandmadeMail(body, { language: 'de' }))).toBe('violation');
	});
});
