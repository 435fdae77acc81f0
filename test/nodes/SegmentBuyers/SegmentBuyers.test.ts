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
		await core.buyers.upsertBuyers('demo', [{ email: 'mia@mail.example', country: 'US', language: 'en', name: 'Mia' }]);
		await core.buyers.recordEvents('demo', [
			{ kind: 'stock-wait', subject: 'lamp-1', email: 'ana@mail.example', occurredAt: at - 5 * 24 * HOUR },
			...['lamp-1', 'lamp-2'].map((subject, index) => ({ kind: 'view', subject, email: 'mia@mail.example', occurredAt: at - (8 + index) * HOUR })),
		]);
		await core.buyers.upsertOrders('demo', [{ orderId: 'm1', email: 'mia@mail.example', placedAt: at - 20 * 24 * HOUR, total: 60, currency: 'USD' }]);
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

	describe('presets with their own fields', () => {
		it.each<[string, object, string[]]>([
			['back-in-stock', { backInStockProducts: ' lamp-9 , lamp-1' }, ['Ana']],
			['back-in-stock', { backInStockProducts: 'lamp-9' }, []],
			['browse-abandoned', {}, ['Mia']],
			['browse-abandoned', { browseMinProducts: 3 }, []],
			['new-buyers', {}, ['Mia']],
			['new-buyers', { newBuyersWithinDays: 1 }, []],
			['late-delivery', {}, ['Ana']],
			['late-delivery', { lateAtLeastDays: 5 }, []],
			['high-value', { highValueMinSpent: 50 }, ['Mia']],
			['loyal-buyers', {}, []],
			['fulfilment-state', { state: 'late' }, ['Ana']],
			['fulfilment-state', { state: 'late', withinDays: 1 }, []],
			['fulfilment-state', { state: 'late', withinDays: 0 }, ['Ana']],
			['repurchase-due', { stage: 'lapsed', fallbackIntervalDays: 20 }, ['Ana']],
		])('%s with %j → %j', async (preset, fields, names) => {
			const result = await run({ selectBy: 'preset', preset, ...fields, output: 'buyers' });
			expect(result.error).toBeUndefined();
			expect(result.out().map((item) => item.json.buyer.name)).toEqual(names);
		});

		it('products left empty → the error says what is expected', async () => {
			expect((await run({ preset: 'back-in-stock', backInStockProducts: ' , ', output: 'buyers' })).error?.message).toContain('expected at least one product');
		});
	});

	describe('conditions', () => {
		const names = async (parameters: object): Promise<string[]> => {
			const result = await run({ selectBy: 'conditions', output: 'buyers', options: { purpose: 'transactional' }, ...parameters });
			expect(result.error).toBeUndefined();
			return result.out().map((item) => item.json.buyer.name as string).sort();
		};
		const group = (match: string, ...condition: object[]): object => ({ match, conditions: { condition } });
		const ordered = { field: 'orders.count', numberOperator: 'atLeast', numberValue: 1, number: 1 };

		it.each<[string, object, string[]]>([
			['as the panel opens: a number of orders', {}, ['Ana', 'Mia']],
			['within days', { groups: { group: [group('all', { ...ordered, withinDays: 30 })] } }, ['Mia']],
			['an amount in whole units', { groups: { group: [group('all', { field: 'orders.spent', moneyOperator: 'moreThan', amount: 50.5 })] } }, ['Mia']],
			['no value', { groups: { group: [group('all', { field: 'cart.isAbandoned', flagOperator: 'isTrue' })] } }, ['Ana', 'Ken']],
			['days', { groups: { group: [group('all', { field: 'orders.lastAt', timeOperator: 'notInLastDays', days: 30 }, ordered)] } }, ['Ana']],
			['a date', { groups: { group: [group('all', { field: 'orders.lastAt', timeOperator: 'after', time: '2001-01-01T00:00:00' })] } }, ['Ana', 'Mia']],
			['a text', { groups: { group: [group('all', { field: 'profile.name', textOperator: 'startsWith', text: 'k' })] } }, ['Ken']],
			['a list', { groups: { group: [group('all', { field: 'profile.country', textOperator: 'isOneOf', list: 'JP, DE' })] } }, ['Ken']],
			['choices', { groups: { group: [group('all', { field: 'profile.site', choiceOperator: 'isNoneOf', profileSiteChoices: ['jpn'] })] } }, ['Ana', 'Mia']],
			['one choice', { groups: { group: [group('all', { field: 'repurchase.stage', choiceOperator: 'is', repurchaseStageChoice: 'none' })] } }, ['Ken']],
			['a set', { groups: { group: [group('all', { field: 'orders.state', setOperator: 'includesAnyOf', ordersStateChoices: ['late', 'returned'] })] } }, ['Ana']],
			['any of two groups', { match: 'any', groups: { group: [group('all', { ...ordered, withinDays: 30 }), group('all', { field: 'profile.country', textOperator: 'is', text: 'JP' })] } }, ['Ken', 'Mia']],
			['all of two groups, one of them none', { groups: { group: [group('any', ordered), group('none', { ...ordered, withinDays: 30 })] } }, ['Ana']],
			['none of the groups', { match: 'none', groups: { group: [group('all', ordered)] } }, ['Ken']],
			['an expression as value', { groups: { group: [group('all', { field: 'orders.lastAt', timeOperator: 'after', time: '={{ $now.minus({ days: 30 }) }}' })] } }, ['Mia']],
		])('%s', async (_name, parameters, expected) => expect(await names(parameters)).toEqual(expected));

		it('an audience from conditions: marketing, with who is left out', async () => {
			const result = await run({ selectBy: 'conditions', output: 'audience', groups: { group: [group('any', ordered, { field: 'cart.isAbandoned', flagOperator: 'isTrue' })] }, options: { variantCount: 2, holdoutShare: 10 } });
			expect(result.out()).toMatchObject([{ json: { audience: { segment: 'conditions', purpose: 'marketing', size: 2, leftOut: { noConsent: 1 } } } }]);
		});

		it.each<[string, object, string, string]>([
			['a value that is no number', { groups: { group: [group('all', ordered), group('all', ordered, { field: 'orders.lastAt', timeOperator: 'after', time: 'soon' })] } }, 'Segment, conditions.2.2: Last Order after: expected a time', 'INPUT_INVALID'],
			['a list left empty', { groups: { group: [group('all', { field: 'profile.site', choiceOperator: 'isOneOf', profileSiteChoices: [] })] } }, 'Segment, conditions.1.1: Site isOneOf: expected one of the known values', 'Values are: '],
			['a group left empty', { match: 'any', groups: { group: [group('all', ordered), { match: 'all', conditions: {} }] } }, 'Segment, conditions.2: there is no condition', 'Add a condition'],
			['no group at all', { groups: {} }, 'Segment, conditions: there is no condition, so it would be every buyer', 'Add a condition'],
		])('%s → the error names its place and what to do', async (_name, parameters, message, nextStep) => {
			const { error } = await run({ selectBy: 'conditions', output: 'buyers', ...parameters });
			expect(error?.message).toContain(message);
			expect(error?.description).toContain(nextStep);
		});
	});

	describe('conditions as JSON', () => {
		const json = async (conditionsJson: unknown): Promise<EngineRun> => await run({ selectBy: 'json', output: 'buyers', conditionsJson });

		it('as text and as the object that an expression gives', async () => {
			const conditions = { match: 'all', conditions: [{ field: 'orders.count', operator: 'atLeast', value: 1 }, { match: 'none', conditions: [{ match: 'all', conditions: [{ field: 'orders.spent', operator: 'moreThan', value: 10 }] }] }] };
			for (const given of [JSON.stringify(conditions), conditions]) expect((await json(given)).out().map((item) => item.json.buyer.name)).toEqual(['Ana']);
		});

		it('the example that the panel opens with is right', async () => expect((await run({ selectBy: 'json', output: 'preview' })).error).toBeUndefined());

		it.each([
			['{ "match": "all", "conditions": [ }', 'Segment, conditions: this is no JSON (Unexpected token'],
			['{ "conditions": [{ "field": "orders.count", "operator": "atLeast", "value": 1 }, { "match": "none", "conditions": [{ "field": "orders.weight", "operator": "is", "value": 1 }] }] }', 'Segment, conditions.2.1: there is no field `orders.weight`'],
			['{ "conditions": [{ "field": "orders.count", "operator": "contains", "value": "x" }] }', 'Segment, conditions.1: “contains” does not fit the field Number of Orders'],
			['[]', 'Segment, conditions: expected object'],
		])('%s → the error says what and where', async (text, message) => expect((await json(text)).error?.message).toContain(message));
	});

	describe('preview', () => {
		it('counts, a sample and one buyer explained; nothing is kept', async () => {
			const result = await run({ preset: 'cart-abandoned', output: 'preview', explainBuyer: 'ken@mail.example', sampleSize: 5 });
			expect(result.error).toBeUndefined();
			expect(result.out()).toMatchObject([{ json: { preview: {
				shop: 'demo', segment: 'cart-abandoned', count: 1, buyerCount: 1, bySite: { usa: 1 }, byVariant: { A: 1 }, leftOut: { noConsent: 1 }, sample: [{ buyer: { name: 'Ana' }, segment: { occasion: 'cart:c1' } }],
				explanation: { outcome: 'leftOut', leftOut: 'noConsent', nextStep: expect.stringContaining('Record the consent') },
			} } }]);
			expect(result.hints).toEqual(['1 to mail on 1 sites; left out: 1 no consent.', 'Preview: nothing was kept, nobody is mailed.', expect.stringMatching(/^Explain Buyer: Fits the segment and is left out: JP wants consent/)]);
		});

		it('of conditions, with a buyer whom nobody knows', async () => {
			const result = await run({ selectBy: 'conditions', output: 'preview', explainBuyer: 'b_nobody' });
			expect(result.out()).toMatchObject([{ json: { preview: { segment: 'conditions', count: 2, explanation: { outcome: 'unknown' } } } }]);
		});
	});

	it('a workflow from before there was a choice means its preset', async () => {
		expect((await run({ preset: 'fulfilment-state', state: 'late', withinDays: 30, output: 'buyers' })).out()).toMatchObject([{ json: { segment: { name: 'fulfilment-state', occasion: 'order:o1:late' } } }]);
	});
});
