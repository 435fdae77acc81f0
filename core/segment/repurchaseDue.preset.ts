import { z } from 'zod';
import { DAY_MS } from '../shared/clock';
import { median } from './median';
import type { RhythmRow, SegmentStore } from './ports';
import type { SegmentPreset } from './preset';
import { eachSlice } from './slices';
import { sayCount, sayTime, toOrderData } from './words';

/** Time since the last order, in the buyer's own intervals: from (inclusive), below (exclusive). */
const STAGES = {
	due: { fromIntervals: 1, belowIntervals: 1.5 },
	overdue: { fromIntervals: 1.5, belowIntervals: 3 },
	lapsed: { fromIntervals: 3, belowIntervals: null },
} as const;

const parameters = z.object({
	stage: z.enum(['due', 'overdue', 'lapsed']).default('due'),
	/** interval of buyers with one order, in days; null: the median of the shop's buyers with several */
	fallbackIntervalDays: z.number().positive().nullable().default(null),
	/** several orders within a few days are one purchase, not a rhythm */
	minIntervalDays: z.number().positive().default(7),
});

/** What counts when no buyer of the shop has ordered twice. */
const DEFAULT_INTERVAL_DAYS = 60;

/** The time has come to buy again: mean interval of the buyer's own orders, or the shop's median after a single one. */
export const repurchaseDue: SegmentPreset<typeof parameters> = {
	id: 'repurchase-due',
	title: 'Repurchase due',
	purpose: 'marketing',
	parameters,
	async *select({ store, shopId, asOf, timeZone, parameters: { stage, fallbackIntervalDays, minIntervalDays } }) {
		const minIntervalMs = minIntervalDays * DAY_MS;
		const fallbackIntervalMs = Math.max(minIntervalMs, fallbackIntervalDays === null ? await medianInterval(store, shopId, asOf) : fallbackIntervalDays * DAY_MS);
		const query = { shopId, asOf, fallbackIntervalMs, minIntervalMs, ...STAGES[stage] };
		for await (const rows of eachSlice(async (from) => await store.readRhythms(query, from))) {
			const lines = await store.readOrderLines(rows.map(({ lastOrder }) => lastOrder.id));
			yield rows.map((row) => {
				const intervalDays = Math.round(intervalOf(row, query) / DAY_MS);
				const items = toOrderData(row.lastOrder, lines.get(row.lastOrder.id) ?? []);
				return {
					buyer: row.buyer,
					occasion: `repurchase:${row.lastOrder.externalId}`,
					why: [sayRhythm(row, intervalDays), `last order ${sayTime(row.lastPlacedAt, timeZone)}, ${stage}`],
					data: { repurchase: { stage, intervalDays, orderCount: row.orderCount, daysSinceLastOrder: Math.floor((asOf - row.lastPlacedAt) / DAY_MS), lastOrderAt: row.lastPlacedAt, items: items.items, lastOrder: items } },
				};
			});
		}
	},
};

/** In whole days, so that a histogram holds any number of buyers. */
async function medianInterval(store: SegmentStore, shopId: string, asOf: number): Promise<number> {
	const countByDays = new Map<number, number>();
	for await (const intervals of eachSlice(async (from) => await store.readIntervals(shopId, asOf, from))) {
		for (const interval of intervals) {
			const days = Math.round(interval / DAY_MS);
			countByDays.set(days, (countByDays.get(days) ?? 0) + 1);
		}
	}
	return (median(countByDays) ?? DEFAULT_INTERVAL_DAYS) * DAY_MS;
}

function intervalOf(row: RhythmRow, query: { fallbackIntervalMs: number; minIntervalMs: number }): number {
	if (row.orderCount < 2) return query.fallbackIntervalMs;
	return Math.max(query.minIntervalMs, (row.lastPlacedAt - row.firstPlacedAt) / (row.orderCount - 1));
}

function sayRhythm(row: RhythmRow, intervalDays: number): string {
	if (row.orderCount < 2) return `1 order; buyers of this shop order again after ${sayCount(intervalDays, 'day')}`;
	return `${row.orderCount} orders, one every ${sayCount(intervalDays, 'day')}`;
}
