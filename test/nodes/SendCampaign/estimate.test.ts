import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { aBuyer, aShop } from '../../support/builders';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('Send Campaign, Estimate, in n8n\'s engine', () => {
	const settings = sqliteSettings();
	// only the store: an estimate needs no mail server
	const credentials = { sellerMailStoreApi: credentialsFor(settings.file, 1).sellerMailStoreApi ?? {} };
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let core: Core;
	let store: OpenStore;
	beforeAll(async () => {
		engine = await makeEngine();
		core = await openCore({ store: settings });
		store = await openStore(settings, { clock: core.clock });
		await aShop(store.db, { daily_quota: 2, free_mails_per_month: 1, price_micro_usd: 2_500 });
	});
	afterAll(async () => {
		await store.close();
		await core.close();
	});

	const run = async (items: Json[], parameters: Json = {}, continueOnFail = false): Promise<EngineRun> =>
		await engine({ node: 'sendCampaign', parameters: { operation: 'estimate', campaign: locator('carts', 'name'), when: 'atOnce', options: {}, ...parameters }, items, credentials, continueOnFail });
	const anItem = async (fields: Json = {}): Promise<Json> => {
		const row = await aBuyer(store.db);
		return { buyer: { id: row.id, shop: 'demo', email: row.email ?? '', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' }, segment: { name: 's', asOf: 1, occasion: 'cart:1' }, ...fields };
	};
	const rowCount = async (): Promise<number> => (await store.db.selectFrom('deliveries').selectAll().execute()).length + (await store.db.selectFrom('campaigns').selectAll().execute()).length;

	it('buyers as items → one item with days, cost and who gets nothing; the hint says it in a sentence; nothing is planned', async () => {
		const items = [await anItem(), await anItem(), await anItem(), await anItem({ variant: 'holdout' }), await anItem({ leftOut: 'unsubscribed' })];
		const result = await run(items);
		expect(result.error).toBeUndefined();
		expect(result.out(0)).toMatchObject([{ json: { estimate: { shop: 'demo', campaign: 'carts', campaignState: null, recipients: 5, mails: 3, leftOut: { holdout: 1, 'left-out': 1 }, costMicroUsd: 5_000, days: [{ mails: 2, quotaLeft: 0 }, { mails: 1, quotaLeft: 1 }] } } }]);
		expect(result.hints[0]).toMatch(/carts: 3 of 5 recipients get a mail from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d; it adds 0\.005 USD to the bill\. Nothing was planned or sent\./);
		expect(result.hints[0]).toMatch(/By day: 2 on \d{4}-\d\d-\d\d, 1 on \d{4}-\d\d-\d\d/);
		expect(result.hints[0]).toContain('in the hold-out');
		expect(await rowCount()).toBe(0);
	});

	it('an audience, before it has a content → its item with the estimate', async () => {
		const now = core.clock.now();
		const row = await aBuyer(store.db, { country: 'ES' });
		await core.buyers.upsertOrders('demo', [{ orderId: 'o1', email: row.email ?? '', country: 'ES', placedAt: now - 5 * 86_400_000, paidAt: now - 4 * 86_400_000, shippedAt: now - 3 * 86_400_000 }]);
		const audience = await core.segments.freeze({ shopId: 'demo', preset: 'fulfilment-state', parameters: { state: 'shipped' } });
		const result = await run([{ audience, note: 'kept' }]);
		expect(result.out(0)).toMatchObject([{ json: { note: 'kept', audience: { id: audience.id }, estimate: { recipients: 1, mails: 1 } }, pairedItem: { item: 0 } }]);
		expect(await rowCount()).toBe(0);
	});

	it('an item without a time zone → named; with Continue On Fail the others are estimated', async () => {
		const bad = await anItem();
		(bad.buyer as Json).timeZone = 'Mars/Olympus';
		expect((await run([await anItem(), bad])).error?.message).toContain('Item 1: `buyer.timeZone`');
		const lenient = await run([bad, await anItem()], {}, true);
		expect(lenient.out(0)).toMatchObject([{ json: { estimate: { recipients: 1 } } }]);
		expect(lenient.out(1)).toMatchObject([{ json: { error: expect.stringContaining('Item 0') } }]);
	});

	it('a budget that stops, options as Send has them', async () => {
		await store.db.updateTable('shops').set({ monthly_budget_micro_usd: 2_500, daily_quota: 100 }).execute();
		const twice = await anItem();
		const again = { ...twice, segment: { name: 's', asOf: 1, occasion: 'cart:2' } };
		const result = await run([twice, again, await anItem(), await anItem(), await anItem()], { options: { sendOncePer: 'buyer' } });
		expect(result.out(0)).toMatchObject([{ json: { estimate: { mails: 4, leftOut: { 'already-planned': 1 }, budgetStop: { month: expect.any(String) }, months: [{ billable: 2, costMicroUsd: 2_500 }, { billable: 2 }] } } }]);
		expect(result.hints[0]).toContain('the rest waits for the next month');
	});
});
