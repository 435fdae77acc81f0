import type { ComplianceItem } from '../contract/items';
import type { SenderProfile } from '../shop/senderProfile';
import type { Category, Priority, Team } from './categories';
import type { StaffLanguage } from './checkReply';
import type { AmazonMailKind } from './notificationKind';

export type ConversationState = 'open' | 'answered' | 'closed';
export type MessageState = 'received' | 'draft' | 'sending' | 'sent' | 'failed' | 'uncertain';

/** One matter between one buyer and the shop. */
export interface Conversation {
	id: string;
	shopId: string;
	/** site domain such as amazon.de */
	marketplace: string | null;
	orderId: string | null;
	caseId: string | null;
	/** empty for Amazon's own notices: there is nobody to reply to */
	relayAddress: string;
	buyerKey: string;
	language: string;
	category: Category;
	priority: Priority;
	team: Team;
	isEscalated: boolean;
	state: ConversationState;
	lastBuyerMessageAt: number;
	/** null once answered or closed */
	replyDueAt: number | null;
	answeredAt: number | null;
}

export interface Message {
	id: string;
	shopId: string;
	conversationId: string;
	direction: 'in' | 'out';
	state: MessageState;
	headerMessageId: string;
	subject: string;
	text: string;
	bodyHash: string;
	language: string;
	template: string | null;
	decision: Decision;
	sentBy: string | null;
	answersMessageId: string | null;
	occurredAt: number;
	updatedAt: number;
}

/** What was decided about a message, and why: kept as evidence. */
export interface Decision {
	kind?: AmazonMailKind;
	category?: Category;
	evidence?: string[];
	/** Message-IDs before this one, oldest first */
	references?: string[];
	asin?: string;
	noResponseLink?: string;
	noResponseNeededBy?: string;
	compliance?: ComplianceItem;
	approvedBy?: string;
	/** it was sent and Amazon or a mail server sent it back */
	cameBack?: boolean;
	/** the mail server's words, or what stopped it */
	result?: string;
}

/** What messaging wants to know of an order. */
export interface OrderFacts {
	orderId: string;
	placedAt: number;
	shippedAt: number | null;
	estimatedDeliveryAt: number | null;
	deliveredAt: number | null;
	canceledAt: number | null;
	carrier: string | null;
	trackingNumber: string | null;
	/** null while unknown */
	fulfilledBy: 'merchant' | 'amazon' | null;
}

export interface ConversationFilter {
	state?: ConversationState;
	/** only those whose answer is due before this instant */
	dueBefore?: number;
	limit: number;
}

export interface ReplyClaim {
	message: Message;
	headerMessageId: string;
	sentBy: string;
	approvedBy?: string;
	/** false: only when nothing else answers the same message of the buyer */
	mayBeSecondAnswer: boolean;
	now: number;
}

/** `taken`: this reply is on its way or sent already · `answered`: another text answers the same message · `closed`: the conversation is. */
export type ClaimResult = 'claimed' | 'taken' | 'answered' | 'closed';

/** What messaging needs of the store. `now` is the instant of the write. */
export interface MessagingStore {
	findStaffLanguage(shopId: string): Promise<StaffLanguage>;
	findOrder(shopId: string, orderId: string): Promise<OrderFacts | undefined>;
	findConversation(shopId: string, id: string): Promise<Conversation | undefined>;
	/** newest first, at most 50 */
	findConversationsOfBuyer(shopId: string, buyerKey: string): Promise<Conversation[]>;
	/** newest first, at most 50 */
	findConversationsOfOrder(shopId: string, orderId: string): Promise<Conversation[]>;
	listConversations(shopId: string, filter: ConversationFilter): Promise<Conversation[]>;
	findMessage(shopId: string, id: string): Promise<Message | undefined>;
	findMessageByHeaderIds(shopId: string, headerMessageIds: string[]): Promise<Message | undefined>;
	findLastBuyerMessage(conversationId: string): Promise<Message | undefined>;
	/** newest first */
	findReplies(conversationId: string): Promise<Message[]>;
	/** In one transaction; `duplicate` when a message with that Message-ID is there already, and then nothing changes. */
	recordIncoming(conversation: Conversation, message: Message, now: number): Promise<'recorded' | 'duplicate'>;
	/** A draft with its check: new, or checked again while it has not left. Returns what is in the store now. */
	saveDraft(message: Message, now: number): Promise<Message>;
	/** draft or failed → sending, durable when it returns. */
	claimReply(claim: ReplyClaim): Promise<ClaimResult>;
	/** sending → what became of it; an accepted reply answers the conversation in the same transaction. */
	settleReply(message: Message, state: 'sent' | 'failed' | 'uncertain', result: string, now: number): Promise<void>;
	saveConversationState(conversation: Conversation, now: number): Promise<void>;
	saveMessageState(message: Message, now: number): Promise<void>;
}

export interface ReplyMail {
	to: string;
	subject: string;
	text: string;
	/** with angle brackets */
	messageId: string;
	inReplyTo?: string;
	references?: string[];
}

/** What became of one SMTP transaction. `unknown`: the connection was lost after the text had begun to leave. */
export type ReplySendResult =
	| { kind: 'accepted'; reply: string }
	| { kind: 'refused'; code: string; reply: string }
	| { kind: 'unreachable'; reason: string }
	| { kind: 'unknown'; reason: string };

export interface ReplyMailer {
	send(sender: SenderProfile, mail: ReplyMail): Promise<ReplySendResult>;
}
