import { openCore, type Core } from '../../../core/openCore';
import { explainBuyer, type BuyerExplanation, type ExplainDeps } from '../../../core/segment/explainBuyer.flow';
import type { SegmentRequest } from '../../../core/segment/request';
import { beginRun } from '../../../core/segment/segment.flow';
import { makeBuyerReader } from '../../../core/store/buyerQueries';
import { makeSuppressionReader } from '../../../core/store/consentQueries';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { makeSegmentStore } from '../../../core/store/segmentQueries';
import { NOON } from '../../support/builders';
import { plantRandomShop } from '../../support/randomShop';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';

const DAY = 86_400_000;
const HOUR = DAY / 24;

const requests: Array<[string, Omit<SegmentRequest, 'shopId'>]> = [
	['carts', { preset: 'cart-abandoned', parameters: { waitedAtLeastHours: 0, waitedAtMostDays: 60 } }],
	['orders, several a buyer', { preset: 'fulfilment-state', parameters: { state: 'late', withinDays: null } }],
	['repurchase', { preset: 'repurchase-due', parameters: { stage: 'lapsed' } }],
	['loyal buyers, some sites', { preset: 'loyal-buyers', parameters: { minOrders: 2 }, sites: ['esp', 'usa'] }],
	['back in stock', { preset: 'back-in-stock', parameters: { products: ['p1', 'p3'] }, notMailedWithinDays: 60 }],
	['high value, with a test', { preset: 'high-value', variantCount: 2, holdoutShare: 0.2 }],
	['a limit', { preset: 'new-buyers', parameters: { withinDays: 300 }, limit: 3 }],
	['conditions', { conditions: { match: 'all', conditions: [{ field: 'orders.count', operator: 'atLeast', value: 1 }, { match: 'none', conditions: [{ field: 'profile.country', operator: 'is', value: 'US' }, { field: 'views.count', operator: 'moreThan', value: 2, withinDays: 60 }] }] } }],
	['conditions, any', { conditions: { match: 'any', conditions: [{ field: 'cart.isAbandoned', operator: 'isTrue' }, { field: 'orders.lastAt', operator: 'inLastDays', value: 40 }] } }],
];

describe.each(STORE_KINDS)('preview on %s', (kind) => {
	const settings = storeSettings(kind);
	const clock = aClock(NOON);
	let core: Core;
	let store: OpenStore;
	let deps: ExplainDeps;
	beforeAll(async () => {
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
		await plantRandomShop(store.db, 5, 220);
		deps = { clock, shops: core.shops, segments: makeSegmentStore(store), buyers: makeBuyerReader(store), suppressions: makeSuppressionReader(store), hashKey: async () => await Promise.resolve('unused') };
	});
	afterAll(async () => {
		await store.close();
		await core.close();
	});

	const selected = async (request: SegmentRequest) => {
		const [recipients, leftOut] = [[], []] as [Array<Awaited<ReturnType<typeof pageOf>>[number]>, Array<Awaited<ReturnType<typeof leftOf>>[number]>];
		for await (const page of core.segments.select({ ...request, withLeftOut: true })) {
			recipients.push(...pageOf(page));
			leftOut.push(...leftOf(page));
		}
		return { recipients, leftOut };
	};

	it.each(requests)('%s: the counts are those of the run, the sample is of it and repeatable', async (_name, given) => {
		const request = { shopId: 'demo', ...given };
		const { recipients, leftOut } = await selected(request);
		const preview = await core.segments.preview(request, { sampleSize: 4 });
		expect(recipients.length).toBeGreaterThan(0);
		expect(preview).toMatchObject({ count: recipients.length, buyerCount: new Set(recipients.map(({ id }) => id)).size, isBuyerCountEstimated: false, asOf: NOON });
		expect(preview.bySite).toEqual(countBy(recipients.map(({ site }) => site)));
		expect(preview.byVariant).toEqual(countBy(recipients.map(({ variant }) => variant)));
		expect(preview.leftOut).toEqual(countBy(leftOut.map(({ reason }) => reason)));
		expect(new Set(preview.sample.map(({ buyer }) => buyer.id)).size).toBe(Math.min(4, preview.buyerCount));
		expect(await core.segments.preview(request, { sampleSize: 4 })).toEqual(preview);
	});

	it.each(requests)('%s: of every buyer the explanation says what the run does', async (_name, given) => {
		const request = { shopId: 'demo', ...given };
		const { recipients, leftOut } = await selected(request);
		const begun = await beginRun(deps, request);
		const outcomes = new Set<string>();
		for (const buyer of await deps.buyers.readBuyers(await idsOf(store))) {
			const own = recipients.filter(({ id }) => id === buyer.id);
			const left = leftOut.find(({ id }) => id === buyer.id);
			const said = await explainBuyer(deps, begun, { kind: 'found', buyer }, own.length > 0);
			outcomes.add(said.outcome);
			// beyond the limit nobody was judged by the run
			if (said.outcome === 'beyondLimit') continue;
			expect(said.outcome).toEqual(own.length > 0 ? 'in' : left ? 'leftOut' : request.limit === undefined ? 'out' : expect.stringMatching(/out|leftOut/i));
			if (own.length > 0) expect([said.occasions.sort(), said.variant]).toEqual([own.map(({ occasion }) => occasion).sort(), own[0]?.variant]);
			if (left) expect(said.leftOut).toBe(left.reason);
			if (said.outcome === 'out') expect(said.steps.some(({ answer }) => answer === 'no')).toBe(true);
		}
		expect([...outcomes].sort()).toEqual(expect.arrayContaining(request.limit === undefined ? ['in', 'out'] : ['beyondLimit', 'in']));
	});

	describe('a named buyer', () => {
		const explain = async (named: string, more: Partial<SegmentRequest> = {}): Promise<BuyerExplanation | undefined> =>
			(await core.segments.preview({ shopId: 'words', preset: 'cart-abandoned', ...more }, { sampleSize: 0, explain: named })).explanation;
		beforeAll(async () => {
			await core.shops.save({ id: 'words', defaultSite: 'usa', timeZone: 'UTC' });
			const people: Array<[string, string]> = [['in', 'US'], ['noconsent', 'DE'], ['gone', 'US'], ['bounced', 'US'], ['bought', 'US'], ['offsite', 'JP'], ['erased', 'US']];
			await core.buyers.recordEvents('words', people.map(([name, country]) => ({ kind: 'cart', subject: `c-${name}`, email: `${name}@shop.example`, country, occurredAt: NOON - 6 * HOUR })));
			await core.buyers.upsertOrders('words', [{ orderId: 'o1', email: 'bought@shop.example', placedAt: NOON - HOUR }]);
			await core.shops.saveSite('words', { site: 'jpn', isActive: false });
			await core.consent.withdraw('words', await idOf('gone'), { source: 'page', at: NOON - 2 * HOUR });
			await core.consent.addSuppression({ shopId: 'words', email: 'bounced@shop.example', reason: 'hard-bounce', scope: 'all', endsAt: NOON + 30 * DAY });
			await core.consent.addSuppression({ shopId: 'words', email: 'erased@shop.example', reason: 'erased', scope: 'all' });
		});
		const idOf = async (name: string): Promise<string> => (await core.buyers.list('words', { email: `${name}@shop.example` }))[0]?.id ?? '';

		it.each<[string, Partial<BuyerExplanation>]>([
			['in', { outcome: 'in', answer: 'In the segment: gets 1 mail, variant A.', occasions: ['cart:c-in'], variant: 'A', steps: expect.arrayContaining([{ step: 'no order since', answer: 'yes' }]) as never }],
			['bought', { outcome: 'out', answer: expect.stringContaining('Not in the segment') as never, steps: expect.arrayContaining([{ step: 'no order since', answer: 'no' }]) as never }],
			['gone', { outcome: 'leftOut', leftOut: 'unsubscribed', answer: 'Fits the segment and is left out: unsubscribed on 2026-11-20 10:00.', nextStep: expect.stringContaining('Only he can undo that') as never }],
			['noconsent', { outcome: 'leftOut', leftOut: 'noConsent', answer: 'Fits the segment and is left out: DE wants consent for marketing, and his is unknown.' }],
			['bounced', { outcome: 'leftOut', leftOut: 'suppressed', answer: 'Fits the segment and is left out: his mailbox did not take the last mail, since 2026-11-20 12:00, until 2026-12-20 12:00.' }],
			['offsite', { outcome: 'leftOut', leftOut: 'siteOff', nextStep: expect.stringContaining('Site → Update') as never }],
			['nobody', { outcome: 'unknown', answer: 'The shop words has no buyer with this address or ID.', steps: [] }],
		])('%s, by his address', async (name, expected) => expect(await explain(`${name.toUpperCase()}@shop.example`)).toMatchObject(expected));

		it('by id; of another shop he is unknown, and no text is an address of anybody', async () => {
			expect(await explain(await idOf('in'))).toMatchObject({ outcome: 'in', buyer: { site: 'usa', country: 'US' } });
			const [stranger = ''] = await idsOf(store);
			expect(await explain(stranger)).toMatchObject({ outcome: 'unknown' });
			for (const nobody of ['@@', 'b_\0', "'; drop table buyers; --"]) expect(await explain(nobody)).toMatchObject({ outcome: 'unknown' });
		});

		it('erased: by the id that is left of him, and by the hash of his address', async () => {
			const id = await idOf('erased');
			await store.db.updateTable('buyers').set({ email: null, name: null }).where('id', '=', id).execute();
			expect(await explain(id)).toMatchObject({ outcome: 'erased', nextStep: expect.stringContaining('must not') });
			expect(await explain('erased@shop.example')).toMatchObject({ outcome: 'erased' });
		});

		it('a chosen site is a step, held out is said, and so is a limit that came before him', async () => {
			expect(await explain('in@shop.example', { sites: ['deu', 'fra'] })).toMatchObject({ outcome: 'out', steps: expect.arrayContaining([{ step: 'site usa is one of deu, fra', answer: 'no' }]) });
			expect(await explain('in@shop.example', { holdoutShare: 1 - 1e-12 })).toMatchObject({ outcome: 'in', variant: 'holdout', answer: expect.stringContaining('gets no mail') });
			const conditions = { conditions: [{ field: 'profile.mailDomain', operator: 'is', value: 'shop.example' }] };
			const outcomes = await Promise.all(['in', 'bought'].map(async (name) => (await explain(`${name}@shop.example`, { preset: undefined, conditions, limit: 1 }))?.outcome));
			expect(outcomes.sort()).toEqual(['beyondLimit', 'in']);
		});

		it('groups of conditions are steps with their place and their answer', async () => {
			const conditions = { match: 'any' as const, conditions: [{ match: 'none' as const, conditions: [{ field: 'cart.count', operator: 'atLeast', value: 1 }] }, { field: 'orders.count', operator: 'equals', value: 0 }] };
			expect((await explain('in@shop.example', { preset: undefined, conditions }))?.steps).toEqual([
				{ step: '1.1 Cart Changes: 1 (at least 1)', answer: 'yes' }, { step: 'group 1: none of these', answer: 'no' },
				{ step: '2 Number of Orders: 0 (exactly 0)', answer: 'yes' }, { step: 'any of these', answer: 'yes' },
			]);
		});

		it('a shop whose staff reads Chinese gets the answer in Chinese', async () => {
			await core.shops.save({ id: 'words', staffLanguage: 'zh' });
			expect((await explain('gone@shop.example'))?.answer).toBe('符合人群条件，但被排除：已退订，时间：2026-11-20 10:00。');
			await core.shops.save({ id: 'words', staffLanguage: 'en' });
		});
	});

	it.each([[{ sampleSize: 101 }, 'sampleSize'], [{ sampleSize: -1 }, 'sampleSize'], [{ explain: 'x'.repeat(400) }, 'explain']])('%j is refused', async (options, field) => {
		await expect(core.segments.preview({ shopId: 'demo', preset: 'cart-abandoned' }, options)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field } });
	});
});

type Page = Awaited<ReturnType<ReturnType<Core['segments']['select']>['next']>>['value'];

function pageOf(page: Page) {
	return page.recipients.map(({ buyer, segment, variant }: Page['recipients'][number]) => ({ id: buyer.id as string, site: buyer.site as string, occasion: segment.occasion as string, variant: variant as string }));
}

function leftOf(page: Page) {
	return page.leftOutRecipients.map(({ buyer, leftOut }: Page['leftOutRecipients'][number]) => ({ id: buyer.id as string, reason: leftOut as string }));
}

function countBy(keys: string[]): Record<string, number> {
	return Object.fromEntries([...Map.groupBy(keys, (key) => key)].map(([key, found]) => [key, found.length]));
}

async function idsOf({ db }: OpenStore): Promise<string[]> {
	return (await db.selectFrom('buyers').select('id').where('shop_id', '=', 'demo').where('email', 'is not', null).execute()).map(({ id }) => id);
}
