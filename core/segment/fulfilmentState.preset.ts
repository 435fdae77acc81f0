import { z } from 'zod';
import { DAY_MS } from '../shared/clock';
import { inStateSince, type OrderState } from './orderState';
import type { StateRow } from './ports';
import type { SegmentPreset } from './preset';
import { eachSlice } from './slices';
import { sayTime, toOrderData } from './words';

const parameters = z.object({
	state: z.enum(['paid', 'shipped', 'late', 'delivered', 'returned', 'canceled']).default('late'),
	/** came into the state at most this many days before; null: whenever */
	withinDays: z.number().positive().nullable().default(null),
});

/** Orders that stand at one point of their way: one recipient an order, mailed once for that state. */
export const fulfilmentState: SegmentPreset<typeof parameters> = {
	id: 'fulfilment-state',
	title: 'Fulfilment state',
	purpose: 'transactional',
	parameters,
	async *select({ store, shopId, asOf, timeZone, parameters: { state, withinDays } }) {
		const query = { shopId, asOf, state, since: withinDays === null ? null : asOf - withinDays * DAY_MS };
		for await (const rows of eachSlice(async (from) => await store.readOrdersInState(query, from))) {
			const lines = await store.readOrderLines(rows.map(({ order }) => order.id));
			yield rows.map((row) => ({
				buyer: row.buyer,
				occasion: `order:${row.order.externalId}:${state}`,
				why: [sayWhy(row, state, timeZone)],
				data: { order: { ...toOrderData(row.order, lines.get(row.order.id) ?? []), state } },
			}));
		}
	},
};

function sayWhy({ order }: StateRow, state: OrderState, timeZone: string): string {
	const since = sayTime(inStateSince(order, state), timeZone);
	if (state === 'late') return `order ${order.externalId} was promised for ${since} and is not delivered`;
	const reason = state === 'returned' && order.returnReason ? ` (${order.returnReason})` : '';
	return `order ${order.externalId} ${state} on ${since}${reason}`;
}
