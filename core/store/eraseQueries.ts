import { sql, type Transaction } from 'kysely';
import type { Erasure, EraseCounts } from '../buyer/personalDataPorts';
import { isOfBuyer, isStill, WAITING } from './deliveryConditions';
import type { OpenStore } from './openStore';
import { conversationsOf, inSlices } from './personRows';
import { lockRecords } from './recordTransaction';
import type { Database } from './schema';
import { giveBackUsage } from './usageQueries';

type Trx = Transaction<Database>;
type Counts = Omit<EraseCounts, 'audienceMembers' | 'mentions'>;

const ERASED = 'erased';
/** Deliveries that one statement looks through for a content's other recipients: no index leads there. */
const DELIVERY_SLICE = 5_000;

/** Strips a buyer's rows of everything that tells who he was; counts and times stay for statistics. */
export async function eraseBuyer(store: OpenStore, { buyer, newEmailHash, now }: Erasure): Promise<Counts> {
	const mails = await ownMails(store, buyer.id);
	return await store.db.transaction().execute(async (trx) => {
		await lockRecords(trx, store.capabilities, buyer.shopId);
		const stoppedDeliveries = await stopDeliveries(trx, buyer.id, now);
		const counts: Counts = {
			stoppedDeliveries,
			deliveries: await stripDeliveries(trx, buyer.id),
			mails: await deleteMails({ ...store, db: trx }, mails),
			messages: await stripConversations({ ...store, db: trx }, buyer),
			events: changed(await trx.deleteFrom('buyer_events').where('buyer_id', '=', buyer.id).executeTakeFirst()),
			consentRecords: changed(await trx.updateTable('consent_records').set({ wording: null, language: null, source: ERASED, ip: null, authorised_by: null }).where('buyer_id', '=', buyer.id).executeTakeFirst()),
			orders: changed(await trx.updateTable('orders').set({ return_reason: null, tracking_number: null }).where('shop_id', '=', buyer.shopId).where('buyer_id', '=', buyer.id).executeTakeFirst()),
		};
		await trx.updateTable('buyers').set({
			email: null, email_hash: newEmailHash, field_ages_json: null, external_id: null, name: null, marketing_consent: 'unknown', consent_basis: null, consent_at: null, is_marketable: 0,
			erased_at: now, language_chosen_at: null, birth_date: null, updated_at: now,
		}).where('id', '=', buyer.id).execute();
		return counts;
	});
}

function changed(result: { numUpdatedRows?: bigint; numDeletedRows?: bigint }): number {
	return Number(result.numUpdatedRows ?? result.numDeletedRows ?? 0n);
}

/** A claim is taken away from its worker: it finds out when it asks whether the mail may go. What is being sent this moment is settled by its worker. */
async function stopDeliveries(trx: Trx, buyerId: string, now: number): Promise<number> {
	const stop = trx.updateTable('deliveries').set({ state: 'blocked', cause: ERASED, settled_at: now, claimed_by: null, lease_ends_at: null, updated_at: now }).where(isOfBuyer('deliveries', buyerId));
	const claimed = await stop.where(isStill('state', 'claimed')).returning('id').execute();
	await giveBackUsage(trx, claimed.map(({ id }) => id));
	return claimed.length + changed(await stop.where(isStill('state', ...WAITING)).executeTakeFirst());
}

async function stripDeliveries(trx: Trx, buyerId: string): Promise<number> {
	const ids = trx.selectFrom('deliveries').select('id').where(isOfBuyer('deliveries', buyerId));
	await trx.updateTable('attempts').set({ reply: null }).where('delivery_id', 'in', ids).execute();
	// findings are found by shop and time: those of a delivery are written when it is blocked
	const blocked = await trx.selectFrom('deliveries').select(['shop_id', 'updated_at']).distinct().where(isOfBuyer('deliveries', buyerId)).where(isStill('state', 'blocked')).execute();
	for (const { shop_id, updated_at } of blocked) {
		await trx.updateTable('findings').set({ evidence: null }).where('shop_id', '=', shop_id)
			.where('occurred_at', '<=', updated_at).where('occurred_at', '>=', updated_at - 3_600_000).where('delivery_id', 'in', ids).execute();
	}
	// the occasion is part of what makes a delivery unique, and may hold what the operator put into it
	return changed(await trx.updateTable('deliveries').set({ data_json: '{}', domain: null, occasion: sql<string>`'erased:' || id` }).where(isOfBuyer('deliveries', buyerId)).executeTakeFirst());
}

/** Finished mails that went to this buyer and to nobody else; a text that others got too tells nothing about him. */
async function ownMails(store: OpenStore, buyerId: string): Promise<string[]> {
	const rows = await store.db.selectFrom('deliveries as d').innerJoin('contents as c', 'c.id', 'd.content_id').select('c.id').distinct()
		.where(isOfBuyer('d', buyerId)).where('c.kind', '=', 'mail').execute();
	const own = new Set(rows.map(({ id }) => id));
	for (let after = ''; own.size > 0; ) {
		const end = await store.db.selectFrom('deliveries').select('id').where('id', '>', after).orderBy('id').limit(1).offset(DELIVERY_SLICE - 1).executeTakeFirst();
		let slice = store.db.selectFrom('deliveries').select(['content_id']).where('id', '>', after).where('buyer_id', '<>', buyerId);
		if (end) slice = slice.where('id', '<=', end.id);
		for (const row of await inSlices(store, [...own], async (ids) => await slice.where('content_id', 'in', ids).execute())) own.delete(row.content_id);
		if (!end) break;
		after = end.id;
	}
	return [...own];
}

async function deleteMails(store: Pick<OpenStore, 'capabilities'> & { db: Trx }, ids: string[]): Promise<number> {
	const deleted = await inSlices(store, ids, async (slice) => await store.db.deleteFrom('contents').where('id', 'in', slice).returning('id').execute());
	return deleted.length;
}

/** When which kind of message came and how fast it was answered stays; the Message-ID too, so that reading the mailbox again doesn't bring it back. */
async function stripConversations(store: Pick<OpenStore, 'capabilities'> & { db: Trx }, buyer: Erasure['buyer']): Promise<number> {
	const orders = await store.db.selectFrom('orders').select('external_id').where('shop_id', '=', buyer.shopId).where('buyer_id', '=', buyer.id).execute();
	const ids = (await conversationsOf(store, buyer, orders.map(({ external_id }) => external_id))).map(({ id }) => id);
	const stripped = await inSlices(store, ids, async (slice) => {
		await store.db.updateTable('conversations').set({ relay_address: '', buyer_key: sql<string>`'erased:' || id`, state: 'closed', reply_due_at: null }).where('id', 'in', slice).execute();
		return await store.db.updateTable('messages').set({ subject: '', body_text: '', body_hash: '', decision_json: '{}', sent_by: null }).where('conversation_id', 'in', slice).returning('id').execute();
	});
	return stripped.length;
}
