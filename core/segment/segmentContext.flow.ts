import { DAY_MS } from '../shared/clock';
import type { PurchaseIntervals, ScoreBounds, SegmentContext } from './buyerFacts';
import type { SegmentStore } from './ports';
import type { ContextNeeds } from './preset';
import { boundsOfFifths } from './scores';

/** Medians are made of so many buyers: a shop with more of them has the same rhythm as its sample. */
const SAMPLE_SIZE = 20_000;
/** A product has a rhythm of its own when so many of the sampled buyers began with it and came back. */
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
	const scores = await readScores(store, shop, needs.scores ?? []);
	return { asOf, currency, intervals, scores };
}

async function readIntervals(store: SegmentStore, shop: ShopInstant, { minDays, fallbackDays }: { minDays: number; fallbackDays: number | null }): Promise<PurchaseIntervals> {
	const minMs = minDays * DAY_MS;
	if (fallbackDays !== null) return { minMs, shopMs: Math.max(minMs, fallbackDays * DAY_MS), byProductMs: new Map() };
	const medians = await store.readIntervalMedians({ ...shop, sampleSize: SAMPLE_SIZE, buyersPerProduct: BUYERS_PER_PRODUCT, maxProducts: MAX_PRODUCTS });
	const toMs = (days: number): number => Math.max(minMs, days * DAY_MS);
	const shopDays = medians.find(({ product }) => product === null)?.medianDays ?? DEFAULT_INTERVAL_DAYS;
	return { minMs, shopMs: toMs(shopDays), byProductMs: new Map(medians.flatMap(({ product, medianDays }) => (product === null ? [] : [[product, toMs(medianDays)] as const]))) };
}

async function readScores(store: SegmentStore, shop: ShopInstant, measures: ReadonlyArray<keyof ScoreBounds>): Promise<ScoreBounds> {
	const bounds = { ...NO_SCORES };
	for (const measure of measures) bounds[measure] = boundsOfFifths(await store.countBuyersBy(shop, measure));
	return bounds;
}
