import { z } from 'zod';
import { DAY_MS, HOUR_MS } from '../../shared/clock';
import { minorDigits, type Money } from '../../shared/money';
import type { BuyerFacts } from '../buyerFacts';
import type { CartRow } from '../ports';
import type { Candidate, JudgementStep, SegmentPreset } from '../preset';
import { sayCount, sayMoney, sayTime } from '../words';

const parameters = z.object({
	/** the cart hasn't been touched for at least this long */
	waitedAtLeastHours: z.number().nonnegative().default(4),
	/** and not for longer than this */
	waitedAtMostDays: z.number().positive().default(7),
	/** in whole units of the cart's own currency (1000 is 1,000 yen, and 1,000 euros); 0: any value, also an unknown one */
	minValue: z.number().nonnegative().default(0),
});

type Parameters = z.infer<typeof parameters>;

/** Filled a cart and ordered nothing since. Of a buyer with several carts the last one counts. */
export const cartAbandoned: SegmentPreset<typeof parameters> = {
	id: 'cart-abandoned',
	title: 'Cart abandoned',
	purpose: 'marketing',
	parameters,
	async *select({ store, shopId, now, context: { asOf }, timeZone, parameters: given }) {
		for await (const rows of store.readAbandonedCarts({ shopId, asOf, now, ...rangeOf(asOf, given) })) {
			yield rows.filter(({ value }) => isWorth(value, given.minValue)).map((row) => toCandidate(row, timeZone));
		}
	},
	judge(facts, { context: { asOf }, timeZone, parameters: given }) {
		const cart = lastCart(facts, asOf);
		if (!cart) return { occasions: [], steps: [{ text: 'no cart', isMet: false }] };
		const { after, until } = rangeOf(asOf, given);
		const steps: JudgementStep[] = [
			{ text: `last cart of ${sayTime(cart.occurredAt, timeZone)}, waiting between ${given.waitedAtLeastHours} hours and ${sayCount(given.waitedAtMostDays, 'day')}`, isMet: cart.occurredAt > after && cart.occurredAt <= until },
			{ text: `worth at least ${given.minValue}`, isMet: isWorth(cart.value, given.minValue) },
			{ text: 'no order since', isMet: !facts.orders.some(({ placedAt }) => placedAt >= cart.occurredAt && placedAt <= asOf) },
		];
		return { occasions: steps.every(({ isMet }) => isMet) ? [`cart:${cart.subject}`] : [], steps };
	},
};

function rangeOf(asOf: number, { waitedAtLeastHours, waitedAtMostDays }: Parameters): { after: number; until: number } {
	return { after: Math.floor(asOf - waitedAtMostDays * DAY_MS), until: Math.floor(asOf - waitedAtLeastHours * HOUR_MS) };
}

function lastCart({ events }: BuyerFacts, asOf: number) {
	return events.filter(({ kind, occurredAt }) => kind === 'cart' && occurredAt <= asOf).at(-1);
}

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
