import { assertNever } from '../shared/assertNever';
import { MINUTE_MS } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import type { SenderProfile } from '../shop/senderProfile';
import { checkInMatter, conversationClosed, findMatter, type DraftDeps, type Matter } from './draft.flow';
import type { Message, ReplyMailer, ReplySendResult } from './ports';
import { makeReplyMail, replyHash, replyMessageId } from './replyMail';

export interface ReplyDeps extends DraftDeps {
	mailer: ReplyMailer;
}

export interface ReplyWish {
	conversationId: string;
	/** exactly the text that was checked */
	text: string;
	/** who or what sends it: a person's name, a workflow */
	sentBy: string;
	/** the person who approved what the check left to people */
	approvedBy?: string;
}

/**
 * What became of a reply. `inProgress`: another run is sending it right now. `alreadyAnswered`: another text answers this
 * message; a second one needs a person's approval. `uncertain`: see whether it arrived; it is not sent again.
 */
export type ReplyResult =
	| { kind: 'sent'; messageId: string; at: number }
	| { kind: 'alreadySent'; messageId: string; at: number }
	| { kind: 'inProgress'; messageId: string }
	| { kind: 'alreadyAnswered' }
	| { kind: 'failed'; messageId: string; reason: string; isRetryable: boolean }
	| { kind: 'uncertain'; messageId: string; reason: string };

/** Longer than the mailer may take for one mail: a row that is `sending` for longer belongs to a run that died. */
export const SENDING_LEASE_MS = 10 * MINUTE_MS;

/**
 * Sends a checked reply to the buyer, exactly once: repeating the call with the same text sends nothing more.
 * @throws SellerMailError NOT_FOUND, CONVERSATION_CLOSED, REPLY_NOT_POSSIBLE, CHECK_MISSING, REPLY_BLOCKED, APPROVAL_MISSING
 */
export async function sendReply(deps: ReplyDeps, shopId: string, sender: SenderProfile, wish: ReplyWish): Promise<ReplyResult> {
	const matter = await findMatter(deps.store, shopId, wish.conversationId);
	const { conversation, asked } = matter;
	if (!conversation.relayAddress) {
		throw new SellerMailError('REPLY_NOT_POSSIBLE', { message: `Conversation ${conversation.id} is a notice of Amazon's own; there is nobody to reply to by mail.` });
	}
	const hash = replyHash(conversation.id, asked.id, wish.text);
	const draft = await deps.store.findMessage(shopId, `m_${hash}`);
	if (!draft) throw checkMissing(conversation.id);
	if (draft.state !== 'draft' && draft.state !== 'failed') return await answerFor(deps, draft);
	await assertMaySend(deps, matter, draft, wish);
	const headerMessageId = replyMessageId(hash, sender.from.address);
	const claim = { message: draft, headerMessageId, sentBy: wish.sentBy, approvedBy: wish.approvedBy, mayBeSecondAnswer: Boolean(wish.approvedBy), now: deps.clock.now() };
	const claimed = await deps.store.claimReply(claim);
	if (claimed !== 'claimed') return await answerForLoser(deps, draft, claimed);
	const result = await deps.mailer.send(sender, makeReplyMail(conversation, asked, draft, headerMessageId));
	return await settle(deps, draft, headerMessageId, result);
}

function checkMissing(conversationId: string): SellerMailError {
	return new SellerMailError('CHECK_MISSING', {
		message: `Conversation ${conversationId}: this text has not been checked since the buyer last wrote.`,
		nextStep: 'Run Message → Check on the final text (Draft does it too), then Reply with exactly that text.',
		context: { conversationId },
	});
}

/** The recorded check and a new one must both allow it: the rules, the order or the category may have changed. */
async function assertMaySend(deps: ReplyDeps, matter: Matter, draft: Message, wish: ReplyWish): Promise<void> {
	const checks = [draft.decision.compliance, await checkInMatter(deps, matter, wish.text)];
	const findings = checks.flatMap((check) => check?.findings ?? []);
	const violation = findings.find(({ outcome }) => outcome === 'violation');
	if (violation) {
		throw new SellerMailError('REPLY_BLOCKED', { message: `The reply breaks ${violation.rule}: ${violation.message} (“${violation.evidence ?? ''}”).`, context: { rule: violation.rule } });
	}
	const open = findings.find(({ outcome }) => outcome === 'needsReview');
	if (open && !wish.approvedBy) {
		throw new SellerMailError('APPROVAL_MISSING', { message: `A person must approve this reply because of ${open.rule}: ${open.message}.`, context: { rule: open.rule } });
	}
	if (draft.decision.cameBack && !wish.approvedBy) {
		throw new SellerMailError('APPROVAL_MISSING', { message: 'This reply was sent and came back; sending it again needs a person’s approval.' });
	}
}

/** What is known of a reply that has been on its way before. A run that died while sending leaves it uncertain, for a person to settle. */
async function answerFor(deps: ReplyDeps, reply: Message): Promise<ReplyResult> {
	const { state, headerMessageId: messageId } = reply;
	switch (state) {
		case 'sent': return { kind: 'alreadySent', messageId, at: reply.occurredAt };
		case 'uncertain': return { kind: 'uncertain', messageId, reason: reply.decision.result ?? 'unknown' };
		case 'sending': return await answerForSending(deps, reply);
		case 'failed': return { kind: 'failed', messageId, reason: reply.decision.result ?? 'unknown', isRetryable: true };
		case 'draft': case 'received': return { kind: 'inProgress', messageId };
		default: return assertNever(state);
	}
}

async function answerForSending(deps: ReplyDeps, reply: Message): Promise<ReplyResult> {
	const now = deps.clock.now();
	if (now - reply.updatedAt < SENDING_LEASE_MS) return { kind: 'inProgress', messageId: reply.headerMessageId };
	const reason = 'the run that was sending it ended before the mail server answered';
	await deps.store.settleReply(reply, 'uncertain', reason, now);
	return { kind: 'uncertain', messageId: reply.headerMessageId, reason };
}

async function answerForLoser(deps: ReplyDeps, draft: Message, claimed: 'taken' | 'answered' | 'closed'): Promise<ReplyResult> {
	if (claimed === 'closed') throw conversationClosed(draft.conversationId);
	if (claimed === 'answered') return { kind: 'alreadyAnswered' };
	const current = await deps.store.findMessage(draft.shopId, draft.id);
	return await answerFor(deps, current ?? draft);
}

async function settle(deps: ReplyDeps, draft: Message, messageId: string, result: ReplySendResult): Promise<ReplyResult> {
	const at = deps.clock.now();
	switch (result.kind) {
		case 'accepted':
			await deps.store.settleReply(draft, 'sent', result.reply, at);
			return { kind: 'sent', messageId, at };
		case 'refused':
			await deps.store.settleReply(draft, 'failed', result.reply, at);
			return { kind: 'failed', messageId, reason: result.reply, isRetryable: result.code.startsWith('4') };
		case 'unreachable':
			await deps.store.settleReply(draft, 'failed', result.reason, at);
			return { kind: 'failed', messageId, reason: result.reason, isRetryable: true };
		case 'unknown':
			await deps.store.settleReply(draft, 'uncertain', result.reason, at);
			return { kind: 'uncertain', messageId, reason: result.reason };
		default: return assertNever(result);
	}
}
