import { sql } from 'kysely';
import { openCore, type Core } from '../../../core/openCore';
import { SITE_KEYS } from '../../../core/shop/sites';
import { openStore } from '../../../core/store/openStore';
import { SITE_OPTIONS } from '../../../nodes/shared/siteOptions';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

const HOUR = 3_600_000;
const settings = sqliteSettings();

/** So many buyers with an abandoned cart each, made by the database. */
async function fillWithCarts(shop: string, count: number, at: number): Promise<void> {
	const store = await openStore(settings, { clock: { now: () => at } });
	await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
		insert into buyers (id, shop_id, email, email_hash, name, country, language, site, site_source, time_zone, marketing_consent, consent_basis, consent_at, is_marketable, source_updated_at, created_at, updated_at)
		select printf('b_huge%06d', i), ${shop}, 'h' || i || '@mail.example', 'h' || i, 'Ana', 'US', 'en', 'usa', 'country', 'UTC', 'granted', 'double_opt_in', ${at}, 1, ${at}, ${at}, ${at} from n`.execute(store.db);
	await sql`insert into buyer_events (id, shop_id, buyer_id, kind, subject, occurred_at, data_json, event_key)
		select 'e' || id, shop_id, id, 'cart', id, ${at - 6 * HOUR}, '{}', id from buyers where shop_id = ${shop}`.execute(store.db);
	await store.close();
}

it('the panel offers exactly the 18 sites', () => {
	expect(SITE_OPTIONS.map((option) => option.value).sort()).toEqual([...SITE_KEYS].sort());
});

describe('Segment Buyers in n8n\'s engine', () => {
	let core: Core;
	let engine: Awaited<ReturnType<typeof makeEngine>>;

	beforeAll(async () => {
		engine = await makeEngine();
		core = await openCore({ store: settings });
		await core.shops.save({ id: 'demo', name: 'Lumen Home', timeZone: 'UTC' });
		const at = core.clock.now();
		await core.buyers.upsertBuyers('demo', [{ email: 'ana@mail.example', country: 'US', language: 'en', name: 'Ana' }, { email: 'ken@mail.example', country: 'JP', language: 'ja', name: 'Ken' }]);
		await core.buyers.recordEvents('demo', [
			{ kind: 'cart', subject: 'c1', email: 'ana@mail.example', occurredAt: at - 6 * HOUR, value: 38.4, currency: 'USD', items: [{ name: 'Lamp', price: 38.4 }] },
			{ kind: 'cart', subject: 'c2', email: 'ken@mail.example', occurredAt: at - 6 * HOUR, value: 900, currency: 'JPY', items: [] },
		]);
		await core.buyers.upsertOrders('demo', [{ orderId: 'o1', email: 'ana@mail.example', placedAt: at - 90 * 24 * HOUR, paidAt: at - 90 * 24 * HOUR, shippedAt: at - 80 * 24 * HOUR, estimatedDeliveryAt: at - 2 * 24 * HOUR }]);
	});
	afterAll(async () => await core.close());

	const run = async (parameters: Record<string, unknown>): Promise<EngineRun> =>
		await engine({ node: 'segmentBuyers', parameters: { shop: locator('demo'), ...parameters }, credentials: { sellerMailStoreApi: credentialsFor(settings.file, 1).sellerMailStoreApi! } });

	it('buyers as items, with why, occasion and the cart; who may not be mailed is counted in the hint', async () => {
		const result = await run({ preset: 'cart-abandoned', output: 'buyers' });
		expect(result.error).toBeUndefined();
		expect(result.out()).toMatchObject([{ json: { buyer: { email: 'ana@mail.example', site: 'usa' }, segment: { occasion: 'cart:c1' }, variant: 'A', data: { cart: { value: { amountMinor: 3_840, currency: 'USD' } } } } }]);
		expect(result.hints[0]).toBe('1 to mail on 1 sites; left out: 1 no consent.');
	});

	it('left-out buyers are shown with the reason when asked for', async () => {
		const result = await run({ preset: 'cart-abandoned', output: 'buyers', options: { withLeftOut: true } });
		expect(result.out().map((item) => [item.json.buyer.name, item.json.leftOut])).toEqual([['Ana', undefined], ['Ken', 'noConsent']]);
	});

	it('a least cart value is in the cart\'s own currency, whatever its decimals', async () => {
		const names = async (minValue: number): Promise<string[]> => (await run({ preset: 'cart-abandoned', output: 'buyers', minValue, options: { withLeftOut: true } })).out().map((item) => item.json.buyer.name);
		expect(await names(38)).toEqual(['Ana', 'Ken']);
		expect(await names(100)).toEqual(['Ken']);
		expect(await names(901)).toEqual([]);
	});

	it('one item for all of them: an audience in the store', async () => {
		const result = await run({ preset: 'fulfilment-state', state: 'late', output: 'audience' });
		expect(result.out()).toMatchObject([{ json: { audience: { segment: 'fulfilment-state', purpose: 'transactional', size: 1, bySite: { usa: 1 } } } }]);
	});

	it('as of an earlier instant the same question has the answer of then', async () => {
		const result = await run({ preset: 'fulfilment-state', state: 'late', output: 'buyers', options: { asOf: new Date(core.clock.now() - 3 * 24 * HOUR).toISOString() } });
		expect(result.out()).toEqual([]);
		expect(result.hints[0]).toContain('Nobody to mail. Nothing in the store fits as of');
	});

	it('more buyers than items are handed out at most → a warning says how many there are and what to choose; the operator\'s own limit says nothing', async () => {
		await core.shops.save({ id: 'huge', name: 'Huge', timeZone: 'UTC' });
		await fillWithCarts('huge', 100_001, core.clock.now());
		const whole = await run({ shop: locator('huge'), preset: 'cart-abandoned', output: 'buyers' });
		expect(whole.error).toBeUndefined();
		expect(whole.out()).toHaveLength(100_000);
		expect(whole.hints).toEqual([expect.stringMatching(/Only the first 100,000 .*Output: Audience/), '100,000 to mail on 1 sites.']);
		const limited = await run({ shop: locator('huge'), preset: 'cart-abandoned', output: 'buyers', options: { limit: 3 } });
		expect(limited.hints).toEqual(['3 to mail on 1 sites.']);
	});

	it('an unknown shop → the error says so', async () => {
		expect((await run({ shop: locator('nowhere'), preset: 'cart-abandoned', output: 'buyers' })).error?.message).toContain('no shop `nowhere`');
	});

	it('repurchase: whose time has come, with what the template needs', async () => {
		const result = await run({ preset: 'repurchase-due', stage: 'due', output: 'buyers', options: { asOf: new Date(core.clock.now() - 30 * 24 * HOUR).toISOString() } });
		expect(result.out()).toMatchObject([{ json: { segment: { occasion: 'repurchase:o1' }, data: { repurchase: { stage: 'due', lastOrderAt: expect.any(Number) } } } }]);
	});
});
