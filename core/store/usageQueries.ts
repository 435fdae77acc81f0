import { sql, type Transaction } from 'kysely';
import { billableLimit, pricesOf, type BillingPlan, type PricePlan } from '../campaign/usage';
import { DAY_MS, MINUTE_MS } from '../shared/clock';
import { makeBulkStatements } from './bulkStatements';
import { compiledOnce } from './compiledOnce';
import type { Capabilities, TextList } from './dialects/capabilities';
import type { Database, Db } from './schema';

type Trx = Transaction<Database>;

/**
 * How much of a day's quota and a month's budget is used. The shop's usage is this transaction's alone until it ends: two
 * that look at the same counters, or at the same buyer's last mail, would overlook each other.
 */
export async function lockUsage(trx: Trx, capabilities: Capabilities, shopId: string, day: string, month: string): Promise<{ ofDay: number; ofMonth: number }> {
	await lockShop(trx, capabilities, { shopId });
	const counts = new Map((await readUsed(trx, capabilities, { shopId, day, month })).map((row) => [row.period, row.count]));
	const missing = [day, month].filter((period) => !counts.has(period));
	if (missing.length > 0) await trx.insertInto('usage_counters').values(missing.map((period) => ({ shop_id: shopId, period, count: 0 }))).execute();
	return { ofDay: counts.get(day) ?? 0, ofMonth: counts.get(month) ?? 0 };
}

/** A write that changes nothing: on both databases whoever comes second waits. */
const lockingShop = (db: Db, { shopId }: { shopId: string }) => db.updateTable('shops').set((eb) => ({ updated_at: eb.ref('updated_at') })).where('id', '=', shopId);
const lockShop = compiledOnce(lockingShop);

async function lockShops(trx: Trx, shopIds: string[]): Promise<void> {
	for (const shopId of shopIds.toSorted()) await lockingShop(trx, { shopId }).execute();
}

const readUsed = compiledOnce((db, { shopId, day, month }: { shopId: string; day: string; month: string }) => countsOf(db, shopId, [day, month]));

/** Counts claimed deliveries against quota and bill: the same buyer within 24 hours is billed once (requirement M15). */
export async function takeUsage(trx: Trx, capabilities: Capabilities, shopId: string, period: { day: string; month: string }, claims: Array<{ id: string; buyerId: string }>, now: number): Promise<void> {
	if (claims.length === 0) return;
	const billed = await readBilled(trx, capabilities, shopId, claims.map((claim) => claim.buyerId), now);
	const used = await readNumbers(trx, capabilities, claims.map((claim) => claim.id));
	const rows = claims.map((claim) => {
		const isBillable = !billed.has(claim.buyerId);
		billed.add(claim.buyerId);
		return { delivery_id: claim.id, number: (used.get(claim.id) ?? 0) + 1, shop_id: shopId, buyer_id: claim.buyerId, day: period.day, is_billable: isBillable ? 1 : 0, occurred_at: now };
	});
	await inserts.insert(trx, `usage ${capabilities.name}`, rows, (piece) => trx.insertInto('usage_ledger').values(piece));
	await count(trx, capabilities, { shopId, period: period.day, by: rows.length });
	await count(trx, capabilities, { shopId, period: period.month, by: rows.filter((row) => row.is_billable).length });
}

const inserts = makeBulkStatements();

async function readBilled(trx: Trx, capabilities: Capabilities, shopId: string, buyerIds: string[], now: number): Promise<Set<string>> {
	const rows = await recentlyBilled(trx, capabilities, { shopId, buyerIds: capabilities.toList(buyerIds), since: now - DAY_MS });
	return new Set(rows.map((row) => row.buyer_id));
}

const recentlyBilled = compiledOnce((db, { shopId, buyerIds, since }: { shopId: string; buyerIds: TextList; since: number }, { isInList }) => db.selectFrom('usage_ledger').select('buyer_id')
	.where('shop_id', '=', shopId).where(isInList(sql.ref('buyer_id'), buyerIds)).where('is_billable', '=', 1).where('occurred_at', '>', since));

/** Of deliveries that were sent before and are sent again: how often they were counted. */
async function readNumbers(trx: Trx, capabilities: Capabilities, deliveryIds: string[]): Promise<Map<string, number>> {
	return new Map((await lastNumbers(trx, capabilities, { deliveryIds: capabilities.toList(deliveryIds) })).map((row) => [row.delivery_id, Number(row.last)]));
}

const lastNumbers = compiledOnce((db, { deliveryIds }: { deliveryIds: TextList }, { isInList }) => db.selectFrom('usage_ledger')
	.select((eb) => ['delivery_id', eb.fn.max('number').as('last')]).where(isInList(sql.ref('delivery_id'), deliveryIds)).groupBy('delivery_id'));

/** Undoes the last `takeUsage` of deliveries that weren't sent, each where it was counted. The caller has made sure that they were claimed. */
export async function giveBackUsage(trx: Trx, deliveryIds: string[]): Promise<void> {
	const uses = await lockLastUses(trx, deliveryIds);
	if (uses.length === 0) return;
	await trx.deleteFrom('usage_ledger').where('delivery_id', 'in', uses.map((use) => use.delivery_id)).where(isLastUse).execute();
	await uncount(trx, uses, { isDayFreed: true });
}

/**
 * What a bounce does to quota and bill (requirement M15). `refused`: a hard bounce instead of an acceptance costs nothing and
 * counts nowhere; `later`: a hard bounce of a mail that had left comes off the bill, and stays in its day's count; `soft`
 * counts. A repeat changes nothing. Answers how many deliveries came off the bill.
 */
export async function bounceUsage(trx: Trx, deliveryIds: string[], bounce: 'refused' | 'later' | 'soft', now: number): Promise<number> {
	const uses = (await lockLastUses(trx, deliveryIds)).filter((use) => use.bounce !== 'hard');
	if (uses.length === 0) return 0;
	const change = (isBillable: boolean) => ({
		bounce: bounce === 'soft' ? 'soft' : 'hard',
		...(bounce === 'soft' ? {} : { is_billable: 0 }), ...(bounce === 'refused' ? { is_counted: 0 } : {}), ...(bounce === 'later' && isBillable ? { credited_at: now } : {}),
	});
	for (const [isBillable, group] of Map.groupBy(uses, (use) => use.is_billable === 1)) {
		await trx.updateTable('usage_ledger').set(change(isBillable)).where('delivery_id', 'in', group.map((use) => use.delivery_id)).where(isLastUse).execute();
	}
	if (bounce === 'soft') return 0;
	await uncount(trx, uses, { isDayFreed: bounce === 'refused' });
	return uses.filter((use) => use.is_billable === 1).length;
}

type Use = Awaited<ReturnType<typeof lockLastUses>>[number];

const isLastUse = sql<boolean>`number = (select max(u.number) from usage_ledger u where u.delivery_id = usage_ledger.delivery_id)`;

async function lockLastUses(trx: Trx, deliveryIds: string[]) {
	if (deliveryIds.length === 0) return [];
	const read = trx.selectFrom('usage_ledger').selectAll().where('delivery_id', 'in', deliveryIds).where(isLastUse);
	await lockShops(trx, [...new Set((await read.execute()).map((use) => use.shop_id))]);
	return await read.execute(); // as it is now that nobody else may change it
}

/** Takes uses out of the counters, and bills what was free only because of them. */
async function uncount(trx: Trx, uses: Use[], { isDayFreed }: { isDayFreed: boolean }): Promise<void> {
	const months = Map.groupBy(uses.filter((use) => use.is_billable), (use) => `${use.shop_id} ${use.day.slice(0, 7)}`);
	const days = isDayFreed ? Map.groupBy(uses.filter((use) => use.is_counted), (use) => `${use.shop_id} ${use.day}`) : [];
	for (const [key, group] of [...months, ...days]) {
		const [shopId = '', period = ''] = key.split(' ');
		await addToCounter(trx, shopId, period, -group.length);
	}
	for (const [shopId, group] of Map.groupBy(uses.filter((use) => use.is_billable), (use) => use.shop_id)) await rebill(trx, shopId, group);
}

/** Of two workers: a mail may be free because of one that seems to have been claimed after it. */
const CLOCK_DIFFERENCE_MS = MINUTE_MS;

/**
 * A mail is free within 24 hours after a billable one. When that one falls away, the buyer's later mails are settled anew:
 * the next one is billed, and what follows within 24 hours of it is free.
 */
async function rebill(trx: Trx, shopId: string, removed: Use[]): Promise<void> {
	const since = new Map<string, number>();
	for (const { buyer_id, occurred_at } of removed) since.set(buyer_id, Math.min(since.get(buyer_id) ?? Infinity, occurred_at - CLOCK_DIFFERENCE_MS));
	const rows = await trx.selectFrom('usage_ledger').selectAll().where('shop_id', '=', shopId).where('buyer_id', 'in', [...since.keys()])
		.where('occurred_at', '>', Math.min(...since.values()) - DAY_MS).where((eb) => eb.or([eb('bounce', 'is', null), eb('bounce', '<>', 'hard')]))
		.orderBy('buyer_id').orderBy('occurred_at').orderBy('delivery_id').orderBy('number').execute();
	const room = makeRoom(trx, shopId);
	let last: Use | undefined; // the buyer's last billable mail
	for (const row of rows) {
		if (last?.buyer_id !== row.buyer_id) last = undefined;
		const isFree = last !== undefined && row.occurred_at - last.occurred_at < DAY_MS;
		const isSettled = row.occurred_at < (since.get(row.buyer_id) ?? 0);
		const isBillable = isSettled ? row.is_billable === 1 : !isFree && (row.is_billable === 1 || (await room(row.day.slice(0, 7))));
		if (isBillable) last = row;
		if (isBillable !== (row.is_billable === 1)) await setBillable(trx, row, isBillable);
	}
}

async function setBillable(trx: Trx, row: Use, isBillable: boolean): Promise<void> {
	await trx.updateTable('usage_ledger').set({ is_billable: isBillable ? 1 : 0 }).where('delivery_id', '=', row.delivery_id).where('number', '=', row.number).execute();
	await addToCounter(trx, row.shop_id, row.day.slice(0, 7), isBillable ? 1 : -1);
}

/** A mail that has left can't be stopped any more: where billing it now would exceed the month's budget, it stays free. */
function makeRoom(trx: Trx, shopId: string): (month: string) => Promise<boolean> {
	let limit: number | undefined;
	return async (month) => {
		limit ??= billableLimit((await readBillingPlan(trx, shopId)) ?? { monthlyBudgetMicroUsd: null });
		return limit > ((await readCounts(trx, shopId, [month])).get(month) ?? 0);
	};
}

async function readBillingPlan(db: Db, shopId: string): Promise<BillingPlan | undefined> {
	const row = await db.selectFrom('shops').select(['monthly_budget_micro_usd', 'free_mails_per_month', 'price_micro_usd']).where('id', '=', shopId).executeTakeFirst();
	return row && { monthlyBudgetMicroUsd: row.monthly_budget_micro_usd, freeMailsPerMonth: row.free_mails_per_month, priceMicroUsd: row.price_micro_usd };
}

async function addToCounter(trx: Trx, shopId: string, period: string, by: number): Promise<void> {
	if (by !== 0) await counting(trx, { shopId, period, by }).execute();
}

const counting = (db: Db, { shopId, period, by }: { shopId: string; period: string; by: number }) =>
	db.updateTable('usage_counters').set({ count: sql`count + ${by}` }).where('shop_id', '=', shopId).where('period', '=', period);
const count = compiledOnce(counting);

/** When a shop's prices change, the months that are over keep those that they had. */
export async function keepPrices(trx: Trx, shopId: string, plan: PricePlan, currentMonth: string): Promise<void> {
	const { free, price } = pricesOf(plan);
	await trx.updateTable('usage_counters').set({ free_mails: free, price_micro_usd: price })
		.where('shop_id', '=', shopId).where(sql<boolean>`length(period) = 7`).where('period', '<', currentMonth).where('free_mails', 'is', null).execute();
}

/** What a shop used so far: mails of a day, billable mails of a month. */
export async function readUsage(db: Db, shopId: string, day: string, month: string): Promise<{ ofDay: number; ofMonth: number }> {
	const counts = await readCounts(db, shopId, [day, month]);
	return { ofDay: counts.get(day) ?? 0, ofMonth: counts.get(month) ?? 0 };
}

async function readCounts(db: Db, shopId: string, periods: string[]): Promise<Map<string, number>> {
	return new Map((await countsOf(db, shopId, periods).execute()).map((row) => [row.period, row.count]));
}

const countsOf = (db: Db, shopId: string, periods: string[]) => db.selectFrom('usage_counters').select(['period', 'count']).where('shop_id', '=', shopId).where('period', 'in', periods);
