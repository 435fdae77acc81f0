/** Where an order stands; an order is in exactly one of these at any instant. */
export const ORDER_STATES = ['placed', 'paid', 'shipped', 'late', 'delivered', 'returned', 'canceled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** The times of an order that decide. */
export interface OrderTimes {
	paidAt: number | null;
	shippedAt: number | null;
	deliveredAt: number | null;
	estimatedDeliveryAt: number | null;
	returnedAt: number | null;
	canceledAt: number | null;
}

/**
 * The state at an instant, from what had happened by then: returned before canceled before delivered; shipped and past the
 * promised day is late; else shipped, paid, placed. The store's query says the same in SQL (a test holds both together).
 */
export function orderStateAt(order: OrderTimes, at: number): OrderState {
	const had = (time: number | null): boolean => time !== null && time <= at;
	if (had(order.returnedAt)) return 'returned';
	if (had(order.canceledAt)) return 'canceled';
	if (had(order.deliveredAt)) return 'delivered';
	if (had(order.shippedAt)) return order.estimatedDeliveryAt !== null && order.estimatedDeliveryAt < at ? 'late' : 'shipped';
	return had(order.paidAt) ? 'paid' : 'placed';
}

/** Since when the order has been in its state at that instant. */
export function inStateSince(order: OrderTimes & { placedAt: number }, state: OrderState): number {
	const times: Record<OrderState, number | null> = {
		placed: order.placedAt, paid: order.paidAt, shipped: order.shippedAt, late: order.estimatedDeliveryAt,
		delivered: order.deliveredAt, returned: order.returnedAt, canceled: order.canceledAt,
	};
	return times[state] ?? order.placedAt;
}
