import { DateTime } from 'luxon';
import { z } from 'zod';
import { liveOrders } from '../buyerFacts';
import type { SegmentPreset } from '../preset';
import { sayCount, sayTime, toOrderData } from '../words';

const parameters = z.object({
	/** the day may be so many days ago, so that a run that was missed catches up */
	withinDays: z.number().int().positive().max(31).default(1),
	/** 1: only the first birthday and later ones */
	minYears: z.number().int().positive().default(1),
});

const MAX_YEARS = 25;

/** One, two, three … years after the first order, on the same day in the shop's time zone; 29 February is kept on the 28th. */
export const orderAnniversary: SegmentPreset<typeof parameters> = {
	id: 'order-anniversary',
	title: 'Birthday of the first order',
	purpose: 'marketing',
	parameters,
	async *select({ store, shopId, now, context: { asOf }, timeZone, parameters: given }) {
		const earliest = (await store.readEarliestOrderAt(shopId)) ?? Infinity;
		for (const { years, after, until } of birthdays(asOf, timeZone, given).filter((birthday) => birthday.until >= earliest)) {
			for await (const rows of store.readFirstOrders({ shopId, asOf, now, after, until })) {
				yield rows.map(({ buyer, order }) => ({
					buyer,
					occasion: `anniversary:${years}`,
					why: [`first order ${sayTime(order.placedAt, timeZone)}, ${sayCount(years, 'year')} ago`],
					data: { anniversary: { years, firstOrder: toOrderData(order) } },
				}));
			}
		}
	},
	judge(facts, { context: { asOf }, timeZone, parameters: given }) {
		const first = liveOrders(facts, asOf)[0];
		if (!first) return { occasions: [], steps: [{ text: 'no order', isMet: false }] };
		const found = birthdays(asOf, timeZone, given).find(({ after, until }) => first.placedAt > after && first.placedAt <= until);
		return { occasions: found ? [`anniversary:${found.years}`] : [], steps: [{ text: `first order ${sayTime(first.placedAt, timeZone)}`, isMet: found !== undefined }] };
	},
};

/** First orders of these times have a birthday on the days that are looked at. */
function birthdays(asOf: number, timeZone: string, { withinDays, minYears }: z.infer<typeof parameters>): Array<{ years: number; after: number; until: number }> {
	const today = DateTime.fromMillis(asOf, { zone: timeZone }).startOf('day');
	return Array.from({ length: MAX_YEARS }, (_, index) => index + minYears).map((years) => ({
		years,
		after: today.minus({ days: withinDays - 1 }).minus({ years }).startOf('day').toMillis() - 1,
		until: today.plus({ days: 1 }).minus({ years }).startOf('day').toMillis() - 1,
	}));
}
