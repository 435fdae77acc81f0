import { STORE_KINDS } from '../../support/stores';
import { aShopCore, type TestCore } from '../../support/shopCore';

describe.each(STORE_KINDS)('events on %s', (kind) => {
	let core: TestCore;
	beforeAll(async () => void (core = await aShopCore(kind)));
	afterAll(async () => await core.close());

	const aCart = (subject: string, more: object = {}): object => ({
		kind: 'cart', subject, email: 'eve@shop.example', country: 'US', occurredAt: '2026-11-20T08:00:00Z', value: 38.4, items: [{ name: 'Lamp', price: 19.2, quantity: 2 }], url: 'https://shop.example/cart/1', ...more,
	});

	it('are recorded once, in one batch and in two', async () => {
		const [first, again] = await core.buyers.recordEvents('demo', [aCart('c1'), aCart('c1')]);
		expect([first?.kind, again?.kind]).toEqual(['saved', 'unchanged']);
		expect(await core.buyers.recordEvents('demo', [aCart('c1')])).toEqual([{ kind: 'unchanged', id: first && 'id' in first ? first.id : '' }]);
	});

	it('a cart that changed later is another event', async () => {
		const results = await core.buyers.recordEvents('demo', [aCart('c2'), aCart('c2', { occurredAt: '2026-11-20T09:00:00Z' })]);
		expect(results.map((result) => result.kind)).toEqual(['saved', 'saved']);
	});

	it('an own key makes a report once even when its time differs', async () => {
		const results = await core.buyers.recordEvents('demo', [aCart('c3', { eventKey: 'hook-1' }), aCart('c3', { eventKey: 'hook-1', occurredAt: '2026-11-20T09:00:00Z' })]);
		expect(results.map((result) => result.kind)).toEqual(['saved', 'unchanged']);
	});

	it('may name the buyer by id; an unknown one, a missing time or a dangerous address are rejected', async () => {
		const [buyer] = await core.buyers.upsertBuyers('demo', [{ email: 'byid@shop.example' }]);
		const buyerId = buyer && 'id' in buyer ? buyer.id : '';
		const results = await core.buyers.recordEvents('demo', [
			aCart('c4', { email: undefined, buyerId }), aCart('c5', { email: undefined, buyerId: 'b_nobody' }), aCart('c6', { occurredAt: '' }), aCart('c7', { url: 'javascript:alert(1)' }), aCart('c8', { items: 'lamp' }),
		]);
		expect(results).toMatchObject([{ kind: 'saved' }, { kind: 'rejected', field: 'email' }, { field: 'occurredAt' }, { field: 'url' }, { field: 'items' }]);
	});
});
