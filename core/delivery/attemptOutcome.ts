import type { AttemptOutcome, ClaimedDelivery, TransmitResult } from './ports';
import { RETRY_LIMIT_MS, evaluateRefusal, retryDelayMs } from './smtpReply';

type Settled = Exclude<TransmitResult, { kind: 'withheld' }>;

/** What an attempt's end means for the delivery; `senderRefused` is nothing that the delivery could help. */
export function toOutcome(delivery: ClaimedDelivery, result: Settled, now: number): AttemptOutcome | { kind: 'senderRefused'; reply: string } {
	switch (result.kind) {
		case 'accepted': return result;
		case 'unknown': return { kind: 'uncertain', cause: `connection-lost:${result.reason.slice(0, 80)}` };
		case 'notBegun': return hungUp(delivery, result.reason, now);
		case 'refused': return evaluateRefusal(result, { attemptCount: triesOf(delivery), firstAttemptAt: delivery.firstAttemptAt }, now);
	}
}

/** A mail at which the server hangs up each time is put off like one that it puts off itself, and given up like it. */
function hungUp(delivery: ClaimedDelivery, reason: string, now: number): AttemptOutcome {
	const retryAt = now + retryDelayMs(triesOf(delivery));
	const answer = { code: '421', reply: reason };
	if (retryAt - (delivery.firstAttemptAt ?? now) > RETRY_LIMIT_MS) return { kind: 'failed', ...answer, cause: 'gave-up-after-72h:connection-broken' };
	return { kind: 'deferred', ...answer, cause: 'connection-broken', retryAt };
}

function triesOf({ attemptCount, attemptsBefore = 0 }: ClaimedDelivery): number {
	return attemptCount - attemptsBefore;
}
