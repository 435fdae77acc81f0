import type { SegmentPreset } from '../../../core/segment/preset';
import { PRESETS } from '../../../core/segment/presets/registry';
import { readContext } from '../../../core/segment/segmentContext.flow';
import { makeSegmentStore } from '../../../core/store/segmentQueries';
import type { OpenStore } from '../../../core/store/openStore';
import { TEMPLATES } from '../../../core/template/templates/registry';
import { NOON } from '../../support/builders';
import { renderLibrary } from '../../support/libraryMails';
import { plantRandomShop } from '../../support/randomShop';
import { aStore } from '../../support/stores';

/** What each preset gives, straight into the templates that name it. */
const PARAMETERS: Readonly<Record<string, object[]>> = {
	'back-in-stock': [{ products: ['p1', 'p2', 'p3'] }],
	'cart-abandoned': [{ waitedAtLeastHours: 0, waitedAtMostDays: 60 }],
	'browse-abandoned': [{ minProducts: 1, waitedAtMostDays: 60 }],
	'fulfilment-state': [{ state: 'delivered', withinDays: null }],
	'late-delivery': [{ lateAtLeastDays: 0, lateAtMostDays: 500 }],
	'repurchase-due': ['due', 'overdue', 'lapsed'].map((stage) => ({ stage })),
	'order-anniversary': [{ withinDays: 31 }],
	'never-opened': [{ minMails: 1 }],
	'loyal-buyers': [{ minOrders: 2 }],
	'high-value': [{}],
	'at-risk': [{ minOrders: 1, silentDays: 20 }],
	'new-buyers': [{ withinDays: 200 }],
};

const pairs = TEMPLATES.flatMap(({ name, presets }) => presets.map((preset) => [name, preset] as const));
let store: OpenStore;
beforeAll(async () => {
	store = await aStore('sqlite');
	await plantRandomShop(store.db, 3, 260);
});
afterAll(async () => await store.close());

it('every preset has a template', () => {
	expect([...new Set(pairs.map(([, preset]) => preset))].sort()).toEqual([...PRESETS.keys()].sort());
});

it.each(pairs)('%s behind %s → a mail for everyone it picks, about what it picked him for', async (name, id) => {
	const found = await select(id);
	expect(found.length).toBeGreaterThan(0);
	for (const data of found) {
		const { mail } = renderLibrary(name, 'en', data);
		expect(mail.subject).not.toMatch(/undefined|\{\{/);
		for (const fact of factsOf(data)) expect(mail.text).toContain(fact);
	}
});

it.each(['paid', 'shipped', 'late', 'delivered', 'returned'])('logistics-update behind fulfilment-state %s → a mail about that state', async (state) => {
	const found = await select('fulfilment-state', [{ state, withinDays: null }]);
	for (const data of found) expect(renderLibrary('logistics-update', 'en', data).mail.subject).toContain(String((data.order as { id: unknown }).id));
});

async function select(id: string, tried = PARAMETERS[id] ?? []): Promise<Array<Record<string, unknown>>> {
	const preset = PRESETS.get(id) as SegmentPreset;
	const segments = makeSegmentStore(store);
	const found: Array<Record<string, unknown>> = [];
	for (const given of tried) {
		const parameters = preset.parameters.parse(given) as Record<string, unknown>;
		for (const asOf of [NOON, NOON - 20 * 86_400_000, NOON - 366 * 86_400_000]) {
			const context = await readContext(segments, { shopId: 'demo', asOf, currency: 'USD' }, preset.needs?.(parameters) ?? {});
			for await (const page of preset.select({ shopId: 'demo', timeZone: 'America/New_York', now: NOON, context, parameters, store: segments })) found.push(...page.map(({ data }) => data));
		}
	}
	return found;
}

interface Picked {
	order?: { id: string; items: Array<{ name: string }> };
	product?: { name: string };
	browse?: { items: Array<{ name: string }> };
}

/** What a reader must find again: his order, the product he waits for, what he looked at. */
function factsOf({ order, product, browse }: Picked): string[] {
	return [order?.id, order?.items[0]?.name, product?.name, browse?.items[0]?.name].filter((fact) => typeof fact === 'string');
}
