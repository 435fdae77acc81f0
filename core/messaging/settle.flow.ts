import type { Clock } from '../shared/clock';
import type { AmazonMail } from './amazonMail.parser';
import type { Conversation, Message, MessagingStore } from './ports';
import { replyDeadline } from './replyDeadline';

interface SettleDeps {
	clock: Clock;
	store: MessagingStore;
}

/** What a notice of Amazon's changed; empty when it could not be matched without guessing. */
interface Settled {
	conversation?: Conversation;
	message?: Message;
}

/**
 * The copy of a reply (ours, or written in Seller Central) answers the one conversation of its order. Amazon's copy names
 * neither case nor relay: where the order has several open conversations nothing is guessed.
 */
export async function settleByConfirmation(deps: SettleDeps, shopId: string, mail: AmazonMail): Promise<Settled> {
	const now = deps.clock.now();
	const ofOrder = mail.orderId ? await deps.store.findConversationsOfOrder(shopId, mail.orderId) : [];
	const open = ofOrder.filter(({ state }) => state === 'open');
	const [conversation] = open;
	if (!conversation || open.length > 1 || (mail.sentAt ?? now) < conversation.lastBuyerMessageAt) return {};
	const answered: Conversation = { ...conversation, state: 'answered', replyDueAt: null, answeredAt: Math.min(mail.sentAt ?? now, now) };
	await deps.store.saveConversationState(answered, now);
	const uncertain = (await deps.store.findReplies(conversation.id)).find(({ state }) => state === 'uncertain');
	if (!uncertain) return { conversation: answered };
	const sent: Message = { ...uncertain, state: 'sent', decision: { ...uncertain.decision, result: 'confirmed by Amazon' } };
	await deps.store.saveMessageState(sent, now);
	return { conversation: answered, message: sent };
}

/** A reply came back: found by our Message-ID, else by order or relay where only one reply can be meant. It failed, and the answer is due again. */
export async function settleByBounce(deps: SettleDeps, shopId: string, mail: AmazonMail): Promise<Settled> {
	const now = deps.clock.now();
	const message = await findBounced(deps, shopId, mail);
	const conversation = message && await deps.store.findConversation(shopId, message.conversationId);
	if (!message || !conversation) return {};
	const failed: Message = { ...message, state: 'failed', decision: { ...message.decision, cameBack: true, result: mail.kind } };
	await deps.store.saveMessageState(failed, now);
	if (conversation.state === 'closed') return { conversation, message: failed };
	const due = replyDeadline(conversation.category, conversation.lastBuyerMessageAt).replyDueAt;
	const reopened: Conversation = { ...conversation, state: 'open', replyDueAt: due, answeredAt: null };
	await deps.store.saveConversationState(reopened, now);
	return { conversation: reopened, message: failed };
}

async function findBounced(deps: SettleDeps, shopId: string, mail: AmazonMail): Promise<Message | undefined> {
	const mentionedIds = mail.text.match(/<[\w-]{32}@[\w.-]{3,250}>/g) ?? [];
	const byId = await deps.store.findMessageByHeaderIds(shopId, [...mail.references, ...mentionedIds].slice(0, 20));
	if (byId) return byId.direction === 'out' && hasLeft(byId) ? byId : undefined;
	if (mail.kind === 'deliveryFailure') return undefined;
	const byOrder = mail.orderId ? await deps.store.findConversationsOfOrder(shopId, mail.orderId) : [];
	const ofRelay = mail.mentionedRelays[0] ? await deps.store.findConversationsOfBuyer(shopId, mail.mentionedRelays[0]) : [];
	const candidates = byOrder.length > 0 ? byOrder : ofRelay;
	const [only] = candidates;
	if (!only || candidates.length > 1) return undefined;
	return (await deps.store.findReplies(only.id)).find(hasLeft);
}

function hasLeft({ state }: Message): boolean {
	return state === 'sent' || state === 'uncertain';
}
