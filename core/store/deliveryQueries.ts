import { sql, type Transaction } from 'kysely';
import type { DeliveryState, MailPurpose } from '../contract/items';
import type { AttemptResult, ClaimRequest, ClaimResult, ClaimedDelivery, DeliveryLedger, NextInWindow, PlannedDelivery, RuleFinding, ThrottleReport, WindowedMail } from '../delivery/ports';
import { countLanes } from '../delivery/lane';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import { claimDue } from './claimQuery';
import { readBeyond, type BeyondHeads } from './dueQuery';
import { makeBulkStatements } from './bulkStatements';
import { compiledOnce } from './compiledOnce';
import { HELD, isStill, stateIs, WAITING } from './deliveryConditions';
import type { Capabilities, TextList } from './dialects/capabilities';
import { toPostgresError } from './dialects/postgresPool';
import type { OpenStore } from './openStore';
import { findMailable, lockCanceled, planRows } from './planQuery';
import type { Database } from './schema';
import { activeSuppression } from './suppressionCondition';
import { closeDead, endThrottle, listOpenWorkers } from './throttleQueries';
import { bounceUsage, giveBackUsage } from './usageQueries';

type Trx = Transaction<Database>;

/** The delivery ledger over the store (design.md §4). */
export function makeDeliveryLedger(store: OpenStore, deps: { random: Random }): DeliveryLedger {
	const { db } = store;
	const inTransaction = async <Result>(work: (trx: Trx) => Promise<Result>): Promise<Result> => await retried(async () => await db.transaction().execute(work));
	return {
		async plan(shopId, campaign, plans, now) {
			const planned: PlannedDelivery[] = [];
			const { planSize } = store.capabilities;
			for (let from = 0; from < plans.length; from += planSize) {
				planned.push(...(await inTransaction(async (trx) => await planRows(trx, store.capabilities, deps.random, shopId, campaign, plans.slice(from, from + planSize), now))));
			}
			return planned;
		},
		claim: async (request: ClaimRequest): Promise<ClaimResult> => await claimSome(store, request, async (again, beyond) => await inTransaction(async (trx) => await claimDue(trx, store.capabilities, again, beyond))),
		listClaimed: async ({ shopId, worker, now }) => {
			const rows = await db.selectFrom('deliveries').select(['id', 'domain']).where('shop_id', '=', shopId).where('claimed_by', '=', worker)
				.where(stateIs('state', 'claimed')).where('updated_at', '=', now).execute();
			return rows.map(({ id, domain }) => ({ id, domain: domain ?? '' }));
		},
		recordAndMark: async (results, markIds, worker, now) => await inTransaction(async (trx) => {
			await recordResults(trx, store.capabilities, deps.random, results, worker);
			return await markSending(trx, store.capabilities, markIds, worker, now);
		}),
		release: async (ids, worker, now) => await inTransaction(async (trx) => await release(trx, store.capabilities, ids, worker, now)),
		block: async (delivery, cause, findings, worker, now) => await inTransaction(async (trx) => await block(trx, deps.random, delivery, cause, findings, worker, now)),
		async extendLease(shopId, worker, leaseEndsAt) {
			// by the shop: without it this would read every delivery there ever was
			await db.updateTable('deliveries').set({ lease_ends_at: leaseEndsAt })
				.where('shop_id', '=', shopId).where('claimed_by', '=', worker).where(stateIs('state', ...HELD)).execute();
			await db.updateTable('throttle_uses').set({ at: leaseEndsAt }).where('worker', '=', worker).execute();
		},
		endThrottle: async (worker, plan, report, now) => await inTransaction(async (trx) => await endThrottle(trx, worker, plan, report, now)),
		async listWorkers(shopId) {
			const rows = await db.selectFrom('deliveries').select((eb) => ['claimed_by', eb.fn.max('lease_ends_at').as('ends')])
				.where('shop_id', '=', shopId).where(stateIs('state', ...HELD)).groupBy('claimed_by').execute();
			const ends = await listOpenWorkers(db);
			for (const row of rows) if (row.claimed_by) ends.set(row.claimed_by, Math.max(ends.get(row.claimed_by) ?? 0, Number(row.ends ?? 0)));
			return [...ends].map(([worker, leaseEndsAt]) => ({ worker, leaseEndsAt }));
		},
		recover: async (shopId, worker, now) => await inTransaction(async (trx) => await recover(trx, store.capabilities, shopId, worker, now)),
		postpone: async (...args) => await postpone(store, ...args),
		findMailable: async (shopId, buyerIds) => new Set(buyerIds.length === 0 ? [] : (await findMailable(db, shopId, buyerIds)).keys()),
		find: async (ids) => await findPlanned(db, ids),
	};
}

type Claim = (request: ClaimRequest, beyond?: BeyondHeads) => ReturnType<typeof claimDue>;

/** Where a claim finds nothing but domains that have had their share, the ones behind them are looked for between transactions: nobody waits for it. */
async function claimSome(store: OpenStore, request: ClaimRequest, claim: Claim): Promise<ClaimResult> {
	let { lookBeyond, ...result } = await claim(request);
	// the report was written by the first one
	const again = { ...request, throttle: request.throttle && { ...request.throttle, report: NOTHING_DONE } };
	for (let looks = 0; lookBeyond && looks < MAX_LOOKS; looks += 1) {
		const beyond = await readBeyond(store, lookBeyond, request.now, request.limit);
		if ([...beyond.values()].every((heads) => heads.length === 0)) break;
		({ lookBeyond, ...result } = await claim(again, beyond));
	}
	return result;
}

const MAX_LOOKS = 6;
const NOTHING_DONE: ThrottleReport = { ended: new Map(), givenBack: new Map(), accepted: new Map(), slowed: new Map() };

/** PostgreSQL ends one of two transactions that wait for each other, or that can't be put in an order: it is simply run again. */
async function retried<Result>(work: () => Promise<Result>): Promise<Result> {
	for (let tries = 1; ; tries += 1) {
		try {
			return await work();
		} catch (error) {
			const code = (error as { code?: unknown }).code;
			if ((code !== '40P01' && code !== '40001') || tries >= MAX_TRANSACTION_TRIES) throw isConnectionLost(error) ? toPostgresError(error) : error;
		}
	}
}

const MAX_TRANSACTION_TRIES = 5;

/** In the middle of a transaction, which is then undone, or was done and nobody told us: writes of the ledger can bear both. */
function isConnectionLost(error: unknown): boolean {
	const { code, message = '' } = error as { code?: unknown; message?: string };
	return (typeof code === 'string' && /^(?:57P0|08|ECONN|EPIPE|ETIMEDOUT)/.test(code)) || /Connection terminated|not queryable/.test(message);
}

/** Only claims that are still ours, and only for people who weren't suppressed since the claim (requirement M17). */
async function markSending(trx: Trx, capabilities: Capabilities, ids: string[], worker: string, now: number): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	return new Set((await mark(trx, capabilities, { ids: capabilities.toList(ids), worker, now })).map((row) => row.id));
}

const mark = compiledOnce((db, { ids, worker, now }: { ids: TextList; worker: string; now: number }, { isInList }) => db.updateTable('deliveries')
	.set({ state: 'sending', sending_at: now, updated_at: now })
	.where(isInList(sql.ref('id'), ids)).where('claimed_by', '=', worker).where(isStill('state', 'claimed')).where('lease_ends_at', '>', now)
	.where(({ not, exists, selectFrom }) => not(exists(
		selectFrom('suppressions as s').innerJoin('buyers as b', 'b.email_hash', 's.email_hash').select('s.id')
			.whereRef('b.id', '=', 'deliveries.buyer_id').where(activeSuppression('deliveries', now)),
	)))
	.where(({ exists, selectFrom }) => exists(
		selectFrom('campaigns as c').select('c.id').whereRef('c.id', '=', 'deliveries.campaign_id').where('c.state', '=', 'active'),
	))
	.returning('id'));

const STATE_OF: Readonly<Record<AttemptResult['outcome']['kind'], DeliveryState>> = {
	accepted: 'accepted', deferred: 'deferred', failed: 'failed', uncertain: 'uncertain',
};

async function recordResults(trx: Trx, capabilities: Capabilities, random: Random, results: AttemptResult[], worker: string): Promise<void> {
	if (results.length === 0) return;
	const accepted = results.filter((result) => result.outcome.kind === 'accepted');
	await settleAccepted(trx, capabilities, accepted, worker);
	for (const result of results) if (result.outcome.kind !== 'accepted') await settleOther(trx, random, result, worker);
	// once each, also when the first time was written and nobody told us
	await inserts.insert(trx, `attempts ${capabilities.name}`, results.map(toAttempt), (rows) => trx.insertInto('attempts').values(rows).onConflict((oc) => oc.column('id').doNothing()));
	const putOff = results.filter((result) => result.outcome.kind === 'deferred').map(({ delivery, endedAt }) => ({ id: delivery.id, campaign_id: delivery.campaignId, endedAt }));
	await endCanceled(trx, capabilities, putOff, Math.max(0, ...putOff.map(({ endedAt }) => endedAt)));
}

const inserts = makeBulkStatements();

async function settleAccepted(trx: Trx, capabilities: Capabilities, results: AttemptResult[], worker: string): Promise<void> {
	const last = results.at(-1);
	if (last) await settle(trx, capabilities, { ids: capabilities.toList(results.map((result) => result.delivery.id)), worker, endedAt: last.endedAt });
}

const settle = compiledOnce((db, { ids, worker, endedAt }: { ids: TextList; worker: string; endedAt: number }, { isInList }) => db.updateTable('deliveries')
	.set({ state: 'accepted', code: '250', cause: null, settled_at: endedAt, lease_ends_at: null, updated_at: endedAt })
	.where(isInList(sql.ref('id'), ids)).where('claimed_by', '=', worker).where(isStill('state', 'sending', 'uncertain')));

async function settleOther(trx: Trx, random: Random, result: AttemptResult, worker: string): Promise<void> {
	const { delivery, outcome, endedAt } = result;
	if (outcome.kind === 'accepted') return;
	const isFinal = outcome.kind !== 'deferred';
	const changed = await trx.updateTable('deliveries')
		.set({
			state: STATE_OF[outcome.kind], code: outcome.kind === 'uncertain' ? null : outcome.code, cause: outcome.cause,
			settled_at: isFinal ? endedAt : null, lease_ends_at: null, updated_at: endedAt,
			...(outcome.kind === 'deferred' ? { due_at: outcome.retryAt, claimed_by: null } : {}),
		})
		.where('id', '=', delivery.id).where('claimed_by', '=', worker).where(isStill('state', ...HELD, 'uncertain')).returning('id').executeTakeFirst();
	if (!changed) return; // somebody else's by now
	// A mail that is put off is counted when it goes out, a hard bounce costs nothing; other refusals count (requirement M15),
	// and so does a mail whose end is unknown: it may have arrived.
	if (outcome.kind === 'deferred') await giveBackUsage(trx, [delivery.id]);
	if (outcome.kind === 'failed') await bounceUsage(trx, [delivery.id], outcome.quarantineUntil ? 'refused' : 'soft', endedAt);
	if (outcome.kind === 'failed' && outcome.quarantineUntil) await quarantine(trx, random, delivery, endedAt, outcome.quarantineUntil);
}

/** A hard bounce: the address rests (requirement M13), and the fact is an event of the delivery. */
async function quarantine(trx: Trx, random: Random, delivery: ClaimedDelivery, now: number, until: number): Promise<void> {
	const buyer = await trx.selectFrom('buyers').select('email_hash').where('id', '=', delivery.buyer.id).executeTakeFirst();
	if (!buyer) return;
	await trx.insertInto('suppressions')
		.values({ id: makeId(random, 's'), shop_id: delivery.shopId, email_hash: buyer.email_hash, reason: 'hard-bounce', scope: 'all', starts_at: now, ends_at: until, note: null, source: 'smtp' })
		.onConflict((oc) => oc.columns(['email_hash', 'shop_id', 'reason']).doUpdateSet({ starts_at: now, ends_at: until, source: 'smtp', ended_reason: null })).execute();
	await trx.insertInto('delivery_events')
		.values({ id: makeId(random, 'v'), shop_id: delivery.shopId, delivery_id: delivery.id, buyer_id: delivery.buyer.id, kind: 'bounced', occurred_at: now, source: 'smtp', event_key: `bounced:${delivery.id}` })
		.onConflict((oc) => oc.columns(['shop_id', 'event_key']).doNothing()).execute();
}

function toAttempt({ delivery, startedAt, endedAt, outcome }: AttemptResult): Database['attempts'] {
	const answered = outcome.kind === 'uncertain' ? undefined : outcome;
	return {
		id: `t${delivery.id.slice(1)}.${delivery.attemptCount}`, delivery_id: delivery.id, shop_id: delivery.shopId, number: delivery.attemptCount, started_at: startedAt, ended_at: endedAt,
		outcome: outcome.kind, code: answered?.code ?? null, reply: answered?.reply ?? null,
		enhanced_code: answered && 'enhancedCode' in answered ? (answered.enhancedCode ?? null) : null,
	};
}

async function release(trx: Trx, capabilities: Capabilities, ids: string[], worker: string, now: number): Promise<void> {
	if (ids.length === 0) return;
	const rows = await trx.updateTable('deliveries')
		.set({ state: 'planned', claimed_by: null, lease_ends_at: null, attempt_count: sql`attempt_count - 1`, updated_at: now })
		.where('id', 'in', ids).where('claimed_by', '=', worker).where(isStill('state', ...HELD)).returning(['id', 'campaign_id']).execute();
	await giveBackUsage(trx, rows.map((row) => row.id));
	await endCanceled(trx, capabilities, rows, now);
}

/** What comes back to a campaign that was canceled meanwhile is canceled with it. */
async function endCanceled(trx: Trx, capabilities: Capabilities, rows: Array<{ id: string; campaign_id: string }>, now: number): Promise<void> {
	const canceled = new Set(await lockCanceled(trx, capabilities, [...new Set(rows.map((row) => row.campaign_id))]));
	const ids = rows.filter((row) => canceled.has(row.campaign_id)).map((row) => row.id);
	if (ids.length === 0) return;
	await trx.updateTable('deliveries').set({ state: 'canceled', cause: 'canceled', settled_at: now, updated_at: now })
		.where('id', 'in', ids).where(isStill('state', ...WAITING)).execute();
}

async function block(trx: Trx, random: Random, delivery: ClaimedDelivery, cause: string, findings: RuleFinding[], worker: string, now: number): Promise<void> {
	const changed = await trx.updateTable('deliveries')
		.set({ state: 'blocked', cause, settled_at: now, claimed_by: null, lease_ends_at: null, updated_at: now })
		.where('id', '=', delivery.id).where('claimed_by', '=', worker).where(isStill('state', ...HELD)).returning('id').executeTakeFirst();
	if (!changed) return;
	await giveBackUsage(trx, [delivery.id]);
	if (findings.length === 0) return;
	await trx.insertInto('findings').values(findings.map((finding) => ({
		id: makeId(random, 'f'), shop_id: delivery.shopId, campaign_id: delivery.campaignId, delivery_id: delivery.id,
		rule: finding.rule, outcome: finding.outcome, kind: finding.kind, evidence: finding.evidence?.slice(0, 300) ?? null, occurred_at: now,
	}))).execute();
}

async function recover(trx: Trx, capabilities: Capabilities, shopId: string, worker: string, now: number): Promise<{ replanned: number; uncertain: number }> {
	const held = trx.updateTable('deliveries').where('shop_id', '=', shopId).where('claimed_by', '=', worker);
	const uncertain = await held.set({ state: 'uncertain', cause: 'worker-died-while-sending', settled_at: now, lease_ends_at: null, updated_at: now })
		.where(stateIs('state', 'sending')).returning('id').execute();
	const replanned = await held.set({ state: 'planned', claimed_by: null, lease_ends_at: null, attempt_count: sql`attempt_count - 1`, updated_at: now })
		.where(stateIs('state', 'claimed')).returning(['id', 'campaign_id', 'domain']).execute();
	await giveBackUsage(trx, replanned.map((row) => row.id));
	await endCanceled(trx, capabilities, replanned, now);
	await closeDead(trx, worker, countLanes(replanned), now);
	return { replanned: replanned.length, uncertain: uncertain.length };
}

async function postpone(
	store: OpenStore, shopId: string, campaignId: string | undefined, now: number, nextInWindow: NextInWindow, cause: string,
): Promise<number> {
	for (let count = 0; ; ) {
		let query = store.db.selectFrom('deliveries as d').innerJoin('buyers as b', 'b.id', 'd.buyer_id').select(['d.id', 'd.site', 'd.purpose', 'b.country', 'b.time_zone'])
			.where(stateIs('d.state', ...WAITING)).where('d.due_at', '<=', now).limit(store.capabilities.batchSize);
		query = campaignId ? query.where('d.campaign_id', '=', campaignId) : query.where('d.campaign_id', 'in', (eb) => eb.selectFrom('campaigns').select('id').where('shop_id', '=', shopId));
		const rows = await query.execute();
		if (rows.length === 0) return count;
		for (const [dueAt, group] of Map.groupBy(rows, (row) => Math.max(nextInWindow(toWindowed(row)), now + 1))) {
			await store.db.updateTable('deliveries').set({ due_at: dueAt, code: '429', cause, updated_at: now })
				.where('id', 'in', group.map((row) => row.id)).where(isStill('state', ...WAITING)).execute();
		}
		count += rows.length;
	}
}

/** What waits for another day waits for the buyer's window of that day. */
function toWindowed(row: { site: string; time_zone: string; country: string | null; purpose: string }): WindowedMail {
	return { site: row.site, timeZone: row.time_zone, country: row.country, purpose: row.purpose as MailPurpose, isWindowBound: true };
}

async function findPlanned(db: OpenStore['db'], ids: string[]): Promise<PlannedDelivery[]> {
	if (ids.length === 0) return [];
	const rows = await db.selectFrom('deliveries').select(['id', 'state', 'code', 'cause', 'due_at', 'settled_at']).where('id', 'in', ids).execute();
	return rows.map((row) => ({ id: row.id, isNew: false, state: row.state as DeliveryState, code: row.code, cause: row.cause, dueAt: row.due_at, settledAt: row.settled_at }));
}
