import { sql, type ExpressionBuilder, type Transaction } from 'kysely';
import type { CampaignControl, DeliveryEventInput, UncertainFilter, UnsentState, WaitingCount } from '../campaign/controlPorts';
import type { CampaignActivity } from '../campaign/progress';
import { MINUTE_MS } from '../shared/clock';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import { readLog } from './campaignQueries';
import { HELD, isStill, stateIs, WAITING } from './deliveryConditions';
import type { OpenStore } from './openStore';
import { replan } from './replan';
import type { Database, Db } from './schema';
import { activeSuppression } from './suppressionCondition';
import { giveBackUsage } from './usageQueries';

/** A person has looked at it and left it as it is. */
const LEFT = 'left-uncertain';

/** What people decide about campaigns and deliveries. */
export function makeCampaignControl(store: OpenStore, deps: { random: Random }): CampaignControl {
	const { db, reader } = store;
	return {
		async setState(campaignId, from, to, now) {
			const changed = await db.updateTable('campaigns').set({ state: to.state, pause_reason: to.pauseReason, updated_at: now })
				.where('id', '=', campaignId).where('state', 'in', [...from]).returning('id').execute();
			return changed.length > 0;
		},
		countWaiting: async (campaignId, now) => await countWaiting(store, campaignId, now),
		cancelWaiting: async (campaignId, now) => await inBatches(async (limit) => await cancelSome(db, campaignId, now, limit), store.capabilities.batchSize),
		readActivity: async (shopId, campaignId, now) => await readActivity(store, shopId, campaignId, now),
		listUncertain: async (filter, limit) => await readLog(store, { ...filter, states: ['uncertain'], exceptCause: LEFT, isOldestFirst: true, limit }),
		async leaveUncertain(filter, now) {
			const rows = await db.updateTable('deliveries').set({ cause: LEFT, updated_at: now }).where((eb) => isOpenUncertain(eb, filter)).returning('id').execute();
			return rows.map((row) => row.id);
		},
		replanUncertain: async (filter, now) => await db.transaction().execute(async (trx) => {
			// of a canceled campaign nothing is claimed: it would stay planned for good
			const rows = await trx.selectFrom('deliveries').select('id').where((eb) => isOpenUncertain(eb, filter))
				.where('campaign_id', 'not in', (eb) => eb.selectFrom('campaigns').select('id').where('shop_id', '=', filter.shopId).where('state', '=', 'canceled')).execute();
			return await replan(trx, rows.map((row) => row.id), ['uncertain'], now);
		}),
		async countUnsent(shopId, campaignId) {
			const rows = await reader.all(db.selectFrom('deliveries').select((eb) => ['state', 'cause', eb.fn.countAll<number>().as('count')])
				.where('shop_id', '=', shopId).where('campaign_id', '=', campaignId).where(stateIs('state', 'failed', 'blocked')).groupBy(['state', 'cause']));
			return rows.map((row) => ({ state: row.state as UnsentState, cause: row.cause ?? '', count: Number(row.count) }));
		},
		async replanUnsent(shopId, campaignId, causes, now) {
			let count = 0;
			for (const { state, cause } of causes) {
				count += await inBatches(async (limit) => await replanSome(db, { shopId, campaignId, state, cause, now, limit }), store.capabilities.batchSize);
			}
			return count;
		},
		settleByEvent: async (shopId, event) => await db.transaction().execute(async (trx) => await settleByEvent(trx, deps.random, shopId, event)),
		async findBuyerAddresses(shopId, addresses) {
			if (addresses.length === 0) return [];
			const rows = await db.selectFrom('buyers').select('email').where('shop_id', '=', shopId).where('email', 'in', [...addresses]).execute();
			return rows.flatMap((row) => (row.email ? [row.email] : []));
		},
	};
}

/**
 * Long changes step by step, so that neither the event loop nor other writers wait for all of it. A step that changed fewer than
 * it could needn't be the last: a claim may have taken some of those that it had found.
 */
async function inBatches(step: (limit: number) => Promise<number>, limit: number): Promise<number> {
	for (let total = 0; ; ) {
		const count = await step(limit);
		total += count;
		if (count === 0) return total;
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function cancelSome(db: Db, campaignId: string, now: number, limit: number): Promise<number> {
	const rows = await db.updateTable('deliveries').set({ state: 'canceled', cause: 'canceled', settled_at: now, updated_at: now })
		.where('id', 'in', (eb) => eb.selectFrom('deliveries').select('id').where('campaign_id', '=', campaignId).where(stateIs('state', ...WAITING)).limit(limit))
		.where(isStill('state', ...WAITING)).returning('id').execute();
	return rows.length;
}

interface UnsentStep {
	shopId: string;
	campaignId: string;
	state: UnsentState;
	cause: string;
	now: number;
	limit: number;
}

async function replanSome(db: Db, { shopId, campaignId, state, cause, now, limit }: UnsentStep): Promise<number> {
	return await db.transaction().execute(async (trx) => {
		const rows = await trx.selectFrom('deliveries').select('id').where('shop_id', '=', shopId).where('campaign_id', '=', campaignId)
			.where(stateIs('state', state)).where('cause', '=', cause).limit(limit).execute();
		return (await replan(trx, rows.map((row) => row.id), [state], now)).length;
	});
}

type Reading = Pick<OpenStore, 'db' | 'reader'>;

async function countWaiting({ db, reader }: Reading, campaignId: string, now: number): Promise<WaitingCount> {
	const [row] = await reader.all(db.selectFrom('deliveries as d').innerJoin('buyers as b', 'b.id', 'd.buyer_id')
		.select((eb) => eb.fn.countAll<number>().as('deliveries'))
		.select(sql<number>`count(distinct case when ${isReachable(now)} then d.buyer_id end)`.as('people'))
		.select(sql<number>`count(distinct case when d.due_at <= ${now} and ${isReachable(now)} then d.buyer_id end)`.as('due_people'))
		.where('d.campaign_id', '=', campaignId).where(stateIs('d.state', ...WAITING)));
	return { deliveries: Number(row?.deliveries ?? 0), people: Number(row?.people ?? 0), duePeople: Number(row?.due_people ?? 0) };
}

function isReachable(now: number) {
	return sql<boolean>`b.email is not null and not exists (select 1 from suppressions s where s.email_hash = b.email_hash and ${activeSuppression('d', now)})`;
}

/** By the reader: a busy campaign settles a hundred thousand in a minute. */
async function readActivity({ db, reader }: Reading, shopId: string, campaignId: string, now: number): Promise<CampaignActivity> {
	const [held] = await reader.all(db.selectFrom('deliveries').select((eb) => [eb.fn.countAll<number>().as('count'), sql<number>`count(distinct case when lease_ends_at > ${now} then claimed_by end)`.as('workers')])
		.where('shop_id', '=', shopId).where('campaign_id', '=', campaignId).where(stateIs('state', ...HELD)));
	const [accepted] = await reader.all(db.selectFrom('deliveries').select((eb) => eb.fn.countAll<number>().as('count'))
		.where('shop_id', '=', shopId).where('settled_at', '>', now - MINUTE_MS).where('campaign_id', '=', campaignId).where(isStill('state', 'accepted')));
	const [undecided] = await reader.all(db.selectFrom('deliveries').select((eb) => eb.fn.countAll<number>().as('count'))
		.where((eb) => isOpenUncertain(eb, { shopId, campaignId })));
	return { workers: Number(held?.workers ?? 0), underWay: Number(held?.count ?? 0), acceptedLastMinute: Number(accepted?.count ?? 0), undecided: Number(undecided?.count ?? 0) };
}

function isOpenUncertain(eb: ExpressionBuilder<Database, 'deliveries'>, { shopId, campaignId, deliveryId }: UncertainFilter) {
	return eb.and([
		eb('shop_id', '=', shopId), stateIs('state', 'uncertain'), eb.or([eb('cause', 'is', null), eb('cause', '<>', LEFT)]),
		...(campaignId ? [eb('campaign_id', '=', campaignId)] : []), ...(deliveryId ? [eb('id', '=', deliveryId)] : []),
	]);
}

const BY_EVENT = { delivered: { code: '250', cause: null }, bounced: { code: '550', cause: 'bounced-later' } } as const;

async function settleByEvent(trx: Transaction<Database>, random: Random, shopId: string, event: DeliveryEventInput): Promise<boolean> {
	const delivery = await trx.selectFrom('deliveries').select(['id', 'buyer_id', 'settled_at', 'state']).where('id', '=', event.deliveryId).where('shop_id', '=', shopId).executeTakeFirst();
	if (!delivery) return false;
	const kept = await trx.insertInto('delivery_events')
		.values({ id: makeId(random, 'v'), shop_id: shopId, delivery_id: delivery.id, buyer_id: delivery.buyer_id, kind: event.kind, occurred_at: event.occurredAt, source: event.source, event_key: event.eventKey })
		.onConflict((oc) => oc.columns(['shop_id', 'event_key']).doNothing()).returning('id').execute();
	if (kept.length === 0) return false;
	const changed = await trx.updateTable('deliveries')
		.set({ state: event.kind, ...BY_EVENT[event.kind], settled_at: delivery.settled_at ?? event.occurredAt, lease_ends_at: null, updated_at: event.occurredAt })
		.where('id', '=', delivery.id).where(isStill('state', 'uncertain', 'accepted')).returning('id').execute();
	// a hard bounce costs nothing, a soft one counts (requirement M15)
	if (event.kind === 'bounced' && event.isHard && changed.length > 0) await giveBackUsage(trx, [delivery.id]);
	return changed.length > 0;
}
