import PostalMime from 'postal-mime';
import { CART, DAY } from '../../support/abTest';
import { aBuyer } from '../../support/builders';
import { anEngineShop, type EngineShop } from '../../support/engineShop';
import type { EngineRun } from '../../support/n8nEngine';
import { locator } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('an A/B test in n8n\'s engine, buyers as items', () => {
	let shop: EngineShop;
	beforeAll(async () => void (shop = await anEngineShop({ settings: sqliteSettings() })));
	afterAll(async () => await shop.close());

	const run = async (parameters: Json, items: Json[] = [{}], node = 'sendCampaign'): Promise<EngineRun> => await shop.engine({ node, parameters, items, credentials: shop.credentials });
	const subjects = async (): Promise<string[]> => (await Promise.all(shop.sink.mails.splice(0).map(async ({ raw }) => (await PostalMime.parse(raw)).subject?.slice(0, 1) ?? ''))).sort();
	const text = ['A', 'B'].map((variant) => ({ variant, language: 'every', part: 'subject', text: `${variant} {{total}}` }));
	const render = async (variants: string[]): Promise<Json[]> => {
		const rows = await Promise.all(variants.map(async () => await aBuyer(shop.store.db)));
		const items = rows.map(({ id, email }, index) => ({ buyer: { id, shop: 'demo', email, name: 'Ana', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' }, data: CART, segment: { name: 's', asOf: 1, occasion: 'cart:1' }, variant: variants[index] }));
		const rendered = await run({ templateFrom: 'library', templateName: 'abandoned-cart', languageFrom: 'buyer', options: { texts: { text } } }, items, 'renderTemplate');
		expect(rendered.error).toBeUndefined();
		return rendered.out().map(({ json }) => json);
	};
	const send = (campaign: string, test: Json = {}): Json => ({ operation: 'send', campaign: locator(campaign, 'name'), when: 'atOnce', options: Object.keys(test).length > 0 ? { abTest: { test } } : {} });
	const of = (campaign: string, operation: string, more: Json = {}): Json => ({ operation, shop: locator('demo'), campaign: locator(campaign, 'name'), ...more });
	const NAMED = { pick: 'named', variant: 'B' };

	it('the test goes out, the rest is scheduled without a date, the hold-out is left out; the winner goes to the rest by Send Due, once', async () => {
		const items = await render(['A', 'B', 'holdout', 'rest', 'rest']);
		const sent = await run(send('items', { metric: 'click', waitHours: 0 }), items);
		expect(sent.error).toBeUndefined();
		expect(sent.out(0)).toHaveLength(2);
		expect(sent.out(1)).toMatchObject([3, 4].map((item) => ({ json: { delivery: { state: 'planned', code: '102', cause: 'waiting-for-winner', dueAt: null, nextStep: expect.stringContaining('Pick A/B Winner') } }, pairedItem: { item } })));
		expect(sent.out(2)).toMatchObject([{ json: { delivery: { cause: 'holdout' } } }]);
		expect(sent.hints[0]).toContain('waits for Pick A/B Winner (by click, after 0 hours)');
		expect(sent.hints[0]).not.toContain('out with Send Due');
		expect(await subjects()).toEqual(['A', 'B']);

		const early = await run(of('items', 'pickWinner', { pick: 'test', pickOptions: { confidence: 90 } }));
		expect(early.out()).toMatchObject([{ json: { test: { campaign: 'items', outcome: 'noWinner', reason: 'nothingRecorded', metric: 'click', confidence: 0.9 } } }]);
		expect(early.hints[0]).toContain('No winner yet: no clicks are recorded');

		const picked = await run(of('items', 'pickWinner', NAMED));
		expect(picked.out()).toMatchObject([{ json: { test: { winner: 'B', decidedBy: 'person', restCount: 2, restWaitingCount: 0 } } }]);
		expect((await run(of('items', 'pickWinner', { pick: 'test', pickOptions: {} }))).out()).toEqual(picked.out());
		expect((await run(of('items', 'pickWinner', { pick: 'named', variant: 'A' }))).hints[0]).toMatch(/^It was decided before, and a decision stays.*B was picked/);
		expect(await subjects()).toEqual([]);
		expect((await run(of('items', 'sendDue', { dueOptions: {} }))).out()).toMatchObject([{ json: { sendDue: { accepted: 2 } } }]);
		expect(await subjects()).toEqual(['B', 'B']);

		const again = await run(send('items'), items);
		expect(again.out(2)).toHaveLength(5);
		expect((await run(of('items', 'sendDue', { dueOptions: {} }))).out()).toMatchObject([{ json: { sendDue: { accepted: 0 } } }]);
		expect(await subjects()).toEqual([]);
		const status = await run(of('items', 'getStatus'));
		expect(status.out()).toMatchObject([{ json: { campaign: { states: { accepted: 4 }, results: { test: { winner: 'B', metric: 'click' }, variants: [{ variant: 'A', group: 'test', recipients: 1 }, { variant: 'B', group: 'test' }, { variant: 'B', group: 'rest', recipients: 2 }] } } } }]);
	});

	it('a rest whose mail does not say its template → Not Sent, not lost in the ledger', async () => {
		const [item] = await render(['rest']);
		const { contentId: _dropped, ...mail } = item?.mail as Json;
		const sent = await run(send('untold'), [{ ...item, mail }]);
		expect(sent.out(2)).toMatchObject([{ json: { delivery: { state: 'notPlanned', cause: 'rest' } } }]);
	});

	it('a test share holds items back that have their variant already; they get the winner\'s texts, not their own', async () => {
		const items = await render(Array.from({ length: 12 }, () => 'A').concat(Array.from({ length: 12 }, () => 'B')));
		const sent = await run(send('shared', { testShare: 50 }), items);
		expect(sent.error).toBeUndefined();
		expect(sent.out(0).length + sent.out(1).length).toBe(24);
		const [tested, held] = [sent.out(0).length, sent.out(1).length];
		expect(Math.min(tested, held)).toBeGreaterThan(3);
		await subjects();
		await run(of('shared', 'pickWinner', NAMED));
		await run(of('shared', 'sendDue', { dueOptions: {} }));
		expect(await subjects()).toEqual(new Array(held).fill('B'));
	});

	it('no test in the campaign → the error says where to set one', async () => {
		await run(send('plain'), await render(['A']));
		await subjects();
		const picked = await run(of('plain', 'pickWinner', NAMED));
		expect(picked.error).toMatchObject({ message: 'Campaign `plain` has no A/B test.', description: expect.stringMatching(/Segment Buyers.*NOT_FOUND/) });
	});

	it('a shop whose staff reads Chinese is answered in Chinese', async () => {
		await shop.store.db.updateTable('shops').set({ staff_language: 'zh' }).execute();
		await shop.store.db.updateTable('deliveries').set({ settled_at: shop.core.clock.now() - 2 * DAY }).execute();
		const items = await render(['A', 'B', 'rest']);
		await run(send('chinese'), items);
		expect((await run(of('chinese', 'pickWinner', { pick: 'test', pickOptions: {} }))).hints[0]).toMatch(/尚无优胜版本：大部分测试邮件发出还不到 24 小时.*请在/);
	});
});
