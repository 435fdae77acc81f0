import { load } from 'cheerio';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkMail } from '../../../core/compliance/checkMail';
import { ORDER_STATES } from '../../../core/template/languages/languageStrings';
import { LANGUAGES } from '../../../core/template/languages/registry';
import { listTemplates } from '../../../core/template/library';
import { makeSample } from '../../../core/template/sampleData';
import { TEMPLATES } from '../../../core/template/templates/registry';
import { LEAST_DATA, LIBRARY_CASES, LIBRARY_LANGUAGES, renderLibrary } from '../../support/libraryMails';
import { NOW, UNSUBSCRIBE_URL, aBrand, aRecipient } from '../../support/mails';

/** Contract of the registries: every template in every language, with all of its data and with the least. */
const folder = join(__dirname, '../../../core/template');
describe('the registries', () => {
	it('name every template file', () => {
		const files = readdirSync(join(folder, 'templates')).filter((file) => file.endsWith('.template.ts'));
		expect(TEMPLATES).toHaveLength(files.length);
		expect(new Set(TEMPLATES.map((template) => template.name)).size).toBe(files.length);
	});

	it('name every language file', () => {
		const files = readdirSync(join(folder, 'languages')).filter((file) => /^[a-z]{2}\.ts$/.test(file));
		expect([...LIBRARY_LANGUAGES].sort()).toEqual(files.map((file) => file.slice(0, 2)).sort());
		expect(LIBRARY_LANGUAGES).toHaveLength(18);
	});

	it('are listed with what they need', () => {
		expect(listTemplates().map(({ name, purpose, needs, presets }) => [name, purpose, needs, presets])).toEqual([
			['abandoned-cart', 'marketing', ['data.cart'], ['cart-abandoned']],
			['browse-reminder', 'marketing', ['data.browse.items'], ['browse-abandoned']],
			['repurchase-reminder', 'marketing', ['data.repurchase.lastOrderAt'], ['repurchase-due']],
			['win-back', 'marketing', [], ['at-risk', 'never-opened']],
			['loyalty-thank-you', 'marketing', [], ['loyal-buyers', 'high-value', 'order-anniversary', 'new-buyers']],
			['seasonal-promotion', 'marketing', ['data.offer.discountPercent'], []],
			['new-arrivals', 'marketing', ['data.products.0.name', 'data.products.0.price'], []],
			['price-drop', 'marketing', ['data.products.0.name', 'data.products.0.price', 'data.products.0.oldPrice'], []],
			['low-stock', 'marketing', ['data.products.0.name', 'data.products.0.price', 'data.products.0.stock'], []],
			['back-in-stock', 'marketing', ['data.product.name'], ['back-in-stock']],
			['logistics-update', 'transactional', ['data.order.id', 'data.order.state'], ['fulfilment-state', 'late-delivery']],
			['delivery-and-care', 'transactional', ['data.order.id'], ['fulfilment-state']],
			['confirm-subscription', 'transactional', ['data.confirmation'], []],
		]);
	});
});

describe.each(LANGUAGES.map((strings) => [strings.language, strings] as const))('the texts in %s', (_language, strings) => {
	it('are all there, different from English, without English placeholders', () => {
		const english = flatten(LANGUAGES[0] as unknown as Record<string, unknown>);
		const own = flatten(strings as unknown as Record<string, unknown>);
		expect(Object.keys(own)).toEqual(Object.keys(english));
		for (const [key, text] of Object.entries(own)) {
			expect(text.trim()).not.toBe('');
			expect([key, (text.match(/\{\{[^}]+\}\}/g) ?? []).sort()]).toEqual([key, (english[key]?.match(/\{\{[^}]+\}\}/g) ?? []).sort()]);
		}
		if (strings.language === 'en') return;
		const same = Object.keys(own).filter((key) => own[key] === english[key] && (own[key]?.length ?? 0) > 8);
		expect(same).toEqual([]);
	});
});

describe.each(LIBRARY_CASES)('%s in %s', (name, language) => {
	it.each([['with all data', undefined], ['with the least data', LEAST_DATA[name]]])('%s → every rule passes for a buyer who agreed', (_name, data) => {
		const { mail, buyer } = renderLibrary(name, language, data);
		const result = checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, data: data ?? makeSample(language).data, recipient: aRecipient({ country: buyer.country, language }) }, NOW);
		expect(result).toEqual({ outcome: 'pass', checkedAt: NOW, findings: [] });
		expect(mail.language).toBe(language);
		expect(mail.bytes).toBeLessThan(60_000);
	});

	it('reads well without what is missing: no empty label, no "undefined", no stray braces', () => {
		const { mail } = renderLibrary(name, language, LEAST_DATA[name]);
		for (const text of [mail.subject, mail.preheader, mail.text, load(mail.html)('body').text()]) expect(text).not.toMatch(/undefined|\bnull\b|NaN|\{\{|\}\}|\[object/);
		expect(mail.text).not.toMatch(/[:：] $/m);
		const $ = load(mail.html);
		expect($('img, .sm-thumb')).toHaveLength(0);
		for (const element of $('div, p, span, strong, td, h1, h2, a').toArray()) expect([element.attribs.class, $(element).text().trim()]).not.toEqual([element.attribs.class, '']);
	});

	it('is accessible: language, direction, one heading, alt texts, tables for layout only', () => {
		const { mail } = renderLibrary(name, language);
		const $ = load(mail.html);
		expect($('html').attr('lang')).toMatch(new RegExp(`^${language}`));
		expect($('html').attr('dir')).toBe($('body').attr('dir'));
		expect($('h1')).toHaveLength(1);
		expect($('title').text()).toBe(mail.subject);
		expect($('img').toArray().every((image) => (image.attribs.alt ?? '').length > 0)).toBe(true);
		expect($('table').toArray().every((table) => table.attribs.role === 'presentation')).toBe(true);
		expect($('script, form, link, iframe')).toHaveLength(0);
	});

	it.each([['with all data', undefined], ['with the least data', LEAST_DATA[name]]])('%s its plain-text part says the same: products, offer, where the button leads, the way out', (_name, data) => {
		const { mail } = renderLibrary(name, language, data);
		const $ = load(mail.html);
		const said = readable(mail.text);
		for (const part of $('.sm-content').find('h1, h2, p, .sm-name, .sm-price strong, s, .sm-stock, .sm-fact-label, .sm-fact-value').toArray()) expect(said).toContain(readable($(part).text()));
		expect($('.sm-button').toArray().every((link) => mail.text.includes(link.attribs.href ?? '-'))).toBe(true);
		expect(mail.text.includes(UNSUBSCRIBE_URL)).toBe(mail.purpose === 'marketing');
		expect(mail.html.includes(UNSUBSCRIBE_URL)).toBe(mail.purpose === 'marketing');
	});

	it('has one button at most, and leads to the shop in marketing only', () => {
		const { mail } = renderLibrary(name, language);
		const $ = load(mail.html);
		expect($('.sm-button').length).toBeLessThanOrEqual(1);
		if (mail.purpose === 'transactional') expect($('a[href^="https://shop.example"], a[href^="https://lumen-home.example"]')).toHaveLength(0);
	});
});

/** What the data doesn't back is not said, whatever the language. */
describe.each(LIBRARY_LANGUAGES)('in %s', (language) => {
	const price = (amountMinor: number, currency = 'EUR') => ({ amountMinor, currency });
	const lamp = { name: 'Lamp', price: price(2_490) };
	const row = (product: object) => load(renderLibrary('new-arrivals', language, { products: [product] }).mail.html);

	it.each([
		['higher than the price → struck', price(3_290), 1],
		['the same', price(2_490), 0],
		['lower', price(1_990), 0],
		['in another currency', price(3_290, 'USD'), 0],
	])('a price before that is %s', (_name, oldPrice, count) => {
		expect(row({ ...lamp, oldPrice })('s')).toHaveLength(count);
	});

	it.each([[1, 1], [20, 1], [21, 0], [0, 0], [-2, 0], [2.5, 0]])('stock of %s → said %s times', (stock, count) => {
		expect(row({ ...lamp, stock })('.sm-stock')).toHaveLength(count);
	});

	it('the lowest price of 30 days stands beside a struck price only', () => {
		expect(row({ ...lamp, oldPrice: price(3_290), lowestPrice30Days: price(3_090) })('.sm-before')).toHaveLength(2);
		expect(row({ ...lamp, lowestPrice30Days: price(3_090) })('.sm-before')).toHaveLength(0);
	});

	it('an offer without conditions, or none → no empty box and no date', () => {
		for (const offer of [undefined, {}, { discountPercent: 10 }]) {
			const { mail } = renderLibrary('win-back', language, { offer });
			expect(load(mail.html)('.sm-facts')).toHaveLength(0);
		}
	});
});

describe('what the data lacks', () => {
	it.each([
		['seasonal-promotion', {}, 'data.offer.discountPercent'],
		['seasonal-promotion', { offer: { title: 'Spring' }, products: [{ name: 'Lamp' }] }, 'data.offer.discountPercent'],
		['new-arrivals', { products: [] }, 'data.products.0.name'],
		['new-arrivals', { products: [{ name: 'Lamp' }] }, 'data.products.0.price'],
		['price-drop', { products: [{ name: 'Lamp', price: { amountMinor: 5, currency: 'EUR' } }] }, 'data.products.0.oldPrice'],
		['low-stock', { products: [{ name: 'Lamp', price: { amountMinor: 5, currency: 'EUR' }, stock: 40 }] }, 'data.products.0.stock'],
		['back-in-stock', {}, 'data.product.name'],
		['browse-reminder', { browse: { items: [] } }, 'data.browse.items'],
		['delivery-and-care', {}, 'data.order'],
	])('%s with %j → an error that names %s', (name, data, field) => {
		expect(() => renderLibrary(name, 'en', data)).toThrow(expect.objectContaining({ code: 'TEMPLATE_VARIABLE_MISSING', message: expect.stringContaining(`\`${field}\``) as string }));
	});

	it.each([
		['an amount that is text', 'new-arrivals', { products: [{ name: 'Lamp', price: '24.90' }] }],
		['a discount above 100', 'seasonal-promotion', { offer: { discountPercent: 120 } }],
		['a date that is text', 'win-back', { offer: { endsAt: 'tomorrow' } }],
	])('%s → an error that names the field', (_name, name, data) => {
		expect(() => renderLibrary(name, 'en', data)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringMatching(/`data\./) as string }));
	});

	it.each([
		[undefined, '24%'], // of 32.90
		[3_090, '19%'], // of the lowest price of 30 days
		[2_490, undefined], // it has cost as little before
	])('a price drop from 32.90 to 24.90 with a 30-day price of %s → %s', (lowest, percent) => {
		const lowestPrice30Days = lowest ? { amountMinor: lowest, currency: 'EUR' } : undefined;
		const { mail } = renderLibrary('price-drop', 'en', { products: [{ name: 'Lamp', price: { amountMinor: 2_490, currency: 'EUR' }, oldPrice: { amountMinor: 3_290, currency: 'EUR' }, lowestPrice30Days }] });
		expect(/\d+%/.exec(mail.preheader)?.[0]).toBe(percent);
	});

	it('an offer that ends at midnight holds until the day before', () => {
		const { mail } = renderLibrary('seasonal-promotion', 'de', { offer: { discountPercent: 10, endsAt: Date.UTC(2026, 11, 23, 23) } });
		expect(mail.text).toContain('23. Dezember 2026');
	});
});

describe.each(ORDER_STATES)('an order that is %s', (state) => {
	it.each(LIBRARY_LANGUAGES)('in %s has its own subject, heading and text', (language) => {
		const others = ORDER_STATES.filter((other) => other !== state).map((other) => renderLibrary('logistics-update', language, { order: { id: '7', state: other } }).mail.subject);
		const { mail } = renderLibrary('logistics-update', language, { order: { id: '7', state } });
		expect(mail.subject).toContain('7');
		expect(others).not.toContain(mail.subject);
		expect(load(mail.html)('h1').text().trim()).not.toBe('');
	});
});

function readable(text: string): string {
	return text.replace(/[\s\u00a0]+/g, ' ').trim();
}

function flatten(value: Record<string, unknown>, prefix = ''): Record<string, string> {
	return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' ? [[prefix + key, inner]] : Object.entries(flatten(inner as Record<string, unknown>, `${prefix}${key}.`)))));
}
