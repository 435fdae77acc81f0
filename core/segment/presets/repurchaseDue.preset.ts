import { z } from 'zod';
import { DAY_MS } from '../../shared/clock';
import { liveOrders, purchaseIntervalMs } from '../buyerFacts';
import type { RhythmRow } from '../ports';
import type { SegmentPreset } from '../preset';
import { repurchaseStage, STAGE_BOUNDS } from '../repurchaseStage';
import { sayCount, sayTime, toOrderData } from '../words';

const parameters = z.object({
	stage: z.enum(['due', 'overdue', 'lapsed']).default('due'),
	/** interval of buyers with one order, in days; null: that of the product's, else of the shop's buyers with several */
	fallbackIntervalDays: z.number().positive().nullable().default(null),
	/** several orders within a few days are one purchase, not a rhythm */
	minIntervalDays: z.number().positive().default(7),
});

/** The time has come to buy again: by the mean interval of the buyer's own orders; after a single one, by the product's or the shop's median. */
export const repurchaseDue: SegmentPreset<typeof parameters> = {
	id: 'repurchase-due',
	title: 'Repurchase due',
	purpose: 'marketing',
	parameters,
	needs: ({ minIntervalDays, fallbackIntervalDays }) => ({ intervals: { minDays: minIntervalDays, fallbackDays: fallbackIntervalDays } }),
	async *select({ store, shopId, now, context, timeZone, parameters: { stage } }) {
		const { from, below } = STAGE_BOUNDS[stage];
		for await (const rows of store.readRhythms({ shopId, asOf: context.asOf, now, context, fromIntervals: from, belowIntervals: below })) {
			yield rows.map((row) => {
				const intervalDays = Math.round(row.intervalMs / DAY_MS);
				const lastOrder = toOrderData(row.lastOrder);
				return {
					buyer: row.buyer,
					occasion: occasionOf(row.lastOrder.externalId),
					why: [sayRhythm(row, intervalDays), `last order ${sayTime(row.lastPlacedAt, timeZone)}, ${stage}`],
					data: { repurchase: { stage, intervalDays, orderCount: row.orderCount, daysSinceLastOrder: Math.floor((context.asOf - row.lastPlacedAt) / DAY_MS), lastOrderAt: row.lastPlacedAt, items: lastOrder.items, lastOrder } },
				};
			});
		}
	},
	judge(facts, { context, timeZone, parameters: { stage } }) {
		const last = liveOrders(facts, context.asOf).at(-1);
		const standing = repurchaseStage(facts, context);
		if (!last) return { occasions: [], steps: [{ text: 'no order', isMet: false }] };
		const intervalDays = Math.round((purchaseIntervalMs(facts, context) ?? 0) / DAY_MS);
		const steps = [{ text: `last order ${sayTime(last.placedAt, timeZone)}, one every ${sayCount(intervalDays, 'day')}: ${standing}`, isMet: standing === stage }];
		return { occasions: standing === stage ? [occasionOf(last.externalId)] : [], steps };
	},
};

function occasionOf(lastOrder: string): string {
	return `repurchase:${lastOrder}`;
}

function sayRhythm(row: RhythmRow, intervalDays: number): string {
	if (row.orderCount < 2) return `1 order; others order again after ${sayCount(intervalDays, 'day')}`;
	return `${row.orderCount} orders, one every ${sayCount(intervalDays, 'day')}`;
}
