import type { AttemptOutcome, ClaimRequest, ClaimedDelivery, DeliveryLedger, DeliveryPlan } from '../../../core/delivery/ports';
import type { OpenStore } from '../../../core/store/openStore';
import { NOON, aBuyer, aDelivery } from '../../support/builders';
import { aLedgerShop } from '../../support/ledgerShop';
import { STORE_KINDS } from '../../support/stores';

const MINUTE = 60_000;
const usage = { day: '2026-11-20', month: '2026-11', dailyQuota: 1_000, billableLimit: 1_000_000 };

describe.each(STORE_KINDS)('the delivery ledger on %s', (kind) => {
	let store: OpenStore;
	let ledger: DeliveryLedger;
	let campaign: string;

	beforeEach(async () => void ({ store, ledger, campaign } = await aLedgerShop(kind)));
	afterEach(async () => await store.close());

	const request = (fields: Partial<ClaimRequest> = {}): ClaimRequest => ({
		shopId: 'demo', campaignId: campaign, worker: 'w1', now: NOON, leaseMs: MINUTE, limit: 100, usage, nextInWindow: () => NOON, mailDayOf: () => undefined, ...fields,
	});
	const aPlan = (buyerId: string, fields: Partial<DeliveryPlan> = {}): DeliveryPlan => ({
		buyerId, occasion: 'cart:1', site: 'esp', language: 'es', variant: 'A', template: 't', contentId: 'c_x', data: { a: 1 }, dueAt: NOON, isWindowBound: false, ...fields,
	});
	const planFor = async (count: number): Promise<string[]> => {
		const ids: string[] = [];
		for (let i = 0; i < count; i += 1) ids.push(await aDelivery(store.db, { campaign_id: campaign, buyer_id: (await aBuyer(store.db)).id }));
		return ids;
	};
	const stateOf = async (id: string) =>
		await store.db.selectFrom('deliveries').select(['state', 'cause', 'code', 'due_at', 'claimed_by', 'attempt_count']).where('id', '=', id).executeTakeFirstOrThrow();
	const used = async (): Promise<number[]> =>
		(await store.db.selectFrom('usage_counters').select(['period', 'count']).orderBy('period').execute()).map((row) => row.count);
	const settle = async (delivery: ClaimedDelivery, outcome: AttemptOutcome, worker = 'w1'): Promise<void> =>
		void (await ledger.recordAndMark([{ delivery, startedAt: NOON, endedAt: NOON + 5, outcome }], [], worker, NOON + 5));

	it('the same plan twice → one delivery; another occasion → another one', async () => {
		const buyer = await aBuyer(store.db);
		const first = await ledger.plan('demo', { id: campaign, purpose: 'marketing' }, [aPlan(buyer.id), aPlan(buyer.id)], NOON);
		expect(first.map((delivery) => delivery.isNew)).toEqual([true, false]);
		const again = await ledger.plan('demo', { id: campaign, purpose: 'marketing' }, [aPlan(buyer.id), aPlan(buyer.id, { occasion: 'cart:2' })], NOON);
		expect(again.map((delivery) => delivery.isNew)).toEqual([false, true]);
		expect(again[0]?.id).toBe(first[0]?.id);
	});

	it('two workers claiming at once → no delivery twice', async () => {
		const ids = await planFor(40);
		const claims = await Promise.all(['w1', 'w2', 'w3'].map(async (worker) => await ledger.claim(request({ worker, limit: 20 }))));
		const claimed = claims.flatMap((claim) => claim.deliveries.map((delivery) => delivery.id));
		expect(new Set(claimed).size).toBe(claimed.length);
		expect(new Set(claimed)).toEqual(new Set(ids));
	});

	it('a claim hands over buyer, consent and data', async () => {
		const buyer = await aBuyer(store.db);
		await ledger.plan('demo', { id: campaign, purpose: 'marketing' }, [aPlan(buyer.id)], NOON);
		const { deliveries } = await ledger.claim(request());
		expect(deliveries[0]).toMatchObject({
			campaignName: 'carts', purpose: 'marketing', data: { a: 1 }, attemptCount: 1,
			buyer: { email: buyer.email, country: 'ES', language: 'es', timeZone: 'Europe/Madrid' }, consent: { state: 'granted', isMarketable: true },
		});
	});

	it('due later or in a paused campaign → not claimed', async () => {
		const [id] = await planFor(1);
		expect((await ledger.claim(request({ now: NOON - 1 }))).deliveries).toEqual([]);
		await store.db.updateTable('campaigns').set({ state: 'paused' }).execute();
		expect((await ledger.claim(request())).deliveries).toEqual([]);
		expect(await stateOf(id!)).toMatchObject({ state: 'planned' });
	});

	const suppression = { id: 's1', shop_id: 'demo', scope: 'all', starts_at: NOON - MINUTE, ends_at: null, note: null };
	it('suppressed since it was planned → blocked, quota untouched', async () => {
		const buyer = await aBuyer(store.db);
		const id = await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer.id });
		await store.db.insertInto('suppressions').values({ ...suppression, email_hash: buyer.email_hash, reason: 'complaint' }).execute();
		expect(await ledger.claim(request())).toMatchObject({ deliveries: [], blockedCount: 1 });
		expect(await stateOf(id)).toMatchObject({ state: 'blocked', cause: 'suppressed:complaint' });
		expect(await used()).toEqual([0, 0]);
	});

	it('unsubscribed from marketing → his order mail still goes; a suppression that has ended stops nothing', async () => {
		const buyer = await aBuyer(store.db, { marketing_consent: 'withdrawn' });
		await store.db.insertInto('suppressions').values([
			{ ...suppression, email_hash: buyer.email_hash, reason: 'unsubscribe', scope: 'marketing' },
			{ ...suppression, id: 's2', email_hash: buyer.email_hash, reason: 'hard-bounce', ends_at: NOON - 1 },
		]).execute();
		const marketing = await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer.id });
		const order = await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer.id, occasion: 'order:1', purpose: 'transactional' });
		expect((await ledger.claim(request())).deliveries.map((delivery) => delivery.id)).toEqual([order]);
		expect(await stateOf(marketing)).toMatchObject({ state: 'blocked' });
	});

	it('consent withdrawn, erased, never marketable, too late → each with its cause', async () => {
		const cases: Array<[Parameters<typeof aBuyer>[1], Partial<Parameters<typeof aDelivery>[1]>, string]> = [
			[{ marketing_consent: 'withdrawn' }, {}, 'suppressed:unsubscribe'],
			[{ marketing_consent: 'pending' }, {}, 'no-consent'],
			[{ country: 'PL', consent_basis: 'soft_opt_in' }, {}, 'no-consent'],
			[{ country: 'KR', consent_at: NOON - 731 * 24 * 60 * MINUTE }, {}, 'consent-expired'],
			[{ email: null }, {}, 'erased'],
			[{ is_marketable: 0 }, {}, 'never-marketable'],
			[{}, { not_after: NOON - 1 }, 'too-late'],
		];
		for (const [buyer, delivery, cause] of cases) {
			const id = await aDelivery(store.db, { campaign_id: campaign, buyer_id: (await aBuyer(store.db, buyer)).id, ...delivery });
			expect((await ledger.claim(request())).deliveries).toEqual([]);
			expect((await stateOf(id)).cause).toBe(cause);
		}
	});

	it('the window has closed since → put off to its next opening, not claimed', async () => {
		const [id] = await planFor(1);
		await store.db.updateTable('deliveries').set({ is_window_bound: 1 }).execute();
		expect(await ledger.claim(request({ nextInWindow: () => NOON + 60 * MINUTE }))).toMatchObject({ deliveries: [], putOffCount: 1 });
		expect(await stateOf(id!)).toMatchObject({ state: 'planned', due_at: NOON + 60 * MINUTE });
	});

	describe('one marketing mail a day', () => {
		const day = { startsAt: NOON - 60 * MINUTE, endsAt: NOON + 60 * MINUTE };
		const nextInWindow: ClaimRequest['nextInWindow'] = (_mail, notBefore = NOON) => (notBefore > NOON ? notBefore + 7 * MINUTE : NOON);
		const limited = (fields: Partial<ClaimRequest> = {}) => request({ mailDayOf: (country) => (country === 'CO' ? day : undefined), nextInWindow, ...fields });
		const inColombia = async (): Promise<string> => (await aBuyer(store.db, { country: 'CO', time_zone: 'America/Bogota' })).id;
		const aMailTo = async (buyerId: string, fields: Partial<Parameters<typeof aDelivery>[1]> = {}): Promise<string> =>
			await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyerId, occasion: `o${Math.random()}`, ...fields });

		it('two due for one buyer → the first goes, the second is due when the next day opens; elsewhere both go', async () => {
			const [limitedBuyer, free] = [await inColombia(), (await aBuyer(store.db)).id];
			const first = await aMailTo(limitedBuyer, { due_at: NOON - 2 });
			const second = await aMailTo(limitedBuyer, { due_at: NOON - 1 });
			for (let i = 0; i < 2; i += 1) await aMailTo(free);
			const claim = await ledger.claim(limited());
			expect(claim.deliveries).toHaveLength(3);
			expect(claim.putOffCount).toBe(1);
			expect(await stateOf(first)).toMatchObject({ state: 'claimed' });
			expect(await stateOf(second)).toMatchObject({ state: 'planned', due_at: day.endsAt + 7 * MINUTE });
		});

		it.each([
			['accepted today', { state: 'accepted', settled_at: NOON - 5 }, 'planned'],
			['accepted yesterday', { state: 'accepted', settled_at: day.startsAt - 1 }, 'claimed'],
			['on its way now', { state: 'sending', claimed_by: 'w2', lease_ends_at: NOON + MINUTE }, 'planned'],
			['perhaps arrived today', { state: 'uncertain', settled_at: NOON - 5 }, 'planned'],
			['refused today', { state: 'failed', settled_at: NOON - 5 }, 'claimed'],
			['order mail today', { state: 'accepted', settled_at: NOON - 5, purpose: 'transactional' }, 'claimed'],
		])('another mail of the same buyer %s', async (_name, other, state) => {
			const buyer = await inColombia();
			await aMailTo(buyer, other);
			const id = await aMailTo(buyer);
			await ledger.claim(limited());
			expect(await stateOf(id)).toMatchObject({ state });
		});

		it('order mail is not limited, and a refused mail doesn\'t use the day up', async () => {
			const buyer = await inColombia();
			await aMailTo(buyer, { due_at: NOON - 3, not_after: NOON - 1 });
			const marketing = await aMailTo(buyer, { due_at: NOON - 2 });
			const order = await aMailTo(buyer, { due_at: NOON - 1, purpose: 'transactional' });
			expect((await ledger.claim(limited())).deliveries.map(({ id }) => id)).toEqual([marketing, order]);
		});

		it('three workers at once → one mail', async () => {
			const buyer = await inColombia();
			for (let i = 0; i < 9; i += 1) await aMailTo(buyer);
			const claims = await Promise.all(['w1', 'w2', 'w3'].map(async (worker) => await ledger.claim(limited({ worker, limit: 3 }))));
			expect(claims.flatMap((claim) => claim.deliveries)).toHaveLength(1);
		});
	});

	it('the day\'s quota ends the claim; the rest can be put off to tomorrow', async () => {
		await planFor(5);
		expect((await ledger.claim(request({ usage: { ...usage, dailyQuota: 3 } }))).deliveries).toHaveLength(3);
		expect(await ledger.claim(request({ usage: { ...usage, dailyQuota: 3 } }))).toMatchObject({ deliveries: [], stoppedBy: 'daily-quota' });
		expect(await ledger.postpone('demo', campaign, NOON, () => NOON + 999 * MINUTE, 'daily-quota')).toBe(2);
		expect((await ledger.claim(request())).deliveries).toEqual([]);
	});

	it('the budget ends the claim', async () => {
		await planFor(5);
		expect((await ledger.claim(request({ usage: { ...usage, billableLimit: 2 } }))).deliveries).toHaveLength(2);
		expect((await ledger.claim(request({ usage: { ...usage, billableLimit: 2 } }))).stoppedBy).toBe('monthly-budget');
	});

	it('the same buyer within 24 hours is billed once; both count against the quota', async () => {
		const buyer = await aBuyer(store.db);
		await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer.id, occasion: '1' });
		await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer.id, occasion: '2' });
		await ledger.claim(request());
		expect(await used()).toEqual([1, 2]); // month, day
	});

	it('claims given back → planned again, quota and bill restored', async () => {
		const [id] = await planFor(1);
		const { deliveries } = await ledger.claim(request());
		expect(await used()).toEqual([1, 1]);
		await ledger.release(deliveries.map((delivery) => delivery.id), 'w1', NOON);
		expect(await stateOf(id!)).toMatchObject({ state: 'planned', claimed_by: null, attempt_count: 0 });
		expect(await used()).toEqual([0, 0]);
	});

	it('sending may be marked once, by the owner, while the lease lasts', async () => {
		const ids = await planFor(3);
		await ledger.claim(request());
		expect(await ledger.recordAndMark([], ids, 'w2', NOON)).toEqual(new Set());
		expect(await ledger.recordAndMark([], [ids[0]!], 'w1', NOON + MINUTE)).toEqual(new Set());
		expect(await ledger.recordAndMark([], [ids[1]!, ids[2]!], 'w1', NOON + MINUTE - 1)).toEqual(new Set([ids[1], ids[2]]));
		expect(await ledger.recordAndMark([], [ids[1]!], 'w1', NOON)).toEqual(new Set());
	});

	it('unsubscribed or paused between claim and content → may not be marked', async () => {
		const buyer = await aBuyer(store.db);
		const id = await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer.id });
		await ledger.claim(request());
		await store.db.insertInto('suppressions').values({ ...suppression, email_hash: buyer.email_hash, reason: 'unsubscribe', scope: 'marketing' }).execute();
		expect(await ledger.recordAndMark([], [id], 'w1', NOON)).toEqual(new Set());
		await store.db.deleteFrom('suppressions').execute();
		await store.db.updateTable('campaigns').set({ state: 'paused' }).execute();
		expect(await ledger.recordAndMark([], [id], 'w1', NOON)).toEqual(new Set());
	});

	it('accepted → settled with its attempt; recorded twice → once', async () => {
		const [id] = await planFor(1);
		const { deliveries: [delivery] } = await ledger.claim(request());
		await ledger.recordAndMark([], [id!], 'w1', NOON);
		await settle(delivery!, { kind: 'accepted', code: '250', reply: '250 ok' });
		expect(await stateOf(id!)).toMatchObject({ state: 'accepted', code: '250' });
		expect(await used()).toEqual([1, 1]);
		expect(await store.db.selectFrom('attempts').select(['outcome', 'number', 'reply']).execute()).toEqual([{ outcome: 'accepted', number: 1, reply: '250 ok' }]);
	});

	it('put off by the server → due again later, nothing charged; then accepted', async () => {
		const [id] = await planFor(1);
		const { deliveries: [delivery] } = await ledger.claim(request());
		await ledger.recordAndMark([], [id!], 'w1', NOON);
		await settle(delivery!, { kind: 'deferred', code: '451', reply: '451 later', cause: 'server-not-ready', retryAt: NOON + 15 * MINUTE });
		expect(await stateOf(id!)).toMatchObject({ state: 'deferred', code: '451', due_at: NOON + 15 * MINUTE, claimed_by: null });
		expect(await used()).toEqual([0, 0]);
		expect((await ledger.claim(request({ now: NOON + 14 * MINUTE }))).deliveries).toEqual([]);
		expect((await ledger.claim(request({ now: NOON + 15 * MINUTE }))).deliveries).toMatchObject([{ id, attemptCount: 2 }]);
	});

	it('hard bounce → failed, free, address in quarantine, event recorded; the next campaign leaves it out', async () => {
		const [id] = await planFor(1);
		const { deliveries: [delivery] } = await ledger.claim(request());
		await settle(delivery!, { kind: 'failed', code: '550', enhancedCode: '5.1.1', reply: '550', cause: 'mailbox-does-not-exist', quarantineUntil: NOON + 30 * 1440 * MINUTE });
		expect(await stateOf(id!)).toMatchObject({ state: 'failed', code: '550', cause: 'mailbox-does-not-exist' });
		expect(await used()).toEqual([0, 0]);
		expect(await store.db.selectFrom('delivery_events').select('kind').execute()).toEqual([{ kind: 'bounced' }]);
		await aDelivery(store.db, { campaign_id: campaign, buyer_id: delivery!.buyer.id, occasion: 'next' });
		expect(await ledger.claim(request({ now: NOON + MINUTE }))).toMatchObject({ deliveries: [], blockedCount: 1 });
	});

	it('refused for another reason (a soft bounce) → failed, and it counts', async () => {
		await planFor(1);
		const { deliveries: [delivery] } = await ledger.claim(request());
		await settle(delivery!, { kind: 'failed', code: '554', reply: '554', cause: 'refused-by-policy' });
		expect(await used()).toEqual([1, 1]);
	});

	it('a worker died: what it had begun is uncertain and stays charged, what it had claimed is planned again', async () => {
		const ids = await planFor(3);
		const { deliveries } = await ledger.claim(request());
		await ledger.recordAndMark([], [ids[0]!], 'w1', NOON);
		expect(await ledger.listWorkers('demo')).toEqual([{ worker: 'w1', leaseEndsAt: NOON + MINUTE }]);
		expect(await ledger.recover('demo', 'w1', NOON + 1)).toEqual({ replanned: 2, uncertain: 1 });
		expect(await stateOf(ids[0]!)).toMatchObject({ state: 'uncertain', cause: 'worker-died-while-sending' });
		expect(await used()).toEqual([1, 1]);
		const again = await ledger.claim(request({ worker: 'w2' }));
		expect(again.deliveries.map((delivery) => delivery.id).sort()).toEqual([ids[1], ids[2]].sort());
		// the dead one comes back with its answer: it still knows best
		await settle(deliveries.find((delivery) => delivery.id === ids[0])!, { kind: 'accepted', code: '250', reply: '250' });
		expect(await stateOf(ids[0]!)).toMatchObject({ state: 'accepted' });
	});

	it('a late answer for a delivery that somebody else has claimed since → changes nothing', async () => {
		const [id] = await planFor(1);
		const { deliveries: [delivery] } = await ledger.claim(request());
		await ledger.recover('demo', 'w1', NOON);
		await ledger.claim(request({ worker: 'w2' }));
		await settle(delivery!, { kind: 'accepted', code: '250', reply: '250' });
		expect(await stateOf(id!)).toMatchObject({ state: 'claimed', claimed_by: 'w2' });
	});

	it('blocked by the last check → state, findings, nothing charged', async () => {
		const [id] = await planFor(1);
		const { deliveries: [delivery] } = await ledger.claim(request());
		await ledger.block(delivery!, 'compliance:footer-phone', [{ rule: 'footer-phone', outcome: 'violation', kind: 'legal', evidence: 'none' }], 'w1', NOON);
		expect(await stateOf(id!)).toMatchObject({ state: 'blocked', cause: 'compliance:footer-phone' });
		expect(await store.db.selectFrom('findings').select(['rule', 'delivery_id']).execute()).toEqual([{ rule: 'footer-phone', delivery_id: id }]);
		expect(await used()).toEqual([0, 0]);
	});
});
