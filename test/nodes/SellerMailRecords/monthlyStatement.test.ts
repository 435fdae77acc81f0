import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { aBuyer, aCampaign, aDelivery, aShop } from '../../support/builders';
import { makeEngine, readBinary, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

describe('Seller Mail Records, Get Monthly Statement, in n8n\'s engine', () => {
	const settings = sqliteSettings();
	const credentials = { sellerMailStoreApi: credentialsFor(settings.file, 1).sellerMailStoreApi ?? {} };
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let core: Core;
	let store: OpenStore;
	beforeAll(async () => {
		engine = await makeEngine();
		core = await openCore({ store: settings });
		store = await openStore(settings, { clock: core.clock });
		await aShop(store.db, { free_mails_per_month: 0 });
		const delivery_id = await aDelivery(store.db, { campaign_id: await aCampaign(store.db, '=1+1'), buyer_id: (await aBuyer(store.db)).id, state: 'accepted' });
		await store.db.insertInto('usage_ledger').values({ delivery_id, shop_id: 'demo', buyer_id: 'b', day: '2026-03-31', is_billable: 1, occurred_at: 1 }).execute();
		await store.db.insertInto('usage_counters').values([{ shop_id: 'demo', period: '2026-03', count: 1 }, { shop_id: 'demo', period: '2026-03-31', count: 1 }]).execute();
	});
	afterAll(async () => {
		await store.close();
		await core.close();
	});

	const run = async (parameters: Record<string, unknown>): Promise<EngineRun> =>
		await engine({ node: 'sellerMailRecords', parameters: { resource: 'shop', operation: 'getMonthlyStatement', shop: locator('demo'), ...parameters }, items: [{ kept: 1 }], credentials });

	it('a month that is named → the item, a page and a table, and the sum in the hint', async () => {
		const result = await run({ statementMonth: 'other', statementMonthName: '2026-03' });
		expect(result.error).toBeUndefined();
		const [item] = result.out(0);
		expect(item).toMatchObject({ json: { kept: 1, html: expect.stringContaining('Monthly statement'), statement: { month: '2026-03', total: { mails: 1, costMicroUsd: 2_500 }, differences: [] } }, binary: { csv: { fileName: 'statement-demo-2026-03.csv', mimeType: 'text/csv' }, page: { fileName: 'statement-demo-2026-03.html', mimeType: 'text/html' } } });
		expect((await readBinary(item, 'csv')).toString()).toContain(`demo,2026-03,Campaign,'=1+1,1,1,`);
		expect((await readBinary(item, 'page')).toString()).toBe(item?.json.html);
		expect(result.hints).toEqual(['2026-03: 1 mails, 1 billable, 1 charged, 0.0025 USD.']);
	});

	it('this month and the last one → by the clock; a word that is no month → the form that is wanted', async () => {
		const current = new Date(core.clock.now()).toISOString().slice(0, 7);
		expect((await run({ statementMonth: 'current' })).out(0)).toMatchObject([{ json: { statement: { month: current, isOver: false } } }]);
		const last = (await run({ statementMonth: 'last' })).out(0)[0]?.json.statement;
		expect(last).toMatchObject({ isOver: true, total: { mails: 0 } });
		expect(String(last.month) < current).toBe(true);
		expect((await run({ statementMonth: 'other', statementMonthName: 'March' })).error).toMatchObject({ message: '`March` is not a month.', description: expect.stringContaining('2026-11') });
	});
});
