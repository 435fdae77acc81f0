import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/clock';
import type { AttemptOutcome, TransmitResult } from './ports';

/** Hard bounces put the address in quarantine for that long (requirement M13). */
export const QUARANTINE_DAYS = 30;
/** A delivery is given up when it is put off for longer than this after its first attempt. */
const RETRY_LIMIT_MS = 72 * HOUR_MS;
const FIRST_RETRY_MS = 15 * MINUTE_MS;

type Verdict = 'hard' | 'sender' | 'soft';

/** RFC 3463 status → who is at fault; first match wins. Sender-side refusals never quarantine the recipient. */
const ENHANCED: ReadonlyArray<[pattern: RegExp, verdict: Verdict, cause: string]> = [
	[/^5\.1\.(1|2|3|6|10)$/, 'hard', 'mailbox-does-not-exist'],
	[/^5\.2\.1$/, 'hard', 'mailbox-disabled'],
	[/^5\.7\.(13|17|18)$/, 'hard', 'mailbox-changed-hands'],
	[/^[45]\.2\.2$/, 'soft', 'mailbox-full'],
	[/^[45]\.1\.(7|8)$/, 'sender', 'sender-address-refused'],
	[/^[45]\.(2\.3|3\.4)$/, 'sender', 'message-too-big'],
	[/^[45]\.7\.(2[0-9]|30|31|32|515)$/, 'sender', 'sending-domain-not-verified'],
	[/^[45]\.7\.(8|9)$/, 'sender', 'login-refused'],
	[/^[45]\.7\./, 'sender', 'refused-by-policy'],
	[/^[45]\.6\./, 'sender', 'content-refused'],
	[/^[45]\.5\./, 'sender', 'protocol-refused'],
	[/^[45]\.(3|4)\./, 'soft', 'server-not-ready'],
];

/** Refusals of the sender himself, whoever the recipient is: the run has to end, nobody may be burnt for them. */
const SENDER_REFUSED = /^5\.(1\.(7|8)|4\.5|7\.(8|9))$/;

/** For servers without enhanced codes: their usual words. "Hard" ones count only as an answer to the recipient's address. */
const WORDS: ReadonlyArray<[pattern: RegExp, verdict: Verdict, cause: string]> = [
	[/sender|relay|authenticat/i, 'sender', 'refused-by-policy'],
	[/user unknown|no such (user|mailbox|recipient)|unknown (user|recipient)|does not exist|invalid recipient|not found/i, 'hard', 'mailbox-does-not-exist'],
	[/spam|blocked|reputation|policy|denied|blacklist|spf|dkim|dmarc/i, 'sender', 'refused-by-policy'],
	[/full|quota/i, 'soft', 'mailbox-full'],
];

/**
 * What an SMTP refusal means for a delivery: where it came and the enhanced code decide, then the words, then the basic code.
 * `reply` must already be free of addresses.
 */
export function evaluateRefusal(
	refusal: Pick<Extract<TransmitResult, { kind: 'refused' }>, 'code' | 'reply' | 'stage'>,
	delivery: { attemptCount: number; firstAttemptAt: number | null },
	now: number,
): AttemptOutcome | { kind: 'senderRefused'; reply: string } {
	const { code, reply, stage } = refusal;
	const enhancedCode = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
	if (isSenderRefused(code, enhancedCode, stage)) return { kind: 'senderRefused', reply };
	const { verdict, cause } = judge(enhancedCode, reply, stage);
	if (code.startsWith('4')) {
		const retryAt = now + retryDelayMs(delivery.attemptCount);
		if (retryAt - (delivery.firstAttemptAt ?? now) <= RETRY_LIMIT_MS) return { kind: 'deferred', code, enhancedCode, reply, cause, retryAt };
		return { kind: 'failed', code, enhancedCode, reply, cause: `gave-up-after-72h:${cause}` };
	}
	const quarantineUntil = verdict === 'hard' ? now + QUARANTINE_DAYS * DAY_MS : undefined;
	return { kind: 'failed', code, enhancedCode, reply, cause, quarantineUntil };
}

function isSenderRefused(code: string, enhancedCode: string | undefined, stage: string): boolean {
	if (!code.startsWith('5')) return false;
	return stage === 'sender' || code === '530' || code === '535' || SENDER_REFUSED.test(enhancedCode ?? '');
}

function judge(enhancedCode: string | undefined, reply: string, stage: string): { verdict: Verdict; cause: string } {
	const row = (enhancedCode && ENHANCED.find(([pattern]) => pattern.test(enhancedCode)))
		|| WORDS.find(([pattern, verdict]) => (verdict !== 'hard' || stage === 'recipient') && pattern.test(reply));
	return row ? { verdict: row[1], cause: row[2] } : { verdict: 'soft', cause: 'refused' };
}

/** 15 min, 30 min, 1 h, 2 h … at most 12 h. */
export function retryDelayMs(attemptCount: number): number {
	return Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, attemptCount - 1), 12 * HOUR_MS);
}

/** The server's words for the log: without addresses, control characters, or endless lines. */
export function redactReply(reply: string): string {
	return reply
		.replace(/[^\s<>"'()]+@[^\s<>"'(),;]+/g, '<address>')
		.replace(/[\u0000-\u0020\u007f]+/g, ' ')
		.trim()
		.slice(0, 300);
}
