import { PRESETS } from '../../../core/segment/presets/registry';
import type { SegmentPreset } from '../../../core/segment/preset';
import { readContext } from '../../../core/segment/segmentContext.flow';
import { makeSegmentStore } from '../../../core/store/segmentQueries';
import type { OpenStore } from '../../../core/store/openStore';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NOON } from '../../support/builders';
import { plantRandomShop } from '../../support/randomShop';
import { aStore, STORE_KINDS } from '../../support/stores';

const DAY = 86_400_000;

/** Parameters to try beside the defaults; a preset that needs some has them here. */
const TRIED: Readonly<Record<string, object[]>> = {
	'back-in-stock': [{ products: ['p1', 'p3'] }, { products: ['p2'], askedWithinDays: 10 }],
	'cart-abandoned': [{}, { waitedAtLeastHours: 0, waitedAtMostDays: 60 }, { minValue: 30, waitedAtMostDays: 60 }],
	'browse-abandoned': [{}, { minProducts: 1, waitedAtMostDays: 60 }],
	'fulfilment-state': ['paid', 'shipped', 'late', 'delivered', 'returned', 'canceled'].flatMap((state) => [{ state }, { state, withinDays: null }]),
	'late-delivery': [{}, { lateAtLeastDays: 0, lateAtMostDays: 500 }],
	'repurchase-due': ['due', 'overdue', 'lapsed'].flatMap((stage) => [{ stage }, { stage, minIntervalDays: 30, fallbackIntervalDays: 45 }]),
	'order-anniversary': [{}, { withinDays: 31 }],
	'never-opened': [{ minMails: 1 }, { minMails: 2, withinDays: 60 }],
	'loyal-buyers': [{ minOrders: 2 }],
	'high-value': [{}, { minSpent: 80 }],
	'at-risk': [{ minOrders: 1, silentDays: 20 }],
	'new-buyers': [{}, { withinDays: 200 }],
};

it('every preset file is in the registry, and has parameters to be tried with', () => {
	const files = readdirSync(join(__dirname, '../../../core/segment/presets')).filter((file) => file.endsWith('.preset.ts'));
	expect(PRESETS.size).toBe(files.length);
	expect(Object.keys(TRIED).sort()).toEqual([...PRESETS.keys()].sort());
});

describe.each(STORE_KINDS)('presets on %s', (kind) => {
	let store: OpenStore;
	beforeAll(async () => {
		store = await aStore(kind);
		await plantRandomShop(store.db, 3, 260);
	});
	afterAll(async () => await store.close());

	const runs = [...PRESETS.values()].flatMap((preset) => (TRIED[preset.id] ?? []).map((given) => [preset.id, JSON.stringify(given), preset, given] as const));

	it.each(runs)('%s %s: what it selects is what a look at each buyer says', async (_id, _given, preset: SegmentPreset, given) => {
		const segments = makeSegmentStore(store);
		const parameters = preset.parameters.parse(given) as Record<string, unknown>;
		for (const asOf of [NOON, NOON - 20 * DAY, NOON - 366 * DAY]) {
			const context = await readContext(segments, { shopId: 'demo', asOf, currency: 'USD' }, preset.needs?.(parameters) ?? {});
			const run = { shopId: 'demo', timeZone: 'America/New_York', now: NOON, context, parameters };
			const selected: string[] = [];
			for await (const candidates of preset.select({ ...run, store: segments })) {
				for (const { buyer, occasion, why } of candidates) {
					selected.push(`${buyer.id} ${occasion}`);
					expect(why.length).toBeGreaterThan(0);
				}
			}
			const buyers = await store.db.selectFrom('buyers').select('id').where('shop_id', '=', 'demo').where('email', 'is not', null).execute();
			const facts = await segments.readFacts('demo', buyers.map(({ id }) => id), NOON);
			const judged = facts.flatMap((buyer) => preset.judge(buyer, run).occasions.map((occasion) => `${buyer.buyer.id} ${occasion}`));
			expect(selected.sort()).toEqual(judged.sort());
			expect(new Set(selected).size).toBe(selected.length);
		}
	});

	it('each preset finds somebody in this shop, or the comparison would say nothing', async () => {
		const found = new Map<string, number>();
		for (const [id, , preset, given] of runs) {
			const segments = makeSegmentStore(store);
			const parameters = preset.parameters.parse(given) as Record<string, unknown>;
			const context = await readContext(segments, { shopId: 'demo', asOf: NOON, currency: 'USD' }, preset.needs?.(parameters) ?? {});
			for await (const page of preset.select({ store: segments, shopId: 'demo', timeZone: 'UTC', now: NOON, context, parameters })) found.set(id, (found.get(id) ?? 0) + page.length);
		}
		expect([...PRESETS.keys()].filter((id) => !found.get(id))).toEqual([]);
	});
});
