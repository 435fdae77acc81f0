import type { Category } from '../categories';

/** One ready answer. `amazon` differs where Amazon delivers the order and takes it back (FBA; requirement A7). */
export interface ReadyAnswer {
	merchant: string;
	amazon?: string;
}

/** The ready answers of one language: short, factual, no promise, no link, no contact, no word about reviews. */
export interface ReplyLanguage {
	greeting: string;
	closing: string;
	/** with {orderId} */
	orderLine: string;
	/** with {carrier} and {trackingNumber} */
	trackingLine: string;
	answers: Record<Category, ReadyAnswer>;
}
