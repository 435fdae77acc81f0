import { z } from 'zod';
import { DAY_MS } from '../../shared/clock';
import type { StockWaitRow } from '../ports';
import type { Candidate, SegmentPreset } from '../preset';
import { sayTime } from '../words';

const parameters = z.object({
	/** ids or SKUs of the products that are there again */
	products: z.array(z.string().trim().min(1).max(200).regex(/^\P{Cc}+$/u, 'expected an ID or SKU')).min(1, 'expected at least one product').max(500),
	/** who asked longer ago has bought elsewhere */
	askedWithinDays: z.number().positive().default(180),
});

/** Asked to be told when a product is there again (event `stock-wait`, its subject the product), and has not ordered it since. */
export const backInStock: SegmentPreset<typeof parameters> = {
	id: 'back-in-stock',
	title: 'Back in stock',
	purpose: 'marketing',
	parameters,
	async *select({ store, shopId, now, context: { asOf }, timeZone, parameters: { products, askedWithinDays } }) {
		for await (const rows of store.readStockWaits({ shopId, asOf, now, after: Math.floor(asOf - askedWithinDays * DAY_MS), products })) {
			yield rows.map((row) => toCandidate(row, timeZone));
		}
	},
	judge(facts, { context: { asOf }, timeZone, parameters: { products, askedWithinDays } }) {
		const after = Math.floor(asOf - askedWithinDays * DAY_MS);
		const asked = facts.events.filter(({ kind, subject, occurredAt }) => kind === 'stock-wait' && products.includes(subject) && occurredAt <= asOf);
		const last = [...new Map(asked.map((event) => [event.subject, event])).values()];
		const isOrdered = ({ subject, occurredAt }: { subject: string; occurredAt: number }): boolean =>
			facts.orders.some(({ placedAt, items }) => placedAt >= occurredAt && placedAt <= asOf && items.some(({ sku, productId }) => sku === subject || productId === subject));
		const steps = last.map((event) => ({ text: `asked for ${event.subject} on ${sayTime(event.occurredAt, timeZone)}, not ordered since`, isMet: event.occurredAt > after && !isOrdered(event) }));
		const waiting = last.filter((event) => event.occurredAt > after && !isOrdered(event));
		return { occasions: waiting.map(({ subject, id }) => `stock:${subject}:${id}`), steps: steps.length > 0 ? steps : [{ text: 'asked for none of these products', isMet: false }] };
	},
};

function toCandidate({ buyer, eventId, product, askedAt, data }: StockWaitRow, timeZone: string): Candidate {
	const [item] = data.items ?? [];
	return {
		buyer,
		occasion: `stock:${product}:${eventId}`,
		why: [`asked for ${product} on ${sayTime(askedAt, timeZone)}`, 'not ordered since'],
		data: { product: { id: product, name: item?.name ?? product, ...(item?.price ? { price: item.price } : {}), ...(item?.imageUrl ? { imageUrl: item.imageUrl } : {}), ...(data.url ? { url: data.url } : {}) } },
	};
}
