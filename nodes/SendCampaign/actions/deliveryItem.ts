import type { ItemDelivery } from '../../../core/campaign/campaign.flow';
import { explainCause } from '../../../core/campaign/causes';
import { NEVER_DUE_AT } from '../../../core/delivery/ports';

export const ACCEPTED = 0;
export const SCHEDULED = 1;
export const NOT_SENT = 2;

/** Not over yet: due later, or another execution is at it right now. */
export function isWaiting({ state }: ItemDelivery): boolean {
	return state === 'planned' || state === 'deferred' || state === 'claimed' || state === 'sending';
}

/** A delivery as the item shows it: state, first-level code, when, and for what isn't out: why and what to do. */
export function toDeliveryItem(delivery: ItemDelivery, campaign: string, language: 'en' | 'zh' = 'en'): Record<string, unknown> {
	const isRepeat = delivery.state === 'accepted' && !delivery.isNew;
	const cause = isRepeat ? 'already-sent' : delivery.cause;
	const explained = cause ? explainCause(cause, language) : undefined;
	return {
		id: delivery.id, campaign, state: delivery.state,
		code: explained?.code ?? delivery.code,
		...(isWaiting(delivery) ? { dueAt: delivery.dueAt === NEVER_DUE_AT ? null : delivery.dueAt } : { at: delivery.settledAt }),
		...(explained ? { cause, message: explained.message, nextStep: explained.nextStep } : {}),
	};
}
