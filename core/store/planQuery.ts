import type { Transaction } from 'kysely';
import type { DeliveryState, MailPurpose } from '../contract/items';
import type { DeliveryPlan, PlannedDelivery } from '../delivery/ports';
import { SellerMailError } from '../shared/errors';
import { makeTimedIds } from '../shared/ids';
import type { Random } from '../shared/random';
import { restColumns } from './campaignTestQueries';
import type { Capabilities } from './dialects/capabilities';
import type { OpenStore } from './openStore';
import type { Database, NewDelivery } from './schema';

type Trx = Transaction<Database>;

/** Inserts what is new and answers for every plan, new or not, in the order given. */
export async function planRows(
	trx: Trx, capabilities: Capabilities, random: Random, shopId: string, campaign: { id: string; purpose: MailPurpose }, plans: DeliveryPlan[], now: number,
): Promise<PlannedDelivery[]> {
	const known = await readKnownBuyers(trx, shopId, plans);
	// a campaign's mails go out in the order of their ids: what goes together lies together, in the table and its indexes
	const nextId = makeTimedIds(random, 'd', now, plans.length);
	const rows = plans.filter((plan) => known.has(plan.buyerId)).map((plan) => toRow(nextId(), shopId, campaign, { ...plan, domain: known.get(plan.buyerId) ?? null }, now));
	if (rows.length === 0) return plans.map(unknownBuyer);
	if ((await lockCanceled(trx, capabilities, [campaign.id])).length > 0) throw new SellerMailError('CAMPAIGN_CANCELED', { message: 'The campaign was canceled while it was being planned.' });
	await trx.insertInto('deliveries').values(rows).onConflict((oc) => oc.columns(['campaign_id', 'buyer_id', 'occasion']).doNothing()).execute();
	const found = await trx.selectFrom('deliveries').select(['id', 'buyer_id', 'occasion', 'state', 'code', 'cause', 'due_at', 'settled_at'])
		.where('campaign_id', '=', campaign.id).where('buyer_id', 'in', [...new Set(plans.map((plan) => plan.buyerId))]).execute();
	const byKey = new Map(found.map((row) => [`${row.buyer_id} ${row.occasion}`, row]));
	const newIds = new Set(rows.map((row) => row.id));
	return plans.map((plan) => {
		if (!known.has(plan.buyerId)) return unknownBuyer(plan);
		const row = byKey.get(`${plan.buyerId} ${plan.occasion}`);
		if (!row) throw new Error('a planned delivery is not in the ledger');
		// the first of two equal plans in one call is the new one
		const isNew = newIds.delete(row.id);
		return { id: row.id, isNew, state: row.state as DeliveryState, code: row.code, cause: row.cause, dueAt: row.due_at, settledAt: row.settled_at };
	});
}

/** A buyer of another shop or store can't be mailed from here: his consent and suppressions are not known here. */
async function readKnownBuyers(trx: Trx, shopId: string, plans: DeliveryPlan[]): Promise<Map<string, string>> {
	if (plans.length === 0) return new Map();
	return await findMailable(trx, shopId, plans.map((plan) => plan.buyerId));
}

/** Buyers with an address, and its domain. */
export async function findMailable(db: OpenStore['db'], shopId: string, buyerIds: string[]): Promise<Map<string, string>> {
	const rows = await db.selectFrom('buyers').select(['id', 'email']).where('shop_id', '=', shopId).where('id', 'in', [...new Set(buyerIds)]).where('email', 'is not', null).execute();
	return new Map(rows.map(({ id, email }) => [id, (email ?? '').slice((email ?? '').lastIndexOf('@') + 1)]));
}

function unknownBuyer(plan: DeliveryPlan): PlannedDelivery {
	return { id: '', isNew: false, state: 'blocked', code: null, cause: 'unknown-buyer', dueAt: plan.dueAt, settledAt: null };
}

function toRow(id: string, shopId: string, campaign: { id: string; purpose: MailPurpose }, plan: DeliveryPlan & { domain: string | null }, now: number): NewDelivery & { id: string } {
	return {
		id, shop_id: shopId, campaign_id: campaign.id, buyer_id: plan.buyerId, occasion: plan.occasion, purpose: campaign.purpose,
		site: plan.site, language: plan.language, variant: plan.variant, template: plan.template, content_id: plan.contentId,
		data_json: JSON.stringify(plan.data), state: 'planned', due_at: plan.dueAt, is_window_bound: plan.isWindowBound ? 1 : 0, not_after: plan.notAfter ?? null,
		claimed_by: null, lease_ends_at: null, attempt_count: 0, code: null, cause: null, planned_at: now, sending_at: null, settled_at: null, updated_at: now, ...restColumns(plan),
		domain: plan.domain,
	};
}

/** Of these campaigns the canceled ones. Whoever is canceling one waits for this transaction, and sees what it wrote. */
export async function lockCanceled(trx: Trx, capabilities: Capabilities, campaignIds: string[]): Promise<string[]> {
	if (campaignIds.length === 0) return [];
	let query = trx.selectFrom('campaigns').select(['id', 'state']).where('id', 'in', campaignIds).orderBy('id');
	if (capabilities.hasSkipLocked) query = query.forShare();
	return (await query.execute()).filter((row) => row.state === 'canceled').map((row) => row.id);
}
