import type { Clock } from '../shared/clock';
import { sha256 } from '../shared/hash';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import { parseAmazonMail, type AmazonMail } from './amazonMail.parser';
import { classifyMessage, type Classification } from './classifyMessage';
import { makeConversation, pickConversation, withNewMessage } from './conversation';
import type { IncomingMail } from './incomingMail';
import type { AmazonMailKind } from './notificationKind';
import { settleByBounce, settleByConfirmation } from './settle.flow';
import type { Conversation, Message, MessagingStore, OrderFacts } from './ports';
import { bodyHash } from './replyMail';

export interface ReceiveDeps {
	clock: Clock;
	random: Random;
	store: MessagingStore;
}

/** What became of an incoming mail. */
export interface Received {
	kind: AmazonMailKind;
	/** of a mail that is not Amazon's */
	reason?: string;
	/** the mail had been read before; nothing changed */
	isDuplicate: boolean;
	conversation?: Conversation;
	message?: Message;
	order?: OrderFacts;
}

const OPENS_CONVERSATION: readonly AmazonMailKind[] = ['buyerMessage', 'returnRequest', 'cancellationRequest', 'aToZ'];

/**
 * Takes in one mail. Idempotent by Message-ID. A buyer's message opens its conversation or opens it again; the copy of an own
 * reply answers it; a bounce opens it again. A mail that is not Amazon's changes nothing.
 */
export async function receiveMail(deps: ReceiveDeps, shopId: string, mail: IncomingMail): Promise<Received> {
	const parsed = parseAmazonMail(mail);
	if (OPENS_CONVERSATION.includes(parsed.kind)) return await receiveMessage(deps, shopId, parsed);
	if (parsed.kind === 'confirmationOfOwnReply') return { kind: parsed.kind, isDuplicate: false, ...await settleByConfirmation(deps, shopId, parsed) };
	if (parsed.kind === 'optOutBounce' || parsed.kind === 'deliveryFailure') {
		return { kind: parsed.kind, isDuplicate: false, ...await settleByBounce(deps, shopId, parsed) };
	}
	return { kind: parsed.kind, reason: parsed.reason, isDuplicate: false };
}

async function receiveMessage(deps: ReceiveDeps, shopId: string, mail: AmazonMail): Promise<Received> {
	const now = deps.clock.now();
	const order = mail.orderId ? await deps.store.findOrder(shopId, mail.orderId) : undefined;
	const headerMessageId = mail.messageId ?? makeUpMessageId(mail);
	const known = await deps.store.findMessageByHeaderIds(shopId, [headerMessageId]);
	if (known) return await asDuplicate(deps, known, order);
	const classification = classifyMessage({ ...mail, marketplaceLanguage: mail.marketplace?.defaultLanguage, isDeliveryLate: isLate(order, now) });
	const receivedAt = Math.min(mail.sentAt ?? now, now);
	const before = await findMatter(deps, shopId, mail);
	const conversation = withNewMessage(before ?? makeConversation(shopId, mail), mail, classification, receivedAt);
	const message = makeMessage(deps, conversation, mail, { headerMessageId, classification, receivedAt });
	if (await deps.store.recordIncoming(conversation, message, now) === 'recorded') {
		return { kind: mail.kind, isDuplicate: false, conversation, message, order };
	}
	const winner = await deps.store.findMessageByHeaderIds(shopId, [headerMessageId]);
	return await asDuplicate(deps, winner ?? message, order);
}

/** Two workers may read one mailbox: the second finds the first's message. */
async function asDuplicate(deps: ReceiveDeps, message: Message, order: OrderFacts | undefined): Promise<Received> {
	const conversation = await deps.store.findConversation(message.shopId, message.conversationId);
	return { kind: message.decision.kind ?? 'buyerMessage', isDuplicate: true, conversation, message, order };
}

async function findMatter(deps: ReceiveDeps, shopId: string, mail: AmazonMail): Promise<Conversation | undefined> {
	const candidates = await deps.store.findConversationsOfBuyer(shopId, makeConversation(shopId, mail).buyerKey);
	const threaded = mail.references.length > 0 ? await deps.store.findMessageByHeaderIds(shopId, mail.references) : undefined;
	return pickConversation(candidates, mail, threaded?.conversationId);
}

function makeMessage(
	deps: ReceiveDeps,
	conversation: Conversation,
	mail: AmazonMail,
	known: { headerMessageId: string; classification: Classification; receivedAt: number },
): Message {
	return {
		id: makeId(deps.random, 'm'),
		shopId: conversation.shopId, conversationId: conversation.id,
		direction: 'in', state: 'received',
		headerMessageId: known.headerMessageId,
		subject: mail.subject, text: mail.text, bodyHash: bodyHash(mail.text), language: mail.language, template: null,
		decision: {
			kind: mail.kind, category: known.classification.category, evidence: known.classification.evidence, references: mail.references,
			asin: mail.asin, noResponseLink: mail.noResponseLink,
		},
		sentBy: null, answersMessageId: null,
		occurredAt: known.receivedAt, updatedAt: known.receivedAt,
	};
}

/** A mail without Message-ID is told apart by what it says. */
function makeUpMessageId(mail: AmazonMail): string {
	const parts = [mail.relay?.address ?? '', String(mail.sentAt ?? ''), mail.subject, mail.text];
	return `<${sha256(parts.join('\n')).slice(0, 32)}@no-message-id.invalid>`;
}

function isLate(order: OrderFacts | undefined, now: number): boolean {
	return order !== undefined && order.deliveredAt === null && order.canceledAt === null && order.estimatedDeliveryAt !== null && order.estimatedDeliveryAt < now;
}
