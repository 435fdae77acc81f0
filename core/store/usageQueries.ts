import { sql, type Transaction } from 'kysely';
import { DAY_MS } from '../shared/clock';
import type { Capabilities } from './dialects/capabilities';
import type { Database, Db } from './schema';

type Trx = Transaction<Database>;

/** How much of a day's quota and a month's budget is used; locks both counters until the transaction ends. */
export async function lockUsage(trx: Trx, capabilities: Capabilities, shopId: string, day: string, month: string): Promise<{ ofDay: number; ofMonth: number }> {
	await trx.insertInto('usage_counters').values([{ shop_id: shopId, period: day, count: 0 }, { shop_id: shopId, period: month, count: 0 }])
		.onConflict((oc) => oc.columns(['shop_id', 'period']).doNothing()).execute();
	let query = trx.selectFrom('usage_counters').select(['period', 'count']).where('shop_id', '=', shopId).where('period', 'in', [day, month]).orderBy('period');
	if (capabilities.hasSkipLocked) query = query.forUpdate();
	const counts = new Map((await query.execute()).map((row) => [row.period, row.count]));
	return { ofDay: counts.get(day) ?? 0, ofMonth: counts.get(month) ?? 0 };
}

/** Counts claimed deliveries against quota and bill: the same buyer within 24 hours is billed once (requirement M15). */
export async function takeUsage(trx: Trx, shopId: string, period: { day: string; month: string }, claims: Array<{ id: string; buyerId: string }>, now: number): Promise<void> {
	if (claims.length === 0) return;
	const billed = await recentlyBilled(trx, shopId, claims.map((claim) => claim.buyerId), now);
	const rows = claims.map((claim) => {
		const isBillable = !billed.has(claim.buyerId);
		billed.add(claim.buyerId);
		return { delivery_id: claim.id, shop_id: shopId, buyer_id: claim.buyerId, day: period.day, is_billable: isBillable ? 1 : 0, occurred_at: now };
	});
	await trx.insertInto('usage_ledger').values(rows).execute();
	await addToCounter(trx, shopId, period.day, rows.length);
	await addToCounter(trx, shopId, period.month, rows.filter((row) => row.is_billable).length);
}

async function recentlyBilled(trx: Trx, shopId: string, buyerIds: string[], now: number): Promise<Set<string>> {
	const rows = await trx.selectFrom('usage_ledger').select('buyer_id')
		.where('shop_id', '=', shopId).where('buyer_id', 'in', buyerIds).where('is_billable', '=', 1).where('occurred_at', '>', now - DAY_MS).execute();
	return new Set(rows.map((row) => row.buyer_id));
}

/** Undoes `takeUsage` for deliveries that weren't sent. Idempotent. */
export async function giveBackUsage(trx: Trx, deliveryIds: string[]): Promise<void> {
	if (deliveryIds.length === 0) return;
	const rows = await trx.deleteFrom('usage_ledger').where('delivery_id', 'in', deliveryIds).returning(['shop_id', 'day', 'is_billable']).execute();
	const groups = [...Map.groupBy(rows, (row) => `${row.shop_id} ${row.day}`)].sort(([a], [b]) => a.localeCompare(b));
	for (const [key, group] of groups) {
		const [shopId = '', day = ''] = key.split(' ');
		// the month first, as lockUsage does: two workers that lock in different orders would wait for each other
		await addToCounter(trx, shopId, day.slice(0, 7), -group.filter((row) => row.is_billable).length);
		await addToCounter(trx, shopId, day, -group.length);
	}
}

async function addToCounter(trx: Trx, shopId: string, period: string, by: number): Promise<void> {
	await trx.updateTable('usage_counters').set({ count: sql`count + ${by}` }).where('shop_id', '=', shopId).where('period', '=', period).execute();
}

/** What a shop used so far: mails of a day, billable mails of a month. */
export async function readUsage(db: Db, shopId: string, day: string, month: string): Promise<{ ofDay: number; ofMonth: number }> {
	const rows = await db.selectFrom('usage_counters').select(['period', 'count']).where('shop_id', '=', shopId).where('period', 'in', [day, month]).execute();
	const counts = new Map(rows.map((row) => [row.period, row.count]));
	return { ofDay: counts.get(day) ?? 0, ofMonth: counts.get(month) ?? 0 };
}
