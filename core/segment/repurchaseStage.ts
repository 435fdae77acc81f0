import { liveOrders, purchaseIntervalMs, type BuyerFacts, type SegmentContext } from './buyerFacts';

/** Time since the last order in the buyer's intervals: from (inclusive), below (exclusive; null: no end). */
export const STAGE_BOUNDS = {
	early: { from: 0, below: 1 },
	due: { from: 1, below: 1.5 },
	overdue: { from: 1.5, below: 3 },
	lapsed: { from: 3, below: null },
} as const;

/** none: no order yet · early: too soon · due, overdue, lapsed */
export const REPURCHASE_STAGES = ['none', 'early', 'due', 'overdue', 'lapsed'] as const;
export type RepurchaseStage = (typeof REPURCHASE_STAGES)[number];

/** Where a buyer stands between his last order and the next one. */
export function repurchaseStage(facts: BuyerFacts, context: SegmentContext): RepurchaseStage {
	const interval = purchaseIntervalMs(facts, context);
	const last = liveOrders(facts, context.asOf).at(-1);
	if (interval === undefined || !last) return 'none';
	const waited = context.asOf - last.placedAt;
	if (waited < interval * STAGE_BOUNDS.due.from) return 'early';
	if (waited < interval * STAGE_BOUNDS.overdue.from) return 'due';
	return waited < interval * STAGE_BOUNDS.lapsed.from ? 'overdue' : 'lapsed';
}
