import { evaluateRefusal, redactReply } from '../../../core/delivery/smtpReply';

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
	['554 Message rejected as spam', 'refused-by-policy'],
];
it.each(senderSide)('%s → failed by our fault, recipient not quarantined', (reply, cause) => {
	const outcome = evaluateRefusal({ code: reply.slice(0, 3), reply, stage: 'content' }, fresh, now);
	expect(outcome).toMatchObject({ kind: 'failed', cause });
	expect(outcome).not.toHaveProperty('quarantineUntil', expect.anything());
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
