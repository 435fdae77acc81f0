import { z } from 'zod';
import { DAY_MS, HOUR_MS } from '../../shared/clock';
import type { BuyerFacts } from '../buyerFacts';
import type { BrowseRow, ViewedProduct } from '../ports';
import type { Candidate, JudgementStep, SegmentPreset } from '../preset';
import { sayCount, sayTime } from '../words';

const parameters = z.object({
	/** the last look is at least this long ago */
	waitedAtLeastHours: z.number().nonnegative().default(4),
	/** and not longer than this; only looks in this time count */
	waitedAtMostDays: z.number().positive().default(7),
	/** different products: one look is no interest yet */
	minProducts: z.number().int().positive().default(2),
});

type Parameters = z.infer<typeof parameters>;

/** A cart or an order so long before the last look, or since, means: he found what he wanted. */
const QUIET_MS = DAY_MS;
const PRODUCTS_IN_MAIL = 6;

/** Looked at products and put nothing into a cart. */
export const browseAbandoned: SegmentPreset<typeof parameters> = {
	id: 'browse-abandoned',
	title: 'Browse abandoned',
	purpose: 'marketing',
	parameters,
	async *select({ store, shopId, now, context: { asOf }, timeZone, parameters: given }) {
		const range = rangeOf(asOf, given);
		for await (const rows of store.readBrowsers({ shopId, asOf, now, ...range, minProducts: given.minProducts, quietMs: QUIET_MS })) {
			const products = Map.groupBy(await store.readViewedProducts(rows.map(({ buyer }) => buyer.id), range), ({ buyerId }) => buyerId);
			yield rows.map((row) => toCandidate(row, products.get(row.buyer.id) ?? [], timeZone));
		}
	},
	judge(facts, { context: { asOf }, timeZone, parameters: given }) {
		const { after, until } = rangeOf(asOf, given);
		const views = facts.events.filter(({ kind, occurredAt }) => kind === 'view' && occurredAt <= asOf);
		const last = views.at(-1);
		if (!last) return { occasions: [], steps: [{ text: 'looked at nothing', isMet: false }] };
		const productCount = new Set(views.filter(({ occurredAt }) => occurredAt > after).map(({ subject }) => subject)).size;
		const steps: JudgementStep[] = [
			{ text: `last look at a product on ${sayTime(last.occurredAt, timeZone)}, waiting between ${given.waitedAtLeastHours} hours and ${sayCount(given.waitedAtMostDays, 'day')}`, isMet: last.occurredAt > after && last.occurredAt <= until },
			{ text: `${sayCount(productCount, 'different product')}, at least ${given.minProducts}`, isMet: productCount >= given.minProducts },
			{ text: 'no cart and no order in the day before it, or since', isMet: isQuiet(facts, last.occurredAt - QUIET_MS, asOf) },
		];
		return { occasions: steps.every(({ isMet }) => isMet) ? [occasionOf(last.subject, last.occurredAt)] : [], steps };
	},
};

function rangeOf(asOf: number, { waitedAtLeastHours, waitedAtMostDays }: Parameters): { after: number; until: number } {
	return { after: Math.floor(asOf - waitedAtMostDays * DAY_MS), until: Math.floor(asOf - waitedAtLeastHours * HOUR_MS) };
}

function isQuiet({ events, orders }: BuyerFacts, since: number, asOf: number): boolean {
	const isWithin = (at: number): boolean => at > since && at <= asOf;
	return !events.some(({ kind, occurredAt }) => kind === 'cart' && isWithin(occurredAt)) && !orders.some(({ placedAt }) => isWithin(placedAt));
}

/** Once per visit: the next look at something is another one. */
function occasionOf(product: string, viewedAt: number): string {
	return `view:${product}:${viewedAt}`;
}

function toCandidate({ buyer, lastProduct, lastViewedAt, productCount }: BrowseRow, products: ViewedProduct[], timeZone: string): Candidate {
	return {
		buyer,
		occasion: occasionOf(lastProduct, lastViewedAt),
		why: [`looked at ${sayCount(productCount, 'product')}, last on ${sayTime(lastViewedAt, timeZone)}`, 'no cart and no order since'],
		data: { browse: { viewedAt: lastViewedAt, productCount, items: products.slice(0, PRODUCTS_IN_MAIL).map(toItem) } },
	};
}

function toItem({ product, viewedAt, data }: ViewedProduct): Record<string, unknown> {
	const [item] = data.items ?? [];
	return { id: product, name: item?.name ?? product, viewedAt, ...(item?.price ? { price: item.price } : {}), ...(item?.imageUrl ? { imageUrl: item.imageUrl } : {}), ...(data.url ? { url: data.url } : {}) };
}
