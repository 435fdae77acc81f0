import { DAY_MS } from '../shared/clock';
import type { PurchaseIntervals, ScoreBounds, SegmentContext } from './buyerFacts';
import { median } from './median';
import type { IntervalSample, SegmentStore } from './ports';
import type { ContextNeeds } from './preset';
import { boundsOfFifths } from './scores';

/** Medians are made of so many buyers: a shop with more of them has the same rhythm as its sample. */
const SAMPLE_SIZE = 20_000;
/** A product has a rhythm of its own when so many of the sampled buyers came back after it. */
const BUYERS_PER_PRODUCT = 10;
const MAX_PRODUCTS = 300;
/** What counts when no buyer of the shop has ordered twice. */
const DEFAULT_INTERVAL_DAYS = 60;

const NO_SCORES: ScoreBounds = { recency: [], frequency: [], monetary: [] };

export interface ShopInstant {
	shopId: string;
	asOf: number;
	currency: string;
}

/** Finds out what a segment has to know of the whole shop, and no more than it needs. */
export async function readContext(store: SegmentStore, shop: ShopInstant, needs: ContextNeeds): Promise<SegmentContext> {
	const { asOf, currency } = shop;
	const intervals = needs.intervals ? await readIntervals(store, shop, needs.intervals) : { minMs: 0, shopMs: DEFAULT_INTERVAL_DAYS * DAY_MS, byProductMs: new Map<string, number>() };
	const scores = needs.scores ? await readScores(store, shop) : NO_SCORES;
	return { asOf, currency, intervals, scores };
}

async function readIntervals(store: SegmentStore, shop: ShopInstant, { minDays, fallbackDays }: { minDays: number; fallbackDays: number | null }): Promise<PurchaseIntervals> {
	const minMs = minDays * DAY_MS;
	if (fallbackDays !== null) return { minMs, shopMs: Math.max(minMs, fallbackDays * DAY_MS), byProductMs: new Map() };
	const byProduct = Map.groupBy(await store.readIntervalSample({ ...shop, sampleSize: SAMPLE_SIZE }), ({ product }) => product);
	const shopDays = medianDays(byProduct.get(null) ?? []) ?? DEFAULT_INTERVAL_DAYS;
	return { minMs, shopMs: Math.max(minMs, shopDays * DAY_MS), byProductMs: intervalsByProduct(byProduct, minMs) };
}

function intervalsByProduct(samples: Map<string | null, IntervalSample[]>, minMs: number): Map<string, number> {
	const counted = [...samples].flatMap(([product, rows]) => (product === null ? [] : [{ product, rows, buyers: rows.reduce((sum, { count }) => sum + count, 0) }]));
	const known = counted.filter(({ buyers }) => buyers >= BUYERS_PER_PRODUCT).sort((a, b) => b.buyers - a.buyers || (a.product < b.product ? -1 : 1)).slice(0, MAX_PRODUCTS);
	return new Map(known.map(({ product, rows }) => [product, Math.max(minMs, (medianDays(rows) ?? 0) * DAY_MS)]));
}

function medianDays(rows: IntervalSample[]): number | undefined {
	return median(new Map(rows.map(({ intervalDays, count }) => [intervalDays, count])));
}

async function readScores(store: SegmentStore, shop: ShopInstant): Promise<ScoreBounds> {
	return {
		recency: boundsOfFifths(await store.countBuyersBy(shop, 'recency')),
		frequency: boundsOfFifths(await store.countBuyersBy(shop, 'frequency')),
		monetary: boundsOfFifths(await store.countBuyersBy(shop, 'monetary')),
	};
}
