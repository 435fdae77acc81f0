import { openCore, type Core } from '../../../core/openCore';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import { DKIM_PRIVATE_KEY } from '../../support/builders';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

const DATA = makeSample('en').data;

describe('Render Template and Compliance Check in n8n’s engine', () => {
	let core: Core;
	let run: (node: string, items: Json[], parameters?: Json, continueOnFail?: boolean) => Promise<EngineRun>;

	beforeAll(async () => {
		const store = sqliteSettings();
		core = await openCore({ store });
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'usa' });
		await core.buyers.upsertBuyers('demo', [
			{ email: 'ana@buyer.example', name: 'Ana', country: 'ES', consentBasis: 'double_opt_in', consentAt: Date.now() - 86_400_000 },
			{ email: 'kim@buyer.example', name: '김민지', country: 'KR', consentBasis: 'double_opt_in', consentAt: Date.now() - 86_400_000 },
			{ email: 'never-asked@buyer.example', name: 'Lena', country: 'DE' },
		]);
		const engine = await makeEngine();
		const credentials = {
			sellerMailStoreApi: { kind: 'sqlite', file: store.file },
			sellerMailSenderApi: {
				fromName: 'Lumen Home', fromAddress: 'news@mail.lumen-home.example', company: 'Lumen Home Co., Ltd.', postalAddress: '88 Wensan Road, Hangzhou',
				licenceAddress: '88 Wensan Road, Hangzhou', phone: '+86 571 5555 0100', contactEmail: 'service@lumen-home.example', registrationNumber: '91330106MA2KX7Y40B', vatNumber: 'none', legalRepresentative: 'Wang Fang',
				dkimDomain: 'mail.lumen-home.example', dkimSelector: 's1', dkimPrivateKey: DKIM_PRIVATE_KEY, host: '127.0.0.1', port: 2525, security: 'none', maxConnections: 1,
			},
		};
		run = async (node, items, parameters = {}, continueOnFail = false) => await engine({ node, items, parameters, credentials, continueOnFail });
	});
	afterAll(async () => await core.close());

	const buyerItems = async (): Promise<Json[]> => (await core.buyers.list('demo')).map((buyer) => ({ buyer, data: DATA, note: 'kept' }));
	const LIBRARY = { templateFrom: 'library', templateName: 'abandoned-cart', languageFrom: 'buyer', options: {} };

	it('buyers get mails in their languages; the hint says which; the check sorts them', async () => {
		const rendered = await run('renderTemplate', await buyerItems(), LIBRARY);
		const languages = rendered.out().map(({ json }) => json.mail.language as string).sort();
		expect(languages).toEqual(['de', 'es', 'ko']);
		expect(rendered.out()[0]).toMatchObject({ json: { note: 'kept', mail: { purpose: 'marketing', template: 'abandoned-cart' } }, pairedItem: { item: 0 } });
		expect(rendered.hints[0]).toMatch(/^Rendered 3 mails in (?:(?:de|es|ko) \(1\)(?:, )?){3}; biggest \d+ KB$/);

		const checked = await run('complianceCheck', rendered.out().map(({ json }) => json));
		expect([0, 1, 2].map((output) => checked.out(output).map(({ json }) => json.buyer.country as string).sort())).toEqual([['ES', 'KR'], [], ['DE']]);
		expect(checked.out(2)[0]?.json.compliance).toMatchObject({ outcome: 'violation', findings: [{ rule: 'consent-state', law: expect.stringContaining('Germany') }] });
		expect(checked.hints[0]).toBe('2 pass, 0 need review, 1 blocked; most frequent: consent-state (1)');
	});

	it('an own source in one language; needs-review goes where the operator says', async () => {
		const own = { templateFrom: 'own', purpose: 'marketing', subject: 'Hello {{buyer.name}}', preheader: '', html: '<p>News for {{buyer.name}}</p>', text: '', languageFrom: 'fixed', language: 'en', options: {} };
		const items = (await buyerItems()).filter(({ buyer }) => (buyer as Json).country === 'ES');
		const rendered = await run('renderTemplate', items, own);
		expect(rendered.out()[0]?.json.mail).toMatchObject({ language: 'en', subject: 'Hello Ana' });
		const mails = rendered.out().map(({ json }) => json);
		expect((await run('complianceCheck', mails)).out(1)).toMatchObject([{ json: { compliance: { outcome: 'needsReview', findings: [{ rule: 'value-in-first-50' }, { rule: 'preheader' }] } } }]);
		expect((await run('complianceCheck', mails, { options: { needsReviewAs: 'pass' } })).out(0)).toHaveLength(1);
		expect((await run('complianceCheck', mails, { options: { needsReviewAs: 'block' } })).out(2)).toHaveLength(1);
	});

	it('sample data: a mail without any buyer', async () => {
		const rendered = await run('renderTemplate', [{}], { ...LIBRARY, languageFrom: 'fixed', language: 'zh', options: { isSample: true } });
		expect(rendered.out()[0]?.json).toMatchObject({ buyer: { country: 'CN' }, mail: { language: 'zh', subject: '购物车已为您保存：¥38.40' } });
	});

	it('an audience gets its content and samples, one a language; the check looks at each; the content renders alike', async () => {
		const now = Date.now();
		await core.buyers.upsertOrders('demo', ['ana', 'kim'].map((name) => ({ orderId: `o-${name}`, email: `${name}@buyer.example`, placedAt: now - 5 * 86_400_000, paidAt: now - 4 * 86_400_000, shippedAt: now - 3 * 86_400_000 })));
		const audience = await core.segments.freeze({ shopId: 'demo', preset: 'fulfilment-state', parameters: { state: 'shipped' } });
		const rendered = await run('renderTemplate', [{ audience, note: 'kept' }], { ...LIBRARY, templateName: 'logistics-update' });
		const [item] = rendered.out();
		expect(item?.json).toMatchObject({ note: 'kept', audience: { size: 2 }, content: { purpose: 'transactional', template: 'logistics-update' } });
		expect([...item?.json.content.languages].sort()).toEqual(['es', 'ko']);
		const [sample] = item?.json.content.samples ?? [];
		const content = await core.templates.getContent(item?.json.content.id);
		if (content.kind !== 'template') throw new Error('not a template');
		expect(compileTemplate(content.body.source, content.body).render({ buyer: sample.buyer, data: sample.data })).toEqual(sample.mail);
		const checked = await run('complianceCheck', [item?.json ?? {}]);
		expect(checked.out(0)).toMatchObject([{ json: { compliance: { outcome: 'pass', findings: [] } } }]);
	});

	it('an item without data → named with Continue On Fail, the others go on; without, the node stops at it', async () => {
		const [first, second] = await buyerItems();
		const items = [{ ...first, data: {} }, second ?? {}];
		const tolerant = await run('renderTemplate', items, LIBRARY, true);
		expect(tolerant.out(0)).toMatchObject([{ pairedItem: { item: 1 } }]);
		expect(tolerant.out(1)).toMatchObject([{ json: { error: expect.stringContaining('needs `data.cart`') } }]);
		const strict = await run('renderTemplate', items, LIBRARY);
		expect(strict.error).toMatchObject({ message: expect.stringContaining('Template `abandoned-cart` needs `data.cart`'), description: expect.stringContaining('TEMPLATE_VARIABLE_MISSING') });
	});

	it.each([
		['a hostile template', { html: '<script>x</script>' }, '<script>'],
		['a broken one', { html: '<p>\n{{#if x}}</p>' }, 'can not be read: Parse error on line 2'],
	])('%s → the node stops with the reason', async (_name, fields, reason) => {
		const own = { templateFrom: 'own', purpose: 'marketing', subject: 'Save 10%', preheader: '', text: '', languageFrom: 'buyer', options: {}, ...fields };
		expect((await run('renderTemplate', await buyerItems(), own)).error?.message).toContain(reason);
	});

	it('items without buyer or mail → the error names the node that makes them', async () => {
		expect((await run('renderTemplate', [{}], LIBRARY)).error).toMatchObject({ message: 'Item 0 has no `buyer`.', description: expect.stringContaining('Segment Buyers') });
		expect((await run('complianceCheck', [{}])).error).toMatchObject({ message: 'Item 0 has no `mail`.', description: expect.stringContaining('Render Template') });
	});
});
