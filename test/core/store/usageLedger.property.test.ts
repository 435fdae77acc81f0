import fc from 'fast-check';
import { costMicroUsd, usageAt, type UsagePlan } from '../../../core/campaign/usage';
import type { AttemptOutcome, ClaimedDelivery } from '../../../core/delivery/ports';
import { systemRandom } from '../../../core/shared/random';
import { makeBillingStore } from '../../../core/store/billingQueries';
import { makeDeliveryLedger } from '../../../core/store/deliveryQueries';
import type { OpenStore } from '../../../core/store/openStore';
import { aBuyer, aCampaign, aDelivery, aShop } from '../../support/builders';
import { STORE_KINDS, aStore } from '../../support/stores';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** New York puts its clocks back on the 1st of November, at a month's beginning. */
const START = Date.UTC(2026, 9, 30, 16);
const PLAN: UsagePlan = { activatedAt: START - 90 * DAY, timeZone: 'America/New_York', dailyQuota: 6, monthlyBudgetMicroUsd: null, freeMailsPerMonth: 2, priceMicroUsd: 300 };

type Step =
	| { kind: 'plan'; buyer: number; campaign: number }
	| { kind: 'claim'; limit: number }
	| { kind: 'settle'; pick: number; how: 'accept' | 'defer' | 'soft' | 'hard' | 'release' | 'block' }
	| { kind: 'die'; begun: number }
	| { kind: 'event'; pick: number; bounce: 'hard' | 'soft' }
	| { kind: 'resend'; pick: number }
	| { kind: 'wait'; hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ kind: fc.constant('plan' as const), buyer: fc.nat(2), campaign: fc.nat(1) }) },
	{ weight: 6, arbitrary: fc.record({ kind: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 4 }) }) },
	{ weight: 9, arbitrary: fc.record({ kind: fc.constant('settle' as const), pick: fc.nat(9), how: fc.constantFrom('accept', 'accept', 'defer', 'soft', 'hard', 'release', 'block') }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('die' as const), begun: fc.nat(2) }) },
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('event' as const), pick: fc.nat(9), bounce: fc.constantFrom('hard', 'hard', 'soft') }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('resend' as const), pick: fc.nat(9) }) },
	{ weight: 5, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(0, 1, 7, 13, 23, 24, 25) }) },
);

/** What has been used, as a plain list; the bill is worked out from nothing each time. */
interface Use {
	delivery: string;
	buyer: string;
	at: number;
	day: string;
	bounce?: 'refused' | 'later' | 'soft';
}

/** The rule of the bill in five lines: in order of time, a mail costs unless a billed one to the same buyer is less than 24 hours old. */
function billed(uses: Use[]): Use[] {
	const last = new Map<string, number>();
	return uses.filter(({ bounce }) => bounce !== 'refused' && bounce !== 'later').toSorted((a, b) => a.at - b.at)
		.filter(({ buyer, at }) => (at - (last.get(buyer) ?? -Infinity) >= DAY ? (last.set(buyer, at), true) : false));
}

const countBy = (keys: string[]): Record<string, number> => Object.fromEntries([...Map.groupBy(keys, (key) => key)].map(([key, all]) => [key, all.length]));

describe.each(STORE_KINDS)('quota and bill on %s', (kind) => {
	let store: OpenStore;
	let ledger: ReturnType<typeof makeDeliveryLedger>;
	beforeAll(async () => {
		store = await aStore(kind);
		ledger = makeDeliveryLedger(store, { random: systemRandom });
	});
	afterAll(async () => await store.close());

	let shops = 0;
	const aWorld = async (plan: UsagePlan) => {
		const shop = `s${(shops += 1)}`;
		await aShop(store.db, { id: shop, monthly_budget_micro_usd: plan.monthlyBudgetMicroUsd, free_mails_per_month: plan.freeMailsPerMonth ?? null, price_micro_usd: plan.priceMicroUsd ?? null });
		const campaigns = [await aCampaign(store.db, `a${shop}`, 'marketing', shop), await aCampaign(store.db, `b${shop}`, 'marketing', shop)];
		const buyers = [await aBuyer(store.db, { shop_id: shop, country: 'US' }), await aBuyer(store.db, { shop_id: shop, country: 'US' }), await aBuyer(store.db, { shop_id: shop, country: 'US' })].map(({ id }) => id);
		return { shop, plan, campaigns, buyers, now: START, occasion: 0, held: [] as ClaimedDelivery[], ended: [] as string[], uses: [] as Use[] };
	};
	type World = Awaited<ReturnType<typeof aWorld>>;

	const perform = async (world: World, todo: Step): Promise<void> => {
		const { now, shop } = world;
		switch (todo.kind) {
			case 'plan':
				await aDelivery(store.db, { shop_id: shop, campaign_id: world.campaigns[todo.campaign]!, buyer_id: world.buyers[todo.buyer]!, occasion: String((world.occasion += 1)), due_at: now });
				return;
			case 'claim': return await claim(world, todo.limit);
			case 'settle': return await settle(world, todo.pick, todo.how);
			case 'die': {
				await ledger.recordAndMark([], world.held.slice(0, todo.begun).map(({ id }) => id), 'w', now);
				await ledger.recover(shop, 'w', now);
				for (const { id } of world.held.slice(todo.begun)) removeLast(world, id);
				world.ended.push(...world.held.splice(0).slice(0, todo.begun).map(({ id }) => id));
				return;
			}
			case 'event': {
				const id = world.ended[todo.pick % Math.max(1, world.ended.length)];
				const use = world.uses.findLast(({ delivery }) => delivery === id);
				if (!id || !use) return;
				const wasBilled = billed(world.uses).includes(use);
				if (use.bounce !== 'refused' && use.bounce !== 'later') use.bounce = todo.bounce === 'hard' ? 'later' : 'soft';
				const credited = await makeBillingStore(store).recordBounces([id], todo.bounce, now);
				// of two mails of one claim to one buyer either may be the billed one
				if (!world.uses.some((other) => other !== use && other.buyer === use.buyer && other.at === use.at)) expect(credited).toBe(wasBilled && use.bounce === 'later' && todo.bounce === 'hard' ? 1 : 0);
				expect(await makeBillingStore(store).recordBounces([id], todo.bounce, now)).toBe(0); // told twice, done once
				return;
			}
			case 'resend': {
				const id = world.ended[todo.pick % Math.max(1, world.ended.length)];
				if (!id) return;
				world.ended = world.ended.filter((other) => other !== id);
				await store.db.updateTable('deliveries').set({ state: 'planned', due_at: now, claimed_by: null, settled_at: null }).where('id', '=', id).execute();
				return;
			}
			case 'wait': world.now += todo.hours * HOUR;
		}
	};

	const claim = async (world: World, limit: number): Promise<void> => {
		const { now, shop, uses } = world;
		const usage = usageAt(world.plan, now);
		const waiting = await store.db.selectFrom('deliveries').select('id').where('shop_id', '=', shop).where('state', 'in', ['planned', 'deferred']).where('due_at', '<=', now).orderBy('due_at').orderBy('id').execute();
		const room = Math.min(limit, usage.dailyQuota - uses.filter((use) => use.day === usage.day && use.bounce !== 'refused').length);
		const result = await ledger.claim({ shopId: shop, worker: 'w', now, leaseMs: 1_000 * DAY, limit, usage, nextInWindow: () => now, mailDayOf: () => undefined });
		if (world.plan.monthlyBudgetMicroUsd === null) {
			// which of them go first is the engine's choice: campaigns take turns
			expect(result.deliveries).toHaveLength(Math.min(Math.max(0, room), waiting.length));
			expect(waiting.map(({ id }) => id)).toEqual(expect.arrayContaining(result.deliveries.map(({ id }) => id)));
		}
		world.held.push(...result.deliveries);
		uses.push(...result.deliveries.map(({ id, buyer }) => ({ delivery: id, buyer: buyer.id, at: now, day: usage.day })));
	};

	const OUTCOMES: Record<'accept' | 'defer' | 'soft' | 'hard', (now: number) => AttemptOutcome> = {
		accept: () => ({ kind: 'accepted', code: '250', reply: 'ok' }),
		defer: (now) => ({ kind: 'deferred', code: '451', reply: 'later', cause: 'server-not-ready', retryAt: now + HOUR }),
		soft: () => ({ kind: 'failed', code: '554', reply: 'no', cause: 'refused-by-policy' }),
		hard: (now) => ({ kind: 'failed', code: '550', reply: 'no', cause: 'mailbox-does-not-exist', quarantineUntil: now + 1 }),
	};
	const settle = async (world: World, pick: number, how: keyof typeof OUTCOMES | 'release' | 'block'): Promise<void> => {
		const [delivery] = world.held.splice(pick % Math.max(1, world.held.length), 1);
		if (!delivery) return;
		const { now } = world;
		const use = world.uses.findLast((found) => found.delivery === delivery.id)!;
		if (how === 'release') await ledger.release([delivery.id], 'w', now);
		else if (how === 'block') await ledger.block(delivery, 'compliance:x', [], 'w', now);
		else {
			await ledger.recordAndMark([], [delivery.id], 'w', now);
			await ledger.recordAndMark([{ delivery, startedAt: now, endedAt: now, outcome: OUTCOMES[how](now) }], [], 'w', now);
		}
		if (how === 'release' || how === 'block' || how === 'defer') removeLast(world, delivery.id);
		else world.ended.push(delivery.id);
		if (how === 'soft') use.bounce = 'soft';
		if (how === 'hard') use.bounce = 'refused';
		await store.db.deleteFrom('suppressions').execute(); // the next mail to him shall go all the same
	};
	const removeLast = (world: World, id: string): void => void world.uses.splice(world.uses.findLastIndex(({ delivery }) => delivery === id), 1);

	/** Counters, rows and the plain list say the same. */
	const compare = async (world: World): Promise<void> => {
		const rows = await store.db.selectFrom('usage_ledger').selectAll().where('shop_id', '=', world.shop).execute();
		const counters = await store.db.selectFrom('usage_counters').select(['period', 'count']).where('shop_id', '=', world.shop).where('count', '<>', 0).execute();
		const ofRows = { ...countBy(rows.filter((row) => row.is_counted).map((row) => row.day)), ...countBy(rows.filter((row) => row.is_billable).map((row) => row.day.slice(0, 7))) };
		expect(Object.fromEntries(counters.map(({ period, count }) => [period, count]))).toEqual(ofRows);
		const ofModel = countBy(world.uses.filter(({ bounce }) => bounce !== 'refused').map(({ day }) => day));
		const bill = countBy(billed(world.uses).map(({ day }) => day.slice(0, 7)));
		const isLimited = world.plan.monthlyBudgetMicroUsd !== null;
		expect(isLimited ? { ...ofRows, ...bill } : ofRows).toEqual({ ...ofModel, ...bill });
		for (const [period, count] of Object.entries(ofRows)) {
			if (period.length === 10) expect(count).toBeLessThanOrEqual(world.plan.dailyQuota!);
			else if (isLimited) expect(costMicroUsd(count, world.plan)).toBeLessThanOrEqual(world.plan.monthlyBudgetMicroUsd!);
		}
		for (const a of rows) for (const b of rows) {
			if (a !== b && a.is_billable && b.is_billable && a.buyer_id === b.buyer_id) expect(Math.abs(a.occurred_at - b.occurred_at)).toBeGreaterThanOrEqual(DAY);
		}
	};

	const runs = kind === 'sqlite' ? 60 : 20;
	it('any order of plan, claim, result, give-back, bounce and time → counters = rows = the plain rule', async () => {
		await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
			const world = await aWorld(PLAN);
			for (const todo of steps) {
				await perform(world, todo);
				await compare(world);
			}
		}), { numRuns: runs });
	});

	it('the same with a budget → it is never exceeded, not even by what is billed afterwards', async () => {
		await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
			const world = await aWorld({ ...PLAN, monthlyBudgetMicroUsd: 700 }); // 2 free and 2 paid
			for (const todo of steps) {
				await perform(world, todo);
				await compare(world);
			}
		}), { numRuns: runs });
	});
});
