import { costMicroUsd, usageAt, type UsagePlan } from '../../../core/campaign/usage';
import type { ClaimedDelivery } from '../../../core/delivery/ports';
import { systemRandom } from '../../../core/shared/random';
import { makeBillingStore } from '../../../core/store/billingQueries';
import { makeDeliveryLedger } from '../../../core/store/deliveryQueries';
import { usageOutcomes } from '../../../core/store/migrations/0006-usage-outcomes';
import { createIndex, createTable } from '../../../core/store/migrations/tables';
import type { OpenStore } from '../../../core/store/openStore';
import { aBuyer, aCampaign, aDelivery, aShop } from '../../support/builders';
import { STORE_KINDS, aStore } from '../../support/stores';

const HOUR = 3_600_000;
/** 23:00 in Shanghai on the last of November. */
const LATE = Date.UTC(2026, 10, 30, 15);
const PLAN: UsagePlan = { activatedAt: 0, timeZone: 'Asia/Shanghai', dailyQuota: 100, monthlyBudgetMicroUsd: null };

describe.each(STORE_KINDS)('what a mail uses of quota and bill on %s', (kind) => {
	let store: OpenStore;
	let ledger: ReturnType<typeof makeDeliveryLedger>;
	let campaigns: string[];
	beforeEach(async () => {
		store = await aStore(kind);
		ledger = makeDeliveryLedger(store, { random: systemRandom });
		await aShop(store.db);
		campaigns = [await aCampaign(store.db, 'one'), await aCampaign(store.db, 'two')];
	});
	afterEach(async () => await store.close());

	const planned = async (buyerId: string, campaign = 0, dueAt = LATE): Promise<string> => await aDelivery(store.db, { campaign_id: campaigns[campaign]!, buyer_id: buyerId, occasion: `${Math.random()}`, due_at: dueAt });
	const claim = async (now: number, fields: { worker?: string; limit?: number; plan?: Partial<UsagePlan> } = {}) => await ledger.claim({
		shopId: 'demo', worker: fields.worker ?? 'w1', now, leaseMs: 99 * HOUR, limit: fields.limit ?? 100, usage: usageAt({ ...PLAN, ...fields.plan }, now), nextInWindow: () => now, mailDayOf: () => undefined,
	});
	const accept = async (deliveries: ClaimedDelivery[], now: number): Promise<void> => {
		await ledger.recordAndMark([], deliveries.map(({ id }) => id), 'w1', now);
		await ledger.recordAndMark(deliveries.map((delivery) => ({ delivery, startedAt: now, endedAt: now, outcome: { kind: 'accepted', code: '250', reply: 'ok' } })), [], 'w1', now);
	};
	const counters = async (): Promise<Record<string, number>> =>
		Object.fromEntries((await store.db.selectFrom('usage_counters').select(['period', 'count']).execute()).map(({ period, count }) => [period, count]));

	it('the same buyer in two campaigns, and the first is given back → the second is billed', async () => {
		const buyer = await aBuyer(store.db);
		const first = await planned(buyer.id, 0);
		await claim(LATE - 2 * HOUR + 2 * HOUR, { limit: 1 });
		await planned(buyer.id, 1);
		await claim(LATE + HOUR / 2);
		expect(await counters()).toEqual({ '2026-11': 1, '2026-11-30': 2 });
		await ledger.release([first], 'w1', LATE + HOUR);
		expect(await counters()).toEqual({ '2026-11': 1, '2026-11-30': 1 });
	});

	it('claimed yesterday, last month, and given back today → yesterday\'s counters', async () => {
		const id = await planned((await aBuyer(store.db)).id);
		await claim(LATE);
		await planned((await aBuyer(store.db)).id, 0, LATE + 2 * HOUR);
		await claim(LATE + 2 * HOUR);
		expect(await counters()).toEqual({ '2026-11': 1, '2026-11-30': 1, '2026-12': 1, '2026-12-01': 1 });
		await ledger.release([id], 'w1', LATE + 3 * HOUR);
		expect(await counters()).toEqual({ '2026-11': 0, '2026-11-30': 0, '2026-12': 1, '2026-12-01': 1 });
	});

	it('a hard bounce that is reported later, in another month → off the bill of the month it was on; the day had its mail', async () => {
		await planned((await aBuyer(store.db)).id);
		const { deliveries } = await claim(LATE);
		await accept(deliveries, LATE);
		expect(await makeBillingStore(store).recordBounces([deliveries[0]!.id, 'd_unknown'], 'hard', LATE + 48 * HOUR)).toBe(1);
		expect(await counters()).toEqual({ '2026-11': 0, '2026-11-30': 1 });
		expect(await store.db.selectFrom('usage_ledger').select(['bounce', 'credited_at', 'is_billable', 'is_counted']).execute()).toEqual([{ bounce: 'hard', credited_at: LATE + 48 * HOUR, is_billable: 0, is_counted: 1 }]);
		expect(await makeBillingStore(store).recordBounces([deliveries[0]!.id], 'soft', LATE + 49 * HOUR)).toBe(0);
		expect(await counters()).toEqual({ '2026-11': 0, '2026-11-30': 1 });
	});

	it('a credit would bill another mail in a month whose budget is used up → that one stays free', async () => {
		const plan = { monthlyBudgetMicroUsd: 1_000, freeMailsPerMonth: 0, priceMicroUsd: 500 }; // two mails
		await store.db.updateTable('shops').set({ monthly_budget_micro_usd: 1_000, free_mails_per_month: 0, price_micro_usd: 500 }).execute();
		const buyer = await aBuyer(store.db);
		await planned(buyer.id);
		const { deliveries: [first] } = await claim(LATE, { plan });
		await accept([first!], LATE);
		await planned(buyer.id, 1, LATE + 2 * HOUR);
		await claim(LATE + 2 * HOUR, { plan }); // in December, free
		for (let i = 0; i < 3; i += 1) await planned((await aBuyer(store.db)).id, 1, LATE + 3 * HOUR);
		expect((await claim(LATE + 3 * HOUR, { plan })).deliveries).toHaveLength(2);
		expect((await claim(LATE + 3 * HOUR, { plan })).stoppedBy).toBe('monthly-budget');
		await makeBillingStore(store).recordBounces([first!.id], 'hard', LATE + 4 * HOUR);
		expect(await counters()).toMatchObject({ '2026-11': 0, '2026-12': 2, '2026-12-01': 3 });
		expect(costMicroUsd(2, plan)).toBe(1_000);
	});

	it('failed softly and sent again the next day → two mails, each on its day', async () => {
		const id = await planned((await aBuyer(store.db)).id);
		const { deliveries: [delivery] } = await claim(LATE);
		await ledger.recordAndMark([{ delivery: delivery!, startedAt: LATE, endedAt: LATE, outcome: { kind: 'failed', code: '554', reply: 'no', cause: 'refused-by-policy' } }], [], 'w1', LATE);
		await store.db.updateTable('deliveries').set({ state: 'planned', claimed_by: null, due_at: LATE + 25 * HOUR }).where('id', '=', id).execute();
		await accept((await claim(LATE + 25 * HOUR)).deliveries, LATE + 25 * HOUR);
		expect(await counters()).toEqual({ '2026-11': 1, '2026-11-30': 1, '2026-12': 1, '2026-12-02': 1 });
		expect(await store.db.selectFrom('usage_ledger').select(['number', 'bounce']).orderBy('number').execute()).toEqual([{ number: 1, bounce: 'soft' }, { number: 2, bounce: null }]);
	});

	it('the clock of a second worker is behind, so that its free mail seems to be the earlier one; the first is given back → the second is billed', async () => {
		const buyer = await aBuyer(store.db);
		const first = await planned(buyer.id, 0, LATE - HOUR);
		await claim(LATE + 5, { limit: 1 });
		await planned(buyer.id, 1);
		await claim(LATE, { worker: 'w2' });
		expect(await counters()).toEqual({ '2026-11': 1, '2026-11-30': 2 });
		await ledger.release([first], 'w1', LATE + HOUR);
		expect(await counters()).toEqual({ '2026-11': 1, '2026-11-30': 1 });
	});

	it('three workers that claim and give back the same buyers at once → counters are the rows, and each buyer is billed once', async () => {
		const buyers = await Promise.all(Array.from({ length: 8 }, async () => (await aBuyer(store.db)).id));
		for (let i = 0; i < 48; i += 1) await planned(buyers[i % 8]!, i % 2);
		await Promise.all(['w1', 'w2', 'w3'].map(async (worker, index) => {
			for (let round = 0; round < 6; round += 1) {
				const { deliveries } = await claim(LATE + round + index, { worker, limit: 4 });
				await ledger.release(deliveries.slice(round % 3).map(({ id }) => id), worker, LATE + round);
			}
		}));
		const rows = await store.db.selectFrom('usage_ledger').selectAll().execute();
		expect(await counters()).toEqual({ '2026-11': rows.filter((row) => row.is_billable).length, '2026-11-30': rows.length });
		expect(rows.filter((row) => row.is_billable).map((row) => row.buyer_id).toSorted()).toEqual([...new Set(rows.map((row) => row.buyer_id))].toSorted());
	});

	it('a store of before → its rows are kept, and count as they did', async () => {
		const { db } = store;
		await db.schema.dropTable('usage_ledger').execute();
		await db.schema.alterTable('usage_counters').dropColumn('free_mails').execute();
		await db.schema.alterTable('usage_counters').dropColumn('price_micro_usd').execute();
		await createTable(db as never, 'usage_ledger', [['delivery_id', 'text', 'pk'], ['shop_id', 'text'], ['buyer_id', 'text'], ['day', 'text'], ['is_billable', 'integer'], ['occurred_at', 'bigint']]);
		await createIndex(db as never, 'usage_ledger', ['shop_id', 'buyer_id', 'occurred_at']);
		const row = { delivery_id: 'd_1', shop_id: 'demo', buyer_id: 'b_1', day: '2026-11-30', is_billable: 1, occurred_at: LATE };
		await db.insertInto('usage_ledger').values(row).execute();
		await usageOutcomes.up(db as never);
		expect(await db.selectFrom('usage_ledger').selectAll().execute()).toEqual([{ ...row, number: 1, is_counted: 1, bounce: null, credited_at: null }]);
	});
});
