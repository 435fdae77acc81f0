import { load } from 'cheerio';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkMail } from '../../../core/compliance/checkMail';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { ORDER_STATES } from '../../../core/template/languages/languageStrings';
import { LANGUAGES } from '../../../core/template/languages/registry';
import { listTemplates } from '../../../core/template/library';
import { makeSample } from '../../../core/template/sampleData';
import { TEMPLATES } from '../../../core/template/templates/registry';
import { NOW, UNSUBSCRIBE_URL, aBrand, aRecipient } from '../../support/mails';

/** Contract of the registries: every template in every language, with all of its data and with the least. */
const folder = join(__dirname, '../../../core/template');
const BARE = { cart: {}, repurchase: { lastOrderAt: Date.UTC(2026, 6, 1) }, order: { id: '7', state: 'paid' }, confirmation: { email: 'a@buyer.example', requestedAt: Date.UTC(2026, 6, 1), source: 'form', url: 'https://shop.example/m?t=k' } };
const languages = LANGUAGES.map((strings) => strings.language);
const cases = TEMPLATES.flatMap(({ name }) => languages.map((language) => [name, language] as const));

const compiled = new Map(TEMPLATES.map(({ name }) => [name, compileTemplate({ kind: 'library', name }, { brand: aBrand() })]));

function render(name: string, language: string, data?: Record<string, unknown>) {
	const sample = makeSample(language);
	const buyer = data ? { ...sample.buyer, name: undefined } : sample.buyer;
	const mail = compiled.get(name)?.render({ buyer, data: data ?? sample.data, unsubscribeUrl: UNSUBSCRIBE_URL });
	if (!mail) throw new Error(`no template ${name}`);
	return { buyer, mail };
}

describe('the registries', () => {
	it('name every template file', () => {
		const files = readdirSync(join(folder, 'templates')).filter((file) => file.endsWith('.template.ts'));
		expect(TEMPLATES).toHaveLength(files.length);
		expect(new Set(TEMPLATES.map((template) => template.name)).size).toBe(files.length);
	});

	it('name every language file', () => {
		const files = readdirSync(join(folder, 'languages')).filter((file) => /^[a-z]{2}\.ts$/.test(file));
		expect([...languages].sort()).toEqual(files.map((file) => file.slice(0, 2)).sort());
		expect(languages).toHaveLength(18);
	});

	it('are listed with what they need', () => {
		expect(listTemplates().map(({ name, purpose, needs }) => [name, purpose, needs])).toEqual([
			['abandoned-cart', 'marketing', ['data.cart']],
			['repurchase-reminder', 'marketing', ['data.repurchase.lastOrderAt']],
			['logistics-update', 'transactional', ['data.order.id', 'data.order.state']],
			['confirm-subscription', 'transactional', ['data.confirmation']],
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

describe.each(cases)('%s in %s', (name, language) => {
	it.each([['with all data', undefined], ['with the least data', BARE]])('%s → every rule passes for a buyer who agreed', (_name, data) => {
		const { mail, buyer } = render(name, language, data);
		const result = checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, recipient: aRecipient({ country: buyer.country, language }) }, NOW);
		expect(result).toEqual({ outcome: 'pass', checkedAt: NOW, findings: [] });
		expect(mail.language).toBe(language);
		expect(mail.bytes).toBeLessThan(60_000);
	});

	it('reads well without what is missing: no empty label, no "undefined", no stray braces', () => {
		const { mail } = render(name, language, BARE);
		for (const text of [mail.subject, mail.preheader, mail.text, load(mail.html)('body').text()]) expect(text).not.toMatch(/undefined|\bnull\b|NaN|\{\{|\}\}|\[object/);
		expect(mail.text).not.toMatch(/[:：] $/m);
		expect(load(mail.html)('.sm-product, .sm-thumb, img')).toHaveLength(0);
	});

	it('is accessible: language, direction, one heading, alt texts, tables for layout only', () => {
		const { mail } = render(name, language);
		const $ = load(mail.html);
		expect($('html').attr('lang')).toMatch(new RegExp(`^${language}`));
		expect($('html').attr('dir')).toBe($('body').attr('dir'));
		expect($('h1')).toHaveLength(1);
		expect($('title').text()).toBe(mail.subject);
		expect($('img').toArray().every((image) => (image.attribs.alt ?? '').length > 0)).toBe(true);
		expect($('table').toArray().every((table) => table.attribs.role === 'presentation')).toBe(true);
		expect($('script, form, link, iframe')).toHaveLength(0);
	});
});

describe.each(ORDER_STATES)('an order that is %s', (state) => {
	it.each(languages)('in %s has its own subject, heading and text', (language) => {
		const others = ORDER_STATES.filter((other) => other !== state).map((other) => render('logistics-update', language, { order: { id: '7', state: other } }).mail.subject);
		const { mail } = render('logistics-update', language, { order: { id: '7', state } });
		expect(mail.subject).toContain('7');
		expect(others).not.toContain(mail.subject);
		expect(load(mail.html)('h1').text().trim()).not.toBe('');
	});
});

function flatten(value: Record<string, unknown>, prefix = ''): Record<string, string> {
	return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' ? [[prefix + key, inner]] : Object.entries(flatten(inner as Record<string, unknown>, `${prefix}${key}.`)))));
}
