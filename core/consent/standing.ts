import { isActive, type Suppression } from './suppression';

/** How it stands with marketing to a buyer, in the terms of his own preferences. */
export type Standing =
	| { kind: 'subscribed' }
	/** his own choice, ends by itself */
	| { kind: 'paused'; until: number }
	/** his own choice; he may undo it */
	| { kind: 'unsubscribed' }
	/** bounce, complaint, stopped by hand …: no page can undo it */
	| { kind: 'stopped' };

/** What the buyer's own acts set, and what they may end. */
const OWN_REASONS: readonly string[] = ['unsubscribe', 'paused'];

/** Whether mail about a new consent may be written: nothing stops it but what the buyer can undo himself. */
export function foreignStop(suppressions: readonly Suppression[], now: number): Suppression | undefined {
	return suppressions.find((suppression) => isActive(suppression, now) && (!OWN_REASONS.includes(suppression.reason) || suppression.scope === 'all'));
}

/** Where a buyer stands. */
export function standingOf(buyer: { consent: string; isMarketable: boolean }, suppressions: readonly Suppression[], now: number): Standing {
	if (!buyer.isMarketable || foreignStop(suppressions, now)) return { kind: 'stopped' };
	const active = suppressions.filter((suppression) => isActive(suppression, now));
	if (buyer.consent === 'withdrawn' || active.some(({ reason }) => reason === 'unsubscribe')) return { kind: 'unsubscribed' };
	const pause = active.find(({ reason }) => reason === 'paused');
	if (!pause) return { kind: 'subscribed' };
	return pause.endsAt === null ? { kind: 'stopped' } : { kind: 'paused', until: pause.endsAt };
}
