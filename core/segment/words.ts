import type { OrderLine } from '../buyer/order';
import { minorDigits, type Money } from '../shared/money';
import { instantToWall } from '../shared/timeZone';
import type { OrderSummary } from './ports';

/** `2026-11-20 14:02`, in the shop's zone. */
export function sayTime(at: number, timeZone: string): string {
	return new Date(instantToWall(timeZone, at)).toISOString().slice(0, 16).replace('T', ' ');
}

/** The year that the shop's clocks show. */
export function yearOf(at: number, timeZone: string): number {
	return new Date(instantToWall(timeZone, at)).getUTCFullYear();
}

/** `38.40 EUR` */
export function sayMoney({ amountMinor, currency }: Money): string {
	const digits = minorDigits(currency);
	return `${(amountMinor / 10 ** digits).toFixed(digits)} ${currency}`;
}

/** `1 item`, `3 items` */
export function sayCount(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** What templates see of an order as `data.order`. */
export function toOrderData(order: OrderSummary): Record<string, unknown> {
	return withoutNulls({
		id: order.externalId,
		placedAt: order.placedAt, paidAt: order.paidAt, shippedAt: order.shippedAt, estimatedDeliveryAt: order.estimatedDeliveryAt,
		deliveredAt: order.deliveredAt, returnedAt: order.returnedAt, returnReason: order.returnReason, canceledAt: order.canceledAt,
		total: order.total, carrier: order.carrier, trackingNumber: order.trackingNumber,
		items: order.items.map(toItemData),
	});
}

function toItemData(line: OrderLine): Record<string, unknown> {
	const price = line.priceMinor !== null && line.currency !== null ? { amountMinor: line.priceMinor, currency: line.currency } : null;
	return withoutNulls({ name: line.name, quantity: line.quantity, sku: line.sku, productId: line.productId, category: line.category, price, imageUrl: line.imageUrl });
}

function withoutNulls(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
