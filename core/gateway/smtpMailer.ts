import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailConnection, Mailer } from '../delivery/ports';
import type { SenderProfile, SmtpSettings } from '../shop/senderProfile';
import { composeMessage } from './mimeMessage';
import { toConnectError } from './smtpConnectError';
import { makeDialogue } from './smtpDialogue';
import { transact, type Offer, type SmtpSession } from './smtpTransaction';

const CONNECT_TIMEOUT_MS = 15_000;
/** of silence */
const REPLY_TIMEOUT_MS = 120_000;
/** of an answer that comes byte by byte */
const ANSWER_LIMIT_MS = 300_000;

/** nodemailer connects, encrypts and logs in; mails then go over its socket. Content is held back until the caller has noted that it goes out. */
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
	// Errors reach the running call; this listener keeps one between calls from ending the process.
	connection.on('error', () => undefined);
	try {
		await connect(connection);
		if (smtp.user) await login(connection, smtp.user, smtp.password ?? '');
	} catch (error) {
		connection.close();
		throw toConnectError(error, smtp);
	}
	return takeOver(connection, smtp);
}

/** Those (`host:port`) that once broke off or got out of step at an envelope behind a content, although they offer pipelining. */
const shyServers = new Set<string>();

/** From here on nodemailer only watches over the socket: broken, closed, silent for too long. */
function takeOver(connection: SMTPConnection, smtp: SmtpSettings): MailConnection {
	const socket = connection._socket;
	if (!socket) throw toConnectError(new Error('the connection was closed after the login'), smtp);
	socket.removeAllListeners('data');
	const dialogue = makeDialogue(socket, { timeLimitMs: ANSWER_LIMIT_MS, close: () => connection.close() });
	connection.on('error', (error) => dialogue.fail(error.message));
	connection.on('end', () => dialogue.fail('the server closed the connection'));
	const server = `${smtp.host}:${smtp.port}`;
	const session: SmtpSession = { dialogue, offer: readOffer(connection), noteShy: () => void shyServers.add(server) };
	return {
		transmit: async (message, mayBegin, following) => await transact(session, message, mayBegin, shyServers.has(server) ? undefined : following),
		isOpen: () => dialogue.isOpen(),
		close() {
			// a server that waits for a content takes everything for it
			if (dialogue.isOpen() && !session.ahead) socket.write('QUIT\r\n');
			session.ahead = undefined;
			dialogue.fail('closed');
		},
	};
}

/** What nodemailer learnt from EHLO, after encryption; it has no public name for it. Unknown counts as not offered. */
function readOffer(connection: SMTPConnection): Offer {
	const { _supportedExtensions: extensions = [], _maxAllowedSize: maxSize = 0 } = connection as { _supportedExtensions?: string[]; _maxAllowedSize?: number };
	return { hasPipelining: extensions.includes('PIPELINING'), hasSize: extensions.includes('SIZE'), hasUtf8: extensions.includes('SMTPUTF8'), maxSize };
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

/** Whether the server takes the login of this sender; closes again. Nothing is sent. */
export async function testSender(sender: SenderProfile): Promise<void> {
	(await openConnection(sender.smtp)).close();
}
