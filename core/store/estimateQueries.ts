import type { BuyerFacts, EstimateStore, FactsQuery, QueuedMail } from '../billing/ports';
import type { MailPurpose } from '../contract/items';
import { DAY_MS } from '../shared/clock';
import { refusal } from './claimQuery';
import { stateIs, WAITING } from './deliveryConditions';
import { readMailedSince } from './mailedToday';
import type { OpenStore } from './openStore';
import type { Db } from './schema';
import { CLOCK_SLACK_MS } from './suppressionCondition';

/** Reads for estimates over the store; long ones beside its own connection. */
export function makeEstimateStore({ db, reader, capabilities }: OpenStore): EstimateStore {
	return {
		async readMembers(audienceId, afterPosition, limit) {
			const rows = await db.selectFrom('audience_members').select(['position', 'buyer_id', 'occasion', 'variant'])
				.where('audience_id', '=', audienceId).where('position', '>', afterPosition).orderBy('position').limit(limit).execute();
			return rows.map((row) => ({ position: row.position, buyerId: row.buyer_id, occasion: row.occasion, variant: row.variant }));
		},
		findRepeated: (audienceId) => reader.pages(
			db.selectFrom('audience_members').select('buyer_id').where('audience_id', '=', audienceId).groupBy('buyer_id').having((eb) => eb.fn.countAll(), '>', 1),
			capabilities.pageSize, (row) => row.buyer_id,
		),
		readFacts: async (query) => await readFacts(db, query),
		findQueued: (shopId, exceptAudienceId) => reader.pages(queuedBuyers(db, shopId, exceptAudienceId), capabilities.pageSize, (row) => row.buyer_id),
	};
}

/** As a difference of sets: what a join or "not in" costs here depends too much on what the database guesses. */
function queuedBuyers(db: Db, shopId: string, audienceId: string | undefined) {
	const queued = db.selectFrom('deliveries as d').innerJoin('campaigns as c', 'c.id', 'd.campaign_id').select('d.buyer_id').distinct()
		.where('c.shop_id', '=', shopId).where('c.state', '=', 'active').where(stateIs('d.state', ...WAITING));
	return audienceId === undefined ? queued : queued.except(db.selectFrom('audience_members').select('buyer_id').where('audience_id', '=', audienceId));
}

async function readFacts(db: Db, query: FactsQuery): Promise<Map<string, BuyerFacts>> {
	if (query.buyerIds.length === 0) return new Map();
	const buyers = await readBuyers(db, query);
	const stops = await readSuppressions(db, query, buyers.map((buyer) => buyer.email_hash));
	const [billed, mailed, known, queued] = [await readBilled(db, query), await readMailed(db, query), await readKnown(db, query), await readQueued(db, query)];
	return new Map(buyers.map((row): [string, BuyerFacts] => [row.id, {
		site: row.site, timeZone: row.time_zone, country: row.country, isErased: row.email === null,
		refusalAt: (at, purpose, notAfter) => refusal({ ...row, purpose, not_after: notAfter ?? null, suppressed_by: suppressedBy(stops.get(row.email_hash) ?? [], purpose, at) }, at),
		lastBilledAt: billed.get(row.id), lastMailedAt: mailed.get(row.id), queued: queued.get(row.id) ?? [], known: known.get(row.id) ?? NOTHING,
	}]));
}

const NOTHING: ReadonlyMap<string, string> = new Map();

async function readBuyers(db: Db, { shopId, buyerIds }: FactsQuery) {
	return await db.selectFrom('buyers as b').leftJoin('sites as w', (join) => join.onRef('w.shop_id', '=', 'b.shop_id').onRef('w.site', '=', 'b.site'))
		.select(['b.id', 'b.email', 'b.email_hash', 'b.site', 'b.time_zone', 'b.country', 'b.marketing_consent', 'b.consent_basis', 'b.consent_at', 'b.is_marketable', 'w.is_active as is_site_active', 'w.consent_policy'])
		.where('b.shop_id', '=', shopId).where('b.id', 'in', buyerIds).execute();
}

type Stop = Awaited<ReturnType<typeof selectSuppressions>>[number];

async function readSuppressions(db: Db, query: FactsQuery, emailHashes: string[]): Promise<Map<string, Stop[]>> {
	return emailHashes.length === 0 ? new Map() : Map.groupBy(await selectSuppressions(db, query, emailHashes), (stop) => stop.email_hash);
}

async function selectSuppressions(db: Db, { shopId, now }: FactsQuery, emailHashes: string[]) {
	return await db.selectFrom('suppressions').select(['email_hash', 'reason', 'scope', 'starts_at', 'ends_at'])
		.where('email_hash', 'in', emailHashes).where('shop_id', 'in', [shopId, '*']).where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', now)])).execute();
}

/** The same as `activeSuppression`, at an instant to come. */
function suppressedBy(stops: Stop[], purpose: MailPurpose, at: number): string | null {
	const active = stops.filter((stop) => stop.starts_at <= at + CLOCK_SLACK_MS && (stop.ends_at === null || stop.ends_at > at) && (stop.scope === 'all' || purpose === 'marketing'));
	return active.map((stop) => stop.reason).sort()[0] ?? null;
}

async function readBilled(db: Db, { shopId, buyerIds, now }: FactsQuery): Promise<Map<string, number>> {
	const rows = await db.selectFrom('usage_ledger').select((eb) => ['buyer_id', eb.fn.max('occurred_at').as('at')])
		.where('shop_id', '=', shopId).where('buyer_id', 'in', buyerIds).where('is_billable', '=', 1).where('occurred_at', '>', now - DAY_MS).groupBy('buyer_id').execute();
	return new Map(rows.map((row) => [row.buyer_id, Number(row.at)]));
}

/** As `findMailedToday` sees it, whichever day is asked for; a mail on its way counts as of now. */
async function readMailed(db: Db, { buyerIds, now }: FactsQuery): Promise<Map<string, number>> {
	const mailed = Map.groupBy(await readMailedSince(db, buyerIds, now - 2 * DAY_MS), (row) => row.buyer_id);
	return new Map([...mailed].map(([buyerId, rows]) => [buyerId, Math.max(...rows.map((row) => row.settled_at ?? now))]));
}

async function readKnown(db: Db, { campaignId, buyerIds }: FactsQuery): Promise<Map<string, Map<string, string>>> {
	if (campaignId === undefined) return new Map();
	const rows = await db.selectFrom('deliveries').select(['buyer_id', 'occasion', 'state']).where('campaign_id', '=', campaignId).where('buyer_id', 'in', buyerIds).execute();
	return new Map([...Map.groupBy(rows, (row) => row.buyer_id)].map(([buyerId, found]) => [buyerId, new Map(found.map((row) => [row.occasion, row.state]))]));
}

/** States are sorted out here: asked for in the statement, they lead SQLite to the shop's whole queue instead of to these buyers. */
async function readQueued(db: Db, { buyerIds }: FactsQuery): Promise<Map<string, QueuedMail[]>> {
	const rows = await db.selectFrom('deliveries as d').innerJoin('campaigns as c', 'c.id', 'd.campaign_id')
		.select(['d.buyer_id', 'd.campaign_id', 'd.due_at', 'd.not_after', 'd.site', 'd.purpose', 'd.is_window_bound', 'd.state', 'c.state as campaign_state'])
		.where('d.buyer_id', 'in', buyerIds).where('d.settled_at', 'is', null).execute();
	const waiting = rows.filter((row) => row.campaign_state === 'active' && (row.state === 'planned' || row.state === 'deferred'));
	return Map.groupBy(waiting.map((row): QueuedMail => ({
		buyerId: row.buyer_id, campaignId: row.campaign_id, dueAt: row.due_at, notAfter: row.not_after ?? undefined, site: row.site,
		purpose: row.purpose as MailPurpose, isWindowBound: row.is_window_bound === 1,
	})), (mail) => mail.buyerId);
}
