import fc from 'fast-check';
import { orderStateAt, ORDER_STATES, type OrderState } from '../../../core/segment/orderState';
import type { selectSegment } from '../../../core/segment/segment.flow';
import type { SegmentRequest } from '../../../core/segment/request';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 20, 12);
const consented = { consentBasis: 'double_opt_in', consentAt: '2026-01-01T00:00:00Z' };

describe.each(STORE_KINDS)('segments on %s', (kind) => {
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

	let shopCount = 0;
	const aShop = async (fields: object = {}): Promise<string> => {
		const id = `shop-${(shopCount += 1)}`;
		await core.shops.save({ id, defaultSite: 'usa', timeZone: 'UTC', ...fields });
		return id;
	};
	const run = async (request: SegmentRequest) => {
		const [recipients, leftOut, left] = [[], {} as Record<string, number>, []] as [Array<Awaited<ReturnType<ReturnType<typeof selectSegment>['next']>>['value']['recipients'][number]>, Record<string, number>, unknown[]];
		for await (const page of core.segments.select(request)) {
			recipients.push(...page.recipients);
			left.push(...page.leftOutRecipients);
			for (const [reason, count] of Object.entries(page.leftOut)) leftOut[reason] = (leftOut[reason] ?? 0) + count;
		}
		return { recipients, leftOut, left, emails: recipients.map((recipient) => recipient.buyer.email.split('@')[0]).sort(), occasions: recipients.map((recipient) => recipient.segment.occasion).sort() };
	};
	const cart = (name: string, subject: string, hoursAgo: number, more: object = {}): object => ({
		kind: 'cart', email: `${name}@shop.example`, country: 'US', subject, occurredAt: NOW - hoursAgo * HOUR, value: 38.4, items: [{ name: 'Lamp', price: 19.2, quantity: 2 }], url: 'https://shop.example/c', ...more,
	});
	const order = (name: string, orderId: string, daysAgo: number, more: object = {}): object => ({ orderId, email: `${name}@shop.example`, country: 'US', placedAt: NOW - daysAgo * DAY, ...more });

	describe('cart abandoned', () => {
		it('picks carts that waited long enough and not too long, the last one of each buyer, without an order since', async () => {
			const shopId = await aShop();
			await core.buyers.recordEvents(shopId, [
				cart('fits', 'c1', 5), cart('fresh', 'c2', 3.9), cart('edge', 'c3', 4), cart('old', 'c4', 7 * 24 + 1), cart('bought', 'c5', 10), cart('boughtbefore', 'c6', 10),
				cart('two', 'c7', 30), cart('two', 'c8', 6), cart('cameback', 'c9', 30), cart('cameback', 'c9', 1), cart('future', 'c10', -1), cart('sametime', 'c11', 9), cart('sametime', 'c12', 9),
			]);
			await core.buyers.upsertOrders(shopId, [order('bought', 'o1', 9 / 24), order('boughtbefore', 'o2', 11 / 24), order('fits', 'o3', -1)]);
			const { emails, occasions } = await run({ shopId, preset: 'cart-abandoned' });
			expect(emails).toEqual(['boughtbefore', 'edge', 'fits', 'sametime', 'two']);
			expect(occasions).toContain('cart:c8');
			expect(occasions).not.toContain('cart:c7');
		});

		it('as of an earlier instant it answers what it answered then', async () => {
			const shopId = await aShop();
			await core.buyers.recordEvents(shopId, [cart('a', 'c1', 10), cart('a', 'c2', 5)]);
			await core.buyers.upsertOrders(shopId, [order('a', 'o1', 1 / 24)]);
			expect((await run({ shopId, preset: 'cart-abandoned' })).occasions).toEqual([]);
			expect((await run({ shopId, preset: 'cart-abandoned', asOf: NOW - 5.5 * HOUR })).occasions).toEqual(['cart:c1']);
		});

		it('carries the cart for templates and says why', async () => {
			const shopId = await aShop();
			await core.buyers.recordEvents(shopId, [cart('a', 'c1', 10)]);
			const [recipient] = (await run({ shopId, preset: 'cart-abandoned' })).recipients;
			expect(recipient).toMatchObject({
				buyer: { email: 'a@shop.example', shop: shopId, site: 'usa', language: 'en-US', timeZone: 'America/New_York' },
				segment: { name: 'cart-abandoned', asOf: NOW, occasion: 'cart:c1', why: ['cart of 2026-11-20 02:00, 1 item, 38.40 USD', 'no order since'] },
				variant: 'A',
				data: { cart: { id: 'c1', url: 'https://shop.example/c', value: { amountMinor: 3840, currency: 'USD' }, items: [{ name: 'Lamp', quantity: 2, price: { amountMinor: 1920, currency: 'USD' } }] } },
			});
		});

		it('its parameters are used: waiting time and value', async () => {
			const shopId = await aShop();
			await core.buyers.recordEvents(shopId, [cart('cheap', 'c1', 30, { value: 5 }), cart('dear', 'c2', 30, { value: 50 }), cart('unknown', 'c3', 30, { value: undefined }), cart('week', 'c4', 100, { value: 50 })]);
			expect((await run({ shopId, preset: 'cart-abandoned', parameters: { minValue: 10, waitedAtMostDays: 2 } })).emails).toEqual(['dear']);
			expect((await run({ shopId, preset: 'cart-abandoned', parameters: { waitedAtLeastHours: 48 } })).emails).toEqual(['week']);
		});
	});

	describe('leaving out', () => {
		it('counts every reason once, and hands them out when asked', async () => {
			const shopId = await aShop();
			await core.shops.saveSite(shopId, { site: 'jpn', isActive: false });
			const people = ['ok', 'off', 'noconsent', 'gone', 'bounced', 'mailed'];
			const countries: Record<string, string> = { off: 'JP', noconsent: 'DE' };
			await core.buyers.recordEvents(shopId, [...people.map((name) => cart(name, name, 10, { country: countries[name] ?? 'US' })), cart('x', 'relay', 10, { email: 'x@marketplace.amazon.com' })]);
			const idOf = async (email: string): Promise<string> => (await core.buyers.list(shopId, { email }))[0]?.id ?? '';
			await core.consent.withdraw(shopId, await idOf('gone@shop.example'), { source: 'phone' });
			await core.consent.addSuppression({ shopId, email: 'bounced@shop.example', reason: 'hard-bounce', scope: 'all' });
			await aSentDelivery(store, shopId, await idOf('mailed@shop.example'), NOW - 2 * DAY);
			const { emails, leftOut, left } = await run({ shopId, preset: 'cart-abandoned', notMailedWithinDays: 3, withLeftOut: true });
			expect(emails).toEqual(['ok']);
			expect(leftOut).toEqual({ siteOff: 1, noConsent: 1, unsubscribed: 1, suppressed: 1, mailedRecently: 1, neverMarketable: 1 });
			expect(left).toHaveLength(6);
			expect((await run({ shopId, preset: 'cart-abandoned', notMailedWithinDays: 1 })).emails).toEqual(['mailed', 'ok']);
			expect((await run({ shopId, preset: 'cart-abandoned', purpose: 'transactional' })).leftOut).toEqual({ siteOff: 1, suppressed: 1 });
		});

		it('a site’s own consent policy and days between mails leave out; the longer time between mails counts', async () => {
			const shopId = await aShop();
			const rows = ['asked', 'confirmed', 'mailed'].map((name) => ({ email: `${name}@shop.example`, country: 'US', ...(name === 'asked' ? { ...consented, consentBasis: 'explicit' } : consented) }));
			await core.buyers.upsertBuyers(shopId, rows);
			await core.buyers.recordEvents(shopId, ['asked', 'confirmed', 'mailed'].map((name) => cart(name, `cart-${name}`, 10)));
			await aSentDelivery(store, shopId, (await core.buyers.list(shopId, { email: 'mailed@shop.example' }))[0]?.id ?? '', NOW - 5 * DAY);
			expect((await run({ shopId, preset: 'cart-abandoned' })).emails).toEqual(['asked', 'confirmed', 'mailed']);
			await core.shops.saveSite(shopId, { site: 'usa', consentPolicy: 'double_opt_in', minDaysBetweenMails: 6 });
			expect(await run({ shopId, preset: 'cart-abandoned' })).toMatchObject({ emails: ['confirmed'], leftOut: { noConsent: 1, mailedRecently: 1 } });
			expect((await run({ shopId, preset: 'cart-abandoned', notMailedWithinDays: 1 })).leftOut).toEqual({ noConsent: 1, mailedRecently: 1 });
			await core.shops.saveSite(shopId, { site: 'usa', consentPolicy: 'explicit', minDaysBetweenMails: 4 });
			expect((await run({ shopId, preset: 'cart-abandoned' })).emails).toEqual(['asked', 'confirmed', 'mailed']);
			expect((await run({ shopId, preset: 'cart-abandoned', notMailedWithinDays: 6 })).leftOut).toEqual({ mailedRecently: 1 });
			await core.shops.saveSite(shopId, { site: 'usa', consentPolicy: 'double_opt_in', minDaysBetweenMails: 6 });
			expect((await run({ shopId, preset: 'cart-abandoned', purpose: 'transactional' })).leftOut).toEqual({});
		});

		it('sites with different days between mails → each buyer by those of his own site', async () => {
			const shopId = await aShop();
			const people: Array<[string, string]> = [['us', 'US'], ['br', 'BR'], ['mx', 'MX']];
			await core.buyers.upsertBuyers(shopId, people.map(([name, country]) => ({ email: `${name}@shop.example`, country, ...consented })));
			await core.buyers.recordEvents(shopId, people.map(([name]) => cart(name, `cart-${name}`, 10)));
			for (const [name] of people) await aSentDelivery(store, shopId, (await core.buyers.list(shopId, { email: `${name}@shop.example` }))[0]?.id ?? '', NOW - 5 * DAY);
			await core.shops.saveSite(shopId, { site: 'usa', minDaysBetweenMails: 6 });
			await core.shops.saveSite(shopId, { site: 'bra', minDaysBetweenMails: 4 });
			expect(await run({ shopId, preset: 'cart-abandoned' })).toMatchObject({ emails: ['br', 'mx'], leftOut: { mailedRecently: 1 } });
			expect(await run({ shopId, preset: 'cart-abandoned', notMailedWithinDays: 5.5 })).toMatchObject({ emails: [], leftOut: { mailedRecently: 3 } });
		});

		it('sites and limit narrow the answer', async () => {
			const shopId = await aShop();
			await core.buyers.upsertBuyers(shopId, Array.from({ length: 40 }, (_row, index) => ({ email: `p${index}@shop.example`, country: index % 2 ? 'DE' : 'US', ...consented })));
			await core.buyers.recordEvents(shopId, Array.from({ length: 40 }, (_row, index) => cart(`p${index}`, `c${index}`, 10, { country: undefined })));
			const german = await run({ shopId, preset: 'cart-abandoned', sites: ['deu'] });
			expect(german.recipients).toHaveLength(20);
			expect(new Set(german.recipients.map((recipient) => recipient.buyer.site))).toEqual(new Set(['deu']));
			expect((await run({ shopId, preset: 'cart-abandoned', limit: 7 })).recipients).toHaveLength(7);
		});
	});

	describe('fulfilment state', () => {
		it('an order is in exactly one state, the same by SQL and by the rule, at any instant', async () => {
			const shopId = await aShop();
			const time = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined });
			const anOrder = fc.record({ paidAt: time, shippedAt: time, deliveredAt: time, estimatedDeliveryAt: time, returnedAt: time, canceledAt: time });
			const orders = fc.sample(anOrder, { numRuns: 300, seed: 7 }).map((times) => Object.fromEntries(Object.entries(times).map(([key, days]) => [key, days === undefined ? undefined : NOW - 10 * DAY + days * DAY])));
			await core.buyers.upsertOrders(shopId, orders.map((times, index) => ({ ...order(`n${index % 90}`, `o${index}`, 10), ...times })));
			for (const at of [NOW - 8 * DAY, NOW - 5 * DAY, NOW - 4.5 * DAY, NOW]) {
				for (const state of ORDER_STATES.filter((name) => name !== 'placed')) {
					const expected = orders.flatMap((times, index) => (stateOf(times, at) === state ? [`order:o${index}:${state}`] : [])).sort();
					expect((await run({ shopId, preset: 'fulfilment-state', parameters: { state, withinDays: null }, asOf: at })).occasions).toEqual(expected);
				}
			}
		});

		it('late orders carry what a template needs; “within” looks at when the state began', async () => {
			const shopId = await aShop();
			await core.buyers.upsertOrders(shopId, [
				order('late', 'o1', 20, { paidAt: NOW - 19 * DAY, shippedAt: NOW - 18 * DAY, estimatedDeliveryAt: NOW - 2 * DAY, trackingNumber: 'T1', carrier: 'Post', total: 12.5, items: [{ name: 'Cup' }] }),
				order('verylate', 'o2', 90, { shippedAt: NOW - 80 * DAY, estimatedDeliveryAt: NOW - 60 * DAY }),
			]);
			const { recipients } = await run({ shopId, preset: 'fulfilment-state', parameters: { state: 'late', withinDays: 7 } });
			expect(recipients).toMatchObject([{
				segment: { occasion: 'order:o1:late', purpose: 'transactional', why: ['order o1 was promised for 2026-11-18 12:00 and is not delivered'] },
				data: { order: { id: 'o1', state: 'late', trackingNumber: 'T1', carrier: 'Post', total: { amountMinor: 1250, currency: 'USD' }, items: [{ name: 'Cup', quantity: 1 }] } },
			}]);
			expect(recipients[0]?.data.order).not.toHaveProperty('deliveredAt');
		});
	});

	describe('repurchase due', () => {
		it('uses the buyer’s own interval, or the shop’s median after one order', async () => {
			const shopId = await aShop();
			const rhythm = (name: string, ...daysAgo: number[]): object[] => daysAgo.map((days, index) => order(name, `${name}${index}`, days));
			await core.buyers.upsertOrders(shopId, [
				...rhythm('due', 62, 32), ...rhythm('notyet', 50, 20), ...rhythm('overdue', 110, 60, 10 + 50), ...rhythm('lapsed', 130, 100), ...rhythm('onedue', 35), ...rhythm('onefresh', 10),
				...rhythm('canceled', 62, 32), order('canceled', 'c-x', 5, { canceledAt: NOW - 4 * DAY }), order('due', 'later', -3),
			]);
			const stage = async (name: string) => (await run({ shopId, preset: 'repurchase-due', parameters: { stage: name } })).emails;
			expect(await stage('due')).toEqual(['canceled', 'due', 'onedue']);
			expect(await stage('overdue')).toEqual(['overdue']);
			expect(await stage('lapsed')).toEqual(['lapsed']);
			const [recipient] = (await run({ shopId, preset: 'repurchase-due', limit: 50 })).recipients.filter((found) => found.buyer.email.startsWith('due@'));
			expect(recipient).toMatchObject({ segment: { occasion: 'repurchase:due1', why: ['2 orders, one every 30 days', expect.stringContaining('due')] }, data: { repurchase: { intervalDays: 30, daysSinceLastOrder: 32, lastOrder: { id: 'due1' } } } });
		});

		it('several orders at one instant or within days are no rhythm of hours', async () => {
			const shopId = await aShop();
			await core.buyers.upsertOrders(shopId, [order('twin', 't1', 8), order('twin', 't2', 8), order('burst', 'b1', 2.1), order('burst', 'b2', 2)]);
			const { emails, recipients } = await run({ shopId, preset: 'repurchase-due', parameters: { fallbackIntervalDays: 90 } });
			expect(emails).toEqual(['twin']);
			expect(recipients).toHaveLength(1);
		});
	});

	describe('audiences', () => {
		it('a frozen audience has the members of the segment, in order, whatever happens later', async () => {
			const shopId = await aShop();
			const names = Array.from({ length: 2_300 }, (_name, index) => `m${index}`);
			await core.buyers.upsertBuyers(shopId, names.map((name, index) => ({ email: `${name}@shop.example`, country: ['US', 'DE', 'KR'][index % 3], ...consented })));
			await core.buyers.recordEvents(shopId, names.map((name, index) => cart(name, `c-${name}`, 5 + (index % 90), { country: undefined })));
			const request: SegmentRequest = { shopId, preset: 'cart-abandoned', variantCount: 2, holdoutShare: 0.1, name: 'autumn' };
			const selected = await run(request);
			const audience = await core.segments.freeze(request);
			expect(audience).toMatchObject({ shop: shopId, segment: 'autumn', purpose: 'marketing', asOf: NOW, size: 2_300, bySite: { usa: 767, deu: 767, kor: 766 }, leftOut: {} });
			expect(Object.keys(audience.byVariant).sort()).toEqual(['A', 'B', 'holdout']);
			await core.buyers.upsertOrders(shopId, [order('m1', 'later', 0, { country: undefined })]);
			const members = [];
			for (let after = -1; ;) {
				const page = await core.segments.readAudiencePage(audience.id, after, 700);
				if (page.length === 0) break;
				members.push(...page);
				after = page.at(-1)?.position ?? after;
			}
			expect(members.map((member) => member.position)).toEqual(names.map((_name, index) => index));
			expect(members.map(({ buyer, occasion, variant, data }) => ({ buyer, occasion, variant, data }))).toEqual(
				selected.recipients.map(({ buyer, segment, variant, data }) => ({ buyer, occasion: segment.occasion, variant, data: JSON.parse(JSON.stringify(data)) })),
			);
			const samples = await core.segments.sampleAudience(audience.id, { perLanguage: 1, max: 20 });
			expect(samples.map((sample) => sample.buyer.language).sort()).toEqual(['de-DE', 'en-US', 'ko-KR']);
			expect(await core.segments.getAudience(audience.id)).toEqual(audience);
		});

		it('an erased buyer is missing, the others stay', async () => {
			const shopId = await aShop();
			await core.buyers.recordEvents(shopId, [cart('stay', 'c1', 9), cart('erase', 'c2', 8)]);
			const audience = await core.segments.freeze({ shopId, preset: 'cart-abandoned' });
			await store.db.updateTable('buyers').set({ email: null }).where('shop_id', '=', shopId).where('email', '=', 'erase@shop.example').execute();
			expect((await core.segments.readAudiencePage(audience.id, -1, 10)).map((member) => member.occasion)).toEqual(['cart:c1']);
		});

		it('one that is not there → NOT_FOUND with what to do', async () => {
			await expect(core.segments.readAudiencePage('a_none', -1, 10)).rejects.toMatchObject({ code: 'NOT_FOUND', nextStep: expect.stringContaining('Segment Buyers') });
		});
	});

	it.each([
		[{ preset: 'nobody' }, 'NOT_FOUND', 'preset'], [{ preset: 'cart-abandoned', sites: ['mars'] }, 'INPUT_INVALID', 'sites.0'], [{ preset: 'cart-abandoned', variantCount: 6 }, 'INPUT_INVALID', 'variantCount'],
		[{ preset: 'fulfilment-state', parameters: { state: 'lost' } }, 'INPUT_INVALID', 'state'], [{ preset: 'cart-abandoned', parameters: { waitedAtLeastHours: -1 } }, 'INPUT_INVALID', 'waitedAtLeastHours'],
	])('%j → %s for %s', async (request, code, field) => {
		const shopId = await aShop();
		await expect(run({ shopId, ...request } as SegmentRequest)).rejects.toMatchObject({ code, context: { field } });
	});
});

function stateOf(times: Record<string, number | undefined>, at: number): OrderState {
	const time = (key: string): number | null => times[key] ?? null;
	return orderStateAt({
		paidAt: time('paidAt'), shippedAt: time('shippedAt'), deliveredAt: time('deliveredAt'), estimatedDeliveryAt: time('estimatedDeliveryAt'), returnedAt: time('returnedAt'), canceledAt: time('canceledAt'),
	}, at);
}

async function aSentDelivery({ db }: OpenStore, shopId: string, buyerId: string, settledAt: number): Promise<void> {
	await db.insertInto('deliveries').values({
		id: `d_${buyerId}`, shop_id: shopId, campaign_id: `g_${shopId}`, buyer_id: buyerId, occasion: 'x', purpose: 'marketing', site: 'usa', language: 'en', variant: 'A', template: 't', content_id: 'c',
		data_json: '{}', state: 'accepted', due_at: settledAt, is_window_bound: 0, not_after: null, claimed_by: null, lease_ends_at: null, attempt_count: 1, code: '250', cause: null,
		planned_at: settledAt, sending_at: settledAt, settled_at: settledAt, updated_at: settledAt,
	}).execute();
}
