import type { Selectable, Transaction } from 'kysely';
import type { CampaignTest, TestPlan, TestStore } from '../campaign/abTestPorts';
import type { PickAnswer, TestMetric } from '../campaign/pickAnswer';
import type { MailPurpose } from '../contract/items';
import { NEVER_DUE_AT, WAITING_FOR_WINNER, type DeliveryPlan, type NextInWindow } from '../delivery/ports';
import { REST } from '../segment/variants';
import type { Clock } from '../shared/clock';
import { stateIs } from './deliveryConditions';
import type { OpenStore } from './openStore';
import type { CampaignTestTable, Database, NewDelivery } from './schema';
import { readVariantCounts } from './variantQueries';

/** A/B tests of campaigns, and the rest that waits for their winner. */
export function makeTestStore(store: OpenStore, { clock }: { clock: Clock }): TestStore {
	const { db } = store;
	const find = async (campaignId: string): Promise<CampaignTest | undefined> => {
		const row = await db.selectFrom('campaign_tests').selectAll().where('campaign_id', '=', campaignId).executeTakeFirst();
		return row && toTest(row);
	};
	return {
		async ensureTest(shopId, campaignId, plan) {
			await db.insertInto('campaign_tests').values(toRow(shopId, campaignId, plan, clock.now())).onConflict((oc) => oc.column('campaign_id').doNothing()).execute();
			const test = await find(campaignId);
			if (!test) throw new Error('a test that was just written is missing');
			return test;
		},
		findTest: find,
		async saveAnswer(campaignId, lookCount, { nextLookAt, answer, winner, decidedAt, ...update }) {
			const changed = await db.updateTable('campaign_tests')
				.set({ look_count: update.lookCount, next_look_at: nextLookAt, answer_json: JSON.stringify(answer), winner, decided_at: decidedAt, updated_at: clock.now() })
				.where('campaign_id', '=', campaignId).where('winner', 'is', null).where('look_count', '=', lookCount).returning('campaign_id').execute();
			return changed.length > 0;
		},
		async listUnreleased(shopId, campaignId) {
			let query = db.selectFrom('campaign_tests as t').select(['t.campaign_id', 't.winner']).where('t.shop_id', '=', shopId).where('t.winner', 'is not', null)
				.where(({ exists, selectFrom }) => exists(selectFrom('deliveries as d').select('d.id').whereRef('d.campaign_id', '=', 't.campaign_id').where(stateIs('d.state', 'planned')).where('d.due_at', '=', NEVER_DUE_AT)));
			if (campaignId) query = query.where('t.campaign_id', '=', campaignId);
			return (await query.execute()).flatMap(({ campaign_id, winner }) => (winner === null ? [] : [{ campaignId: campaign_id, winner }]));
		},
		release: async (campaignId, winner, now, nextInWindow) => await db.transaction().execute(async (trx) => await release(trx, store.capabilities, { campaignId, winner, now, nextInWindow })),
		readVariantCounts: async (query) => await readVariantCounts(store, query),
	};
}

/** What a planned delivery of a test's rest has in the ledger. */
export function restColumns({ rest }: DeliveryPlan): Partial<NewDelivery> {
	if (!rest) return {};
	return rest === 'waiting' ? { is_rest: 1, due_at: NEVER_DUE_AT, code: WAITING_CODE, cause: WAITING_FOR_WINNER } : { is_rest: 1 };
}

/** First level of the send log: accepted, and more is to come. */
const WAITING_CODE = '102';

interface Release {
	campaignId: string;
	winner: string;
	now: number;
	nextInWindow: NextInWindow;
}

/** Several may release at once: each takes rows that no other one has. */
async function release(trx: Transaction<Database>, { batchSize, hasSkipLocked }: OpenStore['capabilities'], { campaignId, winner, now, nextInWindow }: Release): Promise<number> {
	let query = trx.selectFrom('deliveries as d').innerJoin('buyers as b', 'b.id', 'd.buyer_id').select(['d.id', 'd.site', 'd.purpose', 'd.is_window_bound', 'b.country', 'b.time_zone'])
		.where('d.campaign_id', '=', campaignId).where(stateIs('d.state', 'planned')).where('d.due_at', '=', NEVER_DUE_AT).where('d.variant', '=', REST).limit(batchSize);
	if (hasSkipLocked) query = query.forUpdate('d').skipLocked();
	const rows = await query.execute();
	const dueAt = (row: (typeof rows)[number]): number =>
		nextInWindow({ site: row.site, timeZone: row.time_zone, country: row.country, purpose: row.purpose as MailPurpose, isWindowBound: row.is_window_bound === 1 });
	for (const [at, group] of Map.groupBy(rows, dueAt)) {
		await trx.updateTable('deliveries').set({ variant: winner, due_at: at, code: null, cause: null, updated_at: now }).where('id', 'in', group.map(({ id }) => id)).execute();
	}
	return rows.length;
}

const MILLION = 1_000_000;

function toRow(shopId: string, campaignId: string, { metric, waitMs, testShare }: TestPlan, now: number): CampaignTestTable {
	return {
		campaign_id: campaignId, shop_id: shopId, metric, wait_ms: waitMs, test_share_millionths: Math.round(testShare * MILLION),
		look_count: 0, next_look_at: null, answer_json: null, winner: null, decided_at: null, created_at: now, updated_at: now,
	};
}

function toTest(row: Selectable<CampaignTestTable>): CampaignTest {
	return {
		campaignId: row.campaign_id, metric: row.metric as TestMetric, waitMs: row.wait_ms, testShare: row.test_share_millionths / MILLION, lookCount: row.look_count,
		nextLookAt: row.next_look_at, answer: row.answer_json === null ? null : (JSON.parse(row.answer_json) as PickAnswer), winner: row.winner, decidedAt: row.decided_at,
	};
}
