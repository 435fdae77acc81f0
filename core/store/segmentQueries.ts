import { sql, type RawBuilder } from 'kysely';
import type { Suppression } from '../consent/suppression';
import type { EventData } from '../event/buyerEvent';
import type { OrderState } from '../segment/orderState';
import type { BrowseQuery, CartRow, MatchQuery, MatchRow, Pages, SegmentStore, ShopQuery, StateQuery, StockWaitQuery, TimeRange } from '../segment/ports';
import type { Money } from '../shared/money';
import { toBuyer } from './buyerQueries';
import { conditionQuery } from './conditionQuery';
import { readSuppressions } from './consentQueries';
import type { OpenStore } from './openStore';
import { readFacts } from './factQueries';
import { MAILED_STATES } from './mailedStates';
import { toLine } from './orderQueries';
import { ORDER_COLUMNS, toOrderSummary, type SummaryRow } from './orderSummary';
import { readRhythms } from './rhythmQueries';
import { countBuyersBy, readIntervalSample } from './shopStatistics';
import type { BuyerRow, OrderItemTable } from './schema';

/** Rows handed over at once: small enough to be unpacked and worked on without holding the event loop. */
export const PAGE_SIZE = 400;
/** Buyers of one statement over conditions: each table is summed up in memory for so many. */
const RANGE_SIZE = 20_000;

/**
 * Segments over the store: one statement each, written so that SQLite goes through one index from end to end and looks
 * other tables up only for rows that may fit. `cross join` keeps SQLite to the order of the tables as written.
 */
export function makeSegmentStore(store: OpenStore): SegmentStore {
	const { reader, db } = store;
	return {
		readAbandonedCarts: (query) => mapPages(scan<CartResult>(store, abandonedCarts(query)), toCart),
		readBrowsers: (query) => mapPages(scan<BrowseResult>(store, browsers(query)), (row) => ({
			buyer: toBuyer(row), lastViewedAt: row.occurred_at, lastProduct: row.subject, productCount: Number(row.product_count),
		})),
		readOrdersInState: (query) => mapPages(scan<BuyerRow & SummaryRow>(store, ordersInState(query)), toStateRow),
		readRhythms: (query) => readRhythms(store, query),
		readFirstOrders: (query) => mapPages(scan<BuyerRow & SummaryRow>(store, firstOrders(query)), toStateRow),
		readStockWaits: (query) => mapPages(scan<CartResult & { event_id: string }>(store, stockWaits(query)), (row) => ({
			buyer: toBuyer(row), eventId: row.event_id, product: row.subject, askedAt: row.occurred_at, data: JSON.parse(row.data_json) as EventData,
		})),
		readMatches: (query) => readMatches(store, query),
		readIntervalSample: async (query) => await readIntervalSample(store, query),
		countBuyersBy: async (query, measure) => await countBuyersBy(store, query, measure),
		async readViewedProducts(buyerIds, range) {
			if (buyerIds.length === 0) return [];
			const rows = await reader.all(ready<ViewResult>(store, viewedProducts(buyerIds, range)));
			return rows.map((row) => ({ buyerId: row.buyer_id, product: row.subject, viewedAt: row.occurred_at, data: JSON.parse(row.data_json) as EventData }));
		},
		async readOrderLines(orderIds) {
			if (orderIds.length === 0) return new Map();
			const rows = await reader.all(db.selectFrom('order_items').selectAll().where('order_id', 'in', orderIds).orderBy('order_id').orderBy('line'));
			return new Map([...Map.groupBy(rows, (row: OrderItemTable) => row.order_id)].map(([id, lines]) => [id, lines.map(toLine)]));
		},
		async readMailedSince(buyerIds, since) {
			if (buyerIds.length === 0) return new Set();
			const rows = await reader.all(db.selectFrom('deliveries').select('buyer_id').distinct().where('buyer_id', 'in', buyerIds)
				.where('settled_at', '>', since).where('purpose', '=', 'marketing').where('state', 'in', MAILED_STATES));
			return new Set(rows.map((row) => row.buyer_id));
		},
		readSuppressions: async (shopId, emailHashes): Promise<Suppression[]> => await readSuppressions(db, shopId, emailHashes, reader),
		readFacts: async (shopId, buyerIds, now) => await readFacts(store, shopId, buyerIds, now),
	};
}

interface CartResult extends BuyerRow {
	subject: string;
	occurred_at: number;
	value_minor: number | null;
	value_currency: string | null;
	data_json: string;
}

interface BrowseResult extends BuyerRow {
	subject: string;
	occurred_at: number;
	product_count: number;
}

interface ViewResult {
	buyer_id: string;
	subject: string;
	occurred_at: number;
	data_json: string;
}

type Sql = RawBuilder<unknown>;

/** A statement that was put together by hand, with the type of its rows. */
function ready<Row>({ db }: OpenStore, statement: Sql): { compile(): ReturnType<RawBuilder<Row>['compile']> } {
	// raw SQL has no row type of its own
	return { compile: () => (statement as RawBuilder<Row>).compile(db) };
}

function scan<Row>(store: OpenStore, statement: Sql): Pages<Row> {
	return store.reader.pages(ready<Row>(store, statement), PAGE_SIZE);
}

async function* mapPages<Row, Result>(pages: Pages<Row>, toResult: (row: Row) => Result): Pages<Result> {
	for await (const rows of pages) yield rows.map(toResult);
}

function toCart(row: CartResult): CartRow {
	return { buyer: toBuyer(row), cartId: row.subject, occurredAt: row.occurred_at, value: toMoney(row), data: JSON.parse(row.data_json) as EventData };
}

function toMoney({ value_minor, value_currency }: CartResult): Money | null {
	return value_minor !== null && value_currency !== null ? { amountMinor: value_minor, currency: value_currency } : null;
}

function toStateRow(row: BuyerRow & SummaryRow) {
	return { buyer: toBuyer(row), order: toOrderSummary(row) };
}

/** Events `e` of a kind in a range of time, each the last one of its kind and buyer; `since` excludes what came after. */
function lastEvents(kind: string, { shopId, asOf, after, until }: ShopQuery & TimeRange): Sql {
	return sql`e.shop_id = ${shopId} and e.kind = ${kind} and e.occurred_at > ${sql.lit(after)} and e.occurred_at <= ${sql.lit(until)}
		and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = ${kind} and n.occurred_at >= e.occurred_at and n.occurred_at <= ${sql.lit(asOf)}
			and (n.occurred_at > e.occurred_at or n.id > e.id))`;
}

function abandonedCarts(query: ShopQuery & TimeRange): Sql {
	return sql`select b.*, e.subject, e.occurred_at, e.value_minor, e.currency as value_currency, e.data_json from buyer_events e cross join buyers b
		where ${lastEvents('cart', query)}
		and not exists (select 1 from orders o where o.shop_id = ${query.shopId} and o.buyer_id = e.buyer_id and o.placed_at >= e.occurred_at and o.placed_at <= ${sql.lit(query.asOf)})
		and b.id = e.buyer_id and b.email is not null order by e.occurred_at, e.id`;
}

function browsers(query: BrowseQuery): Sql {
	const { shopId, asOf, after, quietMs, minProducts } = query;
	const viewed = sql`(select count(distinct v.subject) from buyer_events v where v.buyer_id = e.buyer_id and v.kind = 'view' and v.occurred_at > ${sql.lit(after)} and v.occurred_at <= e.occurred_at)`;
	return sql`select b.*, e.subject, e.occurred_at, ${viewed} as product_count from buyer_events e cross join buyers b
		where ${lastEvents('view', query)}
		and not exists (select 1 from buyer_events c where c.buyer_id = e.buyer_id and c.kind = 'cart' and c.occurred_at > e.occurred_at - ${sql.lit(quietMs)} and c.occurred_at <= ${sql.lit(asOf)})
		and not exists (select 1 from orders o where o.shop_id = ${shopId} and o.buyer_id = e.buyer_id and o.placed_at > e.occurred_at - ${sql.lit(quietMs)} and o.placed_at <= ${sql.lit(asOf)})
		and ${viewed} >= ${sql.lit(minProducts)} and b.id = e.buyer_id and b.email is not null order by e.occurred_at, e.id`;
}

function viewedProducts(buyerIds: string[], { after, until }: TimeRange): Sql {
	return sql`select e.buyer_id, e.subject, e.occurred_at, e.data_json from buyer_events e
		where e.buyer_id in (${sql.join(buyerIds)}) and e.kind = 'view' and e.occurred_at > ${sql.lit(after)} and e.occurred_at <= ${sql.lit(until)}
		and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = 'view' and n.occurred_at >= e.occurred_at and n.occurred_at <= ${sql.lit(until)}
			and (n.occurred_at > e.occurred_at or n.id > e.id) and n.subject = e.subject)
		order by e.buyer_id, e.occurred_at desc, e.id desc`;
}

function stockWaits({ shopId, asOf, after, products }: StockWaitQuery): Sql {
	const at = sql.lit(asOf);
	return sql`select b.*, e.id as event_id, e.subject, e.occurred_at, e.value_minor, e.currency as value_currency, e.data_json from buyer_events e cross join buyers b
		where e.shop_id = ${shopId} and e.kind = 'stock-wait' and e.occurred_at > ${sql.lit(after)} and e.occurred_at <= ${at} and e.subject in (${sql.join(products)})
		and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = 'stock-wait' and n.occurred_at >= e.occurred_at and n.occurred_at <= ${at}
			and (n.occurred_at > e.occurred_at or n.id > e.id) and n.subject = e.subject)
		and not exists (select 1 from orders o join order_items i on i.order_id = o.id where o.shop_id = ${shopId} and o.buyer_id = e.buyer_id
			and o.placed_at >= e.occurred_at and o.placed_at <= ${at} and (i.product_id = e.subject or i.sku = e.subject))
		and b.id = e.buyer_id and b.email is not null order by e.occurred_at, e.id`;
}

/** An order's columns as those of `o`, under names that don't meet a buyer's. */
export function orderColumns(): Sql {
	return sql.join(ORDER_COLUMNS.map((column) => sql.raw(column)));
}

function ordersInState({ shopId, asOf, state, since, until }: StateQuery): Sql {
	const entered = sql.ref(`o.${SINCE_COLUMN[state]}`);
	const bounds = [...(since === null ? [] : [sql`${entered} > ${sql.lit(since)}`]), ...(until === undefined ? [] : [sql`${entered} <= ${sql.lit(until)}`])];
	return sql`select b.*, ${orderColumns()} from orders o cross join buyers b
		where o.shop_id = ${shopId} and o.placed_at <= ${sql.lit(asOf)} and ${sql.join([isInState(state, asOf), ...bounds], sql` and `)}
		and b.id = o.buyer_id and b.email is not null order by o.placed_at, o.id`;
}

const SINCE_COLUMN = {
	placed: 'placed_at', paid: 'paid_at', shipped: 'shipped_at', late: 'estimated_delivery_at', delivered: 'delivered_at', returned: 'returned_at', canceled: 'canceled_at',
} as const;

/** `orderStateAt` in SQL. */
function isInState(state: OrderState, asOf: number): Sql {
	const at = sql.lit(asOf);
	const had = (column: string): Sql => sql`${sql.ref(`o.${column}`)} <= ${at}`;
	const hadNot = (column: string): Sql => sql`(${sql.ref(`o.${column}`)} is null or ${sql.ref(`o.${column}`)} > ${at})`;
	const underWay = [hadNot('delivered_at'), hadNot('canceled_at'), hadNot('returned_at')];
	const conditions: Record<OrderState, Sql[]> = {
		returned: [had('returned_at')],
		canceled: [hadNot('returned_at'), had('canceled_at')],
		delivered: [hadNot('returned_at'), hadNot('canceled_at'), had('delivered_at')],
		late: [...underWay, had('shipped_at'), sql`o.estimated_delivery_at < ${at}`],
		shipped: [...underWay, had('shipped_at'), sql`(o.estimated_delivery_at is null or o.estimated_delivery_at >= ${at})`],
		paid: [...underWay, hadNot('shipped_at'), had('paid_at')],
		placed: [...underWay, hadNot('shipped_at'), hadNot('paid_at')],
	};
	return sql.join(conditions[state], sql` and `);
}

function firstOrders({ shopId, asOf, after, until }: ShopQuery & TimeRange): Sql {
	const isLive = (table: string): Sql => sql`(${sql.ref(`${table}.canceled_at`)} is null or ${sql.ref(`${table}.canceled_at`)} > ${sql.lit(asOf)})`;
	return sql`select b.*, ${orderColumns()} from orders o cross join buyers b
		where o.shop_id = ${shopId} and o.placed_at > ${sql.lit(after)} and o.placed_at <= ${sql.lit(until)} and ${isLive('o')}
		and not exists (select 1 from orders f where f.shop_id = ${shopId} and f.buyer_id = o.buyer_id and f.placed_at <= o.placed_at and ${isLive('f')} and (f.placed_at < o.placed_at or f.id < o.id))
		and b.id = o.buyer_id and b.email is not null order by o.placed_at, o.id`;
}

async function* readMatches(store: OpenStore, query: MatchQuery): Pages<MatchRow> {
	for (let after: string | undefined; ; ) {
		const upTo = await endOfRange(store, query.shopId, after);
		const statement = conditionQuery({ ...query, range: { after, upTo } }, store.capabilities);
		yield* mapPages(scan<BuyerRow & Record<string, number | string | null>>(store, statement), (row) => ({
			buyer: toBuyer(row), values: query.values.map((_condition, index) => row[`v${index}`] ?? null),
		}));
		if (upTo === undefined) return;
		after = upTo;
	}
}

async function endOfRange({ db, reader }: OpenStore, shopId: string, after: string | undefined): Promise<string | undefined> {
	const buyers = db.selectFrom('buyers').select('id').where('shop_id', '=', shopId).orderBy('id').offset(RANGE_SIZE - 1).limit(1);
	const [end] = await reader.all(after === undefined ? buyers : buyers.where('id', '>', after));
	return end?.id;
}
