import { STORE_KINDS } from '../../support/stores';
import { aShopCore, type TestCore } from '../../support/shopCore';

const DAY = 86_400_000;
const CART = { kind: 'cart', subject: 'c1', email: 'a@b.example' };

describe.each(STORE_KINDS)('rows that must not get in on %s', (kind) => {
	let core: TestCore;
	beforeAll(async () => void (core = await aShopCore(kind)));
	afterAll(async () => await core.close());

	type Rows = (rows: unknown[]) => Promise<Array<{ kind: string; field?: string; reason?: string }>>;
	const save: Record<string, Rows> = {
		buyer: async (rows) => await core.buyers.upsertBuyers('demo', rows),
		order: async (rows) => await core.buyers.upsertOrders('demo', rows),
		event: async (rows) => await core.buyers.recordEvents('demo', rows),
		consent: async (rows) => await core.consent.record('demo', rows),
	};

	it.each<[string, string, (at: number) => object]>([
		['event', 'occurredAt', (at) => ({ ...CART, occurredAt: at })],
		['order', 'placedAt', (at) => ({ orderId: `future-${at}`, email: 'a@b.example', placedAt: at })],
		['order', 'deliveredAt', (at) => ({ orderId: `future-${at}`, email: 'a@b.example', placedAt: '2026-11-01', deliveredAt: at })],
		['order', 'updatedAt', (at) => ({ orderId: `future-${at}`, email: 'a@b.example', placedAt: '2026-11-01', updatedAt: at })],
		['buyer', 'updatedAt', (at) => ({ email: 'a@b.example', updatedAt: at })],
		['consent', 'occurredAt', (at) => ({ email: 'a@b.example', basis: 'explicit', source: 'form', occurredAt: at })],
	])('%s with %s in the future → accepted up to 24 hours ahead, then rejected with what to check', async (resource, field, row) => {
		const now = core.testClock.now();
		const [edge, beyond] = (await save[resource]?.([row(now + DAY), row(now + DAY + 1)])) ?? [];
		expect(edge?.kind).not.toBe('rejected');
		expect(beyond).toMatchObject({ kind: 'rejected', field, reason: expect.stringMatching(/got one that is 2 days ahead; check its year, time zone and date order$/) });
	});

	it('a promised delivery may lie ahead', async () => {
		expect(await save.order?.([{ orderId: 'p1', email: 'a@b.example', placedAt: '2026-11-01', estimatedDeliveryAt: '2026-12-24' }])).toMatchObject([{ kind: 'saved' }]);
	});

	it('an order before its buyer → says what is missing; the same row goes through once the buyer is there', async () => {
		const row = { orderId: 'early', buyerExternalId: 'mkt-1', placedAt: '2026-11-01' };
		expect(await save.order?.([row])).toMatchObject([{ kind: 'rejected', field: 'email', reason: expect.stringContaining('send the address along, or the buyer first') }]);
		await save.buyer?.([{ email: 'late@b.example', externalId: 'mkt-1' }]);
		expect(await save.order?.([row])).toMatchObject([{ kind: 'saved' }]);
	});

	it.each<[string, unknown, string]>([
		['buyer', { email: 7 }, 'email'], ['buyer', { email: ['a@b.example'] }, 'email'], ['buyer', { email: 'a@b.example', country: { code: 'DE' } }, 'country'], ['buyer', 'a@b.example', 'row'], ['buyer', null, 'row'],
		['order', { orderId: { $ne: 1 }, email: 'a@b.example', placedAt: '2026-11-01' }, 'orderId'], ['order', { orderId: 'x', email: 'a@b.example', placedAt: true }, 'placedAt'],
		['order', { orderId: 'x', email: 'a@b.example', placedAt: '2026-11-01', items: 'Lamp' }, 'items'], ['order', { orderId: 'x', email: 'a@b.example', placedAt: '2026-11-01', total: Number.NaN }, 'total'],
		['event', { ...CART, occurredAt: [] }, 'occurredAt'], ['event', { ...CART, subject: {}, occurredAt: '2026-11-01' }, 'subject'],
		['buyer', JSON.parse('{"__proto__": {"email": "a@b.example"}}'), 'email'],
	])('%s %j → rejected for %s, and names no value of the person', async (resource, row, field) => {
		const [result] = (await save[resource]?.([row])) ?? [];
		expect(result).toMatchObject({ kind: 'rejected', field: expect.stringContaining(field), reason: expect.not.stringContaining('a@b.example') });
	});

	it('`__proto__` and other columns of programs beside good ones → the good ones are saved, nothing is changed for others', async () => {
		const row = JSON.parse('{"email": "proto@b.example", "__proto__": {"name": "Evil", "polluted": true}, "constructor": {"prototype": {"polluted": true}}, "toString": "x"}');
		expect(await save.buyer?.([row])).toMatchObject([{ kind: 'saved' }]);
		expect((await core.buyers.list('demo', { email: 'proto@b.example' }))[0]).not.toHaveProperty('name');
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});
