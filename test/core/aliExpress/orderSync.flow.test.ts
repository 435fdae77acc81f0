import { openCore, testAliExpressConnection, type Core } from '../../../core/openCore';
import type { OrderSyncRequest } from '../../../core/aliExpress/orderSync.flow';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { FAKE_APP, startAliExpressServer, type AliExpressServer, type FakeOrder } from '../../support/aliExpressServer';
import { quickSleep } from '../../support/quickSleep';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const LIST = 'aliexpress.solution.order.get';
const DETAIL = 'aliexpress.solution.order.info.get';

describe.each(STORE_KINDS)('orders from AliExpress on %s', (kind) => {
	let clock: ReturnType<typeof aClock>;
	let server: AliExpressServer;
	let core: Core;
	let store: OpenStore;
	let settings: ReturnType<typeof storeSettings>;
	beforeEach(async () => {
		clock = aClock();
		settings = storeSettings(kind);
		server = await startAliExpressServer(clock);
		core = await openCore({ store: settings, clock, sleep: quickSleep(clock) });
		store = await openStore(settings, { clock });
		await core.shops.save({ id: 'demo', defaultSite: 'usa', timeZone: 'Asia/Shanghai', currency: 'USD' });
	});
	afterEach(async () => {
		await store.close();
		await core.close();
		await server.close();
	});

	const account = () => ({ ...FAKE_APP, accessToken: 'access-0', refreshToken: 'refresh-0', baseUrl: server.baseUrl });
	const sync = async (more: Partial<OrderSyncRequest> = {}) => await core.aliExpress.syncOrders({ shopId: 'demo', account: account(), gapMs: 0, ...more });
	const anOrder = (id: string, more: Partial<FakeOrder> = {}): FakeOrder => {
		const modifiedAt = more.modifiedAt ?? clock.now() - HOUR;
		const order: FakeOrder = { id, status: 'WAIT_SELLER_SEND_GOODS', createdAt: modifiedAt - HOUR, modifiedAt, login: `login${id}`, ...more };
		server.orders.push(order);
		return order;
	};
	const change = (order: FakeOrder, status: string): void => void Object.assign(order, { status, modifiedAt: clock.now() });
	const orders = async () => await store.db.selectFrom('orders').selectAll().orderBy('external_id').execute();
	const buyers = async () => await store.db.selectFrom('buyers').selectAll().execute();

	it('new orders are stored with a buyer who can’t be written to; again → unchanged; changed → changed', async () => {
		const order = anOrder('1160045860056286', { detail: { receipt_address: { country: 'BR' }, buyer_signer_fullname: 'A***a', buyer_email: 'a***@gmail.com', child_order_list: [{ product_id: 7, sku_code: 'S', product_name: 'Lamp' }] } });
		expect(await sync()).toMatchObject({ read: 1, new: 1, changed: 0, unchanged: 0, withoutAddress: 1, rejected: 0, stoppedBy: null });
		expect(await buyers()).toMatchObject([{ email: null, is_marketable: 0, external_id: 'login1160045860056286', name: null, country: 'BR', site: 'bra', marketing_consent: 'unknown' }]);
		expect(await orders()).toMatchObject([{ external_id: '1160045860056286', paid_at: order.modifiedAt, country: 'BR' }]);
		expect(await store.db.selectFrom('order_items').selectAll().execute()).toMatchObject([{ sku: 'S', product_id: '7', name: 'Lamp' }]);
		clock.advance(10 * MINUTE);
		expect(await sync()).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
		change(order, 'WAIT_BUYER_ACCEPT_GOODS');
		clock.advance(10 * MINUTE);
		expect(await sync()).toMatchObject({ new: 0, changed: 1 });
		expect((await orders())[0]?.shipped_at).toBe(order.modifiedAt);
	});

	it('ids beyond 2^53 come and go digit by digit', async () => {
		anOrder('9007199254740993');
		anOrder('81000000000000000123');
		expect(await sync()).toMatchObject({ new: 2, rejected: 0 });
		expect((await orders()).map((order) => order.external_id)).toEqual(['81000000000000000123', '9007199254740993']);
	});

	it('a buyer without an address is in no list, no segment, no audience, and claims refuse him', async () => {
		anOrder('1', { login: 'same' });
		anOrder('2', { login: 'same' });
		await sync();
		expect(await buyers()).toHaveLength(1);
		const [buyer] = await buyers();
		expect(await core.buyers.list('demo')).toEqual([]);
		for (const parameters of [{ preset: 'fulfilment-state', parameters: { state: 'paid' } }, { preset: 'repurchase-due', parameters: {} }] as const) {
			const found = [];
			for await (const page of core.segments.select({ shopId: 'demo', ...parameters })) found.push(...page.recipients);
			expect(found).toEqual([]);
		}
		expect((await core.buyers.consentOf([buyer?.id ?? ''])).get(buyer?.id ?? '')).toMatchObject({ isMarketable: false, consent: 'unknown' });
	});

	it('an address that is known from elsewhere under the same login → the order is that buyer’s', async () => {
		await core.buyers.upsertBuyers('demo', [{ email: 'ana@correo.example', externalId: 'login1' }]);
		anOrder('1');
		expect(await sync()).toMatchObject({ new: 1 });
		expect(await buyers()).toMatchObject([{ email: 'ana@correo.example' }]);
	});

	it('finished orders are asked for by themselves, also old ones', async () => {
		anOrder('1', { status: 'FINISH', createdAt: clock.now() - 100 * DAY, detail: { gmt_pay_success: '2026-08-12 05:00:00', logistic_info_list: [{ gmt_send: '2026-08-14 05:00:00' }] } });
		expect(await sync()).toMatchObject({ new: 1 });
		expect((await orders())[0]?.delivered_at).toBe(server.orders[0]?.modifiedAt);
	});

	it('many pages, and orders that leave the window meanwhile → nobody slips through', async () => {
		for (let index = 0; index < 180; index += 1) anOrder(String(1000 + index), { modifiedAt: clock.now() - HOUR - index * 1000 });
		let lists = 0;
		server.beforeCall = ({ name }) => {
			if (name !== LIST) return;
			lists += 1;
			// each list call finds that three orders of the first page have just been changed
			if (lists > 7) for (const order of server.orders.slice((lists - 8) * 3, (lists - 7) * 3)) order.modifiedAt = clock.now() + MINUTE;
		};
		await sync({ since: clock.now() - DAY });
		server.beforeCall = () => undefined;
		const stored = new Set((await orders()).map((order) => order.external_id));
		expect(server.orders.filter((order) => order.modifiedAt < clock.now() && !stored.has(order.id))).toEqual([]);
		clock.advance(HOUR);
		await sync();
		expect(await orders()).toHaveLength(180);
	}, 120_000);

	it('a full window is halved, and a gateway without totals is read until a page brings nothing new', async () => {
		for (let index = 0; index < 230; index += 1) anOrder(String(1000 + index), { modifiedAt: clock.now() - HOUR - index * 3 * MINUTE });
		expect(await sync({ since: clock.now() - DAY, maxOrders: 1 })).toMatchObject({ stoppedBy: 'max-orders', doneUntil: clock.now() - DAY / 2 });
		server.options.omitsTotals = true;
		expect(await sync({ since: clock.now() - DAY })).toMatchObject({ stoppedBy: null });
		expect(await orders()).toHaveLength(230);
	}, 120_000);

	it('a stop after so many orders → the next sync goes on from there, without a gap', async () => {
		for (let day = 0; day < 5; day += 1) anOrder(String(day), { modifiedAt: clock.now() - day * DAY - HOUR });
		const counts = [];
		for (let run = 0; run < 8; run += 1) {
			const result = await sync({ maxOrders: 1 });
			counts.push(result.new);
			if (!result.stoppedBy) break;
		}
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
		expect(await orders()).toHaveLength(5);
	});

	it('an error in the middle → what was stored stays, the mark waits, the next sync brings the rest', async () => {
		for (let day = 0; day < 3; day += 1) anOrder(String(day), { modifiedAt: clock.now() - day * DAY - HOUR });
		server.beforeCall = ({ name, parameters }) => {
			if (name === DETAIL && parameters.param1?.includes(':1,')) server.failures.push({ body: { error_response: { code: 'InvalidAppKey' } } });
		};
		await expect(sync()).rejects.toMatchObject({ code: 'ALIEXPRESS_LOGIN_REFUSED' });
		server.beforeCall = () => undefined;
		server.failures.length = 0;
		const result = await sync();
		expect(result.window.from).toBeLessThan(clock.now() - DAY);
		expect((await orders()).map((order) => order.external_id)).toEqual(['0', '1', '2']);
	});

	it('a chosen beginning after the mark leaves no gap behind', async () => {
		await sync();
		const mark = clock.now();
		clock.advance(3 * DAY);
		anOrder('1', { modifiedAt: clock.now() - 2 * DAY });
		await sync({ since: clock.now() - HOUR });
		const result = await sync();
		expect(result.window.from).toBe(mark - HOUR);
		expect(result.new).toBe(1);
	});

	it('a mark from long ago → as far back as the platform goes, and on from there', async () => {
		await sync();
		clock.advance(300 * DAY);
		expect((await sync()).window.from).toBe(clock.now() - 179 * DAY);
		clock.advance(HOUR);
		expect((await sync()).window.from).toBe(clock.now() - 2 * HOUR);
	}, 120_000);

	it('an order that changes in both passes through the hour that comes twice → the later word counts', async () => {
		clock.set(Date.UTC(2026, 10, 1, 8, 55));
		await sync();
		const order = anOrder('1', { modifiedAt: Date.UTC(2026, 10, 1, 8, 50), createdAt: Date.UTC(2026, 9, 31, 20) });
		await sync();
		clock.set(Date.UTC(2026, 10, 1, 9, 10));
		change(order, 'WAIT_BUYER_ACCEPT_GOODS');
		Object.assign(order, { detail: { logistic_info_list: [{ gmt_send: '2026-11-01 01:05:00', logistics_no: 'T1' }] } });
		clock.set(Date.UTC(2026, 10, 1, 9, 20));
		expect(await sync()).toMatchObject({ changed: 1 });
		expect((await orders())[0]).toMatchObject({ tracking_number: 'T1' });
	});

	it('the hour that never comes', async () => {
		clock.set(Date.UTC(2027, 2, 14, 10, 5));
		anOrder('1', { modifiedAt: Date.UTC(2027, 2, 14, 9, 59), createdAt: Date.UTC(2027, 2, 14, 9, 50) });
		expect(await sync({ since: Date.UTC(2027, 2, 14, 9, 55) })).toMatchObject({ new: 1 });
	});

	it('not more than one call a second unless asked for', async () => {
		for (let index = 0; index < 5; index += 1) anOrder(String(index));
		await sync({ since: clock.now() - 3 * HOUR, gapMs: undefined });
		const times = server.requests.map(({ at }) => at);
		const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
		expect(gaps.length).toBeGreaterThan(8);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
	});

	it('throttling and trouble are waited out with growing pauses', async () => {
		anOrder('1');
		server.failures.push({ body: { code: 'ApiCallLimit', type: 'ISV' } }, { status: 503, body: 'busy' }, { body: { error_response: { code: 'ServiceTimeout', type: 'SYSTEM' } } });
		expect(await sync({ since: clock.now() - 2 * HOUR })).toMatchObject({ new: 1 });
		expect(server.requests.slice(0, 4).map(({ at }) => at - (server.requests[0]?.at ?? 0))).toEqual([0, 2000, 6000, 14_000]);
	});

	it.each([
		['throttled for ever', { body: { code: 'ApiCallLimit' } }, 'ALIEXPRESS_THROTTLED'],
		['broken for ever', { status: 500, body: '' }, 'ALIEXPRESS_UNREACHABLE'],
	])('%s → an error, in the end', async (_name, failure, code) => {
		server.beforeCall = () => void server.failures.push(failure);
		await expect(sync()).rejects.toMatchObject({ code, isRetryable: true });
		expect(server.requests).toHaveLength(7);
	});

	it.each([
		['no permission', 'InsufficientPermission', 'ALIEXPRESS_PERMISSION_MISSING'], ['a wrong key', 'InvalidAppKey', 'ALIEXPRESS_LOGIN_REFUSED'], ['anything else', 'Unheard-Of', 'ALIEXPRESS_REFUSED'],
	])('%s → an error at once, without the platform’s words', async (_name, errorCode, code) => {
		server.failures.push({ body: { error_response: { code: errorCode, type: 'ISV', msg: 'access-0 ana@correo.example' } } });
		const failed = sync();
		await expect(failed).rejects.toMatchObject({ code });
		await expect(failed).rejects.not.toMatchObject({ message: expect.stringMatching(/access-0|ana@/) });
	});

	it('a token that ends under way is renewed and the call repeated; what is new is used by the next sync', async () => {
		anOrder('1');
		server.tokens.endsAt = clock.now();
		expect(await sync()).toMatchObject({ new: 1 });
		await sync();
		expect(server.count('/auth/token/refresh')).toBe(1);
	});

	it('two syncs at once on two cores → each order once, one renewal', async () => {
		for (let index = 0; index < 8; index += 1) anOrder(String(index), { login: 'same' });
		server.tokens.endsAt = clock.now();
		const other = await openCore({ store: settings, clock, sleep: quickSleep(clock) });
		await Promise.all([sync(), other.aliExpress.syncOrders({ shopId: 'demo', account: account(), gapMs: 0 })]);
		await other.close();
		expect(await orders()).toHaveLength(8);
		expect(await buyers()).toHaveLength(1);
		expect(server.count('/auth/token/refresh')).toBe(1);
	});

	it('an order that the platform refuses to show is named, the others are stored', async () => {
		anOrder('1');
		anOrder('2');
		server.beforeCall = ({ name, parameters }) => {
			if (name === DETAIL && parameters.param1?.includes(':1,')) server.failures.push({ body: { x_response: { result: { success: false, error_code: 'F00' } } } });
		};
		expect(await sync()).toMatchObject({ new: 1, rejected: 1, rejectedOrders: [{ orderId: '1', field: 'order', reason: expect.stringContaining('F00') }] });
	});

	it('a stop → ends between two calls, says so, and the next sync goes on', async () => {
		for (let index = 0; index < 30; index += 1) anOrder(String(index));
		const stop = new AbortController();
		server.beforeCall = ({ name }) => void (name === DETAIL && server.count(DETAIL) === 25 && stop.abort());
		expect(await sync({ signal: stop.signal })).toMatchObject({ stoppedBy: 'canceled' });
		expect(server.count(DETAIL)).toBe(25);
		expect((await orders()).length).toBeGreaterThanOrEqual(20);
		server.beforeCall = () => undefined;
		expect(await sync()).toMatchObject({ stoppedBy: null });
		expect(await orders()).toHaveLength(30);
	});

	it.each(['response', 'result', 'bare'] as const)('answers wrapped as %s; the older methods; methods of one’s own', async (wrapping) => {
		server.options.wrapping = wrapping;
		anOrder('1');
		expect(await sync({ family: 'trade' })).toMatchObject({ new: 1 });
		expect(await sync({ listMethod: LIST, detailMethod: 'aliexpress.trade.new.redefining.findorderbyid', since: clock.now() - HOUR })).toMatchObject({ rejected: 0 });
		await expect(sync({ listMethod: 'https://evil.example' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	it('a shop that is not there → says so before anything is called', async () => {
		await expect(sync({ shopId: 'nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
		expect(server.requests).toEqual([]);
	});

	it.each([
		['works', {}, 'works'], ['the token has ended', { accessToken: 'old' }, 'tokenEnded'], ['a code only', { accessToken: '', refreshToken: '', authorisationCode: 'c' }, 'notTried'],
	])('the credential’s test: %s', async (_name, more, expected) => {
		expect(await testAliExpressConnection({ ...account(), ...more }, clock)).toBe(expected);
		expect(server.count('/auth/token/refresh')).toBe(0);
	});

	it.each([
		['a wrong secret', { appSecret: 'x' }, 'ALIEXPRESS_LOGIN_REFUSED'], ['no way to renew', { accessToken: 'old', refreshToken: '' }, 'ALIEXPRESS_LOGIN_REFUSED'],
		['nobody there', { baseUrl: 'http://127.0.0.1:9' }, 'ALIEXPRESS_UNREACHABLE'],
	])('the credential’s test: %s', async (_name, more, code) => {
		await expect(testAliExpressConnection({ ...account(), ...more }, clock)).rejects.toMatchObject({ code });
	});
});
