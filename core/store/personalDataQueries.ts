import { sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Buyer } from '../buyer/buyer';
import type { PersonalDataStore, PersonalRow, ShopPersonalData } from '../buyer/personalDataPorts';
import { letOthersRun } from '../shared/eventLoop';
import { isOfBuyer } from './deliveryConditions';
import { eraseBuyer } from './eraseQueries';
import { removeMentions } from './mentionQueries';
import type { OpenStore } from './openStore';
import { conversationsOf, inSlices } from './personRows';
import type { Db } from './schema';

/** Members that one statement looks through: no index leads from a buyer to his audiences. */
const MEMBER_SLICE = 5_000;
const SETTLE_TRIES = 20;
const SETTLE_PAUSE_MS = 100;

/** What the law gives a person, over the store. */
export function makePersonalDataStore(store: OpenStore): PersonalDataStore {
	const { db } = store;
	return {
		read: async (buyer) => await readAll(store, buyer),
		removeMentions: async (address, buyerIds) => await removeMentions(store, address, buyerIds),
		async eraseFromAudiences(buyer) {
			let count = 0;
			for await (const { id, from } of slicesOfAudiences(db, buyer.shopId)) {
				const changed = await db.updateTable('audience_members').set({ data_json: '{}' }).where('audience_id', '=', id)
					.where('position', '>=', from).where('position', '<', from + MEMBER_SLICE).where('buyer_id', '=', buyer.id).executeTakeFirst();
				count += Number(changed.numUpdatedRows);
			}
			return count;
		},
		erase: async (erasure) => await eraseBuyer(store, erasure),
		async clearNotes(emailHash, shopId) {
			let query = db.updateTable('suppressions').set({ note: null, ended_reason: null }).where('email_hash', '=', emailHash);
			if (shopId !== undefined) query = query.where('shop_id', '=', shopId);
			await query.execute();
		},
		settle: async () => await settle(store),
	};
}

async function* slicesOfAudiences(db: Db, shopId: string): AsyncGenerator<{ id: string; from: number }> {
	for (const { id, size } of await db.selectFrom('audiences').select(['id', 'size']).where('shop_id', '=', shopId).execute()) {
		for (let from = 0; from < size; from += MEMBER_SLICE) {
			yield { id, from };
			await letOthersRun();
		}
	}
}

/** Older versions of pages wait in the write-ahead log: it is written back and emptied, as soon as no other process reads from it. */
async function settle({ db, capabilities }: OpenStore): Promise<boolean> {
	if (capabilities.name !== 'sqlite') return true;
	for (let tries = 1; tries <= SETTLE_TRIES; tries += 1) {
		const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
		if (rows[0]?.busy === 0) return true;
		await sleep(SETTLE_PAUSE_MS);
	}
	return false;
}

async function readAll(store: OpenStore, buyer: Buyer): Promise<ShopPersonalData> {
	const { db } = store;
	const own = { shop: buyer.shopId, id: buyer.id };
	const orders = await db.selectFrom('orders').selectAll().where('shop_id', '=', own.shop).where('buyer_id', '=', own.id).orderBy('placed_at').execute();
	const deliveries = await db.selectFrom('deliveries').selectAll().where(isOfBuyer('deliveries', own.id)).orderBy('planned_at').execute();
	const deliveryIds = deliveries.map(({ id }) => id);
	const items = await inSlices(store, orders.map(({ id }) => id), async (ids) => await db.selectFrom('order_items').selectAll().where('order_id', 'in', ids).orderBy('line').execute());
	const attempts = await inSlices(store, deliveryIds, async (ids) => await db.selectFrom('attempts').selectAll().where('delivery_id', 'in', ids).orderBy('number').execute());
	return {
		shop: own.shop,
		profile: toPlain(await db.selectFrom('buyers').selectAll().where('id', '=', own.id).executeTakeFirstOrThrow()),
		orders: orders.map((order) => ({ ...toPlain(order), items: items.filter((item) => item.order_id === order.id).map(toPlain) })),
		events: (await db.selectFrom('buyer_events').selectAll().where('buyer_id', '=', own.id).orderBy('occurred_at').execute()).map(toPlain),
		consentRecords: (await db.selectFrom('consent_records').selectAll().where('buyer_id', '=', own.id).orderBy('occurred_at').execute()).map(toPlain),
		audiences: await readMemberships(db, buyer),
		deliveries: deliveries.map((delivery) => ({ ...toPlain(delivery), attempts: attempts.filter((attempt) => attempt.delivery_id === delivery.id).map(toPlain) })),
		mails: await readMails(store, [...new Set(deliveries.map((delivery) => delivery.content_id))]),
		deliveryEvents: (await db.selectFrom('delivery_events').selectAll().where('buyer_id', '=', own.id).orderBy('occurred_at').execute()).map(toPlain),
		usage: (await db.selectFrom('usage_ledger').selectAll().where('shop_id', '=', own.shop).where('buyer_id', '=', own.id).execute()).map(toPlain),
		findings: await readFindings(store, deliveries.map(({ id, campaign_id, updated_at }) => ({ id, campaign: campaign_id, at: updated_at })), own.shop),
		conversations: await readConversations(store, buyer, orders.map(({ external_id }) => external_id)),
	};
}

async function readMemberships(db: Db, buyer: Buyer): Promise<PersonalRow[]> {
	const found: PersonalRow[] = [];
	for await (const { id, from } of slicesOfAudiences(db, buyer.shopId)) {
		const rows = await db.selectFrom('audience_members as m').innerJoin('audiences as a', 'a.id', 'm.audience_id').select(['m.audience_id', 'a.segment', 'a.as_of', 'm.occasion', 'm.variant', 'm.data_json'])
			.where('m.audience_id', '=', id).where('m.position', '>=', from).where('m.position', '<', from + MEMBER_SLICE).where('m.buyer_id', '=', buyer.id).execute();
		found.push(...rows.map(toPlain));
	}
	return found;
}

async function readMails(store: OpenStore, contentIds: string[]): Promise<PersonalRow[]> {
	const rows = await inSlices(store, contentIds, async (ids) => await store.db.selectFrom('contents').select(['id', 'body_json', 'created_at']).where('kind', '=', 'mail').where('id', 'in', ids).execute());
	return rows.map((row) => {
		const { subject, preheader, text } = JSON.parse(row.body_json) as Record<string, unknown>;
		return { id: row.id, subject, preheader, text, createdAt: row.created_at };
	});
}

/** Findings name a delivery, but only shop and time are indexed: a rule speaks when a delivery is settled. */
async function readFindings(store: OpenStore, deliveries: Array<{ id: string; at: number }>, shopId: string): Promise<PersonalRow[]> {
	const found: PersonalRow[] = [];
	for (const { id, at } of deliveries) {
		const rows = await store.db.selectFrom('findings').selectAll().where('shop_id', '=', shopId).where('occurred_at', '<=', at).where('occurred_at', '>=', at - FINDING_SPAN_MS).where('delivery_id', '=', id).execute();
		found.push(...rows.map(toPlain));
	}
	return found;
}

const FINDING_SPAN_MS = 3_600_000;

async function readConversations(store: OpenStore, buyer: Buyer, orderIds: string[]): Promise<PersonalRow[]> {
	const conversations = await conversationsOf(store, buyer, orderIds);
	const messages = await inSlices(store, conversations.map(({ id }) => id), async (ids) => await store.db.selectFrom('messages').selectAll().where('conversation_id', 'in', ids).orderBy('occurred_at').execute());
	return conversations.map((conversation) => ({ ...toPlain(conversation), messages: messages.filter((message) => message.conversation_id === conversation.id).map(toPlain) }));
}

/** `data_json` → `data` as it is, `placed_at` → `placedAt`. */
function toPlain(row: object): PersonalRow {
	return Object.fromEntries(Object.entries(row).map(([column, value]): [string, unknown] => {
		const isJson = column.endsWith('_json');
		const name = (isJson ? column.slice(0, -5) : column).replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
		return [name, isJson && typeof value === 'string' ? JSON.parse(value) : value];
	}));
}
