import type { OrderRecord, RecordItem } from '../contract/records';
import { mergeFields } from './mergeFields';
import type { Order, OrderLine } from './order';

/** The order after a row about it; `stored` is the order as it was, or a new empty one. `buyerId`: of the address that the row names (of two addresses stated at the same time either may stay). */
export function mergeOrder(stored: Order, record: OrderRecord, statement: { at: number; isTimed: boolean; buyerId: string | undefined }, now: number): Order {
	const { placedAt, paidAt, shippedAt, deliveredAt, estimatedDeliveryAt, canceledAt, returnedAt, returnReason, country, carrier, trackingNumber, fulfilledBy, total } = record;
	const { at, isTimed, buyerId } = statement;
	const given = {
		placedAt, paidAt, shippedAt, deliveredAt, estimatedDeliveryAt, canceledAt, returnedAt, returnReason, country, carrier, trackingNumber, fulfilledBy,
		currency: record.currency, totalMinor: total?.amountMinor, items: record.items?.map(toLine), buyerId,
	};
	const { fields, ages } = mergeFields<Order>(stored, stored.fieldAges, { given, at, isTimed });
	return { ...fields, fieldAges: ages, sourceUpdatedAt: Math.max(at, stored.sourceUpdatedAt), updatedAt: now };
}

/** Whether anything but the times of bookkeeping differs. */
export function isSameOrder(a: Order, b: Order): boolean {
	const facts = (order: Order): string => JSON.stringify({ ...order, id: 0, fieldAges: 0, sourceUpdatedAt: 0, createdAt: 0, updatedAt: 0 });
	return facts(a) === facts(b);
}

function toLine(item: RecordItem): OrderLine {
	return {
		sku: item.sku ?? null, productId: item.productId ?? null, category: item.category ?? null, name: item.name, quantity: item.quantity,
		priceMinor: item.price?.amountMinor ?? null, currency: item.price?.currency ?? null, imageUrl: item.imageUrl ?? null,
	};
}
