import { DAY_MS } from '../shared/clock';
import type { ConsentRecord, ConsentStanding } from './consent';
import { foreignStop } from './standing';
import { isActive, type Suppression } from './suppression';

/** How long the link in the mail confirms. */
export const REQUEST_VALID_MS = 14 * DAY_MS;
/** A second request this soon is the same one. */
const SAME_REQUEST_MS = DAY_MS;
/** Strangers can enter anybody's address: this is all the mail that they can cause. */
const MAX_REQUESTS = 3;
const MAX_REQUESTS_WITHIN_MS = 30 * DAY_MS;

/** What is known of a buyer when somebody asks for marketing in his name. */
export interface KnownOfBuyer {
	standing: Pick<ConsentStanding, 'consent' | 'consentBasis'> & { isMarketable: boolean };
	records: readonly ConsentRecord[];
	suppressions: readonly Suppression[];
}

export type RequestDecision =
	| { kind: 'ask' }
	| { kind: 'alreadyRequested'; request: ConsentRecord }
	| { kind: 'alreadyGranted' }
	| { kind: 'neverMarketable' }
	| { kind: 'suppressed'; reason: string }
	| { kind: 'tooManyRequests'; nextAt: number };

/** Whether a confirmation mail goes out. Somebody who has unsubscribed may ask again: that is his own act. */
export function decideRequest({ standing, records, suppressions }: KnownOfBuyer, now: number): RequestDecision {
	if (!standing.isMarketable) return { kind: 'neverMarketable' };
	const stop = foreignStop(suppressions, now);
	if (stop) return { kind: 'suppressed', reason: stop.reason };
	const isUnsubscribed = suppressions.some((suppression) => suppression.reason === 'unsubscribe' && isActive(suppression, now));
	const isOwnAct = standing.consentBasis === 'explicit' || standing.consentBasis === 'double_opt_in';
	if (standing.consent === 'granted' && isOwnAct && !isUnsubscribed) return { kind: 'alreadyGranted' };
	const requests = records.filter((record) => record.kind === 'requested' && record.expiresAt !== null && record.occurredAt > now - MAX_REQUESTS_WITHIN_MS);
	const last = requests.at(-1);
	const known = { standing, records, suppressions };
	if (last && last.occurredAt > now - SAME_REQUEST_MS && evaluateRequest(last, known, now) === 'open') return { kind: 'alreadyRequested', request: last };
	const [oldest] = requests.slice(-MAX_REQUESTS);
	if (oldest && requests.length >= MAX_REQUESTS) return { kind: 'tooManyRequests', nextAt: oldest.occurredAt + MAX_REQUESTS_WITHIN_MS };
	return { kind: 'ask' };
}

/** open: may be confirmed; withdrawnSince: the buyer said no after the request, and an old link doesn't undo that */
export type RequestState = 'open' | 'confirmed' | 'expired' | 'withdrawnSince';

/** What the link of a request does now. */
export function evaluateRequest(request: ConsentRecord, known: KnownOfBuyer, now: number): RequestState {
	const answer = known.records.find((record) => record.kind === 'granted' && record.requestId === request.id);
	if (hasSaidNo(known, (answer ?? request).occurredAt, now)) return 'withdrawnSince';
	if (answer) return 'confirmed';
	return (request.expiresAt ?? 0) > now ? 'open' : 'expired';
}

/** By unsubscribing or by a complaint, at that instant or later: of two acts in one millisecond the "no" counts. */
function hasSaidNo({ records, suppressions }: KnownOfBuyer, at: number, now: number): boolean {
	const isNo = ({ reason }: Suppression): boolean => reason === 'unsubscribe' || reason === 'complaint';
	return records.some((record) => record.kind === 'withdrawn' && record.occurredAt >= at)
		|| suppressions.some((suppression) => isNo(suppression) && isActive(suppression, now) && suppression.startsAt >= at);
}
