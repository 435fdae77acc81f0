import { openCore, type Core } from '../../../core/openCore';
import { compileContent } from '../../../core/template/compileContent';
import { makeSample } from '../../../core/template/sampleData';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

const LIBRARY = { templateFrom: 'library', templateName: 'abandoned-cart', languageFrom: 'buyer', options: {} };
const OWN = { templateFrom: 'own', purpose: 'marketing', subject: 'Save 10%', preheader: '', html: '<p>Hello</p>', text: '', languageFrom: 'buyer', options: {} };
const DATA = makeSample('en').data;
const DAY = 86_400_000;

describe('Render Template\'s options in n8n’s engine', () => {
	let core: Core;
	let run: (items: Json[], parameters: Json, node?: string, continueOnFail?: boolean) => Promise<EngineRun>;

	beforeAll(async () => {
		const store = sqliteSettings();
		core = await openCore({ store });
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'usa' });
		const consent = { consentBasis: 'double_opt_in' as const, consentAt: Date.now() - DAY };
		await core.buyers.upsertBuyers('demo', ['ES', 'DE', 'FR'].map((country) => ({ email: `${country.toLowerCase()}@buyer.example`, name: country, country, ...consent })));
		await core.buyers.upsertOrders('demo', ['es', 'de', 'fr'].map((name) => ({ orderId: `o-${name}`, email: `${name}@buyer.example`, placedAt: Date.now() - 5 * DAY, paidAt: Date.now() - 4 * DAY, shippedAt: Date.now() - 3 * DAY })));
		const engine = await makeEngine();
		const credentials = {
			sellerMailStoreApi: { kind: 'sqlite', file: store.file },
			sellerMailSenderApi: {
				fromName: 'Lumen Home', fromAddress: 'news@mail.lumen-home.example', company: 'Lumen Home Co., Ltd.', postalAddress: '88 Wensan Road, Hangzhou',
				licenceAddress: '88 Wensan Road, Hangzhou', phone: '+86 571 5555 0100', host: '127.0.0.1', port: 2525, security: 'none', maxConnections: 1,
			},
		};
		run = async (items, parameters, node = 'renderTemplate', continueOnFail = false) => await engine({ node, items, parameters, credentials, continueOnFail });
	});
	afterAll(async () => await core.close());

	const buyers = async (): Promise<Json[]> => (await core.buyers.list('demo')).map((buyer) => ({ buyer, data: DATA }));
	const texts = (...text: Json[]): Json => ({ texts: { text } });
	const anAudience = async () => await core.segments.freeze({ shopId: 'demo', preset: 'fulfilment-state', parameters: { state: 'shipped' } });

	it('each item\'s variant and language decide its texts; what nobody got is said', async () => {
		const items = (await buyers()).map((item, index) => ({ ...item, variant: index === 0 ? 'B' : 'A' }));
		const rendered = await run(items, { ...LIBRARY, options: texts({ variant: 'B', language: 'every', part: 'subject', text: 'B {{total}}' }, { variant: 'every', language: 'every', part: 'note', text: 'Until Sunday' }, { variant: 'C', language: 'de', part: 'button', text: 'x' }) });
		expect(rendered.out().map(({ json }) => (json.mail.subject as string).startsWith('B '))).toEqual([true, false, false]);
		expect(rendered.out().every(({ json }) => json.mail.html.includes('Until Sunday'))).toBe(true);
		expect(rendered.hints).toEqual([expect.stringMatching(/^Rendered 3 mails in /), 'Not used by any of these mails: button for variant C in de']);
	});

	it('the old Subject and Preheader go on as before, under the new ones', async () => {
		const rendered = await run((await buyers()).slice(0, 1), { ...LIBRARY, options: { subject: 'Old {{total}}', preheader: 'Old', ...texts({ variant: 'every', language: 'every', part: 'preheader', text: 'New' }) } });
		expect(rendered.out()[0]?.json.mail).toMatchObject({ subject: expect.stringMatching(/^Old /), preheader: 'New' });
	});

	it.each([
		['an empty text', LIBRARY, { part: 'subject', text: '' }, 'Texts, row 1: “text” is empty.'],
		['a part that the template lacks', { ...LIBRARY, templateName: 'repurchase-reminder' }, { part: 'note', text: 'x' }, 'has no note to replace'],
		['a part of own HTML', OWN, { part: 'button', text: 'x' }, 'its own HTML holds the other texts'],
		['a variable that no mail has', LIBRARY, { variant: 'B', part: 'subject', text: '{{totl}}' }, '(subject, variant B) uses `totl` (line 1, column 3), which no mail of it has; did you mean `total`'],
	])('%s → the node stops before the first mail', async (_name, parameters, text, message) => {
		expect((await run([{}], { ...parameters, options: texts(text) })).error?.message).toContain(message);
	});

	it('shared data reach every item, its own go before them, and both go on with the mail', async () => {
		const [first, second] = await buyers();
		const own = { ...OWN, subject: 'Save 10%: {{data.offer.title}}', html: '<p>{{data.word}}</p>', options: { sharedData: '{"offer":{"title":"Spring","url":"https://a.example/","endsAt":"2026-12-01T00:00:00Z"},"word":"all"}' } };
		const rendered = await run([{ ...first, data: {} }, { ...second, data: { word: 'own' } }], own);
		expect(rendered.out().map(({ json }) => json.mail.subject)).toEqual(['Save 10%: Spring', 'Save 10%: Spring']);
		expect(rendered.out().map(({ json }) => json.data)).toMatchObject([{ word: 'all', offer: { endsAt: Date.UTC(2026, 11, 1) } }, { word: 'own' }]);
		expect((await run([{ ...first }], { ...own, options: { sharedData: '{"offer":' } })).error?.message).toContain('Shared Data can not be read as JSON');
	});

	describe('a site with a template of its own', () => {
		beforeAll(async () => void (await core.shops.saveSite('demo', { site: 'deu', templates: { 'abandoned-cart': 'repurchase-reminder' } })));
		afterAll(async () => void (await core.shops.saveSite('demo', { site: 'deu', templates: null })));
		const byCountry = (run: EngineRun) => Object.fromEntries(run.out().map(({ json }) => [json.buyer.country as string, json.mail.template as string]));

		it('is followed, and said', async () => {
			const rendered = await run(await buyers(), LIBRARY);
			expect(byCountry(rendered)).toEqual({ ES: 'abandoned-cart', DE: 'repurchase-reminder', FR: 'abandoned-cart' });
			expect(rendered.hints[0]).toContain('; 1 from repurchase-reminder, chosen for the site, with its own texts');
		});

		it('switched off → the panel\'s for all', async () => {
			expect(byCountry(await run(await buyers(), { ...LIBRARY, options: { followsSites: false } }))).toMatchObject({ DE: 'abandoned-cart' });
		});

		it('order mail instead of advertising → refused with the site', async () => {
			await core.shops.saveSite('demo', { site: 'deu', templates: { 'abandoned-cart': 'logistics-update' } });
			expect((await run(await buyers(), LIBRARY)).error?.message).toContain('Site `deu` uses template `logistics-update` instead of `abandoned-cart`');
		});
	});

	it('an audience keeps texts, shared data and choices; its samples show each language with each variant', async () => {
		await core.shops.saveSite('demo', { site: 'fra', templates: { 'logistics-update': 'confirm-subscription', 'abandoned-cart': 'repurchase-reminder' } });
		const audience = { ...(await anAudience()), byVariant: { A: 2, B: 1, holdout: 1 } };
		const options = { sharedData: { confirmation: makeSample('en').data.confirmation }, ...texts({ variant: 'B', language: 'every', part: 'heading', text: 'B {{orderId}}' }, { variant: 'C', language: 'every', part: 'heading', text: 'C' }) };
		const rendered = await run([{ audience }], { ...LIBRARY, templateName: 'logistics-update', options });
		const { content } = rendered.out()[0]?.json ?? {};
		expect(content).toMatchObject({ variants: ['A', 'B'], languages: expect.arrayContaining(['es', 'de', 'fr']) });
		expect(content.samples).toHaveLength(6);
		expect(rendered.hints.at(-1)).toBe('Not used by any of these mails: heading for variant C');
		const stored = await core.templates.getContent(content.id);
		if (stored.kind !== 'template') throw new Error('not a template');
		expect(stored.body).toMatchObject({ templatesBySite: { fra: 'confirm-subscription' }, sharedData: { confirmation: { source: 'Newsletter form' } }, overrides: { texts: [{ variant: 'B' }, { variant: 'C' }] } });
		const template = compileContent(stored.body, stored.body.brand);
		for (const { buyer, data, variant, mail } of content.samples) expect(template.render({ buyer, data, variant })).toEqual(mail);
		expect(content.samples.map(({ mail }: { mail: Json }) => mail.template).sort()).toEqual(['confirm-subscription', 'confirm-subscription', 'logistics-update', 'logistics-update', 'logistics-update', 'logistics-update']);
		await core.shops.saveSite('demo', { site: 'fra', templates: null });
	});

	describe('the preview', () => {
		const PREVIEW = { ...LIBRARY, output: 'preview' };

		it('one item a language and variant, with what the HTML node shows', async () => {
			const rendered = await run([{}, {}], { ...PREVIEW, previewLanguages: ['de', 'ar'], options: texts({ variant: 'B', language: 'every', part: 'subject', text: 'B {{total}}' }) });
			expect(rendered.out().map(({ json }) => [json.preview.language, json.preview.variant])).toEqual([['ar', 'A'], ['ar', 'B'], ['de', 'A'], ['de', 'B']]);
			const last = rendered.out().at(-1);
			expect(last).toMatchObject({ json: { html: last?.json.mail.html, preview: { subject: last?.json.mail.subject, preheader: last?.json.mail.preheader, bytes: last?.json.mail.bytes } }, pairedItem: { item: 0 } });
			expect(last?.json.html).toContain('https://preview.invalid/m?t=');
			expect(rendered.hints[0]).toMatch(/^Rendered 4 previews in ar \(2\), de \(2\); biggest \d+ KB$/);
		});

		it('nothing chosen → the languages of the only shop\'s active sites, without variants one each', async () => {
			await core.shops.saveSite('demo', { site: 'jpn', isActive: false });
			const languages = (await run([{}], PREVIEW)).out().map(({ json }) => json.preview.language as string);
			expect(languages).toEqual(expect.arrayContaining(['en', 'es', 'he', 'uk']));
			expect(languages).not.toContain('ja');
			expect(languages).not.toContain('zh'); // no site is written in Chinese
			expect(new Set(languages).size).toBe(languages.length);
			await core.shops.saveSite('demo', { site: 'jpn', isActive: true });
		});

		it('several shops and none named → all 18; an item\'s shop → its sites\' choice too', async () => {
			await core.shops.save({ id: 'second', name: 'Second' });
			expect((await run([{}], PREVIEW)).out()).toHaveLength(18);
			await core.shops.saveSite('second', { site: 'ita', templates: { 'abandoned-cart': 'repurchase-reminder' } });
			const [buyer] = await core.buyers.list('demo');
			const rendered = await run([{ buyer: { ...buyer, shop: 'second' } }], { ...PREVIEW, previewLanguages: ['it', 'es'] });
			expect(rendered.out().map(({ json }) => json.mail.template)).toEqual(['abandoned-cart', 'repurchase-reminder']);
		});

		it('a fixed language, own HTML, the first item\'s data', async () => {
			const rendered = await run([{ data: { word: 'first' } }, { data: { word: 'second' } }], { ...OWN, output: 'preview', html: '<p>{{data.word}} {{buyer.name}}</p>', languageFrom: 'fixed', language: 'ko' });
			expect(rendered.out()).toMatchObject([{ json: { preview: { language: 'ko' }, html: expect.stringContaining('first 김민지') } }]);
		});

		it('an audience → with the data of its first member', async () => {
			const rendered = await run([{ audience: await anAudience() }], { ...PREVIEW, templateName: 'logistics-update', previewLanguages: ['en'] });
			expect(rendered.out()[0]?.json.preview.subject).toMatch(/^Order o-/);
		});

		it('data that the template can not show → an error item with Continue On Fail', async () => {
			const rendered = await run([{ data: { cart: { value: 'x' } } }], { ...PREVIEW, previewLanguages: ['en'] }, 'renderTemplate', true);
			expect(rendered.out(1)).toMatchObject([{ json: { error: expect.stringContaining('data.cart.value') } }]);
		});
	});
});
