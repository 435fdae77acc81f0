import type { Clock } from '../shared/clock';
import type { Random } from '../shared/random';
import type { SenderProfile } from '../shop/senderProfile';
import { checkText, makeDraft, notFound, type Draft, type DraftWish } from './draft.flow';
import type { IncomingMail } from './incomingMail';
import type { Conversation, ConversationFilter, MessagingStore, ReplyMailer } from './ports';
import { receiveMail, type Received } from './receive.flow';
import { sendReply, type ReplyResult, type ReplyWish } from './reply.flow';

export interface MessagingDeps {
	clock: Clock;
	random: Random;
	store: MessagingStore;
	mailer: ReplyMailer;
}

export type MessagingFlow = ReturnType<typeof makeMessagingFlow>;

/** Everything that staff do with Amazon's buyer messages. */
export function makeMessagingFlow(deps: MessagingDeps) {
	return {
		receive: async (shopId: string, mail: IncomingMail): Promise<Received> => await receiveMail(deps, shopId, mail),
		draft: async (shopId: string, conversationId: string, wish: DraftWish = {}): Promise<Draft> => await makeDraft(deps, shopId, conversationId, wish),
		check: async (shopId: string, conversationId: string, text: string): Promise<Draft> => await checkText(deps, shopId, conversationId, text),
		reply: async (shopId: string, sender: SenderProfile, wish: ReplyWish): Promise<ReplyResult> => await sendReply(deps, shopId, sender, wish),
		markNoResponseNeeded: async (shopId: string, conversationId: string, by: string): Promise<Conversation> =>
			await markNoResponseNeeded(deps, shopId, conversationId, by),
		close: async (shopId: string, conversationId: string): Promise<Conversation> => await close(deps, shopId, conversationId),
		listConversations: async (shopId: string, filter: ConversationFilter): Promise<Conversation[]> => await deps.store.listConversations(shopId, filter),
	};
}

/** Takes the last message out of what is due; who decided it is kept with the message. Amazon's own mark is set in Seller Central, by a person. */
async function markNoResponseNeeded(deps: MessagingDeps, shopId: string, conversationId: string, by: string): Promise<Conversation> {
	const now = deps.clock.now();
	const conversation = await deps.store.findConversation(shopId, conversationId);
	const asked = conversation && await deps.store.findLastBuyerMessage(conversationId);
	if (!conversation || !asked) throw notFound(conversationId);
	if (conversation.state !== 'open') return conversation;
	await deps.store.saveMessageState({ ...asked, decision: { ...asked.decision, noResponseNeededBy: by } }, now);
	const settled: Conversation = { ...conversation, state: 'answered', replyDueAt: null };
	await deps.store.saveConversationState(settled, now);
	return settled;
}

/** Nothing more is sent in a closed conversation; only the buyer opens it again. Idempotent. */
async function close(deps: MessagingDeps, shopId: string, conversationId: string): Promise<Conversation> {
	const conversation = await deps.store.findConversation(shopId, conversationId);
	if (!conversation) throw notFound(conversationId);
	const closed: Conversation = { ...conversation, state: 'closed', replyDueAt: null };
	await deps.store.saveConversationState(closed, deps.clock.now());
	return closed;
}
