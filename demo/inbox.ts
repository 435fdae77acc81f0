import { setTimeout as sleep } from 'node:timers/promises';
import type { SMTPServerAddress, SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { portOf } from './freePort';
import type { InboxMail } from './inboxMail';
import { serveInboxPages } from './inboxWeb';
import type { Log } from './runCommand';

export interface SmtpRefusal {
	/** 4xx or 5xx */
	code: number;
	/** May begin with an enhanced code: "5.1.1 No such user". */
	message: string;
}

export interface InboxOptions {
	log: Log;
	/** 0 or none: any free one. */
	smtpPort?: number;
	webPort?: number;
	/** Asked for each RCPT TO. */
	refuse?: (recipient: string) => SmtpRefusal | undefined;
	/** Between the end of DATA and its 250. */
	delayMs?: number;
	/** Makes AUTH required, without TLS. */
	auth?: { user: string; password: string };
	/** Announces STARTTLS with a self-signed certificate. */
	hasStartTls?: boolean;
}

export interface Inbox {
	smtp: { host: string; port: number; user?: string; password?: string };
	webUrl: string;
	messages(): number;
	all(): readonly InboxMail[];
	stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const MAX_MAIL_BYTES = 50 * 1024 * 1024;

/** Starts an SMTP server that keeps all it is sent in memory, with a page to read it. Only this machine can reach either. */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
	const mails: InboxMail[] = [];
	const smtp = new SMTPServer(smtpOptions(options, mails));
	// A client that hangs up, or is killed, is no reason for the inbox to fall.
	smtp.on('error', (error) => options.log(`Inbox: ${error.message}`));
	// Without it, small answers wait for the client's acknowledgement: about 40 ms for each mail.
	smtp.server.on('connection', (socket) => socket.setNoDelay(true));
	const smtpPort = await listenSmtp(smtp, options.smtpPort ?? 0);
	const web = await serveInboxPages(mails, HOST, options.webPort ?? 0).catch(async (error: unknown) => {
		await closeSmtp(smtp);
		throw error;
	});
	return {
		smtp: { host: HOST, port: smtpPort, ...options.auth },
		webUrl: web.url,
		messages: () => mails.length,
		all: () => mails,
		stop: async () => {
			await Promise.all([closeSmtp(smtp), web.stop()]);
		},
	};
}

function smtpOptions(options: InboxOptions, mails: InboxMail[]): SMTPServerOptions {
	const { auth, hasStartTls } = options;
	return {
		banner: 'seller-mail demo inbox',
		size: MAX_MAIL_BYTES,
		disableReverseLookup: true,
		authOptional: !auth,
		allowInsecureAuth: true,
		disabledCommands: [...(auth ? [] : ['AUTH']), ...(hasStartTls ? [] : ['STARTTLS'])],
		onAuth: ({ username, password }, _session, done) => {
			const isRight = username === auth?.user && password === auth?.password;
			done(isRight ? null : smtpError({ code: 535, message: '5.7.8 Authentication failed' }), { user: username });
		},
		onRcptTo: (address, _session, done) => {
			const refusal = options.refuse?.(address.address);
			done(refusal ? smtpError(refusal) : null);
		},
		onData: (stream, session, done) => {
			receive(stream, session, mails, options.delayMs ?? 0).then(done, done);
		},
	};
}

/** Keeps one mail; the error is SMTP's answer when it can't. */
async function receive(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, mails: InboxMail[], delayMs: number): Promise<Error | null> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	if (stream.sizeExceeded) return smtpError({ code: 552, message: '5.3.4 Message too big' });
	if (delayMs > 0) await sleep(delayMs);
	const { mailFrom, rcptTo } = envelope;
	mails.push({ id: mails.length + 1, receivedAt: Date.now(), from: addressOf(mailFrom), to: rcptTo.map(addressOf), source: Buffer.concat(chunks) });
	return null;
}

/** The null sender of bounces has no address. */
function addressOf(address: SMTPServerAddress | false): string {
	return address ? address.address : '';
}

function smtpError({ code, message }: SmtpRefusal): Error {
	return Object.assign(new Error(message), { responseCode: code });
}

function listenSmtp(smtp: SMTPServer, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		smtp.server.once('error', (cause) => reject(new Error(`The inbox can't listen on SMTP port ${port}: ${cause.message}`, { cause })));
		smtp.listen(port, HOST, () => resolve(portOf(smtp.server)));
	});
}

function closeSmtp(smtp: SMTPServer): Promise<void> {
	return new Promise((resolve) => smtp.close(() => resolve()));
}
