import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import type { OwnSource } from '../../../core/template/templateSource';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const own = (html: string, fields: Partial<OwnSource> = {}): OwnSource => ({ kind: 'own', name: 'spring', purpose: 'marketing', subject: 'Save 10%', html, ...fields });

function render(html: string, fields: Partial<OwnSource> = {}, data: Record<string, unknown> = makeSample('en').data) {
	return compileTemplate(own(html, fields), { brand: aBrand() }).render({ buyer: makeSample('en').buyer, data, unsubscribeUrl: UNSUBSCRIBE_URL });
}

/** What the template made of itself, without shell and footer. */
function content(html: string): string {
	return html.slice(html.indexOf('<div class="own-content"'), html.indexOf('<td class="sm-footer'));
}

describe('own HTML', () => {
	it('is filled in, styled inline, and followed by the system footer', () => {
		const { html, text } = render('<style>.t{color:#c00}</style><h1 class="t">Hi {{buyer.name}}</h1><a href="{{data.cart.url}}">Shop now</a>');
		expect(content(html)).toContain('<h1 class="t" style="color: #c00;">Hi Emma</h1><a href="https://shop.example/cart">Shop now</a>');
		expect(html.indexOf('88 Wensan Road')).toBeGreaterThan(html.indexOf('own-content'));
		expect(text).toContain('Shop now (https://shop.example/cart)');
		expect(text).toContain(`Unsubscribe: ${UNSUBSCRIBE_URL}`);
	});

	it('loops over rows of a table', () => {
		const { html, text } = render('<table>{{#each data.cart.items}}<tr><td>{{name}}</td><td>{{money price}}</td></tr>{{/each}}</table>');
		expect(content(html).match(/<tr><td>/g)).toHaveLength(2);
		expect(content(html)).toContain('<tr><td>Ceramic mug 350 ml</td><td>$6.75</td></tr></tbody></table>');
		expect(text).toContain('Ceramic mug 350 ml\n$6.75');
	});

	it('a full document → its body and its styles', () => {
		const { html } = render('<!doctype html><html><head><title>x</title><style>p{margin:0}</style></head><body><p>Hello</p></body></html>');
		expect(content(html)).toContain('<p style="margin: 0;">Hello</p>');
		expect(html.match(/<body/g)).toHaveLength(1);
		expect(html.match(/<title>/g)).toHaveLength(1);
	});

	it('media queries stay, bound to the template', () => {
		const { html } = render('<style>@media (max-width:400px){p, body .x{font-size:20px}}</style><p class="x">Hello</p>');
		expect(html).toMatch(/@media \(max-width:400px\) \{\s*\.own-content p, \.own-content \.x\s*\{/);
	});

	it.each([
		['script', '<script>alert(1)</script>', '<script>'],
		['form', '<form action="https://x.example"><input></form>', '<form>'],
		['iframe', '<iframe src="https://x.example"></iframe>', '<iframe>'],
		['object', '<object data="x"></object>', '<object>'],
		['embed', '<embed src="https://x.example/x.swf">', '<embed>'],
		['external styles', '<link rel="stylesheet" href="https://x.example/x.css">', '<link>'],
		['imported styles', '<style>@import url(https://x.example/x.css);</style><p>x', 'import'],
		['imported styles, escaped', '<style>@\\69mport url(https://x.example/x.css);</style><p>x', 'import'],
		['event handler', '<p onclick="alert(1)">x</p>', 'onclick'],
		['event handler in capitals', '<IMG SRC="https://x.example/a.png" OnError="alert(1)">', 'onerror'],
		['javascript: link', '<a href="javascript:alert(1)">x</a>', 'not http(s)'],
		['javascript: link with a tab', '<a href="java&#9;script:alert(1)">x</a>', 'not http(s)'],
		['data: image', '<img src="data:image/png;base64,AAAA">', 'not http(s)'],
		['javascript in styles', '<p style="background:url(javascript:alert(1))">x</p>', 'a script'],
		['expression() in styles', '<p style="width:exp/**/ression(alert(1))">x</p>', 'a script'],
		['redirect', '<meta http-equiv="refresh" content="0;url=https://x.example"><p>x', 'redirect'],
		['SVG', '<svg onload="alert(1)"></svg>', '<svg>'],
		['base', '<base href="https://x.example/"><p>x', '<base>'],
		['a box over the footer', '<div style="position:fixed;bottom:0">x</div>', 'position'],
		['elements nested without end', '<div>'.repeat(20_000), 'deep'],
		['a block across elements', '<div style="display:none">{{#if data.never}}</div>{{/if}}', 'begins in one element and ends in another'],
		['a block around half a tag', '<p {{#if a}}class="x"{{/if}}>x</p>', 'among the attributes'],
		['a block that leaves its attribute', '<p class="{{#if a}}x">y</p><p class="{{/if}}">z</p>', 'does not end there'],
		['a value in a style', '<p style="{{data.css}}">x</p>', 'may stand in styles'],
		['a value in a style block', '<style>p{color:{{data.css}}}</style><p>x', 'only plain text'],
		['a link that begins with a block', '<a href="{{#if a}}{{a}}{{/if}}">x</a>', 'begins <a href'],
	])('%s → TEMPLATE_INVALID with the reason', (_name, html, reason) => {
		expect(() => render(html)).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining(reason) }));
	});

	it.each([
		['unclosed elements', '<div style="display:none"><table><tr><td><b><i>'],
		['an unclosed comment', '<p>x</p><!-- '],
		['closing tags of the shell', '</div></td></tr></table></body></html><p>x</p>'],
		['stray cells', '</td></tr><tr style="display:none"><td>x'],
		['styles of the footer', '<style>.sm-footer, a, td, body, .sm-page *{display:none !important} html{visibility:hidden}</style><p>x</p>'],
		['an unclosed style', '<p>x</p><style>p{color:red'],
	])('%s → the footer stays, outside of the template', (_name, html) => {
		const mail = render(html).html;
		const footer = mail.slice(mail.indexOf('<td class="sm-footer'));
		expect(footer).toContain(`href="${UNSUBSCRIBE_URL}"`);
		expect(footer).not.toContain('display: none');
		expect(mail).not.toMatch(/<t[dr][^>]*display:\s*none/);
	});

	it('data with HTML in it → shown as text', () => {
		const { html } = render('<p>{{data.note}}</p>', {}, { note: '<script>alert(1)</script>' });
		expect(content(html)).toContain('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
	});

	it('a javascript: address in the data → INPUT_INVALID, no mail', () => {
		expect(() => render('<a href="{{data.link}}">x</a>', {}, { link: 'javascript:alert(1)' })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
	});

	it('a line break in the subject → TEMPLATE_INVALID; in a value → a space', () => {
		expect(() => render('<p>x</p>', { subject: 'Hello\r\nBcc: x@x.example' })).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining('line break') }));
		expect(render('<p>x</p>', { subject: 'Hello {{data.n}}' }, { n: 'a\r\nBcc: b' }).subject).toBe('Hello a Bcc: b');
	});

	it('a missing variable → names template, variable and the nearest known one', () => {
		expect(() => render('<p>{{data.cart.valeu}}</p>')).toThrow(expect.objectContaining({
			code: 'TEMPLATE_VARIABLE_MISSING', message: 'Template `spring` (HTML) needs `data.cart.valeu`, which the item does not have; did you mean `data.cart.value`?',
		}));
	});
});
