import type { Buyer } from '../buyer/buyer';
import type { OrderLine } from '../buyer/order';
import type { EventData } from '../event/buyerEvent';
import type { Money } from '../shared/money';
import type { OrderState } from './orderState';

/** Rows of one slice and where the next one begins; no `next`: that was the last. */
export interface Slice<Row> {
	rows: Row[];
	next: string | undefined;
}

export interface CartRow {
	buyer: Buyer;
	cartId: string;
	occurredAt: number;
	value: Money | null;
	data: EventData;
}

export interface CartQuery {
	shopId: string;
	asOf: number;
	/** the cart's last change, from (exclusive) and up to (inclusive) */
	after: number;
	until: number;
}

export interface StateRow {
	buyer: Buyer;
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
}

export interface StateQuery {
	shopId: string;
	asOf: number;
	state: OrderState;
	/** only orders that came into the state after this instant */
	since: number | null;
}

export interface RhythmRow {
	buyer: Buyer;
	orderCount: number;
	firstPlacedAt: number;
	lastPlacedAt: number;
	lastOrder: OrderSummary;
}

export interface RhythmQuery {
	shopId: string;
	asOf: number;
	/** interval of buyers with a single order */
	fallbackIntervalMs: number;
	minIntervalMs: number;
	/** time since the last order in intervals: from (inclusive), below (exclusive; null: no end) */
	fromIntervals: number;
	belowIntervals: number | null;
}

/** What segments read; every call reads a bounded number of rows. */
export interface SegmentStore {
	/** The last cart of each buyer, left behind without an order since. */
	readAbandonedCarts(query: CartQuery, from: string | undefined): Promise<Slice<CartRow>>;
	readOrdersInState(query: StateQuery, from: string | undefined): Promise<Slice<StateRow>>;
	readRhythms(query: RhythmQuery, from: string | undefined): Promise<Slice<RhythmRow>>;
	/** Mean intervals between orders of buyers with at least two, a slice of buyers at a time. */
	readIntervals(shopId: string, asOf: number, from: string | undefined): Promise<Slice<number>>;
	/** Lines by order id. */
	readOrderLines(orderIds: string[]): Promise<Map<string, OrderLine[]>>;
	/** Of these buyers, those to whom something was sent after an instant. */
	readMailedSince(buyerIds: string[], since: number): Promise<Set<string>>;
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
