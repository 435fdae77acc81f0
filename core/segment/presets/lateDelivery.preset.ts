import { z } from 'zod';
import { DAY_MS } from '../../shared/clock';
import { inStateSince, orderStateAt } from '../orderState';
import { judgeOrders, selectOrders } from '../orderCandidates';
import type { SegmentPreset } from '../preset';

const parameters = z.object({
	/** days past the promised one: the carrier's scan is often a day late itself */
	lateAtLeastDays: z.number().nonnegative().default(1),
	/** older ones are a matter for after-sales */
	lateAtMostDays: z.number().positive().default(30),
});

/** Shipped, promised for a day that is over, and not delivered: said before the buyer asks. */
export const lateDelivery: SegmentPreset<typeof parameters> = {
	id: 'late-delivery',
	title: 'Late delivery',
	purpose: 'transactional',
	parameters,
	async *select(run) {
		const { after, until } = rangeOf(run.context.asOf, run.parameters);
		yield* selectOrders(run, { state: 'late', since: after, until });
	},
	judge(facts, { context: { asOf }, timeZone, parameters: given }) {
		const { after, until } = rangeOf(asOf, given);
		return judgeOrders(facts, { asOf, timeZone, state: 'late' }, (order) => {
			const promisedAt = inStateSince(order, 'late');
			return orderStateAt(order, asOf) === 'late' && promisedAt > after && promisedAt <= until;
		});
	},
};

function rangeOf(asOf: number, { lateAtLeastDays, lateAtMostDays }: z.infer<typeof parameters>): { after: number; until: number } {
	return { after: Math.floor(asOf - lateAtMostDays * DAY_MS), until: Math.floor(asOf - lateAtLeastDays * DAY_MS) };
}
