import type { ClaimResult, ClaimedDelivery, DeliveryLedger, ThrottleReport } from '../../../core/delivery/ports';
import type { ThrottlePlan } from '../../../core/delivery/throttle';
import type { OpenStore } from '../../../core/store/openStore';
import { NOON, aBuyer, aDelivery } from '../../support/builders';
import { aLedgerShop } from '../../support/ledgerShop';
import { STORE_KINDS } from '../../support/stores';

const SECOND = 1_000;
const MINUTE = 60_000;
const LEAD = 100;
const NOTHING: ThrottleReport = { ended: new Map(), givenBack: new Map(), accepted: new Map(), slowed: new Map() };

describe.each(STORE_KINDS)('rates in a claim on %s', (kind) => {
	let store: OpenStore;
	let ledger: DeliveryLedger;
	let campaign: string;

	beforeEach(async () => void ({ store, ledger, campaign } = await aLedgerShop(kind)));
	afterEach(async () => await store.close());

	const planFor = async (count: number, domain = 'one.example'): Promise<void> => {
		for (let index = 0; index < count; index += 1) await aDelivery(store.db, { campaign_id: campaign, buyer_id: (await aBuyer(store.db)).id, domain });
	};
	const used = async (at: number, count: number, domain = ''): Promise<void> =>
		void (await store.db.insertInto('throttle_uses').values({ sender: 'k', domain, worker: '', at, count }).execute());
	const claim = async (plan: Partial<ThrottlePlan>, leadMs = LEAD, worker = 'w1'): Promise<ClaimResult> => await ledger.claim({
		shopId: 'demo', campaignId: campaign, worker, now: NOON, leaseMs: MINUTE, limit: 50, usage: { day: '2026-11-20', month: '2026-11', dailyQuota: 1_000, billableLimit: 1_000_000 },
		nextInWindow: () => NOON, mailDayOf: () => undefined, throttle: { key: 'k', sender: [], domain: [], ...plan, report: NOTHING, leadMs },
	});
	const startsOf = ({ deliveries }: ClaimResult): Array<number | undefined> => deliveries.map(({ notBefore }: ClaimedDelivery) => notBefore === undefined ? undefined : notBefore - NOON);
	const perSecond = (max: number) => [{ windowMs: SECOND, max }];

	it('without rates nothing waits, however early claims are', async () => {
		await planFor(3);
		expect(startsOf(await claim({}))).toEqual([undefined, undefined, undefined]);
	});

	it('each mail may leave when the span of an earlier one ends; nothing is claimed for what ends later than the lead', async () => {
		await planFor(10);
		await used(NOON - SECOND + 30, 1);
		await used(NOON - SECOND + 60, 2);
		await used(NOON - SECOND + LEAD + 1, 1);
		const claimed = await claim({ sender: perSecond(6) });
		expect(startsOf(claimed)).toEqual([undefined, undefined, 30, 60, 60]);
		expect(claimed.throttledUntil).toBeLessThanOrEqual(NOON + 25); // as early as claims may follow each other
	});

	it('two limits: the later of their instants', async () => {
		await planFor(4);
		await used(NOON - SECOND + 30, 2);
		await used(NOON - SECOND + 70, 1, 'one.example');
		expect(startsOf(await claim({ sender: perSecond(3), domain: perSecond(3) }))).toEqual([undefined, 30, 70]);
	});

	it('a limit that was lowered: what it has too much makes no room when it ends', async () => {
		await planFor(4);
		await used(NOON - SECOND + 30, 3);
		await used(NOON - SECOND + 60, 2);
		expect(startsOf(await claim({ sender: perSecond(3) }))).toEqual([30, 60, 60]);
	});

	it.each([[SECOND, 1_110], [MINUTE, 61_100]])('uses that have left a span of %d ms don\'t come back to it when they are kept more coarsely', async (windowMs, age) => {
		await store.db.insertInto('throttle_uses').values(Array.from({ length: 450 }, (_, index) => ({ sender: 'k', domain: '', worker: '', at: NOON - age - index, count: 1 }))).execute();
		const plan = { sender: [{ windowMs, max: 10 }] };
		await planFor(1);
		expect((await claim(plan, 0)).deliveries).toHaveLength(1);
		expect((await store.db.selectFrom('throttle_uses').select('at').execute()).length).toBeLessThan(50);
		await planFor(5);
		expect((await claim(plan, 0)).deliveries).toHaveLength(5);
	});

	it('of a dead worker\'s mails only those whose content had begun count', async () => {
		await planFor(12);
		const plan = { sender: [{ windowMs: MINUTE, max: 10 }], domain: [{ windowMs: MINUTE, max: 10 }] };
		const { deliveries } = await claim(plan, 0, 'dead');
		expect(deliveries).toHaveLength(10);
		await ledger.recordAndMark([], deliveries.slice(0, 3).map(({ id }) => id), 'dead', NOON);
		expect(await ledger.listWorkers('demo')).toEqual([{ worker: 'dead', leaseEndsAt: NOON + MINUTE }]);
		expect(await ledger.recover('demo', 'dead', NOON)).toEqual({ replanned: 7, uncertain: 3 });
		expect((await claim(plan, 0)).deliveries).toHaveLength(7);
	});

	it('a worker that died after its last answer, and before it told the rates, is found', async () => {
		await store.db.insertInto('throttle_uses').values({ sender: 'k', domain: '', worker: 'dead', at: NOON + MINUTE, count: 3 }).execute();
		expect(await ledger.listWorkers('demo')).toEqual([{ worker: 'dead', leaseEndsAt: NOON + MINUTE }]);
	});
});
