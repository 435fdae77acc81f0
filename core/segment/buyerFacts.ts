import type { Buyer } from '../buyer/buyer';
import type { Money } from '../shared/money';
import type { OrderTimes } from './orderState';

/** Everything that conditions may ask about one buyer: what the in-memory evaluation of a segment works on. */
export interface BuyerFacts {
	buyer: Buyer;
	/** by time, then id */
	orders: OrderFacts[];
	/** carts, views and whatever else was recorded; by time, then id */
	events: EventFacts[];
	/** marketing mails that are with the buyer, or may be */
	mails: Array<{ sentAt: number }>;
	/** opened, clicked … */
	mailEvents: Array<{ kind: string; occurredAt: number }>;
	/** some suppression stops marketing to him now */
	isSuppressed: boolean;
}

export interface OrderFacts extends OrderTimes {
	id: string;
	externalId: string;
	placedAt: number;
	returnReason: string | null;
	total: Money | null;
	items: Array<{ name: string; sku: string | null; productId: string | null; category: string | null }>;
}

export interface EventFacts {
	id: string;
	kind: string;
	subject: string;
	occurredAt: number;
	value: Money | null;
}

/** What a run of a segment knows of the shop, found out before the first buyer is looked at. */
export interface SegmentContext {
	asOf: number;
	/** money counts in this currency only */
	currency: string;
	intervals: PurchaseIntervals;
	scores: ScoreBounds;
}

/** How long buyers usually wait between two orders. */
export interface PurchaseIntervals {
	/** several orders within less than this are one purchase, not a rhythm */
	minMs: number;
	/** of buyers with a single order, and of products without an interval of their own */
	shopMs: number;
	/** product id (or SKU) → interval, of products that enough buyers came back after */
	byProductMs: ReadonlyMap<string, number>;
}

/**
 * The bounds between the scores 1 to 5, a fifth of the shop's buyers with orders each: least values of 2, 3, 4 and 5.
 * Recency is the time of the last order, so later is better.
 */
export interface ScoreBounds {
	recency: readonly number[];
	frequency: readonly number[];
	monetary: readonly number[];
}

/** Orders that had been placed and not canceled by then. */
export function liveOrders({ orders }: Pick<BuyerFacts, 'orders'>, asOf: number): OrderFacts[] {
	return orders.filter(({ placedAt, canceledAt }) => placedAt <= asOf && (canceledAt === null || canceledAt > asOf));
}

/** The buyer's own interval between orders, or the one of what he bought, or the shop's; `undefined` before the first order. */
export function purchaseIntervalMs(facts: BuyerFacts, { asOf, intervals }: SegmentContext): number | undefined {
	const orders = liveOrders(facts, asOf);
	const [first, last] = [orders[0], orders.at(-1)];
	if (!first || !last) return undefined;
	if (orders.length > 1) return Math.max(intervals.minMs, Math.floor((last.placedAt - first.placedAt) / (orders.length - 1)));
	const [line] = last.items;
	const product = line?.productId ?? line?.sku;
	return (product && intervals.byProductMs.get(product)) || intervals.shopMs;
}

/** A buyer of whom nothing is known but that he exists. */
export const EMPTY_FACTS: BuyerFacts = {
	buyer: {
		id: '', shopId: '', email: null, emailHash: '', externalId: null, name: null, country: null, language: null, site: '', siteSource: '', timeZone: 'UTC',
		consent: 'unknown', consentBasis: null, consentAt: null, isMarketable: true, sourceUpdatedAt: 0, createdAt: 0, updatedAt: 0,
	},
	orders: [], events: [], mails: [], mailEvents: [], isSuppressed: false,
};
