import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import type { ComplianceItem } from '../contract/items';
import { checkReply } from './checkReply';
import { detectLanguage } from './language';
import { draftReply, isTemplate } from './draftReply';
import type { Conversation, Message, MessagingStore, OrderFacts } from './ports';
import { bodyHash, canonicalText, replyHash, replySubject } from './replyMail';

export interface DraftDeps {
	clock: Clock;
	store: MessagingStore;
}

export interface DraftWish {
	/** a category's name; the conversation's own category when left out */
	template?: string;
	/** own words instead of a ready answer */
	text?: string;
	/** when neither the order nor the shop knows */
	fulfilledBy?: 'merchant' | 'amazon';
}

/** A reply that has been checked and not sent. */
export interface Draft {
	conversationId: string;
	text: string;
	language: string;
	template: string | null;
	compliance: ComplianceItem;
}

/** A conversation with what an answer in it needs to know. */
export interface Matter {
	conversation: Conversation;
	asked: Message;
	order: OrderFacts | undefined;
}

/**
 * Makes the answer to the buyer's last message from a ready answer or own words, checks it and records the check. Repeating it
 * changes nothing but the time of the check.
 * @throws SellerMailError NOT_FOUND, CONVERSATION_CLOSED, INPUT_INVALID (no such template)
 */
export async function makeDraft(deps: DraftDeps, shopId: string, conversationId: string, wish: DraftWish): Promise<Draft> {
	const matter = await findMatter(deps.store, shopId, conversationId);
	const ready = wish.text === undefined ? readyAnswer(matter, wish) : { text: tidyBreaks(wish.text), template: null };
	return await checkAndRecord(deps, matter, ready.text, ready.template);
}

/** The same check for a text as it is; a ready answer that is checked again stays one. */
export async function checkText(deps: DraftDeps, shopId: string, conversationId: string, text: string): Promise<Draft> {
	return await checkAndRecord(deps, await findMatter(deps.store, shopId, conversationId), text, null);
}

/** @throws SellerMailError NOT_FOUND, CONVERSATION_CLOSED */
export async function findMatter(store: MessagingStore, shopId: string, conversationId: string): Promise<Matter> {
	const conversation = await store.findConversation(shopId, conversationId);
	if (!conversation) throw notFound(conversationId);
	if (conversation.state === 'closed') throw conversationClosed(conversationId);
	const asked = await store.findLastBuyerMessage(conversationId);
	if (!asked) throw notFound(conversationId);
	return { conversation, asked, order: conversation.orderId ? await store.findOrder(shopId, conversation.orderId) : undefined };
}

export function conversationClosed(conversationId: string): SellerMailError {
	return new SellerMailError('CONVERSATION_CLOSED', { message: `Conversation ${conversationId} is closed; nothing more is sent in it.`, context: { conversationId } });
}

export function notFound(conversationId: string): SellerMailError {
	return new SellerMailError('NOT_FOUND', {
		message: `There is no conversation ${conversationId} in this shop.`,
		nextStep: 'Take it from the `conversation` of an item that Receive made, or from Conversation → Get Many.',
		context: { conversationId },
	});
}

/** The findings of a text in this matter, right now. */
export async function checkInMatter(deps: DraftDeps, { conversation, asked, order }: Matter, text: string): Promise<ComplianceItem> {
	const staffLanguage = await deps.store.findStaffLanguage(conversation.shopId);
	const facts = {
		subject: replySubject(asked.subject), text: canonicalText(text), language: conversation.language, category: conversation.category,
		orderId: conversation.orderId ?? undefined, trackingNumber: order?.trackingNumber ?? undefined,
	};
	return checkReply(facts, deps.clock.now(), staffLanguage);
}

function readyAnswer({ conversation, order }: Matter, wish: DraftWish): { text: string; template: string } {
	const template = wish.template ?? conversation.category;
	if (!isTemplate(template)) {
		throw new SellerMailError('INPUT_INVALID', {
			message: `There is no ready answer \`${template}\`.`,
			nextStep: 'Choose one from the list, or write own words in “Text”.',
			context: { field: 'template' },
		});
	}
	return draftReply({
		template, language: conversation.language, orderId: conversation.orderId ?? undefined,
		fulfilledBy: order?.fulfilledBy ?? wish.fulfilledBy ?? 'merchant',
		carrier: order?.carrier ?? undefined, trackingNumber: order?.trackingNumber ?? undefined,
	});
}

async function checkAndRecord(deps: DraftDeps, matter: Matter, text: string, template: string | null): Promise<Draft> {
	const { conversation, asked } = matter;
	const now = deps.clock.now();
	const compliance = await checkInMatter(deps, matter, text);
	const body = canonicalText(text);
	const hash = replyHash(conversation.id, asked.id, body);
	const language = detectLanguage(body, conversation.language);
	const before = await deps.store.findMessage(conversation.shopId, `m_${hash}`);
	await deps.store.saveDraft({
		id: `m_${hash}`, shopId: conversation.shopId, conversationId: conversation.id, direction: 'out', state: 'draft',
		headerMessageId: `<${hash}@draft.invalid>`, subject: replySubject(asked.subject), text: body, bodyHash: bodyHash(body),
		language, template: template ?? before?.template ?? null, decision: { ...before?.decision, compliance }, sentBy: null, answersMessageId: asked.id, occurredAt: now, updatedAt: now,
	}, now);
	return { conversationId: conversation.id, text: body, language, template, compliance };
}

/** The auto-fix of AMZ-BREAKS for own words: at most one empty line. */
function tidyBreaks(text: string): string {
	return text.replace(/\r\n?/g, '\n').replace(/(?:\n[ \t]*){3,}/g, '\n\n').trim();
}
