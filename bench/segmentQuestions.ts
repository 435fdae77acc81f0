const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A preset, and the same answer as somebody would write it by hand for SQLite; ?1 is the instant. */
export interface Question {
	key: string;
	preset: string;
	parameters: Record<string, unknown>;
	sql(context: { intervals: { shopMs: number; byProductMs: ReadonlyMap<string, number> } }): string;
}

/** What every answer needs of a buyer: who he is, and whether some suppression stops mail to him. */
const BUYER = `b.id, b.email, b.name, b.country, b.language, b.site, b.site_source, b.time_zone, b.marketing_consent, b.consent_basis, b.consent_at, b.is_marketable,
	(select group_concat(s.reason) from suppressions s where s.email_hash = b.email_hash and s.shop_id in ('big', '*') and s.starts_at <= ?1 and (s.ends_at is null or s.ends_at > ?1)) as stopped_by`;
const ORDER = `o.external_id, o.placed_at, o.paid_at, o.shipped_at, o.delivered_at, o.estimated_delivery_at, o.returned_at, o.return_reason, o.canceled_at, o.total_minor, o.currency, o.carrier, o.tracking_number,
	(select json_group_array(json_object('name', i.name, 'quantity', i.quantity, 'sku', i.sku, 'price', i.price_minor, 'currency', i.currency, 'image', i.image_url)) from order_items i where i.order_id = o.id) as items`;
const LIVE = '(canceled_at is null or canceled_at > ?1)';
const CUSTOMERS = `select buyer_id, count(*) as n, sum(case when currency = 'USD' then total_minor else 0 end) as spent, min(placed_at) as first_at, max(placed_at) as last_at
	from orders where shop_id = 'big' and placed_at <= ?1 and ${LIVE} group by buyer_id`;

/** Least sum of the fifth who spent most, in steps of a hundred cents. */
const TOP_FIFTH = `(select value from (select spent / 100 * 100 as value, sum(count(*)) over (order by spent / 100 * 100) - count(*) as below, sum(count(*)) over () as total
	from (${CUSTOMERS}) group by 1) where below >= total * 4 / 5.0 order by value limit 1)`;

const ofCustomers = (having: string): string => `select ${BUYER}, c.n, c.spent, c.first_at, c.last_at from (${CUSTOMERS} having ${having}) c join buyers b on b.id = c.buyer_id where b.email is not null`;
const state = (condition: string): string => `select ${BUYER}, ${ORDER} from orders o join buyers b on b.id = o.buyer_id where o.shop_id = 'big' and o.placed_at <= ?1 and b.email is not null and ${condition}`;
const hadNot = (...columns: string[]): string => columns.map((column) => `(o.${column} is null or o.${column} > ?1)`).join(' and ');
const within = (column: string, days: number): string => `o.${column} <= ?1 and o.${column} > ?1 - ${days * DAY}`;

const cart = `select ${BUYER}, e.subject, e.occurred_at, e.value_minor, e.currency, e.data_json from buyer_events e join buyers b on b.id = e.buyer_id
	where e.shop_id = 'big' and e.kind = 'cart' and e.occurred_at > ?1 - ${7 * DAY} and e.occurred_at <= ?1 - ${4 * HOUR} and b.email is not null
	and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = 'cart' and n.occurred_at > e.occurred_at and n.occurred_at <= ?1)
	and not exists (select 1 from orders o where o.shop_id = 'big' and o.buyer_id = e.buyer_id and o.placed_at >= e.occurred_at and o.placed_at <= ?1)`;

const browse = `select ${BUYER}, e.subject, e.occurred_at,
	(select json_group_array(json_object('subject', v.subject, 'data', v.data_json)) from buyer_events v where v.buyer_id = b.id and v.kind = 'view' and v.occurred_at > ?1 - ${7 * DAY} and v.occurred_at <= ?1 - ${4 * HOUR}) as viewed
	from buyer_events e join buyers b on b.id = e.buyer_id
	where e.shop_id = 'big' and e.kind = 'view' and e.occurred_at > ?1 - ${7 * DAY} and e.occurred_at <= ?1 - ${4 * HOUR} and b.email is not null
	and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = 'view' and n.occurred_at > e.occurred_at and n.occurred_at <= ?1)
	and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = 'cart' and n.occurred_at > e.occurred_at - ${DAY} and n.occurred_at <= ?1)
	and not exists (select 1 from orders o where o.shop_id = 'big' and o.buyer_id = e.buyer_id and o.placed_at > e.occurred_at - ${DAY} and o.placed_at <= ?1)
	and (select count(distinct v.subject) from buyer_events v where v.buyer_id = e.buyer_id and v.kind = 'view' and v.occurred_at > ?1 - ${7 * DAY} and v.occurred_at <= e.occurred_at) >= 2`;

const stock = `select ${BUYER}, e.id as event_id, e.subject, e.occurred_at, e.data_json from buyer_events e join buyers b on b.id = e.buyer_id
	where e.shop_id = 'big' and e.kind = 'stock-wait' and e.occurred_at > ?1 - ${180 * DAY} and e.occurred_at <= ?1 and e.subject in ('p0', 'p1', 'p2', 'p3', 'p4', 'p5') and b.email is not null
	and not exists (select 1 from buyer_events n where n.buyer_id = e.buyer_id and n.kind = 'stock-wait' and n.subject = e.subject and n.occurred_at > e.occurred_at and n.occurred_at <= ?1)
	and not exists (select 1 from orders o join order_items i on i.order_id = o.id where o.shop_id = 'big' and o.buyer_id = e.buyer_id and o.placed_at >= e.occurred_at and o.placed_at <= ?1 and i.product_id = e.subject)`;

const neverOpened = `select ${BUYER}, m.n, c.n, c.spent, c.first_at, c.last_at
	from (select buyer_id, count(*) as n from deliveries where purpose = 'marketing' and state in ('accepted', 'delivered', 'bounced', 'complained', 'uncertain') and settled_at <= ?1 and settled_at > ?1 - ${180 * DAY} group by buyer_id having count(*) >= 2) m
	join buyers b on b.id = m.buyer_id left join (${CUSTOMERS}) c on c.buyer_id = b.id
	where b.shop_id = 'big' and b.email is not null
	and not exists (select 1 from delivery_events v where v.buyer_id = b.id and v.kind in ('opened', 'clicked') and v.occurred_at > ?1 - ${180 * DAY} and v.occurred_at <= ?1)`;

const yearsAgo = (years: number): string => `select ${BUYER}, ${ORDER} from orders o join buyers b on b.id = o.buyer_id
	where o.shop_id = 'big' and o.placed_at >= cast(strftime('%s', ?1 / 1000, 'unixepoch', 'start of day', '-${years} year') as integer) * 1000
	and o.placed_at < cast(strftime('%s', ?1 / 1000, 'unixepoch', 'start of day', '+1 day', '-${years} year') as integer) * 1000 and (o.canceled_at is null or o.canceled_at > ?1) and b.email is not null
	and not exists (select 1 from orders f where f.shop_id = 'big' and f.buyer_id = o.buyer_id and f.placed_at < o.placed_at and (f.canceled_at is null or f.canceled_at > ?1))`;

/** Intervals of products as a table of constants, as one would paste it; whoever ordered several times needs none of it. */
function repurchase(from: number, below: number | null): Question['sql'] {
	return ({ intervals }) => {
		const products = [...intervals.byProductMs].map(([product, interval]) => `select '${product}' as product, ${interval} as interval_ms`).join(' union all ');
		const own = `max(${7 * DAY}, (c.last_at - c.first_at) / (c.n - 1))`;
		const ofProduct = `coalesce(f.interval_ms, ${intervals.shopMs})`;
		const isDue = (interval: string): string => `?1 - c.last_at >= ${from} * ${interval} ${below === null ? '' : `and ?1 - c.last_at < ${below} * ${interval}`}`;
		const lastOrder = 'cross join orders o cross join buyers b';
		const isLast = `o.shop_id = 'big' and o.buyer_id = c.buyer_id and o.placed_at = c.last_at and (o.canceled_at is null or o.canceled_at > ?1) and b.id = c.buyer_id and b.email is not null`;
		return `with f as (${products || "select '' as product, 0 as interval_ms where 0"}), c as materialized (${CUSTOMERS})
			select ${BUYER}, ${ORDER}, c.n, c.first_at, c.last_at, ${own} as interval_ms from c ${lastOrder} where c.n > 1 and ${isDue(own)} and ${isLast}
			union all select ${BUYER}, ${ORDER}, c.n, c.first_at, c.last_at, ${ofProduct} as interval_ms from c ${lastOrder}
			left join order_items i on i.order_id = o.id and i.line = 0 left join f on f.product = coalesce(i.product_id, i.sku) where c.n = 1 and ${isDue(ofProduct)} and ${isLast}`;
	};
}

export const QUESTIONS: readonly Question[] = [
	{ key: 'cartAbandoned', preset: 'cart-abandoned', parameters: {}, sql: () => cart },
	{ key: 'browseAbandoned', preset: 'browse-abandoned', parameters: {}, sql: () => browse },
	{ key: 'paid', preset: 'fulfilment-state', parameters: { state: 'paid' }, sql: () => state(`${hadNot('delivered_at', 'canceled_at', 'returned_at', 'shipped_at')} and ${within('paid_at', 30)}`) },
	{ key: 'shipped', preset: 'fulfilment-state', parameters: { state: 'shipped' }, sql: () => state(`${hadNot('delivered_at', 'canceled_at', 'returned_at')} and ${within('shipped_at', 30)} and (o.estimated_delivery_at is null or o.estimated_delivery_at >= ?1)`) },
	{ key: 'delivered', preset: 'fulfilment-state', parameters: { state: 'delivered' }, sql: () => state(`${hadNot('canceled_at', 'returned_at')} and ${within('delivered_at', 30)}`) },
	{ key: 'returned', preset: 'fulfilment-state', parameters: { state: 'returned' }, sql: () => state(within('returned_at', 30)) },
	{ key: 'canceled', preset: 'fulfilment-state', parameters: { state: 'canceled' }, sql: () => state(`${hadNot('returned_at')} and ${within('canceled_at', 30)}`) },
	{ key: 'lateDelivery', preset: 'late-delivery', parameters: {}, sql: () => state(`${hadNot('delivered_at', 'canceled_at', 'returned_at')} and o.shipped_at <= ?1 and o.estimated_delivery_at <= ?1 - ${DAY} and o.estimated_delivery_at > ?1 - ${30 * DAY}`) },
	{ key: 'repurchaseDue', preset: 'repurchase-due', parameters: { stage: 'due' }, sql: repurchase(1, 1.5) },
	{ key: 'repurchaseOverdue', preset: 'repurchase-due', parameters: { stage: 'overdue' }, sql: repurchase(1.5, 3) },
	{ key: 'repurchaseLapsed', preset: 'repurchase-due', parameters: { stage: 'lapsed' }, sql: repurchase(3, null) },
	{ key: 'newBuyers', preset: 'new-buyers', parameters: {}, sql: () => ofCustomers(`n = 1 and first_at > ?1 - ${30 * DAY}`) },
	{ key: 'loyalBuyers', preset: 'loyal-buyers', parameters: {}, sql: () => ofCustomers(`n >= 5 and last_at > ?1 - ${180 * DAY}`) },
	{ key: 'highValue', preset: 'high-value', parameters: {}, sql: () => ofCustomers(`spent >= ${TOP_FIFTH}`) },
	{ key: 'atRisk', preset: 'at-risk', parameters: {}, sql: () => ofCustomers(`n >= 3 and last_at <= ?1 - ${90 * DAY} and last_at > ?1 - ${365 * DAY}`) },
	{ key: 'neverOpened', preset: 'never-opened', parameters: { minMails: 2 }, sql: () => neverOpened },
	{ key: 'backInStock', preset: 'back-in-stock', parameters: { products: ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'] }, sql: () => stock },
	{ key: 'orderAnniversary', preset: 'order-anniversary', parameters: {}, sql: () => [1, 2, 3].map(yearsAgo).join(' union all ') },
];
