import { sql } from 'kysely';
import type { ClaimRequest, ClaimedDelivery } from '../../../core/delivery/ports';
import { systemRandom } from '../../../core/shared/random';
import { makeBillingStore } from '../../../core/store/billingQueries';
import { makeCampaignStore } from '../../../core/store/campaignQueries';
import { makeTestStore } from '../../../core/store/campaignTestQueries';
import { makeCampaignControl } from '../../../core/store/controlQueries';
import { makeDeliveryLedger } from '../../../core/store/deliveryQueries';
import { makeDiagnoseStore } from '../../../core/store/diagnoseQueries';
import { readBeyond } from '../../../core/store/dueQuery';
import { makeEstimateStore } from '../../../core/store/estimateQueries';
import { makeHealthStore } from '../../../core/store/healthQueries';
import { makePersonalDataStore } from '../../../core/store/personalDataQueries';
import { makeRecordStore } from '../../../core/store/recordTransaction';
import type { DeliveryTable } from '../../../core/store/schema';
import { makeSegmentStore } from '../../../core/store/segmentQueries';
import { makeSendingSetupStore } from '../../../core/store/sendingSetupQueries';
import type { Buyer } from '../../../core/buyer/buyer';
import { NOON, aBuyer, aCampaign, aShop } from '../../support/builders';
import { aClock, STORE_KINDS } from '../../support/stores';
import { aWatchedStore, type WatchedStore } from '../../support/watchedStore';

const MINUTE = 60_000;
const DAY = 86_400_000;
const SHOP = 'demo';
const WORKERS = ['w1', 'w2', 'w3'];
const report = { ended: new Map<string, number>(), givenBack: new Map<string, number>(), accepted: new Map<string, number>(), slowed: new Map<string, number>() };

/** Of a thousand deliveries of each campaign: most have ended, as in a store that has been used. */
const STATES: ReadonlyArray<[state: string, upTo: number]> = [['planned', 60], ['deferred', 80], ['claimed', 86], ['sending', 90], ['failed', 110], ['blocked', 125], ['uncertain', 130], ['canceled', 150], ['accepted', 1_000]];

/**
 * Which index leads each question to its deliveries. One that is lost (a state that is bound, a condition that implies no
 * partial index) reads every delivery there ever was, and no other test would notice.
 */
describe.each(STORE_KINDS)('questions about deliveries on %s', (kind) => {
	let watched: WatchedStore;
	let buyers: string[];
	const campaigns: string[] = [];
	beforeAll(async () => {
		watched = await aWatchedStore(kind);
		({ buyers } = await plant(watched, campaigns));
	});
	afterAll(async () => await watched.store.close());

	const ledger = () => makeDeliveryLedger(watched.store, { random: systemRandom });
	const control = () => makeCampaignControl(watched.store, { random: systemRandom });
	const [campaign, other] = ['g_first', 'g_second'];
	const request = (fields: Partial<ClaimRequest> = {}): ClaimRequest => ({
		shopId: SHOP, worker: 'w1', now: NOON, leaseMs: MINUTE, limit: 5, nextInWindow: () => NOON, mailDayOf: () => undefined,
		usage: { day: '2026-11-20', month: '2026-11', dailyQuota: 1_000, billableLimit: 1_000_000 }, ...fields,
	});
	const claimed = async (): Promise<ClaimedDelivery[]> => (await ledger().claim(request())).deliveries;
	const waysOf = async (work: () => Promise<unknown>): Promise<string[]> => await watched.waysToDeliveries(work);
	const buyer = (): Buyer => ({ id: buyers[7], shopId: SHOP, email: null, externalId: null }) as Buyer; // what these questions ask of it

	describe('of a send run', () => {
		it('a claim: what is due by campaign and state, and then by key', async () => {
			expect(await waysOf(async () => await ledger().claim(request()))).toEqual(['deliveries_due', 'key']);
		});

		it('past domains that are full, near and far', async () => {
			const throttle = { key: 'k', sender: [], domain: [], domainConnections: 1, avoid: ['one.example', 'two.example'], report };
			expect(await waysOf(async () => await ledger().claim(request({ throttle })))).toEqual(['deliveries_due']);
			expect(await waysOf(async () => await readBeyond(watched.store, { campaigns, full: ['one.example'] }, NOON, 10))).toEqual(['deliveries_due']);
		});

		it('who has had his mail of the day: his mails since then, and his open ones', async () => {
			const mailDayOf = () => ({ startsAt: NOON - DAY / 2, endsAt: NOON + DAY / 2 });
			expect(await waysOf(async () => await ledger().claim(request({ mailDayOf })))).toEqual(['deliveries_due', 'deliveries_of_buyer', 'deliveries_open_of_buyer', 'key']);
		});

		it('marks, results, what is given back or blocked: by key', async () => {
			const deliveries = await claimed();
			const ids = deliveries.map(({ id }) => id);
			const [one] = deliveries;
			if (!one) throw new Error('nothing was due');
			const result = { delivery: one, startedAt: NOON, endedAt: NOON };
			expect(await waysOf(async () => {
				await ledger().recordAndMark([], ids, 'w1', NOON);
				await ledger().recordAndMark([{ ...result, outcome: { kind: 'accepted', code: '250', reply: 'ok' } }], [], 'w1', NOON);
				await ledger().recordAndMark([{ ...result, outcome: { kind: 'uncertain', cause: 'lost' } }], [], 'w1', NOON);
				await ledger().block(one, 'compliance:x', [], 'w1', NOON);
				await ledger().release(ids, 'w1', NOON);
			})).toEqual(['key']);
		});

		it('planning: by campaign and buyer', async () => {
			const plan = { occasion: 'new', site: 'esp', language: 'es', variant: 'A', template: 't', contentId: 'c_x', data: {}, dueAt: NOON, isWindowBound: false };
			expect(await waysOf(async () => await ledger().plan(SHOP, { id: campaign, purpose: 'marketing' }, buyers.slice(0, 20).map((buyerId) => ({ ...plan, buyerId })), NOON)))
				.toEqual(['deliveries_campaign_id_buyer_id_occasion']);
		});

		it('workers, their leases, and what a dead one held', async () => {
			expect(await waysOf(async () => await ledger().listWorkers(SHOP))).toEqual(['deliveries_held']);
			expect(await waysOf(async () => await ledger().extendLease(SHOP, 'w1', NOON))).toEqual(['deliveries_held']);
			expect((await waysOf(async () => await ledger().recover(SHOP, 'w3', NOON))).filter((way) => way !== 'key')).toEqual(['deliveries_held']);
		});

		it('what the quota puts off: of one campaign, of all of the shop', async () => {
			for (const id of [campaign, undefined]) expect(await waysOf(async () => await ledger().postpone(SHOP, id, 0, () => NOON, 'daily-quota'))).toEqual(['deliveries_due']);
		});

		it('how far a running campaign is: under way, accepted in the last minute, undecided', async () => {
			expect(await waysOf(async () => await control().readActivity(SHOP, campaign, NOON))).toEqual(['deliveries_held', 'deliveries_shop_id_settled_at', 'deliveries_uncertain']);
		});
	});

	describe('of people', () => {
		it('waiting and canceled ones of a campaign', async () => {
			expect(await waysOf(async () => await control().countWaiting(campaign, NOON))).toEqual(['deliveries_due']);
			expect(await waysOf(async () => await control().cancelWaiting(campaigns[2] ?? '', NOON))).toEqual(['deliveries_due', 'key']);
		});

		it('uncertain ones: listed, left, planned again', async () => {
			const filter = { shopId: SHOP, campaignId: other };
			for (const asked of [filter, { shopId: SHOP }]) expect(await waysOf(async () => await control().listUncertain(asked, 10))).toEqual(['deliveries_uncertain']);
			expect(await waysOf(async () => await control().replanUncertain(filter, NOON))).toEqual(['deliveries_uncertain', 'key']);
			expect(await waysOf(async () => await control().leaveUncertain({ shopId: SHOP }, NOON))).toEqual(['deliveries_uncertain']);
		});

		it('what was not sent, and is planned again', async () => {
			expect(await waysOf(async () => await control().countUnsent(SHOP, campaign))).toEqual(['deliveries_unsent']);
			expect(await waysOf(async () => await control().replanUnsent(SHOP, campaign, [{ state: 'failed', cause: 'why' }, { state: 'blocked', cause: 'why' }], NOON))).toEqual(['deliveries_unsent', 'key']);
		});

		it('a campaign in counts: all of its deliveries, or those of certain states', async () => {
			const store = makeCampaignStore(watched.store, { clock: aClock(), random: systemRandom });
			const found = await store.findCampaign(SHOP, 'first');
			if (!found) throw new Error('no campaign');
			const ways = await waysOf(async () => await store.readStatus(found));
			expect(ways).toEqual(['deliveries_campaign_id_buyer_id_occasion']);
			expect(await waysOf(async () => await makeDiagnoseStore(watched.store).readCampaign(SHOP, campaign, NOON)))
				.toEqual(['deliveries_campaign_id_buyer_id_occasion', 'deliveries_due', 'deliveries_held', 'deliveries_uncertain', 'deliveries_unsent', 'key']);
		});

		it('an A/B test: its rest that waits, its results', async () => {
			const tests = makeTestStore(watched.store, { clock: aClock() });
			expect(await waysOf(async () => await tests.listUnreleased(SHOP, undefined))).toEqual(['deliveries_due']);
			expect(await waysOf(async () => await tests.release(campaign, 'A', NOON, () => NOON))).toEqual(['deliveries_due']);
			expect((await waysOf(async () => await tests.readVariantCounts({ shopId: SHOP, campaignId: campaign, now: NOON, acceptedUntil: NOON, orderWindowMs: DAY, currency: 'USD' }))).filter((way) => way !== 'key'))
				.toEqual(['deliveries_campaign_id_buyer_id_occasion']);
		});

		it('the send log: of a campaign, of the shop, of certain states', async () => {
			const store = makeCampaignStore(watched.store, { clock: aClock(), random: systemRandom });
			const log = async (fields: object) => await waysOf(async () => await store.readLog({ shopId: SHOP, limit: 10, ...fields }));
			expect(await log({ campaignId: campaign })).toEqual(['deliveries_campaign_id_buyer_id_occasion']);
			if (kind === 'sqlite') expect(await log({})).toEqual(['deliveries_campaign_id_buyer_id_occasion']); // PostgreSQL goes by the shop's share of the table
			expect(await log({ campaignId: campaign, states: ['failed'] })).toEqual(['deliveries_unsent']);
			expect(await log({ states: ['uncertain'] })).toEqual(['deliveries_uncertain']);
		});

		it('health by period, and the bill', async () => {
			const health = makeHealthStore(watched.store);
			expect(await waysOf(async () => await health.readSlices(SHOP, NOON - DAY, NOON))).toEqual(['deliveries_shop_id_settled_at']);
			expect(await waysOf(async () => await health.readFailureCauses(SHOP, NOON - DAY, NOON))).toEqual(['deliveries_shop_id_settled_at']);
			expect(await waysOf(async () => await makeBillingStore(watched.store).readMonth(SHOP, '2026-11'))).toEqual(['key']);
		});

		it('the first mail from a domain: settled, or on its way', async () => {
			await watched.store.db.insertInto('sending_domains').values({ shop_id: SHOP, domain: 'd.example', used_at: NOON + 9 * DAY, first_sent_at: null }).execute();
			expect(await waysOf(async () => await makeSendingSetupStore(watched.store).readDomain(SHOP))).toEqual(['deliveries_held', 'deliveries_shop_id_settled_at']);
		});
	});

	describe('of buyers', () => {
		it('their last mails, for segments', async () => {
			const segments = makeSegmentStore(watched.store);
			const some = buyers.slice(0, 20);
			expect(await waysOf(async () => await segments.readLastMailed(some, NOON - 7 * DAY))).toEqual(['deliveries_of_buyer']);
			expect(await waysOf(async () => await segments.readFacts(SHOP, some, NOON))).toEqual(['deliveries_of_buyer']);
		});

		it('an estimate: mailed, known and queued', async () => {
			const store = makeEstimateStore(watched.store);
			expect(await waysOf(async () => await store.readFacts({ shopId: SHOP, campaignId: campaign, buyerIds: buyers.slice(0, 20), now: NOON })))
				.toEqual(['deliveries_campaign_id_buyer_id_occasion', 'deliveries_of_buyer', 'deliveries_open_of_buyer']);
			expect(await waysOf(async () => { for await (const _page of store.findQueued(SHOP, undefined)) continue; })).toEqual(['deliveries_due']);
		});

		it('a language that was chosen: open ones', async () => {
			expect(await waysOf(async () => await makeRecordStore(watched.store).transact(SHOP, async (records) => await records.writeChosenLanguage(buyers[3] ?? '', 'de', NOON)))).toEqual(['deliveries_open_of_buyer']);
		});

		it('all of one person: read, and erased', async () => {
			const store = makePersonalDataStore(watched.store);
			expect(await waysOf(async () => await store.read(buyer()))).toEqual(['deliveries_of_buyer', 'deliveries_open_of_buyer']);
			expect(await waysOf(async () => await store.erase({ buyer: buyer(), newEmailHash: 'gone', now: NOON })))
				.toEqual(expect.arrayContaining(['deliveries_of_buyer', 'deliveries_open_of_buyer']));
		});
	});
});

/** Two shops, three campaigns in one of them, a thousand deliveries each. */
async function plant({ store: { db, capabilities } }: WatchedStore, campaigns: string[]): Promise<{ buyers: string[] }> {
	const buyers: string[] = [];
	for (const shop of [SHOP, 'other']) {
		await aShop(db, { id: shop });
		const names = shop === SHOP ? ['first', 'second', 'third'] : ['theirs'];
		const ids = await Promise.all(names.map(async (name) => await aCampaign(db, name, 'marketing', shop)));
		const people: string[] = [];
		for (let index = 0; index < 100; index += 1) people.push((await aBuyer(db, { shop_id: shop })).id);
		if (shop === SHOP) buyers.push(...people);
		if (shop === SHOP) campaigns.push(...ids);
		for (const id of ids) for (let from = 0; from < 1_000; from += 500) await db.insertInto('deliveries').values(Array.from({ length: 500 }, (_, index) => aRow(shop, id, people, from + index))).execute();
	}
	await multiply(db);
	if (capabilities.name === 'postgres') for (const table of ['deliveries', 'buyers', 'campaigns']) await sql`analyze ${sql.table(table)}`.execute(db);
	return { buyers };
}

/** The other shop is big: PostgreSQL doesn't use an index for what is a good part of a table. */
async function multiply(db: WatchedStore['store']['db']): Promise<void> {
	const copies = sql.join(Array.from({ length: 30 }, (_, index) => sql`(${sql.lit(index)})`));
	const columns = Object.keys(aRow('', '', [''], 0));
	const copied = columns.map((column) => (['id', 'campaign_id', 'buyer_id'].includes(column) ? sql`d.${sql.ref(column)} || '.' || n.n` : sql`d.${sql.ref(column)}`));
	await sql`insert into deliveries (${sql.join(columns.map((column) => sql.ref(column)))}) with n (n) as (values ${copies}) select ${sql.join(copied)} from deliveries d cross join n where d.shop_id = 'other'`.execute(db);
}

function aRow(shop: string, campaign: string, people: string[], index: number): DeliveryTable {
	const state = STATES.find(([, upTo]) => index < upTo)?.[0] ?? 'accepted';
	const isOpen = index < 90;
	const isHeld = state === 'claimed' || state === 'sending';
	return {
		id: `d_${campaign}${String(index * 7_919 % 1_000).padStart(4, '0')}`, shop_id: shop, campaign_id: campaign, buyer_id: people[index % people.length] ?? '', occasion: String(index), purpose: 'marketing', site: 'esp', language: 'es', variant: 'A',
		template: 't', content_id: 'c_x', data_json: '{}', state, due_at: NOON - MINUTE, is_window_bound: 0, not_after: null, claimed_by: isOpen && !isHeld ? null : WORKERS[index % 3] ?? null,
		lease_ends_at: isHeld ? NOON + MINUTE : null, attempt_count: isOpen ? 0 : 1, code: null, cause: state === 'failed' || state === 'blocked' ? 'why' : null, planned_at: NOON - 30 * DAY, sending_at: null,
		settled_at: isOpen ? null : NOON - (index % 300) * DAY / 10, updated_at: NOON, domain: index % 2 === 0 ? 'one.example' : 'two.example',
	};
}
