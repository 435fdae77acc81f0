import type { PickReport } from '../../../core/campaign/abTest.flow';
import type { PickAnswer } from '../../../core/campaign/pickAnswer';
import { makeTestStore } from '../../../core/store/campaignTestQueries';
import { CART, DAY, aTestBed, type TestBed } from '../../support/abTest';
import { aSender } from '../../support/builders';
import { STORE_KINDS } from '../../support/stores';

const SIZES = { A: 40, B: 40, holdout: 4, rest: 12 };

describe.each(STORE_KINDS)('an A/B test on %s', (kind) => {
	let bed: TestBed;
	beforeAll(async () => void (bed = await aTestBed(kind)));
	afterAll(async () => await bed.close());

	const pick = async (campaign: string, options: Parameters<TestBed['core']['campaigns']['pickWinner']>[2] = {}, by = bed.core): Promise<PickReport> =>
		await by.campaigns.pickWinner('demo', campaign, { minimumSample: 30, ...options });
	const sendDue = async (campaign?: string, by = bed.core) => (await by.campaigns.sendDue('demo', aSender(bed.sink.port), { campaign })).run;
	const ofVariant = (buyers: Array<{ id: string; email: string | null; variant: string }>, variant: string) => buyers.filter((buyer) => buyer.variant === variant);
	const idsOf = (buyers: Array<{ id: string; variant: string }>, variant: string, count?: number): string[] => buyers.filter((buyer) => buyer.variant === variant).map(({ id }) => id).slice(0, count);
	const begin = async (id: string, sizes: Record<string, number> = SIZES, ...more: [Parameters<TestBed['send']>[1]?]) => {
		const frozen = await bed.freeze(id, sizes);
		const report = await bed.send(frozen.audience, ...more);
		return { ...frozen, report, mails: await bed.arrived() };
	};
	/** one buyer in twenty of A orders, half of B */
	const letBWin = async (buyers: Array<{ id: string; variant: string }>): Promise<void> => {
		await bed.order([...idsOf(buyers, 'A', 2), ...idsOf(buyers, 'B', 20)]);
		bed.clock.advance(DAY);
	};

	it('variants are mailed, the hold-out is not planned, the rest is planned and waits however long', async () => {
		const { audience, buyers, report, mails } = await begin('waits');
		expect(mails).toEqual([...ofVariant(buyers, 'A'), ...ofVariant(buyers, 'B')].map(({ email, variant }) => `${variant} ${email}`).sort());
		expect(report).toMatchObject({ planned: 92, test: { metric: 'order', waitMs: DAY, winner: null } });
		const [status] = await bed.core.campaigns.status('demo', 'waits');
		expect(status).toMatchObject({ states: { accepted: 80, planned: 12 }, causes: { 'waiting-for-winner': 12 }, nextDueAt: null });
		bed.clock.advance(400 * DAY);
		expect(await sendDue()).toMatchObject({ accepted: 0, blocked: 0 });
		bed.clock.advance(-400 * DAY);
		expect((await bed.send(audience)).planned).toBe(0);
		expect(await bed.arrived()).toEqual([]);
	});

	it('asked too early, without any orders, with too little difference → no winner yet, each with its reason and when to ask again', async () => {
		const { buyers } = await begin('early');
		const sentAt = bed.clock.now();
		expect(await pick('early')).toMatchObject({ outcome: 'noWinner', reason: 'waiting', askAgainAt: sentAt + DAY, look: null, restCount: 12, restWaitingCount: 12, message: expect.stringContaining('24 hours') });
		bed.clock.advance(DAY);
		expect(await pick('early')).toMatchObject({ reason: 'nothingRecorded', look: null, message: expect.stringContaining('no orders are recorded') });
		await bed.order([...idsOf(buyers, 'A', 10), ...idsOf(buyers, 'B', 12)], { hours: -1 });
		expect(await pick('early', { minimumSample: 41 })).toMatchObject({ reason: 'tooFew', neededPerVariant: 41, look: null });
		const looked = await pick('early');
		expect(looked).toMatchObject({ reason: 'notSignificant', look: 1, level: expect.closeTo(0.04, 10), askAgainAt: sentAt + 2 * DAY, message: expect.stringContaining('may be luck') });
		expect(looked.neededPerVariant).toBeGreaterThan(500);
		expect(await bed.arrived()).toEqual([]);
	});

	it('asked again before the time → the same answer, and no look is spent; later a stricter one', async () => {
		const { buyers } = await begin('again');
		await bed.order([...idsOf(buyers, 'A', 10), ...idsOf(buyers, 'B', 15)]);
		bed.clock.advance(DAY);
		const first = await pick('again');
		await bed.order(idsOf(buyers, 'B').slice(15, 30), { hours: -1 });
		bed.clock.advance(3_600_000);
		expect(await pick('again')).toEqual(first);
		bed.clock.advance(DAY);
		expect(await pick('again')).toMatchObject({ outcome: 'winner', winner: 'B', look: 2, level: expect.closeTo(0.008, 10) });
		expect(await sendDue('again')).toMatchObject({ accepted: 12 });
		await bed.arrived();
	});

	it('B wins: picking sends nothing; Send Due sends B to the rest and nobody else; everything repeated, 0 further mails', async () => {
		const { audience, buyers } = await begin('wins');
		await letBWin(buyers);
		const picked = await pick('wins');
		expect(picked).toMatchObject({ outcome: 'winner', winner: 'B', decidedBy: 'test', metric: 'order', lift: expect.closeTo(9, 10), restCount: 12, restWaitingCount: 0, variants: [{ variant: 'B', recipientCount: 40, count: 20, value: 0.5 }, { variant: 'A', count: 2, value: 0.05 }] });
		expect(picked.pValue).toBeLessThan(0.001);
		expect(picked.message).toContain('B wins by orders');
		expect(await bed.arrived()).toEqual([]);
		expect(await pick('wins')).toEqual(picked);
		expect(await pick('wins', { mode: { kind: 'named', variant: 'A' } }, bed.other)).toEqual(picked);
		expect(await sendDue()).toMatchObject({ accepted: 12 });
		expect(await bed.arrived()).toEqual(ofVariant(buyers, 'rest').map(({ email }) => `B ${email}`).sort());
		expect((await bed.send(audience)).planned).toBe(0);
		expect(await pick('wins')).toEqual(picked);
		await Promise.all([sendDue(), sendDue(undefined, bed.other), bed.send(audience, {}, bed.other)]);
		expect(await bed.arrived()).toEqual([]);
	});

	it('six pickers at once, in two processes, agree; two of them that want something else do not change it', async () => {
		const { buyers } = await begin('crowd');
		await letBWin(buyers);
		const named = { mode: { kind: 'named', variant: 'A' } } as const;
		const answers = await Promise.all([pick('crowd'), pick('crowd', {}, bed.other), pick('crowd', named), pick('crowd', {}), pick('crowd', named, bed.other), pick('crowd', {}, bed.other)]);
		expect(new Set(answers.map((answer) => `${answer.winner} ${answer.decidedBy} ${answer.at}`)).size).toBe(1);
		expect(await sendDue('crowd')).toMatchObject({ accepted: 12 });
		expect((await bed.arrived()).map((mail) => mail.slice(0, 1))).toEqual(new Array(12).fill(answers[0]?.winner));
	});

	it('killed between the decision and the release, or in the middle of it → Send Due gives the rest its winner, once', async () => {
		const { buyers } = await begin('killed');
		const campaignId = (await bed.core.campaigns.status('demo', 'killed'))[0]?.id ?? '';
		const answer = { outcome: 'winner', winner: 'B', decidedBy: 'person', variants: [], metric: 'order', orderWindowDays: 7 } as unknown as PickAnswer;
		const update = { lookCount: 0, nextLookAt: null, answer, winner: 'B', decidedAt: bed.clock.now() };
		expect(await makeTestStore(bed.store, { clock: bed.clock }).saveAnswer(campaignId, 0, update)).toBe(true);
		const some = await bed.store.db.selectFrom('deliveries').select('id').where('campaign_id', '=', campaignId).where('is_rest', '=', 1).limit(5).execute();
		await bed.store.db.updateTable('deliveries').set({ variant: 'B', due_at: bed.clock.now(), cause: null, code: null }).where('id', 'in', some.map(({ id }) => id)).execute();
		const runs = await Promise.all([sendDue(), sendDue('killed', bed.other)]);
		expect(runs.reduce((sum, run) => sum + run.accepted, 0)).toBe(12);
		expect(await bed.arrived()).toEqual(ofVariant(buyers, 'rest').map(({ email }) => `B ${email}`).sort());
	});

	it('planned while somebody decides → the winner too; planned anew after the decision → the winner, whatever the split said', async () => {
		const { buyers } = await begin('late');
		await letBWin(buyers);
		await pick('late');
		const more = await bed.freeze('late-2', { A: 3, B: 2, holdout: 2, rest: 4 });
		expect(await bed.send(more.audience, { campaign: 'late' })).toMatchObject({ planned: 9, run: { accepted: 9 + 12 } });
		expect((await bed.arrived()).every((mail) => mail.startsWith('B '))).toBe(true);
		const results = await bed.core.campaigns.readVariantResults('demo', 'late');
		expect(results.variants).toMatchObject([{ variant: 'A', group: 'test', recipients: 40 }, { variant: 'B', group: 'test', recipients: 40 }, { variant: 'B', group: 'rest', recipients: 21 }]);
	});

	it('unsubscribed while waiting → not mailed; the window of the buyer counts when the winner is known', async () => {
		const { buyers } = await begin('law', SIZES, { when: { kind: 'localWindow' } });
		await letBWin(buyers);
		const [gone] = idsOf(buyers, 'rest');
		await bed.store.db.updateTable('buyers').set({ marketing_consent: 'withdrawn' }).where('id', '=', gone ?? '').execute();
		bed.clock.advance(14 * 3_600_000); // 02:00 UTC: nobody's window in Spain
		await pick('law');
		expect(await sendDue('law')).toMatchObject({ accepted: 0 });
		const [status] = await bed.core.campaigns.status('demo', 'law');
		expect(status?.nextDueAt).toBeGreaterThan(bed.clock.now());
		bed.clock.set(status?.nextDueAt ?? 0);
		expect(await sendDue('law')).toMatchObject({ accepted: 11, blocked: 1 });
		await bed.arrived();
	});

	it('nobody wins: best so far is picked after the wait only, a named variant at once; an unknown one is refused', async () => {
		const { buyers } = await begin('anyway');
		expect(await pick('anyway', { mode: { kind: 'bestSoFar' } })).toMatchObject({ outcome: 'noWinner', reason: 'waiting' });
		await expect(pick('anyway', { mode: { kind: 'named', variant: 'E' } })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: 'Variant E is not in this test; there is A, B.' });
		await bed.order(idsOf(buyers, 'A', 1));
		bed.clock.advance(DAY);
		expect(await pick('anyway', { mode: { kind: 'bestSoFar' } })).toMatchObject({ outcome: 'winner', winner: 'A', decidedBy: 'bestSoFar', look: null, message: expect.stringContaining('not proven') });
		await begin('chosen');
		expect(await pick('chosen', { mode: { kind: 'named', variant: 'B' } })).toMatchObject({ winner: 'B', decidedBy: 'person', message: expect.stringContaining('picked by a person') });
	});

	it('no campaign, no test → errors that say what to do', async () => {
		await expect(pick('nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await begin('plain', { A: 2 });
		await expect(pick('plain')).rejects.toMatchObject({ code: 'NOT_FOUND', nextStep: expect.stringContaining('A/B Test') });
	});

	it('numbers that an expression got wrong → refused with the field\'s name, nothing planned', async () => {
		const { audience } = await bed.freeze('wrong', { A: 1 });
		await expect(bed.send(audience, { test: { testShare: 20 } })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('`testShare`') });
		await expect(bed.send(audience, { test: { metric: 'opens' as 'open' } })).rejects.toMatchObject({ message: expect.stringContaining('`metric`') });
		expect(await bed.arrived()).toEqual([]);
		await bed.send(audience, { test: {} });
		await bed.arrived();
		for (const options of [{ confidence: 95 }, { confidence: Number.NaN }, { minimumSample: 0 }, { orderWindowDays: -1 }]) await expect(pick('wrong', options)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining(`\`${Object.keys(options)[0]}\``) });
	});

	it('a test share of the campaign holds buyers back by chance, the same ones again, and they get the winner', async () => {
		const test = { testShare: 0.25, metric: 'click' as const, waitMs: 0 };
		const { audience, buyers, mails } = await begin('share', { A: 60, B: 60 }, { test });
		expect(mails.length).toBeGreaterThan(15);
		expect(mails.length).toBeLessThan(50);
		expect((await bed.send(audience, { test: { testShare: 1 } })).run.accepted).toBe(0);
		await pick('share', { mode: { kind: 'named', variant: 'A' } });
		expect(await sendDue('share')).toMatchObject({ accepted: 120 - mails.length });
		const rest = await bed.arrived();
		expect([...rest, ...mails].map((mail) => mail.slice(2)).sort()).toEqual(buyers.map(({ email }) => email).sort());
		expect(rest.every((mail) => mail.startsWith('A '))).toBe(true);
	});

	it('opens and clicks of machines do not count, of people once each', async () => {
		const { buyers } = await begin('opens', { A: 40, B: 40 }, { test: { metric: 'open' } });
		await bed.event('opens', idsOf(buyers, 'A'), 'opened', true);
		await bed.event('opens', idsOf(buyers, 'A', 5), 'opened');
		await bed.event('opens', idsOf(buyers, 'A', 5), 'opened');
		await bed.event('opens', idsOf(buyers, 'B', 25), 'opened');
		await bed.event('opens', idsOf(buyers, 'B', 3), 'clicked');
		bed.clock.advance(DAY);
		const { variants } = await bed.core.campaigns.readVariantResults('demo', 'opens');
		expect(variants).toMatchObject([{ variant: 'A', opened: { count: 5, rate: 0.125, of: 'recipients' }, clicked: { count: 0 } }, { variant: 'B', opened: { count: 25 }, clicked: { count: 3 } }]);
		expect(await pick('opens')).toMatchObject({ winner: 'B', metric: 'open', restCount: 0 });
	});

	it('orders: after the mail, within the days, not canceled; a buyer once, his revenue summed, other currencies not added', async () => {
		const { buyers } = await begin('orders', { A: 6, B: 2 });
		const [twice = '', before = '', late = '', canceled = '', euros = ''] = idsOf(buyers, 'A');
		await bed.order([twice, twice], { totalMinor: 1_500 });
		await bed.order([before], { hours: -2 });
		await bed.order([late], { hours: 7 * 24 });
		await bed.order([canceled], { canceledAt: bed.clock.now() });
		await bed.order([euros], { totalMinor: 9_000, currency: 'EUR' });
		expect((await bed.core.campaigns.readVariantResults('demo', 'orders')).variants[0]).toMatchObject({ ordered: { count: 0 } }); // none of them has happened yet
		bed.clock.advance(9 * DAY);
		const of = async (orderWindowDays: number) => (await bed.core.campaigns.readVariantResults('demo', 'orders', { orderWindowDays })).variants;
		expect(await of(7)).toMatchObject([
			{ variant: 'A', recipients: 6, ordered: { count: 2, rate: expect.closeTo(1 / 3, 10), of: 'recipients' }, revenueMinor: 3_000, revenuePerRecipientMinor: { value: 500 } },
			{ variant: 'B', ordered: { count: 0, low: 0, high: expect.closeTo(0.6576, 3) }, revenueMinor: 0 },
		]);
		expect(await of(8)).toMatchObject([{ ordered: { count: 3 } }, {}]);
	});

	it('two mails to one buyer are one recipient and one order', async () => {
		const { audience, buyers } = await begin('twice', { A: 2, B: 2 });
		const again = { ...audience, id: 'twice-2' };
		await bed.store.db.insertInto('audiences').values({ id: 'twice-2', shop_id: 'demo', segment: 's', purpose: 'marketing', as_of: bed.clock.now(), size: 4, summary_json: '{}', created_at: bed.clock.now() }).execute();
		await bed.store.db.insertInto('audience_members').values(buyers.map((buyer, position) => ({ audience_id: 'twice-2', position, buyer_id: buyer.id, occasion: 'cart:2', variant: buyer.variant, data_json: JSON.stringify(CART) }))).execute();
		await bed.send(again, { campaign: 'twice' });
		expect(await bed.arrived()).toHaveLength(4);
		await bed.order(idsOf(buyers, 'B', 1));
		bed.clock.advance(DAY);
		expect((await bed.core.campaigns.readVariantResults('demo', 'twice')).variants).toMatchObject([{ planned: 4, recipients: 2 }, { planned: 4, recipients: 2, ordered: { count: 1 }, revenueMinor: 2_000 }]);
	});
});
