import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { redactReply } from '../delivery/smtpReply';
import type { MailConnection, Mailer, OutgoingMessage, TransmitResult } from '../delivery/ports';
import { SellerMailError } from '../shared/errors';
import type { SenderProfile, SmtpSettings } from '../shop/senderProfile';
import { composeMessage } from './mimeMessage';

const CONNECT_TIMEOUT_MS = 15_000;
const REPLY_TIMEOUT_MS = 120_000;

/** SMTP by nodemailer. Content is held back until the caller has noted that it goes out. */
export const smtpMailer: Mailer = {
	connect: async (sender) => await openConnection(sender.smtp),
	compose: composeMessage,
};

/** Opens, encrypts as asked, logs in. Used by sending and by the credential's test. */
export async function openConnection(smtp: SmtpSettings): Promise<MailConnection> {
	const connection = new SMTPConnection({
		host: smtp.host,
		port: smtp.port,
		secure: smtp.security === 'tls',
		requireTLS: smtp.security === 'starttls',
		ignoreTLS: smtp.security === 'none',
		tls: { rejectUnauthorized: smtp.isCertificateChecked },
		connectionTimeout: CONNECT_TIMEOUT_MS,
		greetingTimeout: CONNECT_TIMEOUT_MS,
		socketTimeout: REPLY_TIMEOUT_MS,
	});
	let isOpen = true;
	connection.on('end', () => (isOpen = false));
	// Errors reach the running call; this listener keeps one between calls from ending the process.
	connection.on('error', () => (isOpen = false));
	try {
		await connect(connection);
		if (smtp.user) await login(connection, smtp.user, smtp.password ?? '');
	} catch (error) {
		connection.close();
		throw toConnectError(error, smtp);
	}
	return {
		async transmit(message, mayBegin) {
			const result = await transmit(connection, message, mayBegin);
			if (result.kind === 'refused' && isOpen) await reset(connection);
			return result;
		},
		isOpen: () => isOpen,
		close: () => connection.quit(),
	};
}

async function connect(connection: SMTPConnection): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		connection.once('error', reject);
		connection.connect((error) => (error ? reject(error) : resolve()));
	});
}

async function login(connection: SMTPConnection, user: string, pass: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		// nodemailer's callback stays silent when the connection breaks or times out during AUTH
		connection.once('error', reject);
		connection.once('end', () => reject(new Error('the connection was closed during the login')));
		connection.login({ credentials: { user, pass } } as never, (error) => (error ? reject(error) : resolve()));
	});
}

/** A refused recipient leaves the server in the middle of a transaction (503 at the next MAIL); a failing RSET ends the connection. */
async function reset(connection: SMTPConnection): Promise<void> {
	await new Promise<void>((resolve) => {
		connection.once('end', resolve);
		connection.reset((error) => {
			connection.off('end', resolve);
			if (error) connection.close();
			resolve();
		});
	});
}

interface SmtpError extends Error {
	code?: string;
	responseCode?: number;
	response?: string;
	command?: string;
}

async function transmit(connection: SMTPConnection, message: OutgoingMessage, mayBegin: () => Promise<boolean>): Promise<TransmitResult> {
	const content = new HeldContent(message.raw, mayBegin);
	return await new Promise<TransmitResult>((resolve, reject) => {
		const envelope = { from: message.envelopeFrom, to: [message.envelopeTo], size: message.raw.length };
		connection.send(envelope, content, (error, info) => {
			if (!error) return resolve({ kind: 'accepted', code: '250', reply: redactReply(String(info?.response ?? '250')) });
			if (content.state === 'failed') {
				connection.close();
				return reject(content.cause);
			}
			resolve(toResult(connection, content.state, error as SmtpError));
		});
	});
}

function toResult(connection: SMTPConnection, state: HeldContent['state'], error: SmtpError): TransmitResult {
	if (state === 'withheld') {
		connection.close(); // the server waits for content that will not come
		return { kind: 'withheld' };
	}
	const refusal = toRefusal(error);
	if (refusal) return refusal;
	connection.close();
	const reason = redactReply(error.message);
	return state === 'begun' ? { kind: 'unknown', reason } : { kind: 'notBegun', reason };
}

/** The server's no, or nodemailer's own to an address or size that no server would take. */
function toRefusal(error: SmtpError): Extract<TransmitResult, { kind: 'refused' }> | undefined {
	if (error.responseCode && error.response && error.command !== 'CONN') {
		const code = String(error.responseCode);
		return { kind: 'refused', code, reply: redactReply(error.response), stage: STAGES[error.command ?? ''] ?? 'content', isServerClosing: code === '421' };
	}
	if (error.code === 'EENVELOPE') return { kind: 'refused', code: '553', reply: '553 5.1.3 not an address that can be written to', stage: 'recipient', isServerClosing: false };
	if (error.code === 'EMESSAGE') return { kind: 'refused', code: '552', reply: '552 5.3.4 bigger than the server takes', stage: 'content', isServerClosing: false };
	return undefined;
}

const STAGES: Readonly<Record<string, 'sender' | 'recipient' | 'content'>> = { 'MAIL FROM': 'sender', 'RCPT TO': 'recipient', DATA: 'content' };

/** The message's bytes, which nodemailer starts to read once the server said 354. Asks `mayBegin` before the first one. */
class HeldContent extends Readable {
	state: 'held' | 'begun' | 'withheld' | 'failed' = 'held';
	cause: unknown;
	private hasAsked = false;

	constructor(private readonly bytes: Buffer, private readonly mayBegin: () => Promise<boolean>) {
		super();
	}

	override _read(): void {
		if (this.hasAsked) return;
		this.hasAsked = true;
		void this.ask();
	}

	private async ask(): Promise<void> {
		try {
			if (!(await this.mayBegin())) return this.stop('withheld', new Error('withheld'));
		} catch (error) {
			this.cause = error;
			return this.stop('failed', new Error('not noted'));
		}
		if (this.destroyed) return;
		this.state = 'begun';
		this.push(this.bytes);
		this.push(null);
	}

	private stop(state: 'withheld' | 'failed', error: Error): void {
		this.state = state;
		this.destroy(error);
	}
}

function toConnectError(error: unknown, smtp: SmtpSettings): SellerMailError {
	const { code, message = '', responseCode } = error as SmtpError;
	const where = `${smtp.host}:${smtp.port}`;
	if (code === 'EAUTH') return new SellerMailError('SMTP_LOGIN_REFUSED', { message: `The mail server ${where} refused user or password (${responseCode ?? 'no code'}).`, cause: error });
	if (code === 'ETLS' || /STARTTLS|certificate|TLS/i.test(message)) {
		return new SellerMailError('SMTP_TLS_REQUIRED', { message: `No encrypted connection to ${where}: ${redactReply(message)}.`, cause: error });
	}
	return new SellerMailError('SMTP_UNREACHABLE', { message: `No connection to the mail server ${where}: ${sayNetworkError(message)}.`, cause: error });
}

/** Node's network codes in words: n8n replaces a message that holds such a code by a text of its own, without host and port. */
function sayNetworkError(message: string): string {
	const code = /\bE[A-Z_]{4,}\b/.exec(message)?.[0] ?? '';
	return NETWORK_ERRORS[code] ?? redactReply(message).replace(/\bE[A-Z_]{4,}\b/g, 'failure');
}

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing answers at this port',
	ECONNRESET: 'the server broke the connection off',
	EHOSTUNREACH: 'there is no way to this host',
	ENETUNREACH: 'there is no way to this network',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up just now',
	ETIMEDOUT: 'no answer in time',
};

/** Whether the server takes the login of this sender; closes again. Nothing is sent. */
export async function testSender(sender: SenderProfile): Promise<void> {
	(await openConnection(sender.smtp)).close();
}
