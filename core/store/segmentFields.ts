import { sql, type RawBuilder } from 'kysely';
import type { SegmentContext } from '../segment/buyerFacts';
import { STAGE_BOUNDS } from '../segment/repurchaseStage';
import type { Capabilities } from './dialects/capabilities';
import { MAILED_STATES } from './mailedStates';

type Sql = RawBuilder<unknown>;

/** Tables that are summed up once per buyer, however many conditions ask about them; `orders` are those that count, not canceled. */
export type SourceName = 'orders' | 'allOrders' | 'carts' | 'views' | 'mails' | 'mailEvents';

/** What a field's SQL is made with: `b` is the buyer's row. */
export interface FieldScope {
	shopId: string;
	context: SegmentContext;
	capabilities: Capabilities;
	/** when the segment runs: suppressions are those of now */
	now: number;
	/** Asks for a sum over a source and gives back its column; null where the buyer has no rows there. */
	aggregate(source: SourceName, key: string, expression: Sql): Sql;
}

/** A field as one value, or as a set of which something has to hold for one element. */
export type FieldSql = { kind: 'value'; value: Sql } | { kind: 'set'; hasElement: (test: (element: Sql) => Sql) => Sql };

/** By the same keys as SEGMENT_FIELDS; `since` is −Infinity unless the condition has a window. */
export const FIELD_SQL: Readonly<Record<string, (scope: FieldScope, since: number) => FieldSql>> = {
	'orders.count': (scope, since) => value(sql`coalesce(${orderCount(scope, since)}, 0)`),
	'orders.spent': (scope, since) => value(sql`coalesce(${amountSpent(scope, since)}, 0)`),
	'orders.averageValue': (scope, since) => value(averageValue(scope, since)),
	'orders.firstAt': (scope) => value(firstOrderAt(scope)),
	'orders.lastAt': (scope) => value(lastOrderAt(scope)),
	'orders.canceledCount': (scope, since) => value(countTimes(scope, 'canceled_at', since)),
	'orders.returnedCount': (scope, since) => value(countTimes(scope, 'returned_at', since)),
	'orders.returnReason': (scope, since) => set((test) => sql`exists (select 1 from orders x where ${ofBuyer(scope)} and ${within('x.returned_at', since, scope)} and ${test(sql.ref('x.return_reason'))})`),
	'orders.product': (scope, since) => set((test) => items(scope, since, sql`(${test(sql.ref('i.sku'))} or ${test(sql.ref('i.product_id'))})`)),
	'orders.productName': (scope, since) => set((test) => items(scope, since, test(sql.ref('i.name')))),
	'orders.category': (scope, since) => set((test) => items(scope, since, test(sql.ref('i.category')))),
	'orders.state': (scope, since) => set((test) => sql`exists (select 1 from orders x where ${ofBuyer(scope)} and ${after('x.placed_at', since)} and ${test(stateOfOrder(scope))})`),
	'repurchase.intervalDays': (scope) => value(sql`(${purchaseInterval(scope)} / 86400000)`),
	'repurchase.stage': (scope) => value(repurchaseStage(scope)),
	'rfm.recency': (scope) => value(score(scope, lastOrderAt(scope), scope.context.scores.recency)),
	'rfm.frequency': (scope) => value(score(scope, orderCount(scope, -Infinity), scope.context.scores.frequency)),
	'rfm.monetary': (scope) => value(score(scope, amountSpent(scope, -Infinity), scope.context.scores.monetary)),
	'cart.count': (scope, since) => value(countEvents(scope, 'carts', since)),
	'cart.lastAt': (scope) => value(lastEventAt(scope, 'carts')),
	'cart.value': (scope) => value(lastCartValue(scope)),
	'cart.isAbandoned': (scope) => value(isCartAbandoned(scope)),
	'views.count': (scope, since) => value(countEvents(scope, 'views', since)),
	'views.products': (scope, since) => value(sql`coalesce(${scope.aggregate('views', `products ${since}`, sql`count(distinct case when ${after('s.occurred_at', since)} then s.subject end)`)}, 0)`),
	'views.lastAt': (scope) => value(lastEventAt(scope, 'views')),
	'views.product': (scope, since) => set((test) => events(scope, since, sql`e.kind = 'view' and ${test(sql.ref('e.subject'))}`)),
	'events.kind': (scope, since) => set((test) => events(scope, since, test(sql.ref('e.kind')))),
	'mails.sentCount': (scope, since) => value(sql`coalesce(${scope.aggregate('mails', `count ${since}`, countIf(after('s.settled_at', since)))}, 0)`),
	'mails.lastSentAt': (scope) => value(scope.aggregate('mails', 'last', sql`max(s.settled_at)`)),
	'mails.openedCount': (scope, since) => value(countMailEvents(scope, 'opened', since)),
	'mails.lastOpenedAt': (scope) => value(lastMailEventAt(scope, 'opened')),
	'mails.clickedCount': (scope, since) => value(countMailEvents(scope, 'clicked', since)),
	'mails.lastClickedAt': (scope) => value(lastMailEventAt(scope, 'clicked')),
	'profile.site': () => value(sql.ref('b.site')),
	'profile.siteSource': () => value(sql.ref('b.site_source')),
	'profile.country': () => value(sql.ref('b.country')),
	'profile.language': () => value(sql.ref('b.language')),
	'profile.name': () => value(sql.ref('b.name')),
	'profile.externalId': () => value(sql.ref('b.external_id')),
	'profile.mailDomain': ({ capabilities }) => value(sql`substr(b.email, ${sql.raw(capabilities.textPosition)}(b.email, '@') + 1)`),
	'profile.createdAt': () => value(sql.ref('b.created_at')),
	'consent.state': () => value(sql.ref('b.marketing_consent')),
	'consent.basis': () => value(sql.ref('b.consent_basis')),
	'consent.at': () => value(sql.ref('b.consent_at')),
	'consent.isSuppressed': ({ shopId, now }) => value(sql`exists (select 1 from suppressions s where s.email_hash = b.email_hash and s.shop_id in (${shopId}, '*')
		and s.starts_at <= ${sql.lit(now)} and (s.ends_at is null or s.ends_at > ${sql.lit(now)}))`),
};

/** The rows of a source as `s`, those of a range of buyers by the caller. */
export function sourceRows(source: SourceName, { shopId, context }: Pick<FieldScope, 'shopId' | 'context'>): { from: Sql; where: Sql } {
	const asOf = sql.lit(context.asOf);
	const sources: Record<SourceName, { from: Sql; where: Sql }> = {
		orders: { from: sql`orders s`, where: sql`s.shop_id = ${shopId} and s.placed_at <= ${asOf} and ${isLive('s', { context })}` },
		allOrders: { from: sql`orders s`, where: sql`s.shop_id = ${shopId} and s.placed_at <= ${asOf}` },
		carts: { from: sql`buyer_events s`, where: sql`s.kind = 'cart' and s.occurred_at <= ${asOf}` },
		views: { from: sql`buyer_events s`, where: sql`s.kind = 'view' and s.occurred_at <= ${asOf}` },
		mails: { from: sql`deliveries s`, where: sql`s.purpose = 'marketing' and s.state in (${sql.join(MAILED_STATES)}) and s.settled_at <= ${asOf}` },
		mailEvents: { from: sql`delivery_events s`, where: sql`s.kind in ('opened', 'clicked') and s.occurred_at <= ${asOf}` },
	};
	return sources[source];
}

function value(expression: Sql): FieldSql {
	return { kind: 'value', value: expression };
}

function set(hasElement: (test: (element: Sql) => Sql) => Sql): FieldSql {
	return { kind: 'set', hasElement };
}

function after(column: string, since: number): Sql {
	return since === -Infinity ? sql`(1 = 1)` : sql`${sql.ref(column)} > ${sql.lit(since)}`;
}

function within(column: string, since: number, { context }: FieldScope): Sql {
	return sql`(${sql.ref(column)} <= ${sql.lit(context.asOf)} and ${after(column, since)})`;
}

function countIf(condition: Sql): Sql {
	return sql`sum(case when ${condition} then 1 else 0 end)`;
}

/** Not canceled by then. */
function isLive(table: 's' | 'x', { context }: Pick<FieldScope, 'context'>): Sql {
	const column = sql.ref(`${table}.canceled_at`);
	return sql`(${column} is null or ${column} > ${sql.lit(context.asOf)})`;
}

function orderCount(scope: FieldScope, since: number): Sql {
	return scope.aggregate('orders', `count ${since}`, since === -Infinity ? sql`count(*)` : countIf(after('s.placed_at', since)));
}

function amountSpent(scope: FieldScope, since: number): Sql {
	const { currency } = scope.context;
	return scope.aggregate('orders', `spent ${since}`, sql`sum(case when s.currency = ${currency} and ${after('s.placed_at', since)} then s.total_minor else 0 end)`);
}

function averageValue(scope: FieldScope, since: number): Sql {
	const isPriced = sql`s.currency = ${scope.context.currency} and s.total_minor is not null and ${after('s.placed_at', since)}`;
	const priced = scope.aggregate('orders', `priced ${since}`, countIf(isPriced));
	return sql`(cast(${amountSpent(scope, since)} as bigint) / nullif(cast(${priced} as bigint), 0))`;
}

function firstOrderAt(scope: FieldScope): Sql {
	return scope.aggregate('orders', 'first', sql`min(s.placed_at)`);
}

function lastOrderAt(scope: FieldScope): Sql {
	return scope.aggregate('orders', 'last', sql`max(s.placed_at)`);
}

function countTimes(scope: FieldScope, column: 'canceled_at' | 'returned_at', since: number): Sql {
	return sql`coalesce(${scope.aggregate('allOrders', `${column} ${since}`, countIf(within(`s.${column}`, since, scope)))}, 0)`;
}

function ofBuyer({ shopId, context }: FieldScope): Sql {
	return sql`x.shop_id = ${shopId} and x.buyer_id = b.id and x.placed_at <= ${sql.lit(context.asOf)}`;
}

function items(scope: FieldScope, since: number, condition: Sql): Sql {
	return sql`exists (select 1 from orders x join order_items i on i.order_id = x.id where ${ofBuyer(scope)} and ${isLive('x', scope)} and ${after('x.placed_at', since)} and ${condition})`;
}

function events({ context }: FieldScope, since: number, condition: Sql): Sql {
	return sql`exists (select 1 from buyer_events e where e.buyer_id = b.id and e.occurred_at <= ${sql.lit(context.asOf)} and ${after('e.occurred_at', since)} and ${condition})`;
}

/** `orderStateAt` as an expression over the order `x`. */
function stateOfOrder({ context }: FieldScope): Sql {
	const asOf = sql.lit(context.asOf);
	return sql`case when x.returned_at <= ${asOf} then 'returned' when x.canceled_at <= ${asOf} then 'canceled' when x.delivered_at <= ${asOf} then 'delivered'
		when x.shipped_at <= ${asOf} then (case when x.estimated_delivery_at < ${asOf} then 'late' else 'shipped' end) when x.paid_at <= ${asOf} then 'paid' else 'placed' end`;
}

/** `purchaseIntervalMs`: null before the first order. The caller's statement begins with `purchaseIntervalsCte`. */
function purchaseInterval(scope: FieldScope): Sql {
	const { minMs, shopMs } = scope.context.intervals;
	const count = orderCount(scope, -Infinity);
	const own = sql`((${lastOrderAt(scope)} - ${firstOrderAt(scope)}) / (${count} - 1))`;
	const ofProduct = sql`(select f.interval_ms from orders x join order_items i on i.order_id = x.id and i.line = 0 join product_intervals f on f.product = coalesce(i.product_id, i.sku)
		where ${ofBuyer(scope)} and ${isLive('x', scope)})`;
	return sql`(case when ${count} > 1 then (case when ${own} < ${sql.lit(minMs)} then ${sql.lit(minMs)} else ${own} end) when ${count} = 1 then coalesce(${ofProduct}, ${sql.lit(shopMs)}) end)`;
}

function repurchaseStage(scope: FieldScope): Sql {
	const interval = purchaseInterval(scope);
	const waited = sql`(${sql.lit(scope.context.asOf)} - ${lastOrderAt(scope)})`;
	const below = (intervals: number): Sql => sql`${waited} < ${interval} * ${sql.lit(intervals)}`;
	return sql`(case when ${interval} is null then 'none' when ${below(STAGE_BOUNDS.due.from)} then 'early' when ${below(STAGE_BOUNDS.overdue.from)} then 'due'
		when ${below(STAGE_BOUNDS.lapsed.from)} then 'overdue' else 'lapsed' end)`;
}

function score(scope: FieldScope, measured: Sql, bounds: readonly number[]): Sql {
	const steps = bounds.filter(Number.isFinite).map((bound) => sql`case when ${measured} >= ${sql.lit(bound)} then 1 else 0 end`);
	return sql`(case when ${orderCount(scope, -Infinity)} > 0 then ${sql.join([sql.lit(1), ...steps], sql` + `)} else 0 end)`;
}

function countEvents(scope: FieldScope, source: 'carts' | 'views', since: number): Sql {
	return sql`coalesce(${scope.aggregate(source, `count ${since}`, countIf(after('s.occurred_at', since)))}, 0)`;
}

function lastEventAt(scope: FieldScope, source: 'carts' | 'views'): Sql {
	return scope.aggregate(source, 'last', sql`max(s.occurred_at)`);
}

function lastCartValue({ context }: FieldScope): Sql {
	return sql`(select case when e.currency = ${context.currency} then e.value_minor end from buyer_events e
		where e.buyer_id = b.id and e.kind = 'cart' and e.occurred_at <= ${sql.lit(context.asOf)} order by e.occurred_at desc, e.id desc limit 1)`;
}

function isCartAbandoned(scope: FieldScope): Sql {
	const cartAt = lastEventAt(scope, 'carts');
	const orderAt = scope.aggregate('allOrders', 'any', sql`max(s.placed_at)`);
	return sql`(${cartAt} is not null and (${orderAt} is null or ${orderAt} < ${cartAt}))`;
}

function countMailEvents(scope: FieldScope, kind: 'opened' | 'clicked', since: number): Sql {
	return sql`coalesce(${scope.aggregate('mailEvents', `${kind} ${since}`, countIf(sql`s.kind = ${kind} and ${after('s.occurred_at', since)}`))}, 0)`;
}

function lastMailEventAt(scope: FieldScope, kind: 'opened' | 'clicked'): Sql {
	return scope.aggregate('mailEvents', `last ${kind}`, sql`max(case when s.kind = ${kind} then s.occurred_at end)`);
}
