import fc from 'fast-check';
import { evaluateRefusal, isDomainWide, readRefusal, redactReply } from '../../../core/delivery/smtpReply';

const HOUR = 3_600_000;
const now = 1_000 * HOUR;
const fresh = { attemptCount: 1, firstAttemptAt: null };
const recipient = 'recipient' as const;

const hard: Array<[string, string]> = [
	['550 5.1.1 The email account that you tried to reach does not exist', 'mailbox-does-not-exist'],
	['550 5.2.1 mailbox disabled', 'mailbox-disabled'],
	['550 No such user here', 'mailbox-does-not-exist'],
];
it.each(hard)('%s → failed, address in quarantine for 30 days', (reply, cause) => {
	expect(evaluateRefusal({ code: '550', reply, stage: recipient }, fresh, now)).toMatchObject({ kind: 'failed', cause, quarantineUntil: now + 30 * 24 * HOUR });
});

const senderSide: Array<[string, string]> = [
	['550 5.7.26 unauthenticated email is not accepted due to DMARC policy', 'sending-domain-not-verified'],
	['550 5.7.1 blocked by policy, user unknown', 'refused-by-policy'],
	['552 5.3.4 message too big', 'message-too-big'],
	['554 Message rejected as spam', 'taken-for-spam'],
	['550 5.7.1 no such user for this sender', 'refused-by-policy'],
	['550 5.7.1 user account disabled', 'refused-by-policy'],
];
it.each(senderSide)('%s → failed by our fault, recipient not quarantined', (reply, cause) => {
	const outcome = evaluateRefusal({ code: reply.slice(0, 3), reply, stage: 'content' }, fresh, now);
	expect(outcome).toMatchObject({ kind: 'failed', cause });
	expect(outcome).not.toHaveProperty('quarantineUntil', expect.anything());
});

const ofPolicy = ['550 5.7.1 user account disabled', '554 5.7.1 mailbox unavailable', '550 5.7.1 user unknown: blocked by policy', '550 5.7.0 sender is unknown user', '550 5.7.1 Recipient address rejected: Access denied', '550 5.7.26 no such user'];
it.each(ofPolicy)('%s as the answer to the address → not quarantined: 5.7.x is the sender\'s', (reply) => {
	expect(evaluateRefusal({ code: '550', reply, stage: recipient }, fresh, now)).toMatchObject({ kind: 'failed', quarantineUntil: undefined });
});

it.each([[1, 0.25], [2, 0.5], [3, 1], [4, 2], [9, 12]])('attempt %d put off by the server → again in %d hours', (attemptCount, hours) => {
	const outcome = evaluateRefusal({ code: '451', reply: '451 4.7.1 greylisted', stage: recipient }, { attemptCount, firstAttemptAt: now }, now);
	expect(outcome).toMatchObject({ kind: 'deferred', retryAt: now + hours * HOUR });
});

it('put off again after 72 hours → failed, not quarantined', () => {
	const outcome = evaluateRefusal({ code: '451', reply: '451 4.2.2 mailbox full', stage: recipient }, { attemptCount: 9, firstAttemptAt: now - 71 * HOUR }, now);
	expect(outcome).toMatchObject({ kind: 'failed', cause: 'gave-up-after-72h:mailbox-full' });
});

const ofSender: Array<[string, 'sender' | 'recipient' | 'content']> = [
	['530 5.7.0 Authentication required', 'sender'],
	['550 Sender address rejected: Domain not found', 'sender'],
	['501 5.1.8 Sender domain does not exist', 'recipient'],
	['550 5.4.5 Daily user sending limit exceeded', 'content'],
];
it.each(ofSender)('%s → the sender is refused, the recipient is not burnt for it', (reply, stage) => {
	expect(evaluateRefusal({ code: reply.slice(0, 3), reply, stage }, fresh, now)).toEqual({ kind: 'senderRefused', reply });
});

it('words about an unknown user count only as an answer to the address', () => {
	const reply = '550 user unknown in body';
	expect(evaluateRefusal({ code: '550', reply, stage: 'content' }, fresh, now)).not.toHaveProperty('quarantineUntil', expect.anything());
});

it('the log keeps no address and no control character of a reply', () => {
	expect(redactReply('550 5.1.1 <ana@correo.example>: unknown\r\n user ana@correo.example')).toBe('550 5.1.1 <<address>>: unknown user <address>');
});

describe('how long the server asks to wait', () => {
	const MINUTE = 60_000;
	const hints: Array<[string, number | undefined]> = [
		['451 4.7.1 Greylisted, please try again in 300 seconds', 5 * MINUTE],
		['421 4.7.0 retry after 15 minutes', 15 * MINUTE],
		['451 4.7.1 Greylisting in action, please come back in 00:02:00', 2 * MINUTE],
		['450 4.2.0 Greylisted for 5 min', 5 * MINUTE],
		['451 please wait 2 hours', 2 * HOUR],
		['451 wait at least 90 sec', 90_000],
		['550 5.7.1 not allowed to send more e-mails within 24 hours', undefined],
		['421 4.7.0 try again later', undefined],
		['421 too many messages in the last 10 minutes', undefined],
		['450 try again in 5', undefined],
		['421 rate limit of 100 messages per 10 minutes', undefined],
		['421 4.4.2 idle for 5 minutes, closing connection', undefined],
		['421 timed out after 300 seconds', undefined],
	];
	it.each(hints)('%s → %p ms', (reply, retryAfterMs) => {
		expect(readRefusal({ code: reply.slice(0, 3), reply, stage: recipient }).retryAfterMs).toBe(retryAfterMs);
	});

	const retryAt = (reply: string, attemptCount: number): number => {
		const outcome = evaluateRefusal({ code: '451', reply, stage: recipient }, { attemptCount, firstAttemptAt: now }, now);
		return outcome.kind === 'deferred' ? outcome.retryAt - now : NaN;
	};
	it('is honoured, from one minute to 12 hours', () => {
		expect(retryAt('451 4.7.1 try again in 300 seconds', 1)).toBe(5 * MINUTE);
		expect(retryAt('451 4.7.1 try again in 2 seconds', 1)).toBe(MINUTE);
		expect(retryAt('451 4.7.1 try again in 48 hours', 1)).toBe(12 * HOUR);
		expect(retryAt('451 4.7.1 try again in 6 hours', 9)).toBe(12 * HOUR);
	});
	it('a server that says "in a minute" for ever is asked less and less', () => {
		expect([1, 3, 4, 9].map((attempt) => retryAt('451 4.7.1 try again in 60 seconds', attempt))).toEqual([MINUTE, MINUTE, 2 * HOUR, 12 * HOUR]);
	});
});

describe('whom a put-off concerns', () => {
	const scopes: Array<[string, boolean]> = [
		['421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred', true],
		['421 4.7.28 unusual rate of unsolicited mail', true],
		['421 Service not available, closing transmission channel', true],
		['451 4.3.0 Mail server temporarily rejected message', true],
		['454 Throttling failure: Daily message quota exceeded', true],
		['451 4.7.500 Server busy', true],
		['452 4.2.2 mailbox full', false],
		['450 4.2.1 The user you are trying to contact is receiving mail too quickly', false],
		['451 4.7.1 Greylisted, try again in 300 seconds', false],
		['450 mailbox unavailable', false],
	];
	it.each(scopes)('%s → whole domain: %p', (reply, expected) => {
		const outcome = evaluateRefusal({ code: reply.slice(0, 3), reply, stage: recipient }, fresh, now);
		expect(outcome.kind).toBe('deferred');
		expect(outcome.kind === 'deferred' && isDomainWide(outcome)).toBe(expected);
	});
});

describe('whatever a server says', () => {
	const bytes = fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array));
	const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), bytes.map((buffer) => buffer.toString('utf8')), bytes.map((buffer) => buffer.toString('latin1')), bytes.map((buffer) => buffer.toString('utf16le')));
	const address = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9._+-]{2,12}$/), fc.stringMatching(/^[a-z]{3,10}\.(?:example|test)$/));
	const wrapped = fc.tuple(address, fc.constantFrom('@', '%40', '\uff20', '&#64;', ' @ ', '@\r\n'), fc.constantFrom(['<', '>'], ['"', '"'], ['(', '):'], ['', ''], ['RCPT TO:<', '>'], ['?email=', '&x=1'], ['=', '=']));

	it('no bytes throw, nothing comes out that a log or a database could not hold', () => {
		fc.assert(fc.property(anything, fc.constantFrom('421', '450', '550', '554', '999', ''), fc.constantFrom('sender', 'recipient', 'content'), (text, code, stage) => {
			const reply = redactReply(`${code} ${text}`);
			expect(reply.length).toBeLessThanOrEqual(300);
			expect(reply).not.toMatch(/[\p{Cc}\p{Cs}@\uff20\u2028\u2029]/u);
			expect(['deferred', 'failed', 'senderRefused']).toContain(evaluateRefusal({ code, reply, stage: stage as 'sender' }, fresh, now).kind);
		}), { numRuns: 3_000 });
	});

	it('no address is kept, however it is written and whatever stands around it', () => {
		fc.assert(fc.property(anything, wrapped, anything, (before, [[local, domain], at, [open, close]], after) => {
			const kept = redactReply(`550 ${before.slice(0, 50)} ${open}${local}${at}${domain}${close} ${after.slice(0, 50)}`);
			expect(kept).not.toContain(`${local}${at.trim()}${domain}`);
			expect(kept).not.toMatch(new RegExp(`${local.replace(/[.+]/g, '\\$&')}.{0,9}${domain.replace('.', '\\.')}`));
		}), { numRuns: 3_000 });
	});

	it('200 KB of the worst for patterns are read in no time', () => {
		const started = process.cpuUsage().user;
		for (const worst of ['a'.repeat(200_000), '@'.repeat(200_000), '"'.repeat(200_000), 'user '.repeat(40_000), 'no '.repeat(60_000), 'your mail '.repeat(20_000)]) {
			const reply = redactReply(`550 5.7.1 ${worst}`);
			readRefusal({ code: '550', reply, stage: recipient });
		}
		expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
	});

	it('a reply that is cut in the middle of a character stays text that a database takes', () => {
		expect(redactReply(`550 ${'x'.repeat(295)}\u{1f600}`).isWellFormed()).toBe(true);
	});

	it('a quoted local part with a space in it is an address too', () => {
		expect(redactReply('550 5.1.1 <"ana maria"@correo.example> unknown')).toBe('550 5.1.1 <<address>> unknown');
	});
});
