import { sql, type RawBuilder } from 'kysely';
import type { EventData } from '../event/buyerEvent';
import type { BrowseRow, CartRow, MatchQuery, MatchRow, Pages, PeopleQuery, SegmentStore, StateRow, StockWaitRow } from '../segment/ports';
import type { SegmentBuyer } from '../segment/segmentBuyer';
import type { Money } from '../shared/money';
import { candidateColumns, toSegmentBuyer, type CandidateRow } from './candidateColumns';
import { conditionQuery } from './conditionQuery';
import type { OpenStore } from './openStore';
import { readFacts } from './factQueries';
import { MAILED_STATES } from './mailedStates';
import { orderColumns, toOrderSummary, type SummaryRow } from './orderSummary';
import { readRhythms } from './rhythmQueries';
import { abandonedCarts, browsers, firstOrders, ordersInState, stockWaits, viewedProducts } from './segmentStatements';
import { countBuyersBy, readIntervalMedians } from './shopStatistics';

/** Buyers of one statement over conditions: each table is summed up in memory for so many. */
const RANGE_SIZE = 20_000;

/** Segments over the store. */
export function makeSegmentStore(store: OpenStore): SegmentStore {
	const { reader, db } = store;
	const people = <Row extends CandidateRow, Result>(query: PeopleQuery, make: (columns: Sql) => Sql, toResult: (row: Row, buyer: SegmentBuyer) => Result): Pages<Result> =>
		scan<Row, Result>(store, make(candidateColumns(query.shopId, query.now, store.capabilities)), (row) => toResult(row, toSegmentBuyer(row, query.shopId)));
	return {
		readAbandonedCarts: (query) => people<CartResult, CartRow>(query, (columns) => abandonedCarts(query, columns), toCart),
		readBrowsers: (query) => people<BrowseResult, BrowseRow>(query, (columns) => browsers(query, columns), (row, buyer) => ({
			buyer, lastViewedAt: row.occurred_at, lastProduct: row.subject, productCount: Number(row.product_count),
		})),
		readOrdersInState: (query) => people(query, (columns) => ordersInState(query, columns, orderColumns(store.capabilities)), toStateRow),
		async readEarliestOrderAt(shopId) {
			const [order] = await reader.all(db.selectFrom('orders').select('placed_at').where('shop_id', '=', shopId).orderBy('placed_at').limit(1));
			return order?.placed_at;
		},
		readFirstOrders: (query) => people(query, (columns) => firstOrders(query, columns, orderColumns(store.capabilities)), toStateRow),
		readStockWaits: (query) => people<CartResult & { event_id: string }, StockWaitRow>(query, (columns) => stockWaits(query, columns), (row, buyer) => ({
			buyer, eventId: row.event_id, product: row.subject, askedAt: row.occurred_at, data: JSON.parse(row.data_json) as EventData,
		})),
		readRhythms: (query) => readRhythms(store, query),
		readMatches: (query) => readMatches(store, query),
		readIntervalMedians: async (query) => await readIntervalMedians(store, query),
		countBuyersBy: async (query, measure) => await countBuyersBy(store, query, measure),
		async readViewedProducts(buyerIds, range) {
			if (buyerIds.length === 0) return [];
			const rows = await reader.all(ready<ViewResult>(store, viewedProducts(store.capabilities.isInList(sql.ref('e.buyer_id'), store.capabilities.toList(buyerIds)), range)));
			return rows.map((row) => ({ buyerId: row.buyer_id, product: row.subject, viewedAt: row.occurred_at, data: JSON.parse(row.data_json) as EventData }));
		},
		async readLastMailed(buyerIds, since) {
			if (buyerIds.length === 0) return new Map();
			const rows = await reader.all(db.selectFrom('deliveries').select(({ fn }) => ['buyer_id', fn.max('settled_at').as('at')]).where('buyer_id', 'in', buyerIds)
				.where('settled_at', '>', since).where('purpose', '=', 'marketing').where('state', 'in', MAILED_STATES).groupBy('buyer_id'));
			return new Map(rows.map((row) => [row.buyer_id, Number(row.at)]));
		},
		readFacts: async (shopId, buyerIds, now) => await readFacts(store, shopId, buyerIds, now),
	};
}

interface CartResult extends CandidateRow {
	subject: string;
	occurred_at: number;
	value_minor: number | null;
	value_currency: string | null;
	data_json: string;
}

interface BrowseResult extends CandidateRow {
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

function scan<Row, Result>(store: OpenStore, statement: Sql, toResult: (row: Row) => Result): Pages<Result> {
	return store.reader.pages(ready<Row>(store, statement), store.capabilities.pageSize, toResult);
}

function toCart(row: CartResult, buyer: SegmentBuyer): CartRow {
	return { buyer, cartId: row.subject, occurredAt: row.occurred_at, value: toMoney(row), data: JSON.parse(row.data_json) as EventData };
}

function toMoney({ value_minor, value_currency }: CartResult): Money | null {
	return value_minor !== null && value_currency !== null ? { amountMinor: value_minor, currency: value_currency } : null;
}

function toStateRow(row: CandidateRow & SummaryRow, buyer: SegmentBuyer): StateRow {
	return { buyer, order: toOrderSummary(row) };
}

async function* readMatches(store: OpenStore, query: MatchQuery): Pages<MatchRow> {
	for (let after: string | undefined; ; ) {
		const upTo = await endOfRange(store, query.shopId, after);
		const statement = conditionQuery({ ...query, range: { after, upTo } }, store.capabilities);
		yield* scan<CandidateRow & Record<string, number | string | null>, MatchRow>(store, statement, (row) => ({
			buyer: toSegmentBuyer(row, query.shopId), values: query.values.map((_condition, index) => row[`v${index}`] ?? null),
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
