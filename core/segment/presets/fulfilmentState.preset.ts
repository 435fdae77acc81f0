import { z } from 'zod';
import { DAY_MS } from '../../shared/clock';
import { inStateSince, orderStateAt } from '../orderState';
import { judgeOrders, selectOrders } from '../orderCandidates';
import type { SegmentPreset } from '../preset';

const parameters = z.object({
	state: z.enum(['paid', 'shipped', 'late', 'delivered', 'returned', 'canceled']).default('shipped'),
	/** came into the state at most this many days before; null: whenever */
	withinDays: z.number().positive().nullable().default(30),
});

/** Orders that stand at one point of their way: one recipient an order, mailed once for that state. */
export const fulfilmentState: SegmentPreset<typeof parameters> = {
	id: 'fulfilment-state',
	title: 'Fulfilment state',
	purpose: 'transactional',
	parameters,
	async *select(run) {
		const { state, withinDays } = run.parameters;
		yield* selectOrders(run, { state, since: sinceOf(run.context.asOf, withinDays) });
	},
	judge(facts, { context: { asOf }, timeZone, parameters: { state, withinDays } }) {
		const since = sinceOf(asOf, withinDays);
		return judgeOrders(facts, { asOf, timeZone, state }, (order) => orderStateAt(order, asOf) === state && (since === null || inStateSince(order, state) > since));
	},
};

function sinceOf(asOf: number, withinDays: number | null): number | null {
	return withinDays === null ? null : Math.floor(asOf - withinDays * DAY_MS);
}
