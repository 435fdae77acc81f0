import fc from 'fast-check';
import { openStore } from '../../../core/store/openStore';
import { makeOrderWriter } from '../../../core/store/orderQueries';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';
import { openCore, type Core } from '../../../core/openCore';

const DAY = 86_400_000;
const BASE = Date.UTC(2026, 9, 1);

describe.each(STORE_KINDS)('orders on %s', (kind) => {
	const settings = storeSettings(kind);
	let core: Core;
	let store: Awaited<ReturnType<typeof openStore>>;
	beforeAll(async () => {
		core = await openCore({ store: settings, clock: aClock() });
		store = await openStore(settings, { clock: aClock() });
		await core.shops.save({ id: 'demo', timeZone: 'America/Sao_Paulo', currency: 'BRL', defaultSite: 'bra' });
	});
	afterAll(async () => {
		await store.close();
		await core.close();
	});

	const upsert = async (...rows: unknown[]) => await core.buyers.upsertOrders('demo', rows);
	const read = async (orderId: string) => (await makeOrderWriter(store.db, store.capabilities, 'demo').readOrders([orderId]))[0];
	const anOrder = (orderId: string, more: object = {}): object => ({ orderId, email: `${orderId}@shop.example`, country: 'BR', placedAt: '2026-10-01 08:00', ...more });

	it('a new order creates its buyer, and reads times in the shop’s zone', async () => {
		expect(await upsert(anOrder('o1', { name: 'Bia', buyerExternalId: 'C-1', total: '1.234,50', items: [{ name: 'Lamp', quantity: '2', price: 617.25 }] }))).toMatchObject([{ kind: 'saved' }]);
		expect(await read('o1')).toMatchObject({
			placedAt: Date.UTC(2026, 9, 1, 11), totalMinor: 123_450, currency: 'BRL', country: 'BR', paidAt: null,
			items: [{ name: 'Lamp', quantity: 2, priceMinor: 61_725, currency: 'BRL', sku: null, productId: null, category: null, imageUrl: null }],
		});
		expect(await core.buyers.list('demo', { email: 'o1@shop.example' })).toMatchObject([{ name: 'Bia', site: 'bra', siteSource: 'shippingCountry' }]);
	});

	it('the same row again → unchanged; a later update without a time keeps the time', async () => {
		await upsert(anOrder('o2', { paidAt: '2026-10-01 09:00', items: [{ name: 'Cup' }] }));
		expect(await upsert(anOrder('o2', { paidAt: '2026-10-01 09:00', items: [{ name: 'Cup' }] }))).toMatchObject([{ kind: 'unchanged' }]);
		expect(await upsert({ orderId: 'o2', shippedAt: '2026-10-02 09:00' })).toMatchObject([{ kind: 'saved' }]);
		expect(await read('o2')).toMatchObject({ paidAt: Date.UTC(2026, 9, 1, 12), shippedAt: Date.UTC(2026, 9, 2, 12), items: [{ name: 'Cup' }] });
	});

	it('an update that names the buyer by the marketplace’s id finds him', async () => {
		await upsert(anOrder('o3', { buyerExternalId: 'C-3' }));
		expect(await upsert({ orderId: 'o4', buyerExternalId: 'C-3', placedAt: '2026-10-05' })).toMatchObject([{ kind: 'saved' }]);
		expect((await read('o4'))?.buyerId).toBe((await read('o3'))?.buyerId);
	});

	it('a marketplace that hides the address: refused, or kept with a buyer who can’t be written to', async () => {
		const hidden = [{ orderId: 'h1', buyerExternalId: 'H-1', name: 'Eva', country: 'FR', placedAt: '2026-10-05' }, { orderId: 'h2', buyerExternalId: 'H-1', placedAt: '2026-10-06' }, { orderId: 'h1', shippedAt: '2026-10-07' }];
		expect(await upsert(...hidden)).toMatchObject([{ kind: 'rejected', field: 'email' }, { kind: 'rejected' }, { kind: 'rejected' }]);
		const keep = async (...rows: unknown[]) => await core.buyers.upsertOrders('demo', rows, { buyersWithoutAddress: 'keep' });
		expect(await keep(...hidden, { orderId: 'h3', placedAt: '2026-10-05' })).toMatchObject([{ kind: 'saved', isNew: true }, { kind: 'saved', isNew: true }, { kind: 'saved', isNew: false }, { kind: 'rejected', field: 'email' }]);
		const [first, second] = [await read('h1'), await read('h2')];
		expect(second?.buyerId).toBe(first?.buyerId);
		expect(first).toMatchObject({ shippedAt: Date.UTC(2026, 9, 7, 3) });
		const buyer = await store.db.selectFrom('buyers').selectAll().where('external_id', '=', 'H-1').execute();
		expect(buyer).toMatchObject([{ id: first?.buyerId, email: null, is_marketable: 0, name: 'Eva', country: 'FR', site: 'fra', site_source: 'shippingCountry' }]);
		expect((await keep(...hidden)).map((result) => result.kind)).toEqual(['unchanged', 'unchanged', 'unchanged']);
	});

	it('somebody with an address and somebody without one under one id → later orders go to the one with the address', async () => {
		await core.buyers.upsertOrders('demo', [{ orderId: 'i1', buyerExternalId: 'I-1', placedAt: '2026-10-05' }], { buyersWithoutAddress: 'keep' });
		await upsert(anOrder('i2', { buyerExternalId: 'I-1' }));
		await core.buyers.upsertOrders('demo', [{ orderId: 'i3', buyerExternalId: 'I-1', placedAt: '2026-10-06' }], { buyersWithoutAddress: 'keep' });
		expect((await read('i3'))?.buyerId).toBe((await read('i2'))?.buyerId);
		expect((await read('i1'))?.buyerId).not.toBe((await read('i2'))?.buyerId);
	});

	it.each(['an**@correo.example', 'a***@gmail.com'])('%s hides letters → no address', async (email) => {
		expect(await upsert(anOrder('masked', { email }))).toMatchObject([{ kind: 'rejected', field: 'email' }]);
	});

	it('an order and its update without an address in one batch → one order', async () => {
		expect(await upsert(anOrder('b1'), { orderId: 'b1', shippedAt: '2026-10-03' }, { orderId: 'b2', shippedAt: '2026-10-03' })).toMatchObject([{ kind: 'saved' }, { kind: 'saved' }, { kind: 'rejected' }]);
		expect(await read('b1')).toMatchObject({ shippedAt: Date.UTC(2026, 9, 3, 3) });
	});

	it('two updates in one batch, the older one last → the newer one stays', async () => {
		await upsert(
			anOrder('o5', { trackingNumber: 'NEW', updatedAt: '2026-10-09T00:00:00Z' }), anOrder('o5', { trackingNumber: 'OLD', carrier: 'Correios', updatedAt: '2026-10-08T00:00:00Z' }),
		);
		expect(await read('o5')).toMatchObject({ trackingNumber: 'NEW', carrier: 'Correios' });
	});

	it.each([
		[{ orderId: 'x1', email: 'x1@shop.example' }, 'placedAt'],
		[{ orderId: 'x2', placedAt: '2026-10-01' }, 'email'],
		[{ email: 'x3@shop.example', placedAt: '2026-10-01' }, 'orderId'],
		[{ orderId: 'x4', email: 'x4@shop.example', placedAt: '1/2/2026' }, 'placedAt'],
		[{ orderId: 'x5', email: 'x5@shop.example', placedAt: '2026-10-01', total: 'free' }, 'total'],
		[{ orderId: 'x6', email: 'x6@shop.example', placedAt: '2026-10-01', items: [{ name: 'A', imageUrl: 'javascript:alert(1)' }] }, 'items.0.imageUrl'],
		[{ orderId: 'x7', email: 'x7@shop.example', placedAt: '2026-10-01', items: [{ quantity: 2 }] }, 'items.0.name'],
	])('%j → rejected for %s, and no buyer is created', async (row, field) => {
		expect(await upsert(row)).toMatchObject([{ kind: 'rejected', field }]);
		if ('email' in row) expect(await core.buyers.list('demo', { email: row.email })).toEqual([]);
	});

	it('a status that says more than the times fills the missing time with the last known one', async () => {
		await upsert(anOrder('s1', { paidAt: '2026-10-02', status: 'Canceled' }), anOrder('s2', { status: '已发货' }), anOrder('s3', { status: 'whatever' }));
		expect(await read('s1')).toMatchObject({ canceledAt: Date.UTC(2026, 9, 2, 3) });
		expect(await read('s2')).toMatchObject({ shippedAt: Date.UTC(2026, 9, 1, 11) });
		expect(await read('s3')).toMatchObject({ shippedAt: null, canceledAt: null });
	});

	it('money in currencies without minor units, and given as minor units', async () => {
		await upsert(anOrder('m1', { total: '4800', currency: 'jpy' }), anOrder('m2', { total: { amountMinor: 999, currency: 'EUR' } }), anOrder('m3', { total: 0.1 + 0.2 }));
		expect(await read('m1')).toMatchObject({ totalMinor: 4800, currency: 'JPY' });
		expect(await read('m2')).toMatchObject({ totalMinor: 999, currency: 'EUR' });
		expect(await read('m3')).toMatchObject({ totalMinor: 30, currency: 'BRL' });
	});

	it('updates of an order arrive in any order, in any batches, more than once → the same order', async () => {
		const updates = [
			{ placedAt: BASE, updatedAt: BASE }, { paidAt: BASE + DAY, carrier: 'Post', updatedAt: BASE + DAY }, { shippedAt: BASE + 2 * DAY, updatedAt: BASE + 2 * DAY },
			{ trackingNumber: 'T2', updatedAt: BASE + 3 * DAY }, { deliveredAt: BASE + 4 * DAY, carrier: 'DHL', updatedAt: BASE + 4 * DAY },
		];
		let run = 0;
		await fc.assert(fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 0, 2, 4], { minLength: 8 }), fc.boolean(), async (order, isOneBatch) => {
			run += 1;
			const rows = order.map((index) => ({ orderId: `p${run}`, email: 'p@shop.example', placedAt: BASE, ...updates[index] }));
			if (isOneBatch) await upsert(...rows);
			else for (const row of rows) await upsert(row);
			expect(await read(`p${run}`)).toMatchObject({
				placedAt: BASE, paidAt: BASE + DAY, shippedAt: BASE + 2 * DAY, deliveredAt: BASE + 4 * DAY, trackingNumber: 'T2', carrier: 'DHL', sourceUpdatedAt: BASE + 4 * DAY,
			});
		}), { numRuns: 25 });
	});
});
