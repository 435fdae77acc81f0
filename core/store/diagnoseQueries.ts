import { sql } from 'kysely';
import type { DeliveryState, MailPurpose } from '../contract/items';
import type { CampaignFacts, DeliveryHistory, DiagnoseStore, RefusalGroup } from '../delivery/diagnosePorts';
import { refusal } from './claimQuery';
import { HELD, stateIs } from './deliveryConditions';
import type { OpenStore } from './openStore';
import type { Db } from './schema';
import { activeSuppression } from './suppressionCondition';

/** More kinds of refusals than anybody reads; companies with a domain of their own are one kind each. */
const MAX_GROUPS = 500;
const MAX_STEPS = 200;

/** What a diagnosis reads: one delivery with all that happened to it, and a campaign in counts. Nothing is written. */
export function makeDiagnoseStore(store: OpenStore): DiagnoseStore {
	return {
		findDelivery: async (shopId, deliveryId, now) => await findDelivery(store.db, shopId, deliveryId, now),
		readCampaign: async (shopId, campaignId, now) => await readCampaign(store, shopId, campaignId, now),
	};
}

async function findDelivery(db: Db, shopId: string, deliveryId: string, now: number): Promise<DeliveryHistory | undefined> {
	const row = await selectDelivery(db, shopId, deliveryId, now);
	if (!row) return undefined;
	const [attempts, events, findings, suppressions] = await Promise.all([
		db.selectFrom('attempts').select(['started_at', 'ended_at', 'outcome', 'code', 'enhanced_code', 'reply']).where('delivery_id', '=', row.id).orderBy('started_at').orderBy('number').limit(MAX_STEPS).execute(),
		db.selectFrom('delivery_events').select(['kind', 'occurred_at', 'source']).where('delivery_id', '=', row.id).orderBy('occurred_at').limit(MAX_STEPS).execute(),
		db.selectFrom('findings').select(['rule', 'outcome', 'evidence', 'occurred_at']).where('delivery_id', '=', row.id).orderBy('occurred_at').limit(MAX_STEPS).execute(),
		db.selectFrom('suppressions').select(['reason', 'scope', 'starts_at', 'ends_at', 'source']).where('email_hash', '=', row.email_hash).where('shop_id', 'in', [shopId, '*']).orderBy('starts_at').limit(MAX_STEPS).execute(),
	]);
	return {
		...toHistory(row), refusedNow: refusal(row, now),
		attempts: attempts.map((attempt) => ({ startedAt: attempt.started_at, endedAt: attempt.ended_at, outcome: attempt.outcome, code: attempt.code, enhancedCode: attempt.enhanced_code, reply: attempt.reply })),
		events: events.map(({ kind, occurred_at, source }) => ({ kind, occurredAt: occurred_at, source })),
		findings: findings.map(({ rule, outcome, evidence, occurred_at }) => ({ rule, outcome, evidence, occurredAt: occurred_at })),
		suppressions: suppressions.map(({ reason, scope, starts_at, ends_at, source }) => ({ reason, scope, startsAt: starts_at, endsAt: ends_at, source })),
	};
}

/** With what a claim reads (claimQuery), so that both say the same. */
async function selectDelivery(db: Db, shopId: string, deliveryId: string, now: number) {
	return await db.selectFrom('deliveries as d')
		.innerJoin('campaigns as c', 'c.id', 'd.campaign_id').innerJoin('buyers as b', 'b.id', 'd.buyer_id')
		.leftJoin('sites as w', (join) => join.onRef('w.shop_id', '=', 'd.shop_id').onRef('w.site', '=', 'b.site'))
		.select([
			'd.id', 'd.state', 'd.cause', 'd.planned_at', 'd.due_at', 'd.not_after', 'd.is_window_bound', 'd.sending_at', 'd.settled_at', 'd.claimed_by', 'd.lease_ends_at', 'd.purpose', 'd.site',
			'c.name as campaign_name', 'c.state as campaign_state', 'c.pause_reason', 'b.id as buyer_id', 'b.email', 'b.email_hash', 'b.country', 'b.time_zone',
			'b.marketing_consent', 'b.consent_basis', 'b.consent_at', 'b.is_marketable', 'w.is_active as is_site_active', 'w.consent_policy',
		])
		.select((eb) => eb.selectFrom('suppressions as s').select((e) => e.fn.min('s.reason').as('reason'))
			.whereRef('s.email_hash', '=', 'b.email_hash').where(activeSuppression('d', now)).as('suppressed_by'))
		.where('d.shop_id', '=', shopId).where('d.id', '=', deliveryId).executeTakeFirst();
}

type Row = NonNullable<Awaited<ReturnType<typeof selectDelivery>>>;

function toHistory(row: Row): Omit<DeliveryHistory, 'refusedNow' | 'attempts' | 'events' | 'findings' | 'suppressions'> {
	const isHeld = row.state === 'claimed' || row.state === 'sending';
	return {
		id: row.id, campaign: { name: row.campaign_name, state: row.campaign_state, pauseReason: row.pause_reason }, buyerId: row.buyer_id,
		recipientDomain: row.email?.split('@').at(-1) ?? null, country: row.country, timeZone: row.time_zone, site: row.site, purpose: row.purpose as MailPurpose,
		state: row.state, cause: row.cause, plannedAt: row.planned_at, dueAt: row.due_at, isWindowBound: row.is_window_bound === 1,
		sendingAt: row.sending_at, settledAt: row.settled_at, leaseEndsAt: isHeld ? row.lease_ends_at : null,
	};
}

/** Counts of a whole campaign, outside the event loop. */
async function readCampaign(store: OpenStore, shopId: string, campaignId: string, now: number): Promise<CampaignFacts> {
	const states = await readStates(store, campaignId, now);
	const open = states.filter(({ state, isDue }) => isDue && (state === 'planned' || state === 'deferred'));
	const leases = await store.reader.all(store.db.selectFrom('deliveries').select((eb) => [
		sql<number>`sum(case when lease_ends_at <= ${now} then 1 else 0 end)`.as('expired'), eb.fn.countAll<number>().as('held'),
	]).where('shop_id', '=', shopId).where('campaign_id', '=', campaignId).where(stateIs('state', ...HELD)));
	const [last] = await store.reader.all(store.db.selectFrom('attempts').select((eb) => eb.fn.max('ended_at').as('at')).where('shop_id', '=', shopId));
	const expired = Number(leases[0]?.expired ?? 0);
	return {
		states, refusals: await readRefusals(store, shopId, campaignId),
		overdueCount: open.reduce((sum, { count }) => sum + count, 0), overdueSince: open.length === 0 ? null : Math.min(...open.map(({ firstDueAt }) => firstDueAt)),
		expiredLeaseCount: expired, heldCount: Number(leases[0]?.held ?? 0) - expired, lastAttemptAt: last?.at ? Number(last.at) : null,
	};
}

async function readStates({ db, reader }: OpenStore, campaignId: string, now: number): Promise<CampaignFacts['states']> {
	const isDue = sql<number>`case when due_at <= ${sql.lit(now)} then 1 else 0 end`;
	const rows = await reader.all(db.selectFrom('deliveries')
		.select((eb) => ['state', 'cause', isDue.as('is_due'), eb.fn.countAll<number>().as('count'), eb.fn.min('due_at').as('first_due_at')])
		.where('campaign_id', '=', campaignId).groupBy(['state', 'cause', isDue]).orderBy('state').orderBy('cause').orderBy(isDue));
	return rows.map((row) => ({ state: row.state, cause: row.cause, isDue: Number(row.is_due) === 1, count: Number(row.count), firstDueAt: Number(row.first_due_at) }));
}

async function readRefusals({ db, reader, capabilities }: OpenStore, shopId: string, campaignId: string): Promise<RefusalGroup[]> {
	const domain = sql<string | null>`substr(b.email, ${sql.raw(capabilities.textPosition)}(b.email, '@') + 1)`;
	// one state at a time: each is in another index
	const inState = (state: DeliveryState) => db.selectFrom('deliveries').select('id').where('shop_id', '=', shopId).where('campaign_id', '=', campaignId).where(stateIs('state', state)).where('cause', 'is not', null);
	const rows = await reader.all(db.selectFrom('deliveries as d').innerJoin('buyers as b', 'b.id', 'd.buyer_id')
		.leftJoin('attempts as t', (join) => join.onRef('t.delivery_id', '=', 'd.id').onRef('t.number', '=', 'd.attempt_count'))
		.select((eb) => ['d.state', 'd.cause', 't.code', 't.enhanced_code', domain.as('domain'), eb.fn.countAll<number>().as('count'), eb.fn.min('t.reply').as('reply')])
		.where('d.id', 'in', inState('failed').unionAll(inState('deferred')).unionAll(inState('uncertain')))
		.groupBy(['d.state', 'd.cause', 't.code', 't.enhanced_code', domain]).orderBy('count', 'desc').orderBy(domain).limit(MAX_GROUPS));
	return rows.map((row) => ({ state: row.state, cause: row.cause ?? '', code: row.code, enhancedCode: row.enhanced_code, domain: row.domain, count: Number(row.count), reply: row.reply }));
}
