import { redactReply } from '../delivery/smtpReply';
import type { OutgoingMessage, TransmitResult } from '../delivery/ports';
import type { SmtpDialogue } from './smtpDialogue';
import type { SmtpReply } from './smtpReplies';

/** What the server offered (EHLO). */
export interface Offer {
	hasPipelining: boolean;
	hasSize: boolean;
	hasUtf8: boolean;
	/** bytes; 0: not said */
	maxSize: number;
}

/** An open connection, and the mail whose envelope went out behind the content of the one before. */
export interface SmtpSession {
	dialogue: SmtpDialogue;
	offer: Offer;
	ahead?: { message: OutgoingMessage; replies: Promise<SmtpReply[]> };
	/** the server could not be talked to behind a content */
	noteShy(): void;
}

type Following = () => OutgoingMessage | undefined;
type Refused = Extract<TransmitResult, { kind: 'refused' }>;

/**
 * One mail over an open connection (RFC 5321; envelope and DATA in one go where pipelining is offered, RFC 2920).
 * `mayBegin` is asked after the server's 354 and before the first byte of the content; when it rejects, so does this.
 * `following` is asked when the content leaves: the envelope of that mail goes along, and it has to be the next one here.
 */
export async function transact(session: SmtpSession, message: OutgoingMessage, mayBegin: () => Promise<boolean>, following?: Following): Promise<TransmitResult> {
	const { dialogue, offer } = session;
	const impossible = refuseBeforehand(offer, message);
	if (impossible) return impossible;
	let hasBegun = false;
	try {
		const refused = await sendEnvelope(session, message);
		if (refused) return refused;
		if (!(await isGranted(dialogue, mayBegin))) return { kind: 'withheld' };
		hasBegun = dialogue.isOpen();
		const [reply] = await sendContent(session, message, following);
		if (reply && isCompletion(reply)) return { kind: 'accepted', code: '250', reply: redactReply(reply.text) };
		return await refusedBy(session, reply, 'content');
	} catch (error) {
		if (error instanceof NotNoted) throw error.reason;
		const reason = redactReply(error instanceof Error ? error.message : String(error));
		return hasBegun ? { kind: 'unknown', reason } : { kind: 'notBegun', reason };
	}
}

/** That a mail goes out could not be written down. */
class NotNoted extends Error {
	constructor(readonly reason: unknown) {
		super('not noted');
	}
}

/** The server waits for content from 354 on: without it, only hanging up is left. */
async function isGranted(dialogue: SmtpDialogue, mayBegin: () => Promise<boolean>): Promise<boolean> {
	let isAllowed = false;
	try {
		isAllowed = await mayBegin();
	} catch (error) {
		dialogue.fail('not noted');
		throw new NotNoted(error);
	}
	if (!isAllowed) dialogue.fail('withheld');
	return isAllowed;
}

/** An address or a size that no server would take. */
function refuseBeforehand({ maxSize }: Offer, { envelopeFrom, envelopeTo, raw }: OutgoingMessage): Refused | undefined {
	if (envelopeTo === '' || [envelopeFrom, envelopeTo].some((address) => /[\u0000-\u001f\u007f<>]/.test(address))) {
		return { kind: 'refused', code: '553', reply: '553 5.1.3 not an address that can be written to', stage: 'recipient', isServerClosing: false };
	}
	if (maxSize > 0 && raw.length > maxSize) return { kind: 'refused', code: '552', reply: '552 5.3.4 bigger than the server takes', stage: 'content', isServerClosing: false };
	return undefined;
}

const STAGES = ['sender', 'recipient', 'content'] as const;

/** `undefined`: the server waits for the content. */
async function sendEnvelope(session: SmtpSession, message: OutgoingMessage): Promise<Refused | undefined> {
	const { dialogue, offer, ahead } = session;
	const replies = ahead ? await hearAhead(session, ahead, message) : await askEnvelope(dialogue, offer, message);
	const refusing = replies.findIndex((reply, index) => !isGoAhead(reply, index));
	if (refusing < 0) return undefined;
	if (replies[2]?.code === '354') await endEmpty(dialogue, STAGES[refusing]);
	return await refusedBy(session, replies[refusing], STAGES[refusing] ?? 'content');
}

async function askEnvelope(dialogue: SmtpDialogue, offer: Offer, message: OutgoingMessage): Promise<SmtpReply[]> {
	const commands = [mailCommand(offer, message), `RCPT TO:<${message.envelopeTo}>\r\n`, 'DATA\r\n'];
	return offer.hasPipelining ? await dialogue.ask(commands.join(''), { answers: commands.length }) : await askInTurn(dialogue, commands);
}

/** The content, and in the same packet the envelope of the mail that comes next. */
async function sendContent(session: SmtpSession, { raw }: OutgoingMessage, following?: Following): Promise<SmtpReply[]> {
	const { dialogue, offer } = session;
	const next = offer.hasPipelining && dialogue.isOpen() ? following?.() : undefined;
	const text = `${stuffed(raw)}${endOf(raw)}`;
	if (!next || refuseBeforehand(offer, next)) return await dialogue.ask(text, { encoding: 'latin1' });
	return await dialogue.inOnePacket(async () => {
		const answer = dialogue.ask(text, { encoding: 'latin1' });
		const ahead = { message: next, replies: askEnvelope(dialogue, offer, next) };
		session.ahead = ahead;
		ahead.replies.catch(async () => {
			const [reply] = await answer.catch(() => []);
			if (reply?.code !== '421' && session.ahead === ahead) session.noteShy();
		});
		return await answer;
	});
}

/** A server that forgets what came behind a content is not waited for as long as others are. */
const AHEAD_LIMIT_MS = 30_000;

/**
 * What the server said to an envelope that went out behind the content before. A server that closes, says nothing or says
 * something else has not judged this mail: it is tried anew.
 */
async function hearAhead(session: SmtpSession, { message, replies }: NonNullable<SmtpSession['ahead']>, wanted: OutgoingMessage): Promise<SmtpReply[]> {
	const { dialogue } = session;
	if (message !== wanted) {
		session.ahead = undefined;
		dialogue.fail('another mail was announced');
	}
	const timer = setTimeout(() => dialogue.fail('no answer to what came behind a content'), AHEAD_LIMIT_MS);
	const heard = await replies.finally(() => clearTimeout(timer));
	session.ahead = undefined;
	if (heard.at(-1)?.code === '421') throw new Error('the server closes');
	if (!heard.every((reply, index) => isGoAhead(reply, index) || isRefusal(reply))) session.noteShy();
	if (isOutOfStep(heard.find((reply, index) => !isGoAhead(reply, index)))) {
		session.noteShy();
		dialogue.fail('commands behind a content are not understood');
		throw new Error('the server is out of step');
	}
	return heard;
}

async function askInTurn(dialogue: SmtpDialogue, commands: readonly string[]): Promise<SmtpReply[]> {
	const replies: SmtpReply[] = [];
	for (const [index, command] of commands.entries()) {
		const [reply] = await dialogue.ask(command);
		if (reply) replies.push(reply);
		if (!reply || !isGoAhead(reply, index)) break;
	}
	return replies;
}

function isGoAhead(reply: SmtpReply, index: number): boolean {
	return index === 2 ? reply.code === '354' : isCompletion(reply);
}

function isCompletion(reply: SmtpReply): boolean {
	return reply.code.startsWith('2');
}

function isRefusal(reply: SmtpReply): boolean {
	return /^[45]/.test(reply.code);
}

/** Commands that it takes otherwise: it says nothing about this sender or recipient. */
function isOutOfStep(refusing: SmtpReply | undefined): boolean {
	return refusing !== undefined && /^50[023]$/.test(refusing.code);
}

function mailCommand({ hasSize, hasUtf8 }: Offer, { envelopeFrom, envelopeTo, raw }: OutgoingMessage): string {
	const isUtf8 = hasUtf8 && /[^\u0000-\u007f]/.test(envelopeFrom + envelopeTo);
	return `MAIL FROM:<${envelopeFrom}>${hasSize ? ` SIZE=${raw.length}` : ''}${isUtf8 ? ' SMTPUTF8' : ''}\r\n`;
}

/**
 * A server may take DATA although it refused the recipient (RFC 2920, 3.1): an empty message that nobody gets ends that.
 * One that refused the sender has nothing to end, and is not trusted with it.
 */
async function endEmpty(dialogue: SmtpDialogue, refused: Refused['stage'] | undefined): Promise<void> {
	if (refused === 'recipient') await dialogue.ask('.\r\n');
	else dialogue.fail('DATA accepted from a refused sender');
}

/** A refusal leaves the server in the middle of a transaction (503 at the next MAIL); a failing RSET ends the connection. */
async function refusedBy({ dialogue, ahead }: SmtpSession, reply: SmtpReply | undefined, stage: Refused['stage']): Promise<Refused> {
	if (!reply || !isRefusal(reply)) {
		dialogue.fail(`not an answer to this: ${reply?.text ?? ''}`);
		throw new Error('the server does not speak SMTP');
	}
	// behind a refused content the next transaction has begun
	if (dialogue.isOpen() && !ahead) await reset(dialogue);
	return { kind: 'refused', code: reply.code, reply: redactReply(reply.text), stage, isServerClosing: reply.code === '421' };
}

async function reset(dialogue: SmtpDialogue): Promise<void> {
	try {
		const [reply] = await dialogue.ask('RSET\r\n');
		if (!reply || !isCompletion(reply)) dialogue.fail('RSET refused');
	} catch {
		// the connection broke after the answer: the answer counts
	}
}

/** Doubles the dots that begin lines (RFC 5321, 4.5.2). */
function stuffed(raw: string): string {
	const inside = raw.includes('\r\n.') ? raw.replaceAll('\r\n.', '\r\n..') : raw;
	return inside.startsWith('.') ? `.${inside}` : inside;
}

function endOf(raw: string): string {
	return raw.endsWith('\r\n') ? '.\r\n' : '\r\n.\r\n';
}
