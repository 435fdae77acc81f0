import { makeOrderSchema, type OrderRecord, type RejectedRow } from '../contract/records';
import { makeTimedIds } from '../shared/ids';
import type { Buyer } from './buyer';
import type { BuyerDraft, ShopContext } from './mergeBuyer';
import { isSameOrder, mergeOrder } from './mergeOrder';
import type { Order } from './order';
import { applyStatus, latestMilestone } from './orderStatus';
import type { RecordTransaction } from './ports';
import { saveInBatches, type ReadingOptions, type RecordDeps, type RecordKind, type RowResult } from './recordBatches.flow';
import { resolveBuyers } from './resolveBuyers.flow';

/** How old a row is that doesn't say: as new as its arrival (a webhook), or as the last thing it tells (an export). */
export type RowAge = 'arrival' | 'lastMilestone';

/** Orders, with their buyers created or changed as needed. */
export function makeOrderFlow(deps: RecordDeps) {
	return {
		/** Saves orders; see `RowResult`. Idempotent, safe with updates that arrive out of order. @throws SellerMailError NOT_FOUND (shop) */
		upsertOrders: async (shopId: string, rows: readonly unknown[], options: ReadingOptions & { rowAge?: RowAge } = {}): Promise<RowResult[]> => {
			const { rowAge = 'arrival', ...reading } = options;
			return await saveInBatches(deps, shopId, rows, orderKind(deps, rowAge), reading);
		},
	};
}

interface OrderRow extends OrderRecord {
	sourceUpdatedAt: number;
}

/** How order rows are saved; also what an import of orders uses. */
export function orderKind(deps: RecordDeps, rowAge: RowAge): RecordKind<ReturnType<typeof makeOrderSchema>> {
	return {
		makeSchema: makeOrderSchema,
		async save(transaction, context, records) {
			const rows = records.map((record) => toRow(record, rowAge, context.now));
			const known = new Map((await transaction.readOrders([...new Set(rows.map((row) => row.orderId))])).map((order) => [order.externalId, order]));
			const fallback = await readBuyersWithoutAddress(transaction, rows, known);
			const rejected = rejectUnknown(rows, known, fallback);
			const accepted = rows.filter((_row, index) => !rejected[index]);
			const buyers = await buyersOf(deps, transaction, context, accepted, fallback);
			const saved = await saveOrders(deps, transaction, context, accepted, known, buyers);
			return rows.map((_row, index) => rejected[index] ?? next(saved));
		},
	};
}

function toRow(record: OrderRecord, rowAge: RowAge, now: number): OrderRow {
	const row = applyStatus(record);
	const fallback = rowAge === 'lastMilestone' ? latestMilestone(row) : undefined;
	return { ...row, sourceUpdatedAt: row.updatedAt ?? fallback ?? now };
}

/** Buyers of rows that name no address: by the order that is known already, or by the marketplace's own id of the buyer. */
async function readBuyersWithoutAddress(transaction: RecordTransaction, rows: OrderRow[], known: Map<string, Order>): Promise<(row: OrderRow) => Buyer | undefined> {
	const open = rows.filter((row) => !row.email);
	const ids = open.flatMap((row) => known.get(row.orderId)?.buyerId ?? []);
	const externalIds = open.flatMap((row) => row.buyerExternalId ?? []);
	const byId = new Map((await transaction.readBuyersById([...new Set(ids)])).map((buyer) => [buyer.id, buyer]));
	const byExternalId = new Map((await transaction.readBuyersByExternalId([...new Set(externalIds)])).map((buyer) => [buyer.externalId, buyer]));
	return (row) => byId.get(known.get(row.orderId)?.buyerId ?? '') ?? byExternalId.get(row.buyerExternalId ?? '');
}

/** Rows of one batch may build on each other: the first one of a new order has to bring what an order needs. */
function rejectUnknown(rows: OrderRow[], known: Map<string, Order>, fallback: (row: OrderRow) => Buyer | undefined): Array<RejectedRow | undefined> {
	const seen = new Set(known.keys());
	return rows.map((row) => {
		const isKnown = seen.has(row.orderId);
		if (!isKnown && row.placedAt === undefined) return { kind: 'rejected', field: 'placedAt', reason: 'expected the time of the order, got nothing; it is needed for a new order' };
		if (!row.email && !isKnown && !fallback(row)) return { kind: 'rejected', field: 'email', reason: 'expected the address of the buyer, got nothing; it is needed for a new order' };
		seen.add(row.orderId);
		return undefined;
	});
}

interface OrderBuyer {
	id: string;
	isChanged: boolean;
}

async function buyersOf(
	deps: RecordDeps, transaction: RecordTransaction, context: ShopContext, rows: OrderRow[], fallback: (row: OrderRow) => Buyer | undefined,
): Promise<OrderBuyer[]> {
	const withAddress = rows.flatMap((row) => (row.email ? [toDraft(row, row.email)] : []));
	const resolved = await resolveBuyers(deps, transaction, context, withAddress);
	return rows.map((row) => {
		if (!row.email) return { id: fallback(row)?.id ?? '', isChanged: false };
		const { buyer, isChanged } = next(resolved);
		return { id: buyer.id, isChanged };
	});
}

function toDraft(row: OrderRow, email: NonNullable<OrderRow['email']>): BuyerDraft {
	const { buyerExternalId, name, country, language, sourceUpdatedAt } = row;
	return { email, externalId: buyerExternalId, name, country, language, sourceUpdatedAt };
}

async function saveOrders(
	deps: RecordDeps, transaction: RecordTransaction, context: ShopContext, rows: OrderRow[], known: Map<string, Order>, buyers: OrderBuyer[],
): Promise<RowResult[]> {
	const current = new Map(known);
	const toWrite = new Set<string>();
	const results = rows.map((row, index): RowResult => {
		const buyer = buyers[index];
		const before = current.get(row.orderId) ?? aNewOrder(deps, context, row, buyer?.id ?? '');
		const after = mergeOrder(before, row, row.sourceUpdatedAt, context.now);
		const isNews = !current.has(row.orderId) || !isSameOrder(before, after);
		if (isNews || after.sourceUpdatedAt > before.sourceUpdatedAt) {
			current.set(row.orderId, after);
			toWrite.add(row.orderId);
		}
		return { kind: isNews || buyer?.isChanged ? 'saved' : 'unchanged', id: before.id };
	});
	await transaction.writeOrders([...current.values()].filter((order) => toWrite.has(order.externalId)));
	return results;
}

function aNewOrder({ random }: RecordDeps, context: ShopContext, row: OrderRow, buyerId: string): Order {
	return {
		id: makeTimedIds(random, 'o', context.now, 1)(), shopId: context.shop.id, externalId: row.orderId, buyerId, placedAt: row.placedAt ?? 0,
		paidAt: null, shippedAt: null, deliveredAt: null, estimatedDeliveryAt: null, canceledAt: null, returnedAt: null, returnReason: null,
		totalMinor: null, currency: null, country: null, carrier: null, trackingNumber: null, fulfilledBy: null, items: [],
		sourceUpdatedAt: row.sourceUpdatedAt, createdAt: context.now, updatedAt: context.now,
	};
}

function next<Value>(queue: Value[]): Value {
	const value = queue.shift();
	if (value === undefined) throw new Error('fewer results than rows');
	return value;
}
