import { z } from 'zod';
import { DAY_MS, HOUR_MS } from '../shared/clock';
import { minorDigits, type Money } from '../shared/money';
import type { CartRow } from './ports';
import type { Candidate, SegmentPreset } from './preset';
import { eachSlice } from './slices';
import { sayCount, sayMoney, sayTime } from './words';

const parameters = z.object({
	/** the cart hasn't been touched for at least this long */
	waitedAtLeastHours: z.number().nonnegative().default(4),
	/** and not for longer than this */
	waitedAtMostDays: z.number().positive().default(7),
	/** in whole units of the cart's own currency (1000 is 1,000 yen, and 1,000 euros); 0: any value, also an unknown one */
	minValue: z.number().nonnegative().default(0),
});

/** Filled a cart and ordered nothing since. Of a buyer with several carts the last one counts. */
export const cartAbandoned: SegmentPreset<typeof parameters> = {
	id: 'cart-abandoned',
	title: 'Cart abandoned',
	purpose: 'marketing',
	parameters,
	async *select({ store, shopId, asOf, timeZone, parameters: { waitedAtLeastHours, waitedAtMostDays, minValue } }) {
		const query = { shopId, asOf, after: asOf - waitedAtMostDays * DAY_MS, until: asOf - waitedAtLeastHours * HOUR_MS };
		for await (const rows of eachSlice(async (from) => await store.readAbandonedCarts(query, from))) {
			yield rows.filter(({ value }) => isWorth(value, minValue)).map((row) => toCandidate(row, timeZone));
		}
	},
};

function isWorth(value: Money | null, minValue: number): boolean {
	if (minValue === 0) return true;
	return value !== null && value.amountMinor >= minValue * 10 ** minorDigits(value.currency);
}

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
