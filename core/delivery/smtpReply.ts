import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/clock';
import type { AttemptOutcome, TransmitResult } from './ports';
import { ABOUT_ADDRESS, findMeaning, type ReadReply, type ReplyMeaning } from './replyRules';
import { readRetryHint } from './retryHint';

export { redactReply } from './redactReply';

/** Hard bounces put the address in quarantine for that long (requirement M13). */
export const QUARANTINE_DAYS = 30;
/** A delivery is given up when it is put off for longer than this after its first attempt. */
export const RETRY_LIMIT_MS = 72 * HOUR_MS;
const FIRST_RETRY_MS = 15 * MINUTE_MS;
const MAX_RETRY_MS = 12 * HOUR_MS;
const MIN_RETRY_MS = MINUTE_MS;
/** A server that says "in a minute" each time is asked less and less from then on. */
const HINTS_TAKEN = 3;

/**
 * Whom a refusal concerns: this recipient; everybody at his provider, which should be sent to more slowly; or the sender's
 * account at his own mail service.
 */
export type RefusalScope = 'recipient' | 'domain' | 'account';

const OF_RECIPIENT: ReadonlySet<string> = new Set([
	...ABOUT_ADDRESS, 'mailbox-full', 'mailbox-not-ready', 'recipient-gets-too-much', 'greylisted', 'on-relay-suppression-list', 'message-too-big', 'content-refused',
]);
const OF_ACCOUNT: ReadonlySet<string> = new Set(['sender-limit-reached', 'sender-account-blocked', 'login-refused', 'sender-address-refused', 'relay-denied']);

/** A login that is missing or wrong (RFC 4954): whoever the recipient is. */
const LOGIN_CODES: ReadonlySet<string> = new Set(['525', '530', '534', '535', '538']);
/** Refusals of the sender himself by their enhanced code. */
const SENDER_CODES = /^5\.(1\.(7|8)|4\.5|7\.(8|9|57|60))$/;

/** What a reply means, with what follows from it. */
export interface Refusal extends ReplyMeaning {
	enhancedCode: string | undefined;
	scope: RefusalScope;
	isQuarantining: boolean;
	/** the run has to end: everybody would be refused, nobody may be burnt for it */
	isSenderRefused: boolean;
	/** how long the server asks to wait */
	retryAfterMs: number | undefined;
}

type Refused = Pick<Extract<TransmitResult, { kind: 'refused' }>, 'code' | 'reply' | 'stage'>;

/**
 * What an SMTP refusal means for a delivery. `reply` must already be free of addresses.
 * A refusal of the sender himself is no outcome of the delivery: the run has to end.
 */
export function evaluateRefusal(refused: Refused, delivery: { attemptCount: number; firstAttemptAt: number | null }, now: number): AttemptOutcome | { kind: 'senderRefused'; reply: string } {
	const { code, reply } = refused;
	const { cause, enhancedCode, scope, isQuarantining, isSenderRefused, retryAfterMs } = readRefusal(refused);
	if (isSenderRefused) return { kind: 'senderRefused', reply };
	const answer = { code, enhancedCode, reply, scope };
	if (code.startsWith('4')) {
		const retryAt = now + delayOf(delivery.attemptCount, retryAfterMs);
		if (retryAt - (delivery.firstAttemptAt ?? now) <= RETRY_LIMIT_MS) return { kind: 'deferred', ...answer, cause, retryAt, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
		return { kind: 'failed', ...answer, cause: `gave-up-after-72h:${cause}` };
	}
	return { kind: 'failed', ...answer, cause, quarantineUntil: isQuarantining ? now + QUARANTINE_DAYS * DAY_MS : undefined };
}

/** The same without a delivery: what the reply says, whom it concerns. */
export function readRefusal(refused: Refused): Refusal {
	const read: ReadReply = { ...refused, enhancedCode: findEnhancedCode(refused.reply) };
	const meaning = findMeaning(read);
	const isPermanent = refused.code.startsWith('5');
	return {
		...meaning, enhancedCode: read.enhancedCode, scope: scopeOf(meaning.cause),
		// what is the sender's fault never puts an address to rest
		isQuarantining: ABOUT_ADDRESS.has(meaning.cause),
		isSenderRefused: isPermanent && isOfSender(read, meaning),
		retryAfterMs: isPermanent ? undefined : readRetryHint(refused.reply),
	};
}

/** Whether a put-off concerns everybody at the recipient's provider, or more: then the others should wait too. */
export function isDomainWide(outcome: { scope?: RefusalScope }): boolean {
	return outcome.scope === 'domain' || outcome.scope === 'account';
}

/** At the start of the reply, or marked as `#5.1.1` within. */
function findEnhancedCode(reply: string): string | undefined {
	return (/^\d{3}[ -]#?([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply) ?? /#([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply))?.[1];
}

function scopeOf(cause: string): RefusalScope {
	if (OF_RECIPIENT.has(cause)) return 'recipient';
	return OF_ACCOUNT.has(cause) ? 'account' : 'domain';
}

/** Words alone don't count as the answer to one recipient: his provider may have blocked the sender for him only. */
function isOfSender({ code, enhancedCode, stage }: ReadReply, { cause, isOfAccount }: ReplyMeaning): boolean {
	if (stage === 'sender' || LOGIN_CODES.has(code) || isOfAccount) return true;
	return OF_ACCOUNT.has(cause) && SENDER_CODES.test(enhancedCode ?? '');
}

function delayOf(attemptCount: number, retryAfterMs: number | undefined): number {
	const own = retryDelayMs(attemptCount);
	if (retryAfterMs === undefined) return own;
	const asked = Math.min(Math.max(retryAfterMs, MIN_RETRY_MS), MAX_RETRY_MS);
	return attemptCount <= HINTS_TAKEN ? asked : Math.max(asked, own);
}

/** 15 min, 30 min, 1 h, 2 h … at most 12 h. */
export function retryDelayMs(attemptCount: number): number {
	return Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, attemptCount - 1), MAX_RETRY_MS);
}
