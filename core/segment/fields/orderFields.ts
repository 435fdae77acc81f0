import { liveOrders, purchaseIntervalMs, type BuyerFacts, type OrderFacts, type SegmentContext } from '../buyerFacts';
import { ORDER_STATES, orderStateAt } from '../orderState';
import { repurchaseStage, REPURCHASE_STAGES } from '../repurchaseStage';
import { scoreOf } from '../scores';
import type { FieldWindow, SegmentField } from './field';

/** What a buyer ordered, and how often. Canceled orders don't count, unless the field is about them. */
export const ORDER_FIELDS: readonly SegmentField[] = [
	{ key: 'orders.count', title: 'Number of Orders', kind: 'number', isWindowed: true, read: (facts, { asOf }, window) => placedIn(facts, asOf, window).length },
	{ key: 'orders.spent', title: 'Total Spent', kind: 'money', isWindowed: true, read: (facts, context, window) => spent(placedIn(facts, context.asOf, window), context) },
	{ key: 'orders.averageValue', title: 'Average Order Value', kind: 'money', isWindowed: true, read: averageValue },
	{ key: 'orders.firstAt', title: 'First Order', kind: 'time', read: (facts, { asOf }) => liveOrders(facts, asOf)[0]?.placedAt ?? null },
	{ key: 'orders.lastAt', title: 'Last Order', kind: 'time', read: (facts, { asOf }) => liveOrders(facts, asOf).at(-1)?.placedAt ?? null },
	{ key: 'orders.canceledCount', title: 'Canceled Orders', kind: 'number', isWindowed: true, read: (facts, { asOf }, { since }) => countTimes(facts, 'canceledAt', since, asOf) },
	{ key: 'orders.returnedCount', title: 'Returned Orders', kind: 'number', isWindowed: true, read: (facts, { asOf }, { since }) => countTimes(facts, 'returnedAt', since, asOf) },
	{ key: 'orders.returnReason', title: 'Return Reason', kind: 'set', isWindowed: true, read: returnReasons },
	{ key: 'orders.product', title: 'Product Ordered (ID or SKU)', kind: 'set', isWindowed: true, read: (facts, { asOf }, window) => itemsOf(placedIn(facts, asOf, window), ({ sku, productId }) => [sku, productId]) },
	{ key: 'orders.productName', title: 'Product Ordered (Name)', kind: 'set', isWindowed: true, read: (facts, { asOf }, window) => itemsOf(placedIn(facts, asOf, window), ({ name }) => [name]) },
	{ key: 'orders.category', title: 'Category Ordered', kind: 'set', isWindowed: true, read: (facts, { asOf }, window) => itemsOf(placedIn(facts, asOf, window), ({ category }) => [category]) },
	{ key: 'orders.state', title: 'State of an Order', kind: 'set', isWindowed: true, choices: ORDER_STATES, read: orderStates },
	{ key: 'repurchase.intervalDays', title: 'Usual Days Between Orders', kind: 'number', read: intervalDays },
	{ key: 'repurchase.stage', title: 'Repurchase Stage', kind: 'choice', choices: REPURCHASE_STAGES, read: (facts, context) => repurchaseStage(facts, context) },
	{ key: 'rfm.recency', title: 'Recency Score (1–5)', kind: 'number', read: (facts, context) => score(facts, context, 'recency') },
	{ key: 'rfm.frequency', title: 'Frequency Score (1–5)', kind: 'number', read: (facts, context) => score(facts, context, 'frequency') },
	{ key: 'rfm.monetary', title: 'Monetary Score (1–5)', kind: 'number', read: (facts, context) => score(facts, context, 'monetary') },
];

const DAY_MS = 86_400_000;

function placedIn(facts: BuyerFacts, asOf: number, { since }: FieldWindow): OrderFacts[] {
	return liveOrders(facts, asOf).filter(({ placedAt }) => placedAt > since);
}

function priced(orders: OrderFacts[], { currency }: SegmentContext): number[] {
	return orders.flatMap(({ total }) => (total?.currency === currency ? [total.amountMinor] : []));
}

function spent(orders: OrderFacts[], context: SegmentContext): number {
	return priced(orders, context).reduce((sum, amount) => sum + amount, 0);
}

function averageValue(facts: BuyerFacts, context: SegmentContext, window: FieldWindow): number | null {
	const amounts = priced(placedIn(facts, context.asOf, window), context);
	return amounts.length === 0 ? null : Math.trunc(amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length);
}

function countTimes({ orders }: BuyerFacts, time: 'canceledAt' | 'returnedAt', since: number, asOf: number): number {
	return orders.filter((order) => order.placedAt <= asOf && isWithin(order[time], since, asOf)).length;
}

function isWithin(time: number | null, since: number, asOf: number): boolean {
	return time !== null && time > since && time <= asOf;
}

function returnReasons({ orders }: BuyerFacts, { asOf }: SegmentContext, { since }: FieldWindow): Set<string> {
	return new Set(orders.filter((order) => order.placedAt <= asOf && isWithin(order.returnedAt, since, asOf)).flatMap(({ returnReason }) => returnReason ?? []));
}

function itemsOf(orders: OrderFacts[], read: (item: OrderFacts['items'][number]) => Array<string | null>): Set<string> {
	return new Set(orders.flatMap(({ items }) => items.flatMap(read)).flatMap((value) => value ?? []));
}

function orderStates({ orders }: BuyerFacts, { asOf }: SegmentContext, { since }: FieldWindow): Set<string> {
	return new Set(orders.filter(({ placedAt }) => placedAt <= asOf && placedAt > since).map((order) => orderStateAt(order, asOf)));
}

function intervalDays(facts: BuyerFacts, context: SegmentContext): number | null {
	const interval = purchaseIntervalMs(facts, context);
	return interval === undefined ? null : Math.floor(interval / DAY_MS);
}

function score(facts: BuyerFacts, context: SegmentContext, of: 'recency' | 'frequency' | 'monetary'): number {
	const orders = liveOrders(facts, context.asOf);
	const last = orders.at(-1);
	if (!last) return 0;
	const values = { recency: last.placedAt, frequency: orders.length, monetary: spent(orders, context) };
	return scoreOf(values[of], context.scores[of]);
}
