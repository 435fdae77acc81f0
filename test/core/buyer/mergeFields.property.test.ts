import fc from 'fast-check';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;

const at = fc.integer({ min: 0, max: 6 }).map((minutes) => NOW - 60 * MINUTE + minutes * MINUTE);
const oneOf = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const time = fc.option(fc.integer({ min: 1, max: 5 }).map((days) => NOW - days * 86_400_000), { nil: undefined });
const aBuyerRow = fc.record({
	updatedAt: at, name: oneOf('Ana', 'Bo', 'Cy'), country: oneOf('DE', 'FR', 'US'), language: oneOf('de', 'fr'), timeZone: oneOf('Europe/Berlin', 'Asia/Tokyo'), externalId: oneOf('x1', 'x2'),
	consentBasis: fc.constant(undefined),
});
const anOrderRow = fc.record({
	updatedAt: at, placedAt: fc.constantFrom(NOW - 9 * 86_400_000, NOW - 8 * 86_400_000), name: oneOf('Ana', 'Bo'), country: oneOf('DE', 'FR'),
	paidAt: time, shippedAt: time, deliveredAt: time, canceledAt: time, status: oneOf('paid', 'shipped', 'delivered'), carrier: oneOf('DHL', 'GLS'), trackingNumber: oneOf('T1', 'T2'),
	total: fc.option(fc.constantFrom(10, 20.5), { nil: undefined }), items: fc.option(fc.constantFrom([{ name: 'Lamp', quantity: 1, price: 10 }], [{ name: 'Desk', quantity: 2 }, { name: 'Chair', quantity: 1 }]), { nil: undefined }),
});
const anEventRow = fc.constantFrom('c1', 'c2', 'c3').map((subject) => ({ kind: 'cart', subject, email: 'p@orange.fr', occurredAt: NOW - 3_600_000, value: 12.5 }));

/** A history, and the same one in another order, with repeats, cut into batches at other places. */
function aHistory<Row>(row: fc.Arbitrary<Row>) {
	return fc.array(row, { minLength: 2, maxLength: 7 }).chain((rows) => fc.record({
		rows: fc.constant(rows),
		replay: fc.tuple(fc.shuffledSubarray(rows, { minLength: rows.length }), fc.subarray(rows)).chain(([all, again]) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length })),
		batch: fc.integer({ min: 1, max: 4 }),
	}));
}

describe.each(STORE_KINDS)('updates in any order, any number of times, on %s', (kind) => {
	const settings = storeSettings(kind);
	const clock = aClock(NOW);
	let core: Core;
	let store: OpenStore;
	beforeAll(async () => {
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
	});
	afterAll(async () => {
		await store.close();
		await core.close();
	});

	let shops = 0;
	const aShop = async (): Promise<string> => (await core.shops.save({ id: `s-${(shops += 1)}`, defaultSite: 'usa', timeZone: 'UTC' })).id;
	const stateOf = async (shop: string): Promise<unknown> => {
		const buyers = await store.db.selectFrom('buyers').where('shop_id', '=', shop).orderBy('email')
			.select(['id', 'email', 'external_id', 'name', 'country', 'language', 'site', 'site_source', 'time_zone', 'source_updated_at', 'field_ages_json']).execute();
		const orders = await store.db.selectFrom('orders as o').innerJoin('buyers as b', 'b.id', 'o.buyer_id').where('o.shop_id', '=', shop).selectAll('o').select('b.email').execute();
		const items = await store.db.selectFrom('order_items as i').innerJoin('orders as o', 'o.id', 'i.order_id').where('o.shop_id', '=', shop).select(['i.line', 'i.name', 'i.quantity', 'i.price_minor']).orderBy('i.line').execute();
		const events = await store.db.selectFrom('buyer_events').where('shop_id', '=', shop).select(['subject', 'occurred_at', 'value_minor']).orderBy('subject').execute();
		const agesOf = (json: string | null): unknown => Object.entries(JSON.parse(json ?? '{}')).sort();
		return JSON.parse(JSON.stringify({
			items, events, buyers: buyers.map(({ id: _id, field_ages_json, ...row }) => ({ ...row, ages: agesOf(field_ages_json) })),
			orders: orders.map(({ id: _id, shop_id: _shop, buyer_id: _buyer, created_at: _created, updated_at: _updated, field_ages_json, ...row }) => ({ ...row, ages: agesOf(field_ages_json) })),
		}));
	};
	const play = async (save: (shop: string, rows: unknown[]) => Promise<Array<{ kind: string }>>, rows: unknown[], batch: number): Promise<unknown> => {
		const shop = await aShop();
		for (let from = 0; from < rows.length; from += batch) {
			const results = await save(shop, rows.slice(from, from + batch));
			expect(results.map((result) => result.kind)).not.toContain('rejected');
		}
		return await stateOf(shop);
	};
	const converges = async <Row>(row: fc.Arbitrary<Row>, save: (shop: string, rows: unknown[]) => Promise<Array<{ kind: string }>>): Promise<void> => await fc.assert(
		fc.asyncProperty(aHistory(row), async ({ rows, replay, batch }) => expect(await play(save, replay, batch)).toEqual(await play(save, rows, 7))),
		{ numRuns: 60, seed: 42 },
	);

	it('buyers come out alike', async () => {
		await converges(aBuyerRow.map((row) => ({ ...row, email: 'p@orange.fr' })), async (shop, rows) => await core.buyers.upsertBuyers(shop, rows));
	}, 60_000);

	it('orders come out alike, with their lines and buyers', async () => {
		await converges(anOrderRow.map((row) => ({ ...row, orderId: 'o1', email: (row.updatedAt / MINUTE) % 3 === 0 ? 'q@mail.example' : 'p@orange.fr' })), async (shop, rows) => await core.buyers.upsertOrders(shop, rows));
	}, 60_000);

	it('events come out alike', async () => {
		await converges(anEventRow, async (shop, rows) => await core.buyers.recordEvents(shop, rows));
	}, 60_000);

	it('the newest word on each field counts, however late an older one arrives', async () => {
		const shop = await aShop();
		const row = (minute: number, fields: object): object => ({ email: 'p@orange.fr', updatedAt: NOW - 60 * MINUTE + minute * MINUTE, ...fields });
		await core.buyers.upsertBuyers(shop, [row(3, { country: 'DE' })]);
		await core.buyers.upsertBuyers(shop, [row(1, { name: 'Old' })]);
		await core.buyers.upsertBuyers(shop, [row(2, { name: 'Newer', country: 'US' })]);
		expect(await core.buyers.list(shop)).toMatchObject([{ name: 'Newer', country: 'DE' }]);
	});

	it('rows without a time: the later one of a batch counts', async () => {
		const shop = await aShop();
		await core.buyers.upsertBuyers(shop, [{ email: 'p@orange.fr', name: 'Zoe' }, { email: 'p@orange.fr', name: 'Ana' }]);
		expect(await core.buyers.list(shop)).toMatchObject([{ name: 'Ana' }]);
	});
});
