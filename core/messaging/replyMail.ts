import { sha256 } from '../shared/hash';
import type { Conversation, Message, ReplyMail } from './ports';

const REPLY_PREFIX = /^(?:\s*(?:re|aw|antw|sv|rv|res|rif|odp|vs|ynt|回复|答复|返信|r)\s*[:：])+\s*/i;
const IMPORTANT_TAG = /\[\s*(?:important|wichtig|importante?|重要)\s*\]\s*/giu;

/** The same text in answer to the same message has the same id, on every machine: that is what makes a reply go out once. */
export function replyHash(conversationId: string, answersMessageId: string, text: string): string {
	return sha256(['reply', conversationId, answersMessageId, bodyHash(text)].join('\n')).slice(0, 32);
}

export function bodyHash(text: string): string {
	return sha256(canonicalText(text));
}

/** Line ends as they are kept and compared: only the kind of line break and the blanks at the very end may differ. */
export function canonicalText(text: string): string {
	return text.replace(/\r\n?/g, '\n').trimEnd();
}

/** `Re: ` once, without tags that Amazon no longer wants. */
export function replySubject(subject: string): string {
	const bare = subject.replace(/[\u0000-\u001f\u007f]+/g, ' ').replace(IMPORTANT_TAG, '').replace(REPLY_PREFIX, '').trim();
	return `Re: ${bare}`.trim();
}

/** The Message-ID of a reply; its domain is the sender's. */
export function replyMessageId(hash: string, fromAddress: string): string {
	return `<${hash}@${fromAddress.slice(fromAddress.lastIndexOf('@') + 1)}>`;
}

/** The mail that answers: to the relay exactly as received, threaded to the buyer's message, plain text. */
export function makeReplyMail(conversation: Conversation, asked: Message, reply: Message, messageId: string): ReplyMail {
	const isRealId = !asked.headerMessageId.endsWith('.invalid>');
	return {
		to: conversation.relayAddress,
		subject: reply.subject,
		text: reply.text,
		messageId,
		...(isRealId ? { inReplyTo: asked.headerMessageId, references: [...(asked.decision.references ?? []), asked.headerMessageId].slice(-20) } : {}),
	};
}
