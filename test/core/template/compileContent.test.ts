import { compileContent } from '../../../core/template/compileContent';
import { makeSample } from '../../../core/template/sampleData';
import { templateBodySchema } from '../../../core/template/templateSource';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const SOURCE = { kind: 'library', name: 'abandoned-cart' } as const;
const render = (body: Partial<Parameters<typeof compileContent>[0]>, language: string) =>
	compileContent({ source: SOURCE, ...body }, aBrand()).render({ ...makeSample(language), unsubscribeUrl: UNSUBSCRIBE_URL });

describe('a content with templates that a shop has chosen for its sites', () => {
	const templatesBySite = { deu: 'repurchase-reminder', fra: 'abandoned-cart' };

	it('buyers of the site get the chosen one, the others the content\'s own', () => {
		expect(['de', 'fr', 'es'].map((language) => render({ templatesBySite }, language).template)).toEqual(['repurchase-reminder', 'abandoned-cart', 'abandoned-cart']);
	});

	it('colour and language go with it, texts do not: they were written for another template', () => {
		const overrides = { brandColour: '#aa0000', subject: 'Your cart: {{total}}', texts: [{ part: 'note' as const, text: 'x' }] };
		const mail = render({ templatesBySite, overrides }, 'de');
		expect(mail.subject).not.toContain('cart');
		expect(mail.html).toContain('#aa0000');
	});

	it.each([
		['an unknown template', 'winback', 'NOT_FOUND', 'Templates of site `deu`: There is no library template `winback`'],
		['order mail instead of advertising', 'logistics-update', 'INPUT_INVALID', 'Site `deu` uses template `logistics-update` instead of `abandoned-cart`, which is marketing'],
	])('%s → refused with the site', (_name, choice, code, message) => {
		expect(() => render({ templatesBySite: { deu: choice } }, 'es')).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
	});
});

it('a body as older versions stored it → the same mail', () => {
	const stored = JSON.parse(JSON.stringify({ source: SOURCE, brand: aBrand(), overrides: { subject: 'Your cart: {{total}}', preheader: 'Now', brandColour: '#aa0000', language: 'de' } })) as unknown;
	const body = templateBodySchema.parse(stored);
	expect(JSON.stringify(body)).toBe(JSON.stringify(stored)); // its id is the hash of this
	expect(compileContent(body, body.brand).render({ ...makeSample('es'), unsubscribeUrl: UNSUBSCRIBE_URL })).toMatchObject({ language: 'de', subject: 'Your cart: 38,40 €', preheader: 'Now' });
});

describe('data that the mails of a content share', () => {
	const { data } = makeSample('en');
	const own = { kind: 'own', purpose: 'marketing', subject: '{{data.title}}', html: '<p>{{data.title}}</p>{{#each data.products}}<p>{{name}}: {{money price}}, {{date at}}</p>{{/each}}<p>{{buyer.name}}</p>' } as const;
	const product = (name: string, amountMinor = 1_000) => ({ name, price: { amountMinor, currency: 'EUR' }, at: Date.UTC(2026, 4, 1, 23, 30) });
	const sharedData = { title: 'New lamps', products: [product('Lamp'), product('Käthe & Co “Oak”', 2_050)] };

	/** Mails in turn, so that what was filled for one is there for the next; each as a content without shared data makes it. */
	function expectAlike(source: Parameters<typeof compileContent>[0]['source'], shared: Record<string, unknown>, mails: Array<{ language: string; own?: Record<string, unknown>; timeZone?: string; name?: string }>) {
		const content = compileContent({ source, sharedData: shared }, aBrand());
		const made = mails.map(({ language, own: mine = {}, ...person }) => {
			const input = { buyer: { ...makeSample(language).buyer, ...person }, unsubscribeUrl: UNSUBSCRIBE_URL };
			const mail = content.render({ ...input, data: content.dataOf(mine) });
			expect(mail).toEqual(compileContent({ source }, aBrand()).render({ ...input, data: { ...shared, ...mine } }));
			expect(mail.bytes).toBe(Buffer.byteLength(mail.html));
			return mail;
		});
		return made.map(({ html }) => html);
	}

	it('own HTML: buyers, languages and time zones in turn → each mail as made by itself', () => {
		const mails = ['en', 'de', 'ja'].flatMap((language) => ['Europe/Berlin', 'America/New_York'].flatMap((timeZone) => ['Ana', 'Bo', 'Çem'].map((name) => ({ language, timeZone, name }))));
		const made = expectAlike(own, sharedData, mails);
		expect(made[2]).toContain('Çem');
		expect(new Set(made).size).toBe(mails.length);
	});

	it('a buyer whose own data replace shared ones → his, and the next one the shared ones again', () => {
		const made = expectAlike(own, sharedData, [{ language: 'de' }, { language: 'de' }, { language: 'de', own: { products: [product('Mug')] } }, { language: 'de', own: { title: 'For you' } }, { language: 'de' }]);
		expect(made.map((html) => html.includes('Mug'))).toEqual([false, false, true, false, false]);
	});

	it.each(['seasonal-promotion', 'new-arrivals', 'price-drop'])('library template `%s` → each mail as made by itself', (name) => {
		const lamp = { name: 'Other lamp', price: { amountMinor: 900, currency: 'EUR' }, oldPrice: { amountMinor: 1_200, currency: 'EUR' } };
		expectAlike({ kind: 'library', name }, data, ['de', 'de', 'es', 'de', 'es'].flatMap((language) => [{ language }, { language, own: { products: [lamp], product: lamp } }, { language, name: 'Bo' }]));
	});

	it('a variable that is missing for some → named for them as ever', () => {
		const source = { ...own, html: '{{#each data.products}}{{name}}{{/each}}{{data.coupon}}' };
		const content = compileContent({ source, sharedData }, aBrand());
		const make = (mine: Record<string, unknown>) => content.render({ ...makeSample('de'), data: content.dataOf(mine), unsubscribeUrl: UNSUBSCRIBE_URL }).html;
		expect([make({ coupon: 'A1' }), make({ coupon: 'A2' }), make({ coupon: 'A3' })].map((html) => /A\d/.exec(html)?.[0])).toEqual(['A1', 'A2', 'A3']);
		expect(() => make({ coupons: 'A4' })).toThrow(expect.objectContaining({ code: 'TEMPLATE_VARIABLE_MISSING', context: expect.objectContaining({ variable: 'data.coupon', nearest: 'data.coupons' }) }));
	});

	it('bounds count what was filled before: a mail too big for all is too big for the third one too', () => {
		const source = { ...own, subject: 'x', html: '{{#each data.words}}{{this}}{{/each}}{{#each data.mine}}{{this}}{{/each}}' };
		const shared = { words: Array.from({ length: 10 }, () => 'x'.repeat(20_000)) };
		const content = compileContent({ source, sharedData: shared }, aBrand());
		const make = (mine: string[]) => () => content.render({ ...makeSample('de'), data: content.dataOf({ mine }), unsubscribeUrl: UNSUBSCRIBE_URL }).html.length;
		const few = Array.from({ length: 10 }, () => 'y'.repeat(20_000));
		expect([make(few)(), make(few)()].every((length) => length > 400_000)).toBe(true);
		expect(make([...few, ...few, ...few])).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining('512 thousand characters') }));
		expect(make(Array.from({ length: 2_000 - 10 }, () => ''))).not.toThrow();
		expect(make(Array.from({ length: 2_000 - 9 }, () => ''))).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining('loops more than 2000 times') }));
	});
});
