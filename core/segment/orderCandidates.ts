import type { BuyerFacts, OrderFacts } from './buyerFacts';
import { inStateSince, orderStateAt, type OrderState } from './orderState';
import type { Pages, StateQuery, StateRow } from './ports';
import type { Candidate, Judgement, SegmentRun } from './preset';
import { sayTime, toOrderData } from './words';

/** Orders in a state as candidates, each mailed once for that state. */
export async function* selectOrders({ store, shopId, now, context: { asOf }, timeZone }: SegmentRun<unknown>, query: Pick<StateQuery, 'state' | 'since' | 'until'>): Pages<Candidate> {
	const { state } = query;
	for await (const rows of store.readOrdersInState({ shopId, asOf, now, ...query })) {
		yield rows.map((row) => ({
			buyer: row.buyer,
			occasion: occasionOf(row.order.externalId, state),
			why: [sayWhy(row, state, timeZone)],
			data: { order: { ...toOrderData(row.order), state } },
		}));
	}
}

/** The same for one buyer: which of his orders fit, and where they stand. */
export function judgeOrders(facts: BuyerFacts, { asOf, timeZone, state }: { asOf: number; timeZone: string; state: OrderState }, fits: (order: OrderFacts) => boolean): Judgement {
	const orders = facts.orders.filter(({ placedAt }) => placedAt <= asOf);
	if (orders.length === 0) return { occasions: [], steps: [{ text: 'no order', isMet: false }] };
	const steps = orders.slice(-5).map((order) => {
		const standing = orderStateAt(order, asOf);
		return { text: `order ${order.externalId} is ${standing} since ${sayTime(inStateSince(order, standing), timeZone)}`, isMet: fits(order) };
	});
	return { occasions: orders.filter(fits).map((order) => occasionOf(order.externalId, state)), steps };
}

function occasionOf(externalId: string, state: OrderState): string {
	return `order:${externalId}:${state}`;
}

function sayWhy({ order }: StateRow, state: OrderState, timeZone: string): string {
	const since = sayTime(inStateSince(order, state), timeZone);
	if (state === 'late') return `order ${order.externalId} was promised for ${since} and is not delivered`;
	const reason = state === 'returned' && order.returnReason ? ` (${order.returnReason})` : '';
	return `order ${order.externalId} ${state} on ${since}${reason}`;
}
