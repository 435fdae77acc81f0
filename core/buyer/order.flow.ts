import { makeOrderSchema, type OrderRecord, type RejectedRow } from '../contract/records';
import { makeTimedIds } from '../shared/ids';
import type { Identity } from './addressHash';
import { isErasedBuyer, type Buyer } from './buyer';
import { erasedPerson, readErased } from './erasedPersons.flow';
import type { BuyerDraft, ShopContext } from './mergeBuyer';
import { isSameAge } from './mergeFields';
import { isSameOrder, mergeOrder } from './mergeOrder';
import type { Order } from './order';
import { applyStatus, latestMilestone } from './orderStatus';
import type { RecordTransaction } from './ports';
import { saveInBatches, type ReadingOptions, type RecordDeps, type RecordKind, type RowResult } from './recordBatches.flow';
import { resolveBuyers } from './resolveBuyers.flow';

/** How old a row is that doesn't say: as new as its arrival (a webhook), or as the last thing it tells (an export). */
export type RowAge = 'arrival' | 'lastMilestone';

/** What to do with a new order whose marketplace names its buyer (`buyerExternalId`) but hides the address. */
export type MissingAddress = 'reject' | 'keep';

/** Orders, with their buyers created or changed as needed. */
export function makeOrderFlow(deps: RecordDeps) {
	return {
		/**
		 * Saves orders; see `RowResult`. Idempotent, safe with updates that arrive out of order. A buyer who is kept without
		 * an address can't be written to by anything. @throws SellerMailError NOT_FOUND (shop)
		 */
		upsertOrders: async (
			shopId: string, rows: readonly unknown[], options: ReadingOptions & { rowAge?: RowAge; buyersWithoutAddress?: MissingAddress } = {},
		): Promise<RowResult[]> => {
			const { rowAge = 'arrival', buyersWithoutAddress = 'reject', ...reading } = options;
			return await saveInBatches(deps, shopId, rows, orderKind(deps, rowAge, buyersWithoutAddress), reading);
		},
	};
}

interface OrderRow extends OrderRecord {
	sourceUpdatedAt: number;
	isTimed: boolean;
}

/** How order rows are saved; also what an import of orders uses. */
export function orderKind(deps: RecordDeps, rowAge: RowAge, missingAddress: MissingAddress = 'reject'): RecordKind<ReturnType<typeof makeOrderSchema>> {
	return {
		makeSchema: makeOrderSchema,
		async save(transaction, context, records) {
			const isErased = await readErased(transaction, context, records.map(identityOf));
			const known = new Map((await transaction.readOrders([...new Set(records.map((record) => record.orderId))])).map((order) => [order.externalId, order]));
			const fallback = await readBuyersWithoutAddress(transaction, records.filter((record) => !record.email || isErased(identityOf(record))), known);
			const isOfErased = records.map((record) => isAboutErased(record, fallback(record), isErased));
			const rows = records.map((record, index) => toRow(isOfErased[index] ? withoutPerson(record) : record, rowAge, context.now));
			const mayKeep = (row: OrderRow): boolean => missingAddress === 'keep' && row.buyerExternalId !== undefined;
			const unknown = rejectUnknown(rows, known, (row) => fallback(row) !== undefined || mayKeep(row));
			const rejected = unknown.map((rejection, index) => (rejection && isOfErased[index] ? erasedPerson() : rejection));
			const accepted = rows.filter((_row, index) => !rejected[index]);
			const buyers = await buyersOf(deps, transaction, context, accepted, fallback, findNewcomers(accepted, known, mayKeep));
			const saved = await saveOrders(deps, transaction, context, accepted, known, buyers);
			return rows.map((_row, index) => rejected[index] ?? next(saved));
		},
	};
}

function toRow(record: OrderRecord, rowAge: RowAge, now: number): OrderRow {
	const row = applyStatus(record);
	const fallback = rowAge === 'lastMilestone' ? latestMilestone(row) : undefined;
	const statedAt = row.updatedAt ?? fallback;
	return { ...row, sourceUpdatedAt: statedAt ?? now, isTimed: statedAt !== undefined };
}

function identityOf({ email, buyerExternalId }: OrderRecord): Identity {
	return { email, externalId: buyerExternalId };
}

/** Of rows without an address the buyer who is known counts first: he may share the marketplace's id, or have come back. */
function isAboutErased(record: OrderRecord, buyer: Buyer | undefined, isErased: (identity: Identity) => boolean): boolean {
	return !record.email && buyer ? isErasedBuyer(buyer) : isErased(identityOf(record));
}

/** What of an order may still be recorded when its buyer was erased: what happened to it, not whom it was for. */
function withoutPerson(record: OrderRecord): OrderRecord {
	return { ...record, email: undefined, buyerExternalId: undefined, name: undefined, language: undefined, trackingNumber: undefined, returnReason: undefined };
}

/** Buyers of rows that name no address: by the order that is known already, or by the marketplace's own id of the buyer. */
async function readBuyersWithoutAddress(transaction: RecordTransaction, open: OrderRecord[], known: Map<string, Order>): Promise<(row: OrderRecord) => Buyer | undefined> {
	const ids = open.flatMap((row) => known.get(row.orderId)?.buyerId ?? []);
	const externalIds = open.flatMap((row) => row.buyerExternalId ?? []);
	const byId = new Map((await transaction.readBuyersById([...new Set(ids)])).map((buyer) => [buyer.id, buyer]));
	const named = await transaction.readBuyersByExternalId([...new Set(externalIds)]);
	// of two with one id the one with an address counts
	const byExternalId = new Map(named.sort((a, b) => Number(a.email !== null) - Number(b.email !== null)).map((buyer) => [buyer.externalId, buyer]));
	return (row) => byId.get(known.get(row.orderId)?.buyerId ?? '') ?? byExternalId.get(row.buyerExternalId ?? '');
}

/** Rows of one batch may build on each other: the first one of a new order has to bring what an order needs. */
function rejectUnknown(rows: OrderRow[], known: Map<string, Order>, hasBuyer: (row: OrderRow) => boolean): Array<RejectedRow | undefined> {
	const seen = new Set(known.keys());
	return rows.map((row) => {
		const isKnown = seen.has(row.orderId);
		if (!isKnown && row.placedAt === undefined) return { kind: 'rejected', field: 'placedAt', reason: 'expected the time of the order, got nothing; it is needed for a new order' };
		if (!row.email && !isKnown && !hasBuyer(row)) return { kind: 'rejected', field: 'email', reason: noBuyer(row) };
		seen.add(row.orderId);
		return undefined;
	});
}

function noBuyer({ buyerExternalId }: OrderRow): string {
	const expected = 'expected the address of the buyer, got nothing; it is needed for a new order';
	return buyerExternalId ? `${expected} of a buyer who is not known yet by his marketplace id: send the address along, or the buyer first` : expected;
}

interface OrderBuyer {
	id: string;
	isChanged: boolean;
}

/** Rows that bring a new order of somebody without an address. */
function findNewcomers(rows: OrderRow[], known: Map<string, Order>, mayKeep: (row: OrderRow) => boolean): Set<OrderRow> {
	const seen = new Set(known.keys());
	return new Set(rows.filter((row) => {
		const isFirst = !seen.has(row.orderId);
		seen.add(row.orderId);
		return isFirst && !row.email && mayKeep(row);
	}));
}

async function buyersOf(
	deps: RecordDeps, transaction: RecordTransaction, context: ShopContext, rows: OrderRow[], fallback: (row: OrderRow) => Buyer | undefined, newcomers: Set<OrderRow>,
): Promise<OrderBuyer[]> {
	const isDraft = (row: OrderRow): boolean => row.email !== undefined || (newcomers.has(row) && !fallback(row));
	const resolved = await resolveBuyers(deps, transaction, context, rows.filter(isDraft).map(toDraft));
	return rows.map((row) => {
		if (!isDraft(row)) return { id: fallback(row)?.id ?? '', isChanged: false };
		const { buyer, isChanged } = next(resolved);
		return { id: buyer.id, isChanged };
	});
}

function toDraft(row: OrderRow): BuyerDraft {
	const { email, buyerExternalId, name, country, language, sourceUpdatedAt, isTimed } = row;
	return { email, externalId: buyerExternalId, name, country, language, sourceUpdatedAt, isTimed };
}

async function saveOrders(
	deps: RecordDeps, transaction: RecordTransaction, context: ShopContext, rows: OrderRow[], known: Map<string, Order>, buyers: OrderBuyer[],
): Promise<RowResult[]> {
	const current = new Map(known);
	const toWrite = new Set<string>();
	const results = rows.map((row, index): RowResult => {
		const buyer = buyers[index];
		const before = current.get(row.orderId) ?? aNewOrder(deps, context, row, buyer?.id ?? '');
		const after = mergeOrder(before, row, { at: row.sourceUpdatedAt, isTimed: row.isTimed, buyerId: row.email && buyer?.id }, context.now);
		const isNew = !current.has(row.orderId);
		const isNews = isNew || !isSameOrder(before, after);
		if (isNews || after.sourceUpdatedAt > before.sourceUpdatedAt || !isSameAge(before.fieldAges, after.fieldAges)) {
			current.set(row.orderId, after);
			toWrite.add(row.orderId);
		}
		if (!isNews && !buyer?.isChanged) return { kind: 'unchanged', id: before.id };
		return { kind: 'saved', id: before.id, isNew };
	});
	await transaction.writeOrders([...current.values()].filter((order) => toWrite.has(order.externalId)));
	return results;
}

function aNewOrder({ random }: RecordDeps, context: ShopContext, row: OrderRow, buyerId: string): Order {
	return {
		id: makeTimedIds(random, 'o', context.now, 1)(), shopId: context.shop.id, externalId: row.orderId, buyerId, placedAt: row.placedAt ?? 0,
		paidAt: null, shippedAt: null, deliveredAt: null, estimatedDeliveryAt: null, canceledAt: null, returnedAt: null, returnReason: null,
		totalMinor: null, currency: null, country: null, carrier: null, trackingNumber: null, fulfilledBy: null, items: [],
		sourceUpdatedAt: row.sourceUpdatedAt, fieldAges: {}, createdAt: context.now, updatedAt: context.now,
	};
}

function next<Value>(queue: Value[]): Value {
	const value = queue.shift();
	if (value === undefined) throw new Error('fewer results than rows');
	return value;
}
