import { parse } from 'csv-parse/sync';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { NOON, aBuyer, aCampaign, aDelivery, aShop } from '../../support/builders';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';


describe.each(STORE_KINDS)('statements on %s', (kind) => {
	let core: Core;
	let store: OpenStore;
	let clock: ReturnType<typeof aClock>;
	beforeEach(async () => {
		clock = aClock(NOON);
		const settings = storeSettings(kind);
		store = await openStore(settings, { clock });
		await aShop(store.db, { time_zone: 'Asia/Shanghai', staff_language: 'zh', free_mails_per_month: 1, price_micro_usd: 500 });
		core = await openCore({ store: settings, clock });
	});
	afterEach(async () => {
		await core.close();
		await store.close();
	});

	/** Uses of a campaign on a day of November, and the counters that go with them. */
	const used = async (campaign: string, day: string, buyer: string, isBillable = 1): Promise<string> => {
		const id = await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer, occasion: `${Math.random()}`, state: 'accepted' });
		await store.db.insertInto('usage_ledger').values({ delivery_id: id, shop_id: 'demo', buyer_id: buyer, day, is_billable: isBillable, occurred_at: Date.parse(`${day}T04:00:00Z`) }).execute();
		for (const [period, by] of [[day, 1], [day.slice(0, 7), isBillable]] as const) {
			await store.db.insertInto('usage_counters').values({ shop_id: 'demo', period, count: by })
				.onConflict((oc) => oc.columns(['shop_id', 'period']).doUpdateSet((eb) => ({ count: eb('usage_counters.count', '+', by) }))).execute();
		}
		return id;
	};

	it('the month by day and campaign, a bounce that came later credited, in the staff\'s language', async () => {
		const [one, two] = [await aCampaign(store.db, 'autumn'), await aCampaign(store.db, 'winter')];
		const [ana, ben] = [(await aBuyer(store.db)).id, (await aBuyer(store.db)).id];
		await used(one, '2026-11-02', ana);
		await used(two, '2026-11-02', ana, 0);
		const bounced = await used(two, '2026-11-05', ben);
		await used(one, '2026-10-31', ben);
		await used(one, '2026-12-01', ana);
		await core.billing.recordBounces([bounced], 'hard');
		const { statement, csv, html, language } = await core.billing.statement('demo', '2026-11');
		expect(statement).toMatchObject({
			month: '2026-11', isOver: false, differences: [], prices: { freeMails: 1, priceMicroUsd: 500 },
			total: { mails: 3, billable: 1, repeats: 1, hardBounces: 1, credited: 1, costMicroUsd: 0 }, days: [{ day: '2026-11-02', mails: 2 }, { day: '2026-11-05', mails: 1, billable: 0 }],
			campaigns: [{ campaign: 'winter', mails: 2 }, { campaign: 'autumn', mails: 1 }],
		});
		expect(language).toBe('zh');
		expect(html).toContain('月度账单');
		expect(parse(csv, { bom: true })).toHaveLength(1 + 2 + 2 + 1);
	});

	it('without a month: the last one that is over where the shop is', async () => {
		clock.set(Date.UTC(2026, 10, 30, 16)); // the 1st of December in Shanghai
		expect((await core.billing.statement('demo')).statement).toMatchObject({ month: '2026-11', isOver: true });
		clock.set(Date.UTC(2026, 11, 31, 16) - 1);
		expect((await core.billing.statement('demo')).statement.month).toBe('2026-11');
		clock.set(Date.UTC(2027, 0, 15));
		expect((await core.billing.statement('demo')).statement.month).toBe('2026-12');
	});

	it('prices change → a month that is over keeps its own, the one that goes on has the new ones', async () => {
		const campaign = await aCampaign(store.db, 'autumn');
		for (const day of ['2026-10-10', '2026-10-12', '2026-10-14', '2026-11-10', '2026-11-12', '2026-11-14']) await used(campaign, day, (await aBuyer(store.db)).id);
		await core.shops.save({ id: 'demo', priceMicroUsd: 900 });
		await core.shops.save({ id: 'demo', freeMailsPerMonth: 0, name: 'New Name' });
		expect((await core.billing.statement('demo', '2026-10')).statement).toMatchObject({ prices: { freeMails: 1, priceMicroUsd: 500 }, total: { costMicroUsd: 1_000 } });
		expect((await core.billing.statement('demo', '2026-11')).statement).toMatchObject({ prices: { freeMails: 0, priceMicroUsd: 900 }, total: { costMicroUsd: 2_700 } });
	});

	it('a counter that was spoilt → the statement says so', async () => {
		await used(await aCampaign(store.db, 'autumn'), '2026-11-02', (await aBuyer(store.db)).id);
		await store.db.updateTable('usage_counters').set({ count: 7 }).where('period', '=', '2026-11').execute();
		expect((await core.billing.statement('demo', '2026-11')).statement.differences).toEqual([{ period: '2026-11', counter: 7, ledger: 1 }]);
	});

	it.each(['2026-13', '11/2026', '', '2026-11-01'])('month `%s` → refused with the form that is wanted', async (month) => {
		await expect(core.billing.statement('demo', month)).rejects.toMatchObject({ code: 'INPUT_INVALID', nextStep: expect.stringContaining('2026-11') });
	});

	it('an unknown shop → said', async () => {
		await expect(core.billing.statement('nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		expect(await core.billing.recordBounces(['d_unknown'], 'hard')).toBe(0);
	});
});
