import { findJurisdiction } from '../../core/compliance/jurisdiction';
import { mayReceiveMarketing } from '../../core/compliance/marketingConsent';
import { applyConsent, type ConsentStanding } from '../../core/consent/consent';
import { isActive } from '../../core/consent/suppression';
import { openCore, type Core } from '../../core/openCore';
import { orderStateAt, ORDER_STATES } from '../../core/segment/orderState';
import { DAY_MS, HOUR_MS } from '../../core/shared/clock';
import { sha256 } from '../../core/shared/hash';
import { minorDigits } from '../../core/shared/money';
import { recogniseSite } from '../../core/shop/siteRecognition';
import { makeWindowPlanner } from '../../core/shop/sendWindow';
import { countryUsage, DEFAULT_WINDOW, resolveSite, SITE_KEYS } from '../../core/shop/sites';
import { generateShop, type GeneratedShop } from '../../demo/shopGenerator';
import { loadShop } from '../../demo/shopLoader';
import { aClock, sqliteSettings } from '../support/stores';

const NOW = Date.UTC(2026, 10, 22, 5, 30);
const SEED = 20261122;
const shop = generateShop({ seed: SEED, now: NOW });

const DAYS = [['a winter day', Date.UTC(2026, 10, 22)], ['the day of the EU clock change', Date.UTC(2027, 2, 28)], ['a summer day', Date.UTC(2027, 6, 1)]] as const;
const HOURS_OF_A_SHOP = 24;
const EAST_ASIA = ['kor', 'jpn'];
const EUROPE = ['glo', 'rus', 'esp', 'fra', 'deu', 'ita', 'nld', 'pol', 'tur', 'ukr'];

describe('generateShop', () => {
	it('same seed and instant -> same shop', () => {
		expect(hashOf(generateShop({ seed: SEED, now: NOW }))).toBe(hashOf(shop));
	});

	it('another seed -> another shop', () => {
		expect(hashOf(generateShop({ seed: SEED + 1, now: NOW }))).not.toBe(hashOf(shop));
	});

	it('size -> 12,000 buyers with an address each, about 30,000 orders and 6,500 carts', () => {
		expect(new Set(shop.buyers.map((buyer) => buyer.email)).size).toBe(12_000);
		expect(isBetween(shop.orders.length, 28_000, 32_000)).toBe(true);
		expect(isBetween(shop.carts.length, 6_300, 6_800)).toBe(true);
		expect(new Set(shop.orders.map((order) => order.orderId)).size).toBe(shop.orders.length);
	});

	it('addresses -> ASCII local parts of reserved domains only', () => {
		const rows = [shop.buyers, shop.orders, shop.carts, shop.consents, shop.suppressions].flat();
		expect(rows.filter(({ email }) => !/^[a-z]+\.[a-z]+\d+@[a-z]+\.example$/.test(email))).toEqual([]);
	});

	it('country and language -> every site has buyers of all its countries', () => {
		const places = new Set(shop.buyers.map(placeOf));
		const wanted = SITE_KEYS.flatMap((site) => countriesOf(site).map((country) => `${site} ${country}`));
		expect([...places].sort()).toEqual(wanted.sort());
	});

	it('now -> orders are in every state, and each in the right order of times', () => {
		const states = new Map(ORDER_STATES.map((state) => [state, 0]));
		for (const order of shop.orders) {
			const state = orderStateAt(timesOf(order), NOW);
			states.set(state, (states.get(state) ?? 0) + 1);
		}
		expect([...states].filter(([, count]) => count < 5)).toEqual([]);
		expect(shop.orders.filter((order) => !isInOrder([order.placedAt, order.paidAt, order.shippedAt, order.deliveredAt, order.returnedAt, NOW]))).toEqual([]);
	});

	it('prices -> whole minor units in the currency of the buyer\'s country, yen without decimals', () => {
		const currencies = new Map(shop.buyers.map((buyer) => [buyer.email, countryUsage(siteOf(buyer), buyer.country)?.currency]));
		const rows = [...shop.orders.map(({ email, total, items }) => ({ email, total, items })), ...shop.carts.map(({ email, value, items }) => ({ email, total: value, items }))];
		expect(rows.filter(({ email, total }) => total.currency !== currencies.get(email) || !Number.isSafeInteger(total.amountMinor) || total.amountMinor <= 0)).toEqual([]);
		expect(rows.filter(({ total, items }) => total.amountMinor !== items.reduce((sum, { price, quantity }) => sum + price.amountMinor * quantity, 0))).toEqual([]);
		const yen = rows.filter(({ total }) => total.currency === 'JPY').map(({ total }) => total.amountMinor / 10 ** minorDigits('JPY'));
		expect([Math.min(...yen) > 500, Math.max(...yen) < 150_000]).toEqual([true, true]);
	});

	it('consents -> of every kind, and about 1 % of the addresses bounced', () => {
		const kinds = new Set([...standings(shop).values()].map(({ consent, consentBasis }) => `${consent} ${consentBasis ?? ''}`.trim()));
		expect([...kinds]).toEqual(expect.arrayContaining(['granted double_opt_in', 'granted explicit', 'granted soft_opt_in', 'pending']));
		expect([...kinds].some((kind) => kind.startsWith('withdrawn'))).toBe(true);
		expect(standings(shop).size).toBeLessThan(shop.buyers.length * 0.9);
		const bounced = shop.suppressions.filter((suppression) => suppression.reason === 'hard-bounce' && isActive(suppression, NOW));
		expect(isBetween(bounced.length, 100, 140)).toBe(true);
	});

	it('double opt-in countries -> hardly a grant of another kind', () => {
		const countries = new Map(shop.buyers.map((buyer) => [buyer.email, buyer.country]));
		const grants = shop.consents.filter(({ email, kind }) => kind === 'granted' && findJurisdiction(countries.get(email)).isDoubleOptInDefault);
		expect(grants.filter(({ basis }) => basis === 'double_opt_in').length / grants.length).toBeGreaterThan(0.85);
	});
});

describe('mailable abandoned carts', () => {
	it.each([1, 2, SEED])('seed %i -> below the daily quota, and enough in America, East Asia and Europe', (seed) => {
		const bySite = Map.groupBy(mailableCarts(generateShop({ seed, now: NOW }), NOW), ({ site }) => site);
		const count = (sites: readonly string[]): number => sites.reduce((sum, site) => sum + (bySite.get(site)?.length ?? 0), 0);
		expect(count(['usa'])).toBeGreaterThanOrEqual(1_250);
		expect(count(EAST_ASIA)).toBeGreaterThanOrEqual(1_250);
		expect(count(EUROPE)).toBeGreaterThanOrEqual(1_500);
		expect(isBetween(count(SITE_KEYS), 4_300, 4_800)).toBe(true);
		expect(SITE_KEYS.filter((site) => count([site]) === 0)).toEqual([]);
	});

	it.each(DAYS)('%s -> at every hour at least 1,100 are inside their window', (_name, midnight) => {
		const counts = Array.from({ length: 24 / HOURS_OF_A_SHOP }, (_, step) => countInWindow(midnight + step * HOURS_OF_A_SHOP * HOUR_MS)).flat();
		expect(counts).toHaveLength(24);
		expect(Math.min(...counts)).toBeGreaterThanOrEqual(1_100);
	});

	it('twelve hours later -> still as many, within the quota', () => {
		const later = mailableCarts(shop, NOW + 12 * HOUR_MS).length;
		expect(isBetween(later, 4_300, 4_900)).toBe(true);
	});
});

describe('loadShop', () => {
	let core: Core;
	beforeAll(async () => {
		core = await openCore({ store: sqliteSettings(), clock: aClock(NOW) });
		await loadShop(core, shop);
	}, 240_000);
	afterAll(async () => await core.close());

	it('cart-abandoned on the loaded shop -> exactly the carts computed from its rows', async () => {
		const selected: string[] = [];
		const leftOut: Record<string, number> = {};
		for await (const page of core.segments.select({ shopId: 'demo', preset: 'cart-abandoned', asOf: NOW })) {
			selected.push(...page.recipients.map(({ buyer, segment }) => `${buyer.email} ${segment.occasion}`));
			for (const [reason, count] of Object.entries(page.leftOut)) leftOut[reason] = (leftOut[reason] ?? 0) + count;
		}
		expect(selected.sort()).toEqual(mailableCarts(shop, NOW).map(({ email, cartId }) => `${email} cart:${cartId}`).sort());
		expect(Object.keys(leftOut).sort()).toEqual(['noConsent', 'suppressed', 'unsubscribed']);
	});

	it('the shop -> has been active for more than 30 days and may import', async () => {
		const { activatedAt, isImportApproved, defaultSite } = await core.shops.get('demo');
		expect(NOW - activatedAt).toBeGreaterThan(30 * DAY_MS);
		expect([isImportApproved, defaultSite]).toEqual([true, 'glo']);
	});

	it('loading it again -> changes nothing', async () => {
		const orders = await core.buyers.upsertOrders('demo', shop.orders.slice(0, 300), { rowAge: 'lastMilestone' });
		const buyers = await core.buyers.upsertBuyers('demo', shop.buyers.slice(0, 300));
		expect([...orders, ...buyers].filter(({ kind }) => kind !== 'unchanged')).toEqual([]);
	});

	it('a row that is no buyer -> an error that says which one and why', async () => {
		const broken = { ...shop, buyers: [{ ...shop.buyers[0], email: 'nobody' }], orders: [], carts: [], consents: [], suppressions: [] } as GeneratedShop;
		await expect(loadShop(core, broken)).rejects.toThrow(/buyer 0 was rejected: email/);
	});
});

/** A shop generated at `start`, asked then and at each full hour until the next one is generated. */
function countInWindow(start: number): number[] {
	const generated = generateShop({ seed: SEED, now: start });
	return Array.from({ length: HOURS_OF_A_SHOP }, (_, hour) => {
		const now = start + hour * HOUR_MS;
		return mailableCarts(generated, now).filter(makeOpenTest(now)).length;
	});
}

interface MailableCart {
	email: string;
	cartId: string;
	site: string;
	timeZone: string;
}

/** What the segment should find, worked out from the rows alone. */
function mailableCarts({ buyers, orders, carts, consents, suppressions }: GeneratedShop, now: number): MailableCart[] {
	const lastOrderAt = latest(orders.map(({ email, placedAt }) => [email, placedAt]));
	const lastCartAt = latest(carts.map(({ email, occurredAt }) => [email, occurredAt]));
	const byEmail = new Map(buyers.map((buyer) => [buyer.email, buyer]));
	const known = standings({ consents });
	const suppressed = new Set(suppressions.filter((suppression) => isActive(suppression, now)).map(({ email }) => email));
	return carts.flatMap(({ email, subject, occurredAt }) => {
		const buyer = byEmail.get(email);
		const isAbandoned = now - occurredAt >= 4 * HOUR_MS && now - occurredAt < 7 * DAY_MS && lastCartAt.get(email) === occurredAt && (lastOrderAt.get(email) ?? 0) < occurredAt;
		if (!buyer || !isAbandoned || suppressed.has(email)) return [];
		const { consent, consentBasis, consentAt } = known.get(email) ?? { consent: 'unknown', consentBasis: null, consentAt: null };
		if (mayReceiveMarketing({ country: buyer.country, consent, consentBasis, consentAt, isMarketable: true, now }) !== 'yes') return [];
		const { site, timeZone } = recognise(buyer);
		return [{ email, cartId: subject, site, timeZone }];
	});
}

function latest(times: Array<[string, number]>): Map<string, number> {
	const found = new Map<string, number>();
	for (const [email, at] of times) found.set(email, Math.max(at, found.get(email) ?? 0));
	return found;
}

function standings({ consents }: Pick<GeneratedShop, 'consents'>): Map<string, ConsentStanding> {
	return new Map([...Map.groupBy(consents, ({ email }) => email)].map(([email, records]) => [
		email,
		records.reduce<ConsentStanding>((standing, { kind, basis, occurredAt }) => applyConsent(standing, { kind, basis: basis ?? null, occurredAt }), { consent: 'unknown', consentBasis: null, consentAt: null }),
	]));
}

function recognise({ email, country, language }: GeneratedShop['buyers'][number]) {
	return recogniseSite({ domain: email.slice(email.indexOf('@') + 1), country, language, defaultSite: 'glo', sites: new Map() });
}

function siteOf(buyer: GeneratedShop['buyers'][number]): string {
	return recognise(buyer).site;
}

function placeOf(buyer: GeneratedShop['buyers'][number]): string {
	return `${siteOf(buyer)} ${buyer.country}`;
}

function countriesOf(site: string): readonly string[] {
	return resolveSite(site).countries;
}

function makeOpenTest(now: number): (cart: MailableCart) => boolean {
	const planner = makeWindowPlanner(now);
	return ({ timeZone }) => planner.nextInWindow(timeZone, DEFAULT_WINDOW.startMinute, DEFAULT_WINDOW.endMinute) === now;
}

function timesOf(order: GeneratedShop['orders'][number]) {
	const { paidAt = null, shippedAt = null, deliveredAt = null, estimatedDeliveryAt = null, returnedAt = null, canceledAt = null } = order;
	return { paidAt, shippedAt, deliveredAt, estimatedDeliveryAt, returnedAt, canceledAt };
}

function isInOrder(times: Array<number | undefined>): boolean {
	const known = times.filter((at) => at !== undefined);
	return known.every((at, index) => index === 0 || at >= (known[index - 1] ?? 0));
}

function isBetween(value: number, from: number, to: number): boolean {
	return value >= from && value <= to;
}

function hashOf(value: unknown): string {
	return sha256(JSON.stringify(value));
}
