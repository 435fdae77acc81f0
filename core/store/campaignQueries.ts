import type { AttemptEntry, Campaign, CampaignCounts, CampaignStore, SendLogEntry, SendLogFilter } from '../campaign/ports';
import type { MailPurpose } from '../contract/items';
import { WAITING_FOR_WINNER } from '../delivery/ports';
import type { Clock } from '../shared/clock';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import { stateIs } from './deliveryConditions';
import type { OpenStore } from './openStore';
import type { CampaignTable, Db } from './schema';
import { parseQuotaPlan } from './shopQueries';
import { readUsage } from './usageQueries';

/** Campaigns, their state and their log. */
export function makeCampaignStore({ db, reader }: OpenStore, deps: { clock: Clock; random: Random }): CampaignStore {
	const find = async (shopId: string, name: string): Promise<Campaign | undefined> => {
		const row = await db.selectFrom('campaigns').selectAll().where('shop_id', '=', shopId).where('name', '=', name).executeTakeFirst();
		return row && toCampaign(row);
	};
	return {
		async ensureCampaign(shopId, name, purpose) {
			const now = deps.clock.now();
			await db.insertInto('campaigns')
				.values({ id: makeId(deps.random, 'g'), shop_id: shopId, name, purpose, state: 'active', pause_reason: null, created_at: now, updated_at: now })
				.onConflict((oc) => oc.columns(['shop_id', 'name']).doNothing()).execute();
			const campaign = await find(shopId, name);
			if (!campaign) throw new Error('a campaign that was just written is missing');
			return campaign;
		},
		async saveSwitchedOff(campaignId, switchedOff) {
			const rules_off_json = switchedOff.length > 0 ? JSON.stringify(switchedOff) : null;
			await db.updateTable('campaigns').set({ rules_off_json, updated_at: deps.clock.now() }).where('id', '=', campaignId).execute();
		},
		findCampaign: find,
		async listCampaigns(shopId) {
			let query = db.selectFrom('campaigns').selectAll().orderBy('created_at', 'desc').limit(500);
			if (shopId) query = query.where('shop_id', '=', shopId);
			return (await query.execute()).map(toCampaign);
		},
		readStatus: async (campaign) => await readStatus({ db, reader }, campaign),
		readLog: async (filter) => await readLog({ db, reader }, filter),
		readAttempts: async (deliveryIds) => await readAttempts(db, deliveryIds),
		async readUsagePlan(shopId) {
			const row = await db.selectFrom('shops')
				.select(['activated_at', 'time_zone', 'daily_quota', 'monthly_budget_micro_usd', 'quota_plan_json', 'free_mails_per_month', 'price_micro_usd'])
				.where('id', '=', shopId).executeTakeFirst();
			return row && {
				activatedAt: row.activated_at, timeZone: row.time_zone, dailyQuota: row.daily_quota, monthlyBudgetMicroUsd: row.monthly_budget_micro_usd,
				quotaPlan: parseQuotaPlan(row.quota_plan_json), freeMailsPerMonth: row.free_mails_per_month, priceMicroUsd: row.price_micro_usd,
			};
		},
		readUsage: async (shopId, day, month) => await readUsage(db, shopId, day, month),
	};
}

function toCampaign(row: CampaignTable): Campaign {
	return {
		id: row.id, shopId: row.shop_id, name: row.name, purpose: row.purpose as MailPurpose, state: row.state as Campaign['state'], pauseReason: row.pause_reason,
		switchedOff: parseRulesOff(row.rules_off_json),
	};
}

/** Only what core has checked is written there. */
export function parseRulesOff(json: string | null | undefined): string[] {
	return json ? (JSON.parse(json) as string[]) : [];
}

/** By the reader, because it counts every delivery of the campaign: a million of them would hold the event loop for seconds. */
async function readStatus({ db, reader }: Pick<OpenStore, 'db' | 'reader'>, campaign: Campaign): Promise<CampaignCounts> {
	const rows = await reader.all(db.selectFrom('deliveries').select((eb) => ['state', 'cause', eb.fn.countAll<number>().as('count'), eb.fn.min('due_at').as('first_due_at')])
		.where('campaign_id', '=', campaign.id).groupBy(['state', 'cause']));
	const states: Record<string, number> = {};
	const causes: Record<string, number> = {};
	let nextDueAt: number | null = null;
	for (const row of rows) {
		states[row.state] = (states[row.state] ?? 0) + Number(row.count);
		if (row.cause) causes[row.cause] = (causes[row.cause] ?? 0) + Number(row.count);
		if ((row.state === 'planned' || row.state === 'deferred') && row.cause !== WAITING_FOR_WINNER) nextDueAt = Math.min(nextDueAt ?? Number.MAX_SAFE_INTEGER, Number(row.first_due_at));
	}
	return { ...campaign, states, causes, nextDueAt };
}

/** Deliveries with their last attempt, those that changed last first; by the reader, because it puts all that fit in order. */
export async function readLog({ db, reader }: Pick<OpenStore, 'db' | 'reader'>, filter: SendLogFilter & { exceptCause?: string; isOldestFirst?: boolean }): Promise<SendLogEntry[]> {
	let query = db.selectFrom('deliveries as d').innerJoin('campaigns as c', 'c.id', 'd.campaign_id').innerJoin('buyers as b', 'b.id', 'd.buyer_id')
		.leftJoin('attempts as t', (join) => join.onRef('t.delivery_id', '=', 'd.id').onRef('t.number', '=', 'd.attempt_count'))
		.select(['d.id', 'c.name', 'd.buyer_id', 'b.email', 'd.site', 'd.language', 'd.state', 'd.code', 'd.cause', 'd.due_at', 'd.settled_at', 'd.attempt_count', 't.started_at', 't.enhanced_code', 't.reply'])
		// of both: the states may have an index by the shop, else its campaigns lead to their deliveries
		.where('c.shop_id', '=', filter.shopId).where('d.shop_id', '=', filter.shopId).orderBy('d.updated_at', filter.isOldestFirst ? 'asc' : 'desc').orderBy('d.id').limit(filter.limit);
	if (filter.campaignId) query = query.where('d.campaign_id', '=', filter.campaignId);
	if (filter.deliveryId) query = query.where('d.id', '=', filter.deliveryId);
	if (filter.states?.length) query = query.where(stateIs('d.state', ...filter.states));
	if (filter.since !== undefined) query = query.where('d.updated_at', '>=', filter.since);
	if (filter.cause) query = query.where('d.cause', 'like', likePrefix(filter.cause));
	if (filter.exceptCause) query = query.where((eb) => eb.or([eb('d.cause', 'is', null), eb('d.cause', '<>', filter.exceptCause ?? '')]));
	return (await reader.all(query)).map((row) => ({
		deliveryId: row.id, campaign: row.name, buyerId: row.buyer_id, email: row.email, site: row.site, language: row.language, state: row.state,
		code: row.code, enhancedCode: row.enhanced_code, cause: row.cause, reply: row.reply, dueAt: row.due_at, attempts: row.attempt_count,
		dispatchedAt: row.started_at === null ? null : Number(row.started_at), settledAt: row.settled_at,
	}));
}

function likePrefix(text: string): string {
	return `${text.replace(/[%_]/g, '')}%`;
}

async function readAttempts(db: Db, deliveryIds: readonly string[]): Promise<Map<string, AttemptEntry[]>> {
	if (deliveryIds.length === 0) return new Map();
	const rows = await db.selectFrom('attempts').selectAll().where('delivery_id', 'in', [...deliveryIds]).orderBy('started_at').orderBy('number').execute();
	return new Map([...Map.groupBy(rows, (row) => row.delivery_id)].map(([id, group]) => [id, group.map((row) => ({
		number: row.number, startedAt: row.started_at, endedAt: row.ended_at, outcome: row.outcome, code: row.code, enhancedCode: row.enhanced_code, reply: row.reply,
	}))]));
}
