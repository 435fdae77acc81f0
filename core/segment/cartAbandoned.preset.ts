import { z } from 'zod';
import { DAY_MS, HOUR_MS } from '../shared/clock';
import type { CartRow } from './ports';
import type { Candidate, SegmentPreset } from './preset';
import { eachSlice } from './slices';
import { sayCount, sayMoney, sayTime } from './words';

const parameters = z.object({
	/** the cart hasn't been touched for at least this long */
	waitedAtLeastHours: z.number().nonnegative().default(4),
	/** and not for longer than this */
	waitedAtMostDays: z.number().positive().default(7),
	/** in minor units of the cart's own currency; null: any value, also an unknown one */
	minValueMinor: z.number().int().nonnegative().nullable().default(null),
});

/** Filled a cart and ordered nothing since. Of a buyer with several carts the last one counts. */
export const cartAbandoned: SegmentPreset<typeof parameters> = {
	id: 'cart-abandoned',
	title: 'Cart abandoned',
	purpose: 'marketing',
	parameters,
	async *select({ store, shopId, asOf, timeZone, parameters: { waitedAtLeastHours, waitedAtMostDays, minValueMinor } }) {
		const query = { shopId, asOf, after: asOf - waitedAtMostDays * DAY_MS, until: asOf - waitedAtLeastHours * HOUR_MS, minValueMinor };
		for await (const rows of eachSlice(async (from) => await store.readAbandonedCarts(query, from))) yield rows.map((row) => toCandidate(row, timeZone));
	},
};

function toCandidate({ buyer, cartId, occurredAt, value, data }: CartRow, timeZone: string): Candidate {
	const items = data.items ?? [];
	const facts = [`cart of ${sayTime(occurredAt, timeZone)}`, ...(items.length > 0 ? [sayCount(items.length, 'item')] : []), ...(value ? [sayMoney(value)] : [])];
	return {
		buyer,
		occasion: `cart:${cartId}`,
		why: [facts.join(', '), 'no order since'],
		data: { cart: { id: cartId, changedAt: occurredAt, items, ...(data.url ? { url: data.url } : {}), ...(value ? { value } : {}) } },
	};
}
