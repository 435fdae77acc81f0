import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { EventData } from '../event/buyerEvent';
import type { OrderState } from '../segment/orderState';
import type { CartQuery, CartRow, RhythmQuery, RhythmRow, SegmentStore, Slice, StateQuery, StateRow } from '../segment/ports';
import { toBuyer } from './buyerQueries';
import { MAILED_STATES } from './mailedStates';
import type { OpenStore } from './openStore';
import { readLines } from './orderQueries';
import { ORDER_COLUMNS, toOrderSummary } from './orderSummary';
import type { Database } from './schema';

/**
 * Segments over the store. Each call first finds where its slice of the driving table ends and then reads inside it, so that
 * a statement touches a bounded number of rows however few of them fit.
 */
export function makeSegmentStore(store: OpenStore): SegmentStore {
	const { db } = store;
	return {
		readAbandonedCarts: async (query, from) => await readAbandonedCarts(store, query, from),
		readOrdersInState: async (query, from) => await readOrdersInState(store, query, from),
		readRhythms: async (query, from) => await readRhythms(store, query, from),
		readIntervals: async (shopId, asOf, from) => await readIntervals(store, shopId, asOf, from),
		readOrderLines: async (orderIds) => await readLines(db, orderIds),
		async readMailedSince(buyerIds, since) {
			if (buyerIds.length === 0) return new Set();
			const rows = await db.selectFrom('deliveries').select('buyer_id').distinct().where('buyer_id', 'in', buyerIds)
				.where('settled_at', '>', since).where('purpose', '=', 'marketing').where('state', 'in', MAILED_STATES).execute();
			return new Set(rows.map((row) => row.buyer_id));
		},
	};
}

/** The slice is a run of cart events by time and id; the cursor is `<occurred_at> <id>`. */
async function readAbandonedCarts(store: OpenStore, query: CartQuery, from: string | undefined): Promise<Slice<CartRow>> {
	const [fromAt, fromId] = from === undefined ? [query.after + 1, ''] : [Number(from.split(' ')[0]), from.split(' ')[1] ?? ''];
	const carts = store.db.selectFrom('buyer_events as e')
		.where('e.shop_id', '=', query.shopId).where('e.kind', '=', 'cart').where('e.occurred_at', '>=', fromAt).where('e.occurred_at', '<=', query.until)
		.where((eb) => eb.or([eb('e.occurred_at', '>', fromAt), eb('e.id', '>', fromId)]));
	const end = await carts.select(['e.occurred_at', 'e.id']).orderBy('e.occurred_at').orderBy('e.id').offset(store.capabilities.batchSize - 1).limit(1).executeTakeFirst();
	let inSlice = carts.innerJoin('buyers as b', 'b.id', 'e.buyer_id').where('b.email', 'is not', null)
		.where((eb) => eb.not(eb.exists(newerCart(eb, query.asOf)))).where((eb) => eb.not(eb.exists(orderSince(eb, query.asOf))));
	if (end) inSlice = inSlice.where('e.occurred_at', '<=', end.occurred_at).where((eb) => eb.or([eb('e.occurred_at', '<', end.occurred_at), eb('e.id', '<=', end.id)]));
	const rows = await inSlice.selectAll('b').select(['e.subject', 'e.occurred_at', 'e.value_minor', 'e.currency as value_currency', 'e.data_json'])
		.orderBy('e.occurred_at').orderBy('e.id').execute();
	return {
		rows: rows.map((row) => ({
			buyer: toBuyer(row), cartId: row.subject, occurredAt: row.occurred_at, data: JSON.parse(row.data_json) as EventData,
			value: row.value_minor !== null && row.value_currency !== null ? { amountMinor: row.value_minor, currency: row.value_currency } : null,
		})),
		next: end && `${end.occurred_at} ${end.id}`,
	};
}

type CartBuilder = ExpressionBuilder<Database & { e: Database['buyer_events']; b: Database['buyers'] }, 'e' | 'b'>;

/** The buyer touched a cart, this one or another, after this event. */
function newerCart(eb: CartBuilder, asOf: number) {
	return eb.selectFrom('buyer_events as n').select('n.id').whereRef('n.buyer_id', '=', 'e.buyer_id').where('n.kind', '=', 'cart')
		.whereRef('n.occurred_at', '>=', 'e.occurred_at').where('n.occurred_at', '<=', asOf)
		.where((n) => n.or([n('n.occurred_at', '>', n.ref('e.occurred_at')), n('n.id', '>', n.ref('e.id'))]));
}

function orderSince(eb: CartBuilder, asOf: number) {
	return eb.selectFrom('orders as o').select('o.id').whereRef('o.shop_id', '=', 'e.shop_id').whereRef('o.buyer_id', '=', 'e.buyer_id')
		.whereRef('o.placed_at', '>=', 'e.occurred_at').where('o.placed_at', '<=', asOf);
}

/** The slice is a run of the shop's buyers by id; the cursor is the last one. */
async function endOfBuyers({ db, capabilities }: OpenStore, shopId: string, from: string | undefined): Promise<string | undefined> {
	let query = db.selectFrom('buyers').select('id').where('shop_id', '=', shopId).orderBy('id').offset(capabilities.batchSize - 1).limit(1);
	if (from !== undefined) query = query.where('id', '>', from);
	return (await query.executeTakeFirst())?.id;
}

async function readOrdersInState(store: OpenStore, query: StateQuery, from: string | undefined): Promise<Slice<StateRow>> {
	const next = await endOfBuyers(store, query.shopId, from);
	let orders = store.db.selectFrom('orders as o').innerJoin('buyers as b', 'b.id', 'o.buyer_id')
		.where('o.shop_id', '=', query.shopId).where('b.email', 'is not', null).where('o.placed_at', '<=', query.asOf)
		.where((eb) => isInState(eb, query.state, query.asOf));
	if (from !== undefined) orders = orders.where('o.buyer_id', '>', from);
	if (next !== undefined) orders = orders.where('o.buyer_id', '<=', next);
	if (query.since !== null) orders = orders.where(`o.${SINCE_COLUMN[query.state]}`, '>', query.since);
	const rows = await orders.selectAll('b').select(ORDER_COLUMNS).orderBy('o.buyer_id').orderBy('o.placed_at').orderBy('o.id').execute();
	return { rows: rows.map((row) => ({ buyer: toBuyer(row), order: toOrderSummary(row) })), next };
}

const SINCE_COLUMN = {
	placed: 'placed_at', paid: 'paid_at', shipped: 'shipped_at', late: 'estimated_delivery_at', delivered: 'delivered_at', returned: 'returned_at', canceled: 'canceled_at',
} as const;

type OrderBuilder = ExpressionBuilder<Database & { o: Database['orders'] }, 'o'>;

/** `orderStateAt` in SQL. */
function isInState(eb: OrderBuilder, state: OrderState, at: number): Expression<SqlBool> {
	type TimeColumn = 'o.paid_at' | 'o.shipped_at' | 'o.delivered_at' | 'o.returned_at' | 'o.canceled_at';
	const had = (column: TimeColumn): Expression<SqlBool> => eb(column, '<=', at);
	const hadNot = (column: TimeColumn): Expression<SqlBool> => eb.or([eb(column, 'is', null), eb(column, '>', at)]);
	const underWay = [hadNot('o.returned_at'), hadNot('o.canceled_at'), hadNot('o.delivered_at')];
	const conditions: Record<OrderState, Array<Expression<SqlBool>>> = {
		returned: [had('o.returned_at')],
		canceled: [hadNot('o.returned_at'), had('o.canceled_at')],
		delivered: [hadNot('o.returned_at'), hadNot('o.canceled_at'), had('o.delivered_at')],
		late: [...underWay, had('o.shipped_at'), eb('o.estimated_delivery_at', '<', at)],
		shipped: [...underWay, had('o.shipped_at'), eb.or([eb('o.estimated_delivery_at', 'is', null), eb('o.estimated_delivery_at', '>=', at)])],
		paid: [...underWay, hadNot('o.shipped_at'), had('o.paid_at')],
		placed: [...underWay, hadNot('o.shipped_at'), hadNot('o.paid_at')],
	};
	return eb.and(conditions[state]);
}

/** Orders that count for a buyer's rhythm, one row a buyer of the slice. */
function rhythmsOf({ db }: OpenStore, { shopId, asOf }: { shopId: string; asOf: number }, from: string | undefined, next: string | undefined) {
	let query = db.selectFrom('orders').where('shop_id', '=', shopId).where('placed_at', '<=', asOf)
		.where((eb) => eb.or([eb('canceled_at', 'is', null), eb('canceled_at', '>', asOf)])).groupBy('buyer_id');
	if (from !== undefined) query = query.where('buyer_id', '>', from);
	if (next !== undefined) query = query.where('buyer_id', '<=', next);
	return query.select(['buyer_id', sql<number>`count(*)`.as('order_count'), sql<number>`min(placed_at)`.as('first_at'), sql<number>`max(placed_at)`.as('last_at')]);
}

async function readRhythms(store: OpenStore, query: RhythmQuery, from: string | undefined): Promise<Slice<RhythmRow>> {
	const next = await endOfBuyers(store, query.shopId, from);
	const own = sql`(r.last_at - r.first_at) * 1.0 / (r.order_count - 1)`;
	const interval = sql`(case when r.order_count < 2 then ${sql.lit(query.fallbackIntervalMs)} when ${own} < ${sql.lit(query.minIntervalMs)} then ${sql.lit(query.minIntervalMs)} else ${own} end)`;
	const waited = sql`(${sql.lit(query.asOf)} - r.last_at)`;
	let found = store.db.selectFrom(rhythmsOf(store, query, from, next).as('r')).innerJoin('buyers as b', 'b.id', 'r.buyer_id').where('b.email', 'is not', null)
		.innerJoin('orders as o', (join) => join.onRef('o.buyer_id', '=', 'r.buyer_id').onRef('o.placed_at', '=', 'r.last_at').on('o.shop_id', '=', query.shopId))
		.where((eb) => eb.or([eb('o.canceled_at', 'is', null), eb('o.canceled_at', '>', query.asOf)]))
		.where(sql<SqlBool>`${waited} >= ${sql.lit(query.fromIntervals)} * ${interval}`);
	if (query.belowIntervals !== null) found = found.where(sql<SqlBool>`${waited} < ${sql.lit(query.belowIntervals)} * ${interval}`);
	const rows = await found.selectAll('b').select(ORDER_COLUMNS).select(['r.order_count', 'r.first_at', 'r.last_at']).orderBy('b.id').orderBy('o.id').execute();
	// two orders of one instant are both the last one; the first of them stands for both
	const oncePerBuyer = rows.filter((row, index) => row.id !== rows[index - 1]?.id);
	return {
		rows: oncePerBuyer.map((row) => ({
			buyer: toBuyer(row), orderCount: Number(row.order_count), firstPlacedAt: Number(row.first_at), lastPlacedAt: Number(row.last_at), lastOrder: toOrderSummary(row),
		})),
		next,
	};
}

async function readIntervals(store: OpenStore, shopId: string, asOf: number, from: string | undefined): Promise<Slice<number>> {
	const next = await endOfBuyers(store, shopId, from);
	const rows = await rhythmsOf(store, { shopId, asOf }, from, next).having(sql<number>`count(*)`, '>', 1).execute();
	return { rows: rows.map((row) => (Number(row.last_at) - Number(row.first_at)) / (Number(row.order_count) - 1)), next };
}
