import type { EstimateRequest } from '../../../core/billing/estimate.flow';
import type { SendOptions } from '../../../core/campaign/campaign.flow';
import { costMicroUsd } from '../../../core/campaign/usage';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import type { BuyerTable, ShopTable } from '../../../core/store/schema';
import { NOON, aBuyer, aCampaign, aDelivery, aSender, aShop } from '../../support/builders';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CART = { cart: { items: [{ name: 'Lámpara', quantity: 1, price: { amountMinor: 3_840, currency: 'EUR' } }], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };
type Member = { buyerId: string; occasion?: string; variant?: string };

describe.each(STORE_KINDS)('an estimate on %s', (kind) => {
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	let clock: ReturnType<typeof aClock>;
	let audiences = 0;

	const open = async (shop: Partial<ShopTable> = {}, now = NOON): Promise<void> => {
		clock = aClock(now);
		const settings = storeSettings(kind);
		store = await openStore(settings, { clock });
		await aShop(store.db, shop);
		core = await openCore({ store: settings, clock });
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
		await core.links.forDeliveries('demo'); // the key for links is made with the first one
		sink = await anSmtpSink();
	};
	afterEach(async () => {
		await core.close();
		await store.close();
		await sink.stop();
	});

	const buyers = async (count: number, fields: Partial<BuyerTable> = {}): Promise<Member[]> =>
		await Promise.all(Array.from({ length: count }, async () => ({ buyerId: (await aBuyer(store.db, fields)).id })));
	const anAudience = async (members: Member[]): Promise<string> => {
		const id = `a_${(audiences += 1)}`;
		const summary_json = JSON.stringify({ bySite: {}, byVariant: {}, leftOut: {}, positionsByLanguage: {} });
		await store.db.insertInto('audiences').values({ id, shop_id: 'demo', segment: 's', purpose: 'marketing', as_of: NOON, size: members.length, summary_json, created_at: NOON }).execute();
		const rows = members.map(({ buyerId, occasion = 'cart:1', variant = 'A' }, position) => ({ audience_id: id, position, buyer_id: buyerId, occasion, variant, data_json: JSON.stringify(CART) }));
		for (let from = 0; from < rows.length; from += 500) await store.db.insertInto('audience_members').values(rows.slice(from, from + 500)).execute();
		return id;
	};
	const aRequest = (audienceId: string, fields: Partial<EstimateRequest> = {}): EstimateRequest =>
		({ campaign: 'carts', purpose: 'marketing', when: { kind: 'localWindow' }, sendOncePer: 'occasion', recipients: { audienceId }, ...fields });
	const send = async ({ recipients, ...options }: EstimateRequest): Promise<void> => {
		if (!('audienceId' in recipients)) throw new Error('an audience is meant');
		const audience = await core.segments.getAudience(recipients.audienceId);
		const id = await core.templates.saveTemplate('demo', { source: { kind: 'library', name: 'abandoned-cart' }, brand: aSender(1).brand, overrides: {} });
		await core.campaigns.sendAudience('demo', aSender(sink.port), audience, { id, purpose: 'marketing', template: 'abandoned-cart', languages: [], samples: [] }, options as SendOptions);
	};
	/** Moves the clock from one due mail to the next, as a schedule that never sleeps would, until nothing waits. */
	const sendAll = async (pause: number): Promise<void> => {
		for (const end = clock.now() + 60 * DAY; clock.now() < end; ) {
			const row = await store.db.selectFrom('deliveries').select((eb) => eb.fn.min('due_at').as('at')).where('state', 'in', ['planned', 'deferred']).executeTakeFirst();
			if (!row || row.at === null) return;
			clock.set(Math.max(Number(row.at), clock.now() + pause));
			await core.campaigns.sendDue('demo', aSender(sink.port), {});
		}
	};
	const rows = async () => await store.db.selectFrom('usage_ledger as l').innerJoin('deliveries as d', 'd.id', 'l.delivery_id').innerJoin('campaigns as c', 'c.id', 'd.campaign_id').select(['l.day', 'l.is_billable', 'c.name']).execute();
	/** What was really sent since: by day, new and earlier; by month, billable and what it costs. */
	const reality = async (before: Record<string, number>, shop: Partial<ShopTable>) => {
		const used = await rows();
		const days = [...Map.groupBy(used, (row) => row.day)].map(([day, all]) => {
			const mails = all.filter((row) => row.name === 'carts').length;
			return { day, mails, earlier: all.length - mails - (before[day] ?? 0) };
		}).filter(({ mails, earlier }) => mails + earlier > 0).sort((a, b) => a.day.localeCompare(b.day));
		const months = Object.fromEntries([...Map.groupBy(used, (row) => row.day.slice(0, 7))].map(([month, all]) => {
			const billable = all.filter((row) => row.is_billable).length;
			return [month, { billable, costMicroUsd: costMicroUsd(billable, { freeMailsPerMonth: shop.free_mails_per_month, priceMicroUsd: shop.price_micro_usd }) }];
		}));
		return { days, months };
	};
	/** Estimates, sends for days, and compares day by day to the micro-dollar. */
	const compare = async (request: EstimateRequest, shop: Partial<ShopTable> = {}, pause = HOUR / 2) => {
		const before = Object.fromEntries([...Map.groupBy(await rows(), (row) => row.day)].map(([day, all]) => [day, all.length]));
		const estimate = await core.billing.estimate('demo', request);
		await send(request);
		await sendAll(pause);
		const real = await reality(before, shop);
		expect(estimate.days.map(({ day, mails, earlier }) => ({ day, mails, earlier }))).toEqual(real.days);
		expect(Object.fromEntries(estimate.months.filter(({ billable }) => billable > 0).map(({ month, billable, costMicroUsd: cost }) => [month, { billable, costMicroUsd: cost }]))).toEqual(real.months);
		expect(estimate.mails).toBe(real.days.reduce((sum, { mails }) => sum + mails, 0));
		expect(estimate.lastDay).toBe(real.days.findLast(({ mails }) => mails > 0)?.day ?? null);
		return estimate;
	};

	it('quota over days and zones, across a month and a clock change → what is really sent, and what it costs', async () => {
		const shop = { time_zone: 'America/New_York', daily_quota: 7, free_mails_per_month: 10, price_micro_usd: 333 };
		await open(shop, Date.UTC(2026, 9, 30, 12));
		const members = (await Promise.all(['Europe/Madrid', 'Asia/Tokyo', 'America/New_York', 'Asia/Kolkata'].map(async (time_zone) => await buyers(9, { time_zone })))).flat();
		const estimate = await compare(aRequest(await anAudience(members)), shop);
		expect(estimate).toMatchObject({ recipients: 36, mails: 36, leftOut: {}, lastDay: '2026-11-04', budgetStop: null, neverLeave: 0 });
		expect(estimate.days).toEqual([30, 31, 1, 2, 3].map((day) => ({ day: `2026-1${day > 9 ? 0 : 1}-${String(day).padStart(2, '0')}`, mails: 7, earlier: 0, quota: 7, quotaLeft: 0 })).concat({ day: '2026-11-04', mails: 1, earlier: 0, quota: 7, quotaLeft: 6 }));
		expect(estimate.months).toMatchObject([{ month: '2026-10', billable: 14, costMicroUsd: 4 * 333 }, { month: '2026-11', billable: 22, costMicroUsd: 12 * 333, addedMicroUsd: 12 * 333 }]);
		expect(estimate.costMicroUsd).toBe(16 * 333);
	});

	it('mails that are planned already share the quota', async () => {
		const shop = { daily_quota: 5 };
		await open(shop);
		const other = await aCampaign(store.db, 'other');
		const content_id = await core.templates.saveTemplate('demo', { source: { kind: 'library', name: 'abandoned-cart' }, brand: aSender(1).brand, overrides: {} });
		// an hour earlier than any of the new ones tomorrow, and today's are past: the campaign's own send goes first
		for (const { buyerId } of await buyers(6)) await aDelivery(store.db, { campaign_id: other, buyer_id: buyerId, content_id, data_json: JSON.stringify(CART), due_at: NOON - HOUR, is_window_bound: 0 });
		for (const { buyerId } of await buyers(2)) await aDelivery(store.db, { campaign_id: other, buyer_id: buyerId, content_id, data_json: JSON.stringify(CART), due_at: NOON + DAY - 12 * HOUR, is_window_bound: 0 });
		const estimate = await compare(aRequest(await anAudience(await buyers(4))), shop);
		expect(estimate.days).toMatchObject([{ day: '2026-11-20', mails: 4, earlier: 1, quotaLeft: 0 }, { day: '2026-11-21', mails: 0, earlier: 5, quotaLeft: 0 }, { mails: 0, earlier: 2, quotaLeft: 3 }]);
	});

	it('the quota that grows on day 30 → counts on its day', async () => {
		const shop = { activated_at: NOON - 28 * DAY, quota_plan_json: JSON.stringify([{ fromDay: 0, mailsPerDay: 2 }, { fromDay: 30, mailsPerDay: 5 }]) };
		await open(shop);
		const estimate = await compare(aRequest(await anAudience(await buyers(8))), shop);
		expect(estimate.days.map(({ quota, mails }) => [quota, mails])).toEqual([[2, 2], [2, 2], [5, 4]]);
	});

	it('a budget → holds up what it does not pay for until the next month', async () => {
		const shop = { time_zone: 'Asia/Shanghai', free_mails_per_month: 3, price_micro_usd: 500, monthly_budget_micro_usd: 1_250 };
		await open(shop, Date.UTC(2026, 10, 29, 12));
		const estimate = await compare(aRequest(await anAudience(await buyers(12, { time_zone: 'Asia/Shanghai' })), { when: { kind: 'atOnce' } }), shop, 12 * HOUR);
		expect(estimate).toMatchObject({ budgetStop: { day: '2026-11-29', month: '2026-11' }, lastDay: '2027-01-01' });
		expect(estimate.months.map(({ month, billable, costMicroUsd: cost }) => [month, billable, cost])).toEqual([['2026-11', 5, 1_000], ['2026-12', 5, 1_000], ['2027-01', 2, 0]]);
	});

	it('a buyer twice, or mailed by another campaign since yesterday → billed once', async () => {
		const shop = { free_mails_per_month: 0, price_micro_usd: 2_500 };
		await open(shop);
		const [twice, recent, older, fresh] = [await buyers(3), await buyers(2), await buyers(2), await buyers(2)];
		const other = await aCampaign(store.db, 'other');
		for (const [members, hours] of [[recent, 23], [older, 24]] as const) for (const { buyerId } of members) {
			const at = NOON - hours * HOUR;
			const id = await aDelivery(store.db, { campaign_id: other, buyer_id: buyerId, state: 'accepted', settled_at: at });
			await store.db.insertInto('usage_ledger').values({ delivery_id: id, shop_id: 'demo', buyer_id: buyerId, day: '2026-11-19', is_billable: 1, occurred_at: at }).execute();
		}
		await store.db.insertInto('usage_counters').values([{ shop_id: 'demo', period: '2026-11-19', count: 4 }, { shop_id: 'demo', period: '2026-11', count: 4 }]).execute();
		const members = [...twice, ...twice.map((member) => ({ ...member, occasion: 'cart:2' })), ...twice, ...recent, ...older, ...fresh];
		const estimate = await compare(aRequest(await anAudience(members), { when: { kind: 'atOnce' } }), shop);
		expect(estimate).toMatchObject({ mails: 12, leftOut: { 'already-planned': 3 }, spentMicroUsd: 10_000, costMicroUsd: 7 * 2_500 });
		expect(estimate.months).toMatchObject([{ billable: 11, newBillable: 7, newFree: 5, addedMicroUsd: 7 * 2_500 }]);
	});

	it('where the law allows one marketing mail a day → the second goes on the next day that is allowed', async () => {
		await open({}, Date.UTC(2026, 10, 20, 15)); // a Friday, 10:00 in Bogotá
		const members = await buyers(2, { country: 'CO', time_zone: 'America/Bogota', language: 'es' });
		const estimate = await compare(aRequest(await anAudience([...members, ...members.map((member) => ({ ...member, occasion: 'cart:2' })), ...members.map((member) => ({ ...member, occasion: 'cart:3' }))])));
		expect(estimate.days.map(({ day, mails }) => [day, mails])).toEqual([['2026-11-20', 2], ['2026-11-21', 2], ['2026-11-23', 2]]);
	});

	it('who gets nothing → each with the cause that the send log names; nothing is written', async () => {
		await open();
		const [sent, repeat, gone, stopped, noConsent, late, off] = [await buyers(2), await buyers(1), await buyers(1), await buyers(2), await buyers(1, { marketing_consent: 'unknown' }), await buyers(1, { time_zone: 'Asia/Tokyo' }), await buyers(1, { site: 'kor', country: 'KR' })];
		await send(aRequest(await anAudience(sent)));
		await store.db.updateTable('buyers').set({ email: null }).where('id', '=', gone[0]!.buyerId).execute();
		const suppression = { shop_id: 'demo', scope: 'all', starts_at: NOON - DAY, note: null };
		await store.db.insertInto('suppressions').values([
			{ id: 's1', ...suppression, email_hash: `hash-${stopped[0]!.buyerId}`, reason: 'complaint', ends_at: null }, { id: 's2', ...suppression, email_hash: `hash-${stopped[1]!.buyerId}`, reason: 'paused', ends_at: NOON + DAY },
		]).execute();
		await core.shops.saveSite('demo', { site: 'kor', isActive: false });
		const members = [...sent, ...repeat, ...repeat, ...gone, ...stopped, ...noConsent, ...late, ...off, { buyerId: 'b_stranger' }, { buyerId: repeat[0]!.buyerId, variant: 'holdout' }];
		const audienceId = await anAudience(members);
		const dump = async (): Promise<unknown> => await Promise.all((['shops', 'campaigns', 'deliveries', 'usage_ledger', 'usage_counters', 'contents', 'findings', 'settings', 'suppressions', 'delivery_events', 'attempts', 'buyers', 'audience_members'] as const)
			.map(async (table) => [table, (await store.db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).sort()]));
		const before = await dump();
		const estimate = await core.billing.estimate('demo', aRequest(audienceId, { notAfter: NOON + HOUR }));
		expect(estimate).toMatchObject({ recipients: 12, mails: 1, campaignState: 'active', leftOut: {
			'already-sent': 2, 'already-planned': 1, erased: 1, 'suppressed:complaint': 1, 'suppressed:paused': 1, 'no-consent': 1, 'too-late': 1, 'site-off': 1, 'unknown-buyer': 1, holdout: 1,
		} });
		await core.billing.estimate('demo', aRequest(audienceId, { campaign: 'nobody knows it', when: { kind: 'from', at: NOON + 3 * DAY } })); // the pause is over then
		expect(await dump()).toEqual(before);
		expect(sink.mails).toHaveLength(2);
	});

	it('a pause that is over when the mail is due stops nothing; a paused campaign, another purpose, an unknown shop are said', async () => {
		await open();
		const members = await buyers(1);
		await store.db.insertInto('suppressions').values({ id: 's1', shop_id: 'demo', scope: 'all', starts_at: NOON - DAY, ends_at: NOON + DAY, note: null, email_hash: `hash-${members[0]!.buyerId}`, reason: 'paused' }).execute();
		const request = aRequest(await anAudience(members));
		expect(await core.billing.estimate('demo', { ...request, when: { kind: 'from', at: NOON + 2 * DAY } })).toMatchObject({ mails: 1, campaignState: null });
		await aCampaign(store.db, 'carts');
		await store.db.updateTable('campaigns').set({ state: 'paused' }).execute();
		expect(await core.billing.estimate('demo', request)).toMatchObject({ mails: 0, campaignState: 'paused' });
		await expect(core.billing.estimate('demo', { ...request, purpose: 'transactional' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(core.billing.estimate('nowhere', request)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('no quota at all → said, not waited for', async () => {
		await open({ daily_quota: 0 });
		expect(await core.billing.estimate('demo', aRequest(await anAudience(await buyers(3))))).toMatchObject({ mails: 3, neverLeave: 3, days: [], lastDay: null, costMicroUsd: 0 });
	});

	it('30,000 recipients → the event loop is never held long, and one entry stands for all that are alike', async () => {
		await open({ daily_quota: 4_000 });
		const rowOf = await aBuyer(store.db);
		const some = Array.from({ length: 30_000 }, (_, index) => ({ ...rowOf, id: `b_${index}`, email: `b${index}@buyer.example`, email_hash: `h${index}`, time_zone: index % 9 === 0 ? 'Asia/Tokyo' : 'Europe/Madrid' }));
		for (let from = 0; from < some.length; from += 500) await store.db.insertInto('buyers').values(some.slice(from, from + 500)).execute();
		const audienceId = await anAudience(some.map(({ id }) => ({ buyerId: id })));
		const turns = await measureTurns(async () => {
			const estimate = await core.billing.estimate('demo', aRequest(audienceId));
			expect(estimate.mails).toBe(30_000);
			expect(estimate.days).toHaveLength(8);
		});
		// of the main thread's own time: the machine may have others to serve
		expect(turns.toSorted((a, b) => b - a)[2]).toBeLessThan(50);
	});
});

/** CPU time of the main thread between two chances for others to run, in ms. */
async function measureTurns(work: () => Promise<void>): Promise<number[]> {
	const turns: number[] = [];
	let isDone = false;
	const watch = async (): Promise<void> => {
		for (let before = process.threadCpuUsage(); !isDone; ) {
			await new Promise((resolve) => setImmediate(resolve));
			const { user, system } = process.threadCpuUsage(before);
			before = process.threadCpuUsage();
			turns.push((user + system) / 1_000);
		}
	};
	const watching = watch();
	await work();
	isDone = true;
	await watching;
	return turns;
}
