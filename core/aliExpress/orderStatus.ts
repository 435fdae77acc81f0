/** What a status of the platform means to us. */
export type OrderPhase = 'unpaid' | 'paid' | 'shipped' | 'finished' | 'other';

/** Statuses of orders (comments in the platform's own SDKs); one that isn't here is `other`, never an error. */
const PHASE_BY_STATUS: ReadonlyMap<string, OrderPhase> = new Map([
	['PLACE_ORDER_SUCCESS', 'unpaid'],
	// the buyer asks to cancel: nothing is decided yet
	['IN_CANCEL', 'other'],
	['WAIT_SELLER_SEND_GOODS', 'paid'],
	// a part is still with the seller: only what is known to have left counts as shipped
	['SELLER_PART_SEND_GOODS', 'paid'],
	['WAIT_BUYER_ACCEPT_GOODS', 'shipped'],
	['FUND_PROCESSING', 'other'],
	['IN_ISSUE', 'other'],
	['IN_FROZEN', 'other'],
	['WAIT_SELLER_EXAMINE_MONEY', 'other'],
	// paid, and looked at for 24 hours
	['RISK_CONTROL', 'paid'],
	['FINISH', 'finished'],
]);

/** All statuses but FINISH, which has to be asked for by itself. */
export const UNFINISHED_STATUSES: readonly string[] = [...PHASE_BY_STATUS.keys()].filter((status) => status !== 'FINISH');

export function phaseOf(status: unknown): OrderPhase {
	return PHASE_BY_STATUS.get(typeof status === 'string' ? status.toUpperCase() : '') ?? 'other';
}

/** Reasons for an end that are no delivery: cancelled, closed, not paid or not sent in time, paid back. */
const NOT_DELIVERED = /cancel|close|refund|pay_timeout|send_goods_timeout|risk/i;

/** Of a finished order: whether it came to nothing. An order that was never paid or never left the seller did not arrive. */
export function isClosedWithoutDelivery(facts: { isPaid: boolean; isShipped: boolean; endReason: string; logisticsStatus: string }): boolean {
	if (!facts.isPaid || NOT_DELIVERED.test(facts.endReason)) return true;
	return !facts.isShipped && facts.logisticsStatus !== 'NO_LOGISTICS' && facts.logisticsStatus !== 'BUYER_ACCEPT_GOODS';
}
