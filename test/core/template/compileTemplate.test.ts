import { load } from 'cheerio';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const cart = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aBrand() });
const sample = makeSample('es');

describe('a library template', () => {
	it('is a mail in the buyer\'s language, with the cart\'s value in front', () => {
		const mail = cart.render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail).toMatchObject({ purpose: 'marketing', template: 'abandoned-cart', language: 'es', subject: 'Guardamos tu carrito: 38,40 €', bytes: Buffer.byteLength(mail.html) });
		expect(mail.html).toContain('<html lang="es-ES" dir="ltr">');
		expect(mail.text).toContain('2 × Ceramic mug 350 ml: 6,75\u00a0€');
	});

	it('has the unsubscribe address verbatim in HTML and text', () => {
		const mail = cart.render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail.html.split(`href="${UNSUBSCRIBE_URL}"`)).toHaveLength(2);
		expect(mail.text.split(UNSUBSCRIBE_URL)).toHaveLength(2);
	});

	it.each([
		['es-MX', 'es', false],
		['pt-BR', 'pt', false],
		['pt-PT', 'pt', false],
		['zh-Hant-TW', 'zh', false],
		['iw', 'he', false],
		['sv', 'en', true],
		['xx-invalid-Ω', 'en', true],
	])('asked for %s → %s, fallback %s', (asked, used, isFallback) => {
		const mail = cart.render({ ...sample, language: asked, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail.language).toBe(used);
		expect(mail.languageFallback ?? false).toBe(isFallback);
	});

	it('a region decides how amounts are written', () => {
		const data = { cart: { value: { amountMinor: 123_450, currency: 'MXN' } } };
		expect(cart.render({ ...sample, data, language: 'es-MX', unsubscribeUrl: UNSUBSCRIBE_URL }).subject).toBe('Guardamos tu carrito: $1,234.50');
	});

	it('right-to-left languages run right to left', () => {
		const $ = load(cart.render({ ...makeSample('ar'), unsubscribeUrl: UNSUBSCRIBE_URL }).html);
		expect($('html').attr('dir')).toBe('rtl');
		expect($('.sm-content').attr('align')).toBe('right');
	});

	it.each([
		['marketing for Korea → the label first', 'ko', '(광고) 장바구니를'],
		['marketing for Israel → the label first', 'he', 'פרסומת: '],
	])('%s', (_name, language, start) => {
		expect(cart.render({ ...makeSample(language), unsubscribeUrl: UNSUBSCRIBE_URL }).subject.startsWith(start)).toBe(true);
	});

	it('an English mail to a Korean buyer → label, and the way out in both languages', () => {
		const mail = cart.render({ ...makeSample('ko'), language: 'en', unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail.subject).toMatch(/^\(광고\) We saved your cart/);
		expect(mail.html).toContain('>Unsubscribe / 수신거부</a>');
	});

	it('a parcel mail to a Korean buyer → no label: it is no advertising', () => {
		expect(compileTemplate({ kind: 'library', name: 'logistics-update' }, { brand: aBrand() }).render(makeSample('ko')).subject).toMatch(/^주문 SO-10482/);
	});

	it('a transactional mail has no unsubscribe link and no link to the shop', () => {
		const mail = compileTemplate({ kind: 'library', name: 'logistics-update' }, { brand: aBrand() }).render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
		const hrefs = load(mail.html)('a').toArray().map((link) => link.attribs.href);
		expect(hrefs).toEqual(['https://carrier.example/track/LX402118553CN']);
		expect(mail.text).not.toContain(UNSUBSCRIBE_URL);
	});

	it('marketing without an unsubscribe link → INPUT_INVALID', () => {
		expect(() => cart.render(sample)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining('unsubscribe link') }));
		expect(() => cart.render({ ...sample, unsubscribeUrl: 'https://x.example/"><script>' })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
	});

	it.each([
		['no cart', {}, 'data.cart', undefined],
		['a cart under another name', { carts: {} }, 'data.cart', 'data.carts'],
	])('%s → TEMPLATE_VARIABLE_MISSING', (_name, data, variable, nearest) => {
		expect(() => cart.render({ ...sample, data, unsubscribeUrl: UNSUBSCRIBE_URL })).toThrow(expect.objectContaining({ code: 'TEMPLATE_VARIABLE_MISSING', context: { template: 'abandoned-cart', variable, nearest } }));
	});

	it.each([
		['a value that is no amount', { cart: { value: '38.40' } }, 'data.cart.value'],
		['an amount in no currency', { cart: { value: { amountMinor: 1, currency: 'euro' } } }, 'data.cart.value.currency'],
		['an unknown order state', { order: { id: '1', state: 'lost' } }, 'data.order.state'],
	])('%s → INPUT_INVALID naming the field', (_name, data, field) => {
		const template = compileTemplate({ kind: 'library', name: 'order' in data ? 'logistics-update' : 'abandoned-cart' }, { brand: aBrand() });
		expect(() => template.render({ ...sample, data, unsubscribeUrl: UNSUBSCRIBE_URL })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', context: expect.objectContaining({ field }) }));
	});

	it('hostile names, products and addresses → harmless text', () => {
		const items = [{ name: '<img src=x onerror=alert(1)>\r\nBcc: x', quantity: 1, imageUrl: 'javascript:alert(1)' }, { name: '\u202egnp.exe', imageUrl: 'https://a.example/x.png"><script>' }];
		const mail = cart.render({ buyer: { ...sample.buyer, name: 'Win at http://evil.example' }, data: { cart: { items, url: 'javascript:alert(1)' } }, unsubscribeUrl: UNSUBSCRIBE_URL });
		const $ = load(mail.html);
		expect($('img, script')).toHaveLength(0);
		expect($('.sm-product').first().text()).toBe('<img src=x onerror=alert(1)> Bcc: x');
		expect(mail.html).not.toContain('evil.example');
		expect(mail.html).not.toContain('javascript:');
		expect(mail.html).not.toContain('\u202e');
	});

	it('a brand with HTML and braces in its name → shown as it is', () => {
		const mail = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aBrand({ company: 'A {{buyer.email}} & <b>' }) }).render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail.html).toContain('A {{buyer.email}} &amp; &lt;b&gt;');
		expect(mail.html).not.toContain(sample.buyer.email);
	});

	it('a cart of 200 products → six rows and how many more, under 60 KB', () => {
		const items = Array.from({ length: 200 }, (_, index) => ({ name: `Product ${index} ${'x'.repeat(200)}`, quantity: 1 }));
		const mail = cart.render({ ...sample, data: { cart: { items } }, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(load(mail.html)('.sm-product')).toHaveLength(6);
		expect(mail.html).toContain('y 194 más');
		expect(mail.bytes).toBeLessThan(60_000);
	});

	it('overrides: subject, preheader, colour, language', () => {
		const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aBrand(), overrides: { subject: '{{total}} for {{buyer.name}}', preheader: 'Now', brandColour: '#ffcc00', language: 'de' } });
		const mail = template.render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail).toMatchObject({ language: 'de', subject: '38,40 € for Ana', preheader: 'Now' });
		expect(load(mail.html)('.sm-button').attr('style')).toContain('color: #000000'); // dark text on yellow
	});

	it('an unknown template → NOT_FOUND with the nearest', () => {
		expect(() => compileTemplate({ kind: 'library', name: 'abandoned-carts' }, { brand: aBrand() })).toThrow(expect.objectContaining({ code: 'NOT_FOUND', message: expect.stringContaining('did you mean `abandoned-cart`?') }));
	});

	it('no address in the data → the button leads to the shop; without a shop address there is none', () => {
		const data = { repurchase: { lastOrder: { placedAt: Date.UTC(2026, 8, 14), items: [{ name: 'Filters', quantity: 2 }] } } };
		const render = (websiteUrl?: string) => compileTemplate({ kind: 'library', name: 'repurchase-reminder' }, { brand: aBrand({ websiteUrl }) }).render({ ...sample, data, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(load(render('https://lumen-home.example').html)('.sm-button').attr('href')).toBe('https://lumen-home.example');
		expect(load(render().html)('.sm-button')).toHaveLength(0);
		expect(render().subject).toBe('Repón a tiempo: Filters');
	});

	it('a zone this machine does not know → dates in UTC', () => {
		const template = compileTemplate({ kind: 'library', name: 'repurchase-reminder' }, { brand: aBrand() });
		const mail = template.render({ buyer: { ...sample.buyer, timeZone: 'Mars/Olympus' }, data: { repurchase: { lastOrderAt: Date.UTC(2026, 8, 14, 9) } }, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail.preheader).toBe('Tu último pedido fue el 14 de septiembre de 2026.');
	});
});
