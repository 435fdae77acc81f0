import type { ConversationItem, MessageItem, TrackingEvent } from '../contract/messagingItems';
import type { Conversation, OrderFacts } from './ports';
import type { Received } from './receive.flow';

/** A conversation as it travels between nodes: with the order's history, without the buyer's address. */
export function toConversationItem(conversation: Conversation, order?: OrderFacts): ConversationItem {
	return {
		id: conversation.id, shop: conversation.shopId, orderId: conversation.orderId, marketplace: conversation.marketplace,
		language: conversation.language, category: conversation.category, priority: conversation.priority, team: conversation.team,
		isEscalated: conversation.isEscalated, state: conversation.state, replyDueAt: conversation.replyDueAt,
		mayReply: conversation.relayAddress !== '',
		...(order ? { order: { carrier: order.carrier, trackingNumber: order.trackingNumber, fulfilledBy: order.fulfilledBy, history: toHistory(order) } } : {}),
	};
}

export function toMessageItem({ kind, reason, isDuplicate, message }: Received): MessageItem {
	if (!message) return { kind, reason, isDuplicate };
	return {
		id: message.id, kind, isDuplicate, subject: message.subject, text: message.text, language: message.language, receivedAt: message.occurredAt,
		evidence: message.decision.evidence, noResponseLink: message.decision.noResponseLink,
	};
}

/** Whether a received mail waits for a reply by mail. */
export function isToAnswer({ kind, conversation }: Received): boolean {
	return kind === 'buyerMessage' && conversation?.state === 'open' && conversation.relayAddress !== '';
}

function toHistory(order: OrderFacts): TrackingEvent[] {
	const events: Array<[TrackingEvent['event'], number | null]> = [
		['placed', order.placedAt], ['shipped', order.shippedAt], ['expected', order.estimatedDeliveryAt], ['delivered', order.deliveredAt], ['canceled', order.canceledAt],
	];
	return events.flatMap(([event, at]) => (at === null ? [] : [{ event, at }])).sort((a, b) => a.at - b.at);
}
