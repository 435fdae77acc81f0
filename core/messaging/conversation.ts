import { sha256 } from '../shared/hash';
import type { AmazonMail } from './amazonMail.parser';
import { CATEGORY_PROFILES } from './categories';
import type { Classification } from './classifyMessage';
import type { Conversation } from './ports';
import { replyDeadline } from './replyDeadline';

/**
 * A conversation that nobody has written in yet. Its id follows from shop, buyer and matter, so that two workers that see the
 * first mail at once open one conversation.
 */
export function makeConversation(shopId: string, mail: AmazonMail): Conversation {
	const buyerKey = mail.relay?.buyerKey ?? `notice:${mail.kind}`;
	const matter = mail.caseId ?? mail.orderId ?? mail.messageId ?? '';
	return {
		id: `v_${sha256(['conversation', shopId, buyerKey, matter].join('\n')).slice(0, 20)}`,
		shopId, buyerKey,
		marketplace: mail.marketplace?.siteDomain ?? null,
		orderId: mail.orderId ?? null, caseId: mail.caseId ?? null,
		relayAddress: mail.relay?.address ?? '',
		language: mail.language,
		category: 'other', ...CATEGORY_PROFILES.other,
		state: 'answered', lastBuyerMessageAt: 0, replyDueAt: null, answeredAt: null,
	};
}

/**
 * Which of a buyer's conversations a mail belongs to (requirement A9: one matter, one conversation): the same case, else the
 * thread it answers, else the same order unless both name different cases.
 */
export function pickConversation(candidates: Conversation[], mail: AmazonMail, threadedId?: string): Conversation | undefined {
	const sameCase = mail.caseId ? candidates.find(({ caseId }) => caseId === mail.caseId) : undefined;
	if (sameCase) return sameCase;
	const mayJoin = candidates.filter(({ caseId }) => !caseId || !mail.caseId);
	return mayJoin.find(({ id }) => id === threadedId) ?? mayJoin.find(({ orderId }) => orderId !== null && orderId === mail.orderId);
}

/** The conversation after the buyer wrote: open, due at the earliest unanswered deadline, sorted by the newest message. */
export function withNewMessage(before: Conversation, mail: AmazonMail, classification: Classification, receivedAt: number): Conversation {
	const isNewest = receivedAt >= before.lastBuyerMessageAt;
	const due = replyDeadline(classification.category, receivedAt).replyDueAt;
	const { category, priority, team } = isNewest ? classification : before;
	return {
		...before,
		category, priority, team,
		isEscalated: classification.isEscalated || (before.state === 'open' && before.isEscalated),
		language: isNewest ? mail.language : before.language,
		relayAddress: (isNewest ? mail.relay?.address : undefined) ?? before.relayAddress,
		orderId: before.orderId ?? mail.orderId ?? null,
		caseId: before.caseId ?? mail.caseId ?? null,
		state: 'open',
		lastBuyerMessageAt: Math.max(receivedAt, before.lastBuyerMessageAt),
		replyDueAt: Math.min(due, before.state === 'open' ? (before.replyDueAt ?? due) : due),
	};
}
