import type { Buyer } from '../buyer/buyer';
import type { OrderLine } from '../buyer/order';
import type { EventData } from '../event/buyerEvent';
import type { Money } from '../shared/money';
import type { BuyerFacts, SegmentContext } from './buyerFacts';
import type { Condition, ConditionGroup } from './condition';
import type { OrderState } from './orderState';
import type { SegmentBuyer } from './segmentBuyer';

/** Rows in pages of a bounded size, read while the caller works on the page before. */
export type Pages<Row> = AsyncGenerator<Row[]>;

export interface ShopQuery {
	shopId: string;
	asOf: number;
}

/** A query for people: their suppressions are those of now. */
export interface PeopleQuery extends ShopQuery {
	now: number;
}

export interface CartRow {
	buyer: SegmentBuyer;
	cartId: string;
	occurredAt: number;
	value: Money | null;
	data: EventData;
}

/** The last event's time, from (exclusive) and up to (inclusive). */
export interface TimeRange {
	after: number;
	until: number;
}

export interface BrowseQuery extends PeopleQuery, TimeRange {
	/** different products viewed in the range and since */
	minProducts: number;
	/** no cart and no order in so long before the last view, or since */
	quietMs: number;
}

export interface BrowseRow {
	buyer: SegmentBuyer;
	lastViewedAt: number;
	lastProduct: string;
	productCount: number;
}

export interface ViewedProduct {
	buyerId: string;
	product: string;
	viewedAt: number;
	data: EventData;
}

export interface StateRow {
	buyer: SegmentBuyer;
	order: OrderSummary;
}

export interface OrderSummary {
	id: string;
	externalId: string;
	placedAt: number;
	paidAt: number | null;
	shippedAt: number | null;
	deliveredAt: number | null;
	estimatedDeliveryAt: number | null;
	returnedAt: number | null;
	returnReason: string | null;
	canceledAt: number | null;
	total: Money | null;
	carrier: string | null;
	trackingNumber: string | null;
	items: OrderLine[];
}

export interface StateQuery extends PeopleQuery {
	state: OrderState;
	/** only orders that came into the state after this instant, and not after the other */
	since: number | null;
	until?: number;
}

export interface RhythmQuery extends PeopleQuery {
	context: SegmentContext;
	/** time since the last order in intervals: from (inclusive), below (exclusive; null: no end) */
	fromIntervals: number;
	belowIntervals: number | null;
}

export interface RhythmRow {
	buyer: SegmentBuyer;
	orderCount: number;
	firstPlacedAt: number;
	lastPlacedAt: number;
	intervalMs: number;
	lastOrder: OrderSummary;
}

export interface StockWaitQuery extends PeopleQuery {
	/** asked after this instant */
	after: number;
	products: readonly string[];
}

export interface StockWaitRow {
	buyer: SegmentBuyer;
	eventId: string;
	product: string;
	askedAt: number;
	data: EventData;
}

export interface MatchQuery extends PeopleQuery {
	conditions: ConditionGroup;
	/** conditions whose values are wanted beside the buyer */
	values: readonly Condition[];
	context: SegmentContext;
}

export interface MatchRow {
	buyer: SegmentBuyer;
	/** in the order of the query's `values` */
	values: Array<number | string | null>;
}

/** How long buyers usually wait between two orders; `product` is what they ordered first, null: whatever it was. */
export interface IntervalMedian {
	product: string | null;
	medianDays: number;
}

/** What segments read. Scans run beside the store's ordinary work and over one snapshot each. */
export interface SegmentStore {
	/** The last cart of each buyer, left behind without an order since; by time. */
	readAbandonedCarts(query: PeopleQuery & TimeRange): Pages<CartRow>;
	/** Buyers who looked at several products and put nothing into a cart; by time. */
	readBrowsers(query: BrowseQuery): Pages<BrowseRow>;
	/** What these buyers looked at, newest first, once per product. */
	readViewedProducts(buyerIds: string[], range: TimeRange): Promise<ViewedProduct[]>;
	/** Orders by time. */
	readOrdersInState(query: StateQuery): Pages<StateRow>;
	/** Buyers by the time since their last order. */
	readRhythms(query: RhythmQuery): Pages<RhythmRow>;
	/** When the shop's first order was placed; `undefined`: it has none. */
	readEarliestOrderAt(shopId: string): Promise<number | undefined>;
	/** First orders (not canceled) that were placed in the range; by time. */
	readFirstOrders(query: PeopleQuery & TimeRange): Pages<StateRow>;
	/** The last time each buyer asked for each product, unless he has ordered it since; by time. */
	readStockWaits(query: StockWaitQuery): Pages<StockWaitRow>;
	/** Buyers who fit conditions; by id. */
	readMatches(query: MatchQuery): Pages<MatchRow>;
	/** Median intervals of the shop's first buyers (by id) with several orders: of all of them, and of the products after which enough came back. */
	readIntervalMedians(query: ShopQuery & { sampleSize: number; buyersPerProduct: number; maxProducts: number }): Promise<IntervalMedian[]>;
	/** How many buyers have each number of orders, last order (whole days, as epoch ms) or sum (steps of a hundred minor units). */
	countBuyersBy(query: ShopQuery & { currency: string }, measure: 'recency' | 'frequency' | 'monetary'): Promise<Map<number, number>>;
	/** Of these buyers, those to whom marketing was sent after an instant, and when the last of it was. */
	readLastMailed(buyerIds: string[], since: number): Promise<Map<string, number>>;
	/** Everything conditions may ask about a few buyers. */
	readFacts(shopId: string, buyerIds: string[], now: number): Promise<BuyerFacts[]>;
}

export interface AudienceMember {
	buyerId: string;
	occasion: string;
	variant: string;
	data: Record<string, unknown>;
}

export interface AudienceSummary {
	bySite: Record<string, number>;
	byVariant: Record<string, number>;
	leftOut: Record<string, number>;
	/** by language, positions of the first few members, for samples */
	positionsByLanguage: Record<string, number[]>;
}

export interface StoredAudience {
	id: string;
	shopId: string;
	segment: string;
	purpose: string;
	asOf: number;
	size: number;
	summary: AudienceSummary;
	createdAt: number;
}

export type PositionedMember = AudienceMember & { position: number; buyer: Buyer };

export interface AudienceStore {
	addMembers(audienceId: string, firstPosition: number, members: AudienceMember[]): Promise<void>;
	/** Makes the audience visible; its members are there by then. */
	addAudience(audience: StoredAudience): Promise<void>;
	findAudience(id: string): Promise<StoredAudience | undefined>;
	/** Members after a position, in order; buyers whose data were erased are left out. */
	readMembers(audienceId: string, afterPosition: number, limit: number): Promise<PositionedMember[]>;
	readMembersAt(audienceId: string, positions: number[]): Promise<PositionedMember[]>;
}
