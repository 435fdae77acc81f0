import type { Insertable, Selectable, Transaction } from 'kysely';
import type { ClaimResult, Conversation, ConversationFilter, Decision, Message, MessagingStore, OrderFacts, ReplyClaim } from '../messaging/ports';
import type { OpenStore } from './openStore';
import type { ConversationTable, Database, Db, MessageTable, OrderRow } from './schema';

const CHANNEL = 'amazon-mail';
const CANDIDATE_LIMIT = 50;
const LEFT_STATES = ['sending', 'sent', 'uncertain'];

/** Conversations and their messages over the store. */
export function makeMessagingStore({ db }: OpenStore): MessagingStore {
	return {
		findStaffLanguage: async (shopId) => await findStaffLanguage(db, shopId),
		findOrder: async (shopId, orderId) => await findOrder(db, shopId, orderId),
		findConversation: async (shopId, id) => toConversation(await conversations(db, shopId).where('id', '=', id).executeTakeFirst()),
		findConversationsOfBuyer: async (shopId, buyerKey) => await newestConversations(db, shopId, 'buyer_key', buyerKey),
		findConversationsOfOrder: async (shopId, orderId) => await newestConversations(db, shopId, 'order_external_id', orderId),
		listConversations: async (shopId, filter) => await listConversations(db, shopId, filter),
		findMessage: async (shopId, id) => toMessage(await messages(db).where('shop_id', '=', shopId).where('id', '=', id).executeTakeFirst()),
		findMessageByHeaderIds: async (shopId, ids) => await findMessageByHeaderIds(db, shopId, ids),
		findLastBuyerMessage: async (conversationId) => (await ofConversation(db, conversationId, 'in', 1))[0],
		findReplies: async (conversationId) => await ofConversation(db, conversationId, 'out', CANDIDATE_LIMIT),
		recordIncoming: async (conversation, message, now) => await db.transaction().execute(async (trx) => await recordIncoming(trx, conversation, message, now)),
		saveDraft: async (message, now) => await saveDraft(db, message, now),
		claimReply: async (claim) => await db.transaction().execute(async (trx) => await claimReply(trx, claim)),
		settleReply: async (message, state, result, now) =>
			await db.transaction().execute(async (trx) => await settleReply(trx, message, { state, result, now })),
		saveConversationState: async (conversation, now) => await saveConversationState(db, conversation, now),
		saveMessageState: async (message, now) => await saveMessageState(db, message, now),
	};
}

function conversations(db: Db, shopId: string) {
	return db.selectFrom('conversations').selectAll().where('shop_id', '=', shopId).where('channel', '=', CHANNEL);
}

function messages(db: Db) {
	return db.selectFrom('messages').selectAll();
}

async function findStaffLanguage(db: Db, shopId: string): Promise<'en' | 'zh'> {
	const shop = await db.selectFrom('shops').select('staff_language').where('id', '=', shopId).executeTakeFirst();
	return shop?.staff_language === 'zh' ? 'zh' : 'en';
}

async function findOrder(db: Db, shopId: string, orderId: string): Promise<OrderFacts | undefined> {
	const row = await db.selectFrom('orders').selectAll().where('shop_id', '=', shopId).where('external_id', '=', orderId).executeTakeFirst();
	return row && toOrderFacts(row);
}

async function newestConversations(db: Db, shopId: string, column: 'buyer_key' | 'order_external_id', value: string): Promise<Conversation[]> {
	const rows = await conversations(db, shopId).where(column, '=', value).orderBy('last_buyer_message_at', 'desc').limit(CANDIDATE_LIMIT).execute();
	return rows.map((row) => toConversation(row));
}

async function listConversations(db: Db, shopId: string, filter: ConversationFilter): Promise<Conversation[]> {
	let query = conversations(db, shopId);
	if (filter.state) query = query.where('state', '=', filter.state);
	if (filter.dueBefore !== undefined) query = query.where('reply_due_at', '<', filter.dueBefore);
	const isOpenFirst = filter.state === 'open' || filter.dueBefore !== undefined;
	query = isOpenFirst ? query.orderBy('reply_due_at', 'asc') : query.orderBy('last_buyer_message_at', 'desc');
	return (await query.orderBy('id').limit(filter.limit).execute()).map((row) => toConversation(row));
}

async function findMessageByHeaderIds(db: Db, shopId: string, ids: string[]): Promise<Message | undefined> {
	if (ids.length === 0) return undefined;
	const rows = messages(db).where('shop_id', '=', shopId).where('header_message_id', 'in', ids);
	return toMessage(await rows.orderBy('occurred_at', 'desc').limit(1).executeTakeFirst());
}

async function ofConversation(db: Db, conversationId: string, direction: 'in' | 'out', limit: number): Promise<Message[]> {
	const rows = messages(db).where('conversation_id', '=', conversationId).where('direction', '=', direction);
	return (await rows.orderBy('occurred_at', 'desc').orderBy('id', 'desc').limit(limit).execute()).map((row) => toMessage(row));
}

/** The message goes first: its unique Message-ID decides who was first. */
async function recordIncoming(trx: Transaction<Database>, conversation: Conversation, message: Message, now: number): Promise<'recorded' | 'duplicate'> {
	const inserted = await trx.insertInto('messages').values(fromMessage(message, now))
		.onConflict((conflict) => conflict.columns(['shop_id', 'header_message_id']).doNothing()).returning('id').executeTakeFirst();
	if (!inserted) return 'duplicate';
	const { id: _id, created_at: _createdAt, ...changes } = fromConversation(conversation, now);
	await trx.insertInto('conversations').values(fromConversation(conversation, now))
		.onConflict((conflict) => conflict.column('id').doUpdateSet(changes)).execute();
	return 'recorded';
}

async function saveDraft(db: Db, message: Message, now: number): Promise<Message> {
	const row = fromMessage(message, now);
	await db.insertInto('messages').values(row).onConflict((conflict) => conflict.column('id')
		.doUpdateSet({ decision_json: row.decision_json, template: row.template, updated_at: now })
		.where('messages.state', 'in', ['draft', 'failed'])).execute();
	return toMessage(await messages(db).where('id', '=', message.id).executeTakeFirstOrThrow());
}

/** Writing the conversation first makes two different answers to one message queue up behind each other. */
async function claimReply(trx: Transaction<Database>, claim: ReplyClaim): Promise<ClaimResult> {
	const { message, now } = claim;
	const locked = await trx.updateTable('conversations').set({ updated_at: now })
		.where('id', '=', message.conversationId).where('state', '<>', 'closed').executeTakeFirst();
	if (locked.numUpdatedRows !== 1n) return 'closed';
	const other = await trx.selectFrom('messages').select('id').where('conversation_id', '=', message.conversationId)
		.where('answers_message_id', '=', message.answersMessageId).where('id', '<>', message.id).where('state', 'in', LEFT_STATES).executeTakeFirst();
	if (other && !claim.mayBeSecondAnswer) return 'answered';
	const decision: Decision = { ...message.decision, approvedBy: claim.approvedBy };
	const claimed = await trx.updateTable('messages')
		.set({ state: 'sending', header_message_id: claim.headerMessageId, sent_by: claim.sentBy, decision_json: JSON.stringify(decision), occurred_at: now, updated_at: now })
		.where('id', '=', message.id).where('state', 'in', ['draft', 'failed']).executeTakeFirst();
	return claimed.numUpdatedRows === 1n ? 'claimed' : 'taken';
}

async function settleReply(trx: Transaction<Database>, message: Message, settled: { state: 'sent' | 'failed' | 'uncertain'; result: string; now: number }): Promise<void> {
	const { state, result, now } = settled;
	const row = await trx.selectFrom('messages').select('decision_json').where('id', '=', message.id).executeTakeFirstOrThrow();
	const decision: Decision = { ...parseDecision(row.decision_json), result };
	const changed = await trx.updateTable('messages').set({ state, decision_json: JSON.stringify(decision), updated_at: now })
		.where('id', '=', message.id).where('state', '=', 'sending').executeTakeFirst();
	if (changed.numUpdatedRows !== 1n || state !== 'sent') return;
	const asked = trx.selectFrom('messages').select('occurred_at').where('id', '=', message.answersMessageId);
	await trx.updateTable('conversations').set({ state: 'answered', reply_due_at: null, answered_at: now, updated_at: now })
		.where('id', '=', message.conversationId).where('state', '=', 'open').where('last_buyer_message_at', '<=', asked).execute();
}

async function saveConversationState(db: Db, conversation: Conversation, now: number): Promise<void> {
	await db.updateTable('conversations')
		.set({ state: conversation.state, reply_due_at: conversation.replyDueAt, answered_at: conversation.answeredAt, updated_at: now })
		.where('id', '=', conversation.id).execute();
}

async function saveMessageState(db: Db, message: Message, now: number): Promise<void> {
	await db.updateTable('messages').set({ state: message.state, decision_json: JSON.stringify(message.decision), updated_at: now })
		.where('id', '=', message.id).execute();
}

function toOrderFacts(row: OrderRow): OrderFacts {
	return {
		orderId: row.external_id, placedAt: row.placed_at, shippedAt: row.shipped_at, estimatedDeliveryAt: row.estimated_delivery_at,
		deliveredAt: row.delivered_at, canceledAt: row.canceled_at, carrier: row.carrier, trackingNumber: row.tracking_number,
		fulfilledBy: row.fulfilled_by === 'amazon' || row.fulfilled_by === 'merchant' ? row.fulfilled_by : null,
	};
}

type ConversationRow = Selectable<ConversationTable>;
type MessageRow = Selectable<MessageTable>;

/** The columns hold what core wrote, so their unions are taken as they are. */
function toConversation(row: ConversationRow): Conversation;
function toConversation(row: ConversationRow | undefined): Conversation | undefined;
function toConversation(row: ConversationRow | undefined): Conversation | undefined {
	return row && {
		id: row.id, shopId: row.shop_id, marketplace: row.marketplace, orderId: row.order_external_id, caseId: row.case_id,
		relayAddress: row.relay_address, buyerKey: row.buyer_key, language: row.language ?? 'en',
		category: (row.category ?? 'other') as Conversation['category'],
		priority: (row.priority ?? 'normal') as Conversation['priority'],
		team: (row.team ?? 'customer-service') as Conversation['team'],
		isEscalated: row.is_escalated === 1, state: row.state as Conversation['state'],
		lastBuyerMessageAt: row.last_buyer_message_at, replyDueAt: row.reply_due_at, answeredAt: row.answered_at,
	};
}

function fromConversation(conversation: Conversation, now: number): Insertable<ConversationTable> {
	return {
		id: conversation.id, shop_id: conversation.shopId, channel: CHANNEL, marketplace: conversation.marketplace,
		order_external_id: conversation.orderId, case_id: conversation.caseId, relay_address: conversation.relayAddress, buyer_key: conversation.buyerKey,
		language: conversation.language, category: conversation.category, priority: conversation.priority, team: conversation.team,
		is_escalated: conversation.isEscalated ? 1 : 0, state: conversation.state, last_buyer_message_at: conversation.lastBuyerMessageAt,
		reply_due_at: conversation.replyDueAt, answered_at: conversation.answeredAt, created_at: now, updated_at: now,
	};
}

function toMessage(row: MessageRow): Message;
function toMessage(row: MessageRow | undefined): Message | undefined;
function toMessage(row: MessageRow | undefined): Message | undefined {
	return row && {
		id: row.id, shopId: row.shop_id, conversationId: row.conversation_id,
		direction: row.direction as Message['direction'], state: row.state as Message['state'],
		headerMessageId: row.header_message_id, subject: row.subject, text: row.body_text, bodyHash: row.body_hash,
		language: row.language ?? 'en', template: row.template, decision: parseDecision(row.decision_json),
		sentBy: row.sent_by, answersMessageId: row.answers_message_id, occurredAt: row.occurred_at, updatedAt: row.updated_at,
	};
}

function fromMessage(message: Message, now: number): Insertable<MessageTable> {
	return {
		id: message.id, shop_id: message.shopId, conversation_id: message.conversationId, direction: message.direction, state: message.state,
		header_message_id: message.headerMessageId, subject: message.subject, body_text: message.text, body_hash: message.bodyHash,
		language: message.language, template: message.template, decision_json: JSON.stringify(message.decision), sent_by: message.sentBy,
		answers_message_id: message.answersMessageId, occurred_at: message.occurredAt, created_at: now, updated_at: now,
	};
}

function parseDecision(json: string): Decision {
	return JSON.parse(json) as Decision;
}
