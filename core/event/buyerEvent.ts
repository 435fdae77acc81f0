import type { Money } from '../shared/money';

/** Something a buyer did: put things into a cart, looked at a product. */
export interface BuyerEvent {
	id: string;
	shopId: string;
	buyerId: string;
	kind: string;
	/** the cart's or product's id */
	subject: string;
	occurredAt: number;
	value: Money | null;
	data: EventData;
	/** one event, however often it is reported */
	eventKey: string;
}

export interface EventData {
	items?: Array<{ name: string; quantity: number; sku?: string; price?: Money; imageUrl?: string }>;
	url?: string;
}
