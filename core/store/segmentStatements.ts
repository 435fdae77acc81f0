import { sql, type RawBuilder } from 'kysely';
import type { OrderState } from '../segment/orderState';
import type { BrowseQuery, ShopQuery, StateQuery, StockWaitQuery, TimeRange } from '../segment/ports';

/**
 * Segments as one statement each, written so that SQLite goes through one index from end to end and looks other tables up
 * only for rows that may fit: `cross join` keeps it to the order of the tables as written. `columns` are those of the buyer `b`,
 * `orderColumns` those of the order `o`.
 */
type Sql = RawBuilder<unknown>;

/** The last carts in a range of time of buyers who haven't ordered since. */
export function abandonedCarts(query: ShopQuery & TimeRange, columns: Sql): Sql {
	return sql`select ${columns}, e.subject, e.occurred_at, e.value_minor, e.currency as value_currency, e.data_json from buyer_events e cross join buyers b
		where ${lastEvents('cart', query)}
		and not exists (select 1 from orders o where o.shop_id = ${query.shopId} and o.buyer_id = e.buyer_id and o.placed_at >= e.occurred_at and o.placed_at <= ${sql.lit(query.asOf)})
		and b.id = e.buyer_id and b.email is not null order by e.occurred_at, e.id`;
}

/** The last views in a range of time of buyers who looked at several products and did no more. */
export function browsers(query: BrowseQuery, columns: Sql): Sql {
	const { shopId, asOf, after, quietMs, minProducts } = query;
	const viewed = sql`(select count(distinct v.subject) from buyer_events v where v.buyer_id = e.buyer_id and v.kind = 'view' and v.occurred_at > ${sql.lit(after)} and v.occurred_at <= e.occurred_at)`;
	return sql`select ${columns}, e.subject, e.occurred_at, ${viewed} as product_count from buyer_events e cross join buyers b
		where ${lastEvents('view', query)}
		and not exists (select 1 from buyer_events c where c.buyer_id = e.buyer_id and c.kind = 'cart' and c.occurred_at > e.occurred_at - ${sql.lit(quietMs)} and c.occurred_at <= ${sql.lit(asOf)})
		and not exists (select 1 from orders o where o.shop_id = ${shopId} and o.buyer_id = e.buyer_id and o.placed_at > e.occurred_at - ${sql.lit(quietMs)} and o.placed_at <= ${sql.lit(asOf)})
		and ${viewed} >= ${sql.lit(minProducts)} and b.id = e.buyer_id and b.email is not null order by e.occurred_at, e.id`;
}

/** Events `e` of a kind in a range of time, each the last one of its kind and buyer; `since` excludes what came after. */
function lastEvents(kind: string, { shopId, asOf, after, until }: ShopQuery & TimeRange): Sql {
	return sql`e.shop_id = ${shopId} and e.kind = ${kind} and e.occurred_at > ${sql.lit(after)} and e.occurred_at <= ${sql.lit(until)}
		and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = ${kind} and n.occurred_at >= e.occurred_at and n.occurred_at <= ${sql.lit(asOf)}
			and (n.occurred_at > e.occurred_at or n.id > e.id))`;
}

/** What buyers viewed, each product once with its last time. */
export function viewedProducts(isOfBuyers: Sql, { after, until }: TimeRange): Sql {
	return sql`select e.buyer_id, e.subject, e.occurred_at, e.data_json from buyer_events e
		where ${isOfBuyers} and e.kind = 'view' and e.occurred_at > ${sql.lit(after)} and e.occurred_at <= ${sql.lit(until)}
		and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = 'view' and n.occurred_at >= e.occurred_at and n.occurred_at <= ${sql.lit(until)}
			and (n.occurred_at > e.occurred_at or n.id > e.id) and n.subject = e.subject)
		order by e.buyer_id, e.occurred_at desc, e.id desc`;
}

/** The last time that each buyer asked for each of the products, unless he has ordered it since. */
export function stockWaits({ shopId, asOf, after, products }: StockWaitQuery, columns: Sql): Sql {
	const at = sql.lit(asOf);
	return sql`select ${columns}, e.id as event_id, e.subject, e.occurred_at, e.value_minor, e.currency as value_currency, e.data_json from buyer_events e cross join buyers b
		where e.shop_id = ${shopId} and e.kind = 'stock-wait' and e.occurred_at > ${sql.lit(after)} and e.occurred_at <= ${at} and e.subject in (${sql.join(products)})
		and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = 'stock-wait' and n.occurred_at >= e.occurred_at and n.occurred_at <= ${at}
			and (n.occurred_at > e.occurred_at or n.id > e.id) and n.subject = e.subject)
		and not exists (select 1 from orders o join order_items i on i.order_id = o.id where o.shop_id = ${shopId} and o.buyer_id = e.buyer_id
			and o.placed_at >= e.occurred_at and o.placed_at <= ${at} and (i.product_id = e.subject or i.sku = e.subject))
		and b.id = e.buyer_id and b.email is not null order by e.occurred_at, e.id`;
}

/** Orders that stand in a state, and came into it in a range of time. */
export function ordersInState({ shopId, asOf, state, since, until }: StateQuery, columns: Sql, orderColumns: Sql): Sql {
	const entered = sql.ref(`o.${SINCE_COLUMN[state]}`);
	const bounds = [...(since === null ? [] : [sql`${entered} > ${sql.lit(since)}`]), ...(until === undefined ? [] : [sql`${entered} <= ${sql.lit(until)}`])];
	return sql`select ${columns}, ${orderColumns} from orders o cross join buyers b
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

/** Each buyer's first order that counts, if it was placed in a range of time. */
export function firstOrders({ shopId, asOf, after, until }: ShopQuery & TimeRange, columns: Sql, orderColumns: Sql): Sql {
	const isLive = (table: string): Sql => sql`(${sql.ref(`${table}.canceled_at`)} is null or ${sql.ref(`${table}.canceled_at`)} > ${sql.lit(asOf)})`;
	return sql`select ${columns}, ${orderColumns} from orders o cross join buyers b
		where o.shop_id = ${shopId} and o.placed_at > ${sql.lit(after)} and o.placed_at <= ${sql.lit(until)} and ${isLive('o')}
		and not exists (select 1 from orders f where f.shop_id = ${shopId} and f.buyer_id = o.buyer_id and f.placed_at <= o.placed_at and ${isLive('f')} and (f.placed_at < o.placed_at or f.id < o.id))
		and b.id = o.buyer_id and b.email is not null order by o.placed_at, o.id`;
}
