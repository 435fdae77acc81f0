import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { MINUTE_MS, SECOND_MS } from '../shared/clock';
import type { ReplyMail, ReplyMailer, ReplySendResult } from '../messaging/ports';
import type { SenderProfile, SmtpSettings } from '../shop/senderProfile';

/** For the whole transaction; well below the lease after which a reply in `sending` counts as abandoned. */
const TIME_LIMIT_MS = 5 * MINUTE_MS;

interface SmtpFailure {
	responseCode?: number;
	response?: string;
	code?: string;
}

/** Sends single replies over SMTP and tells apart what surely did not leave from what may have. */
export const replyMailer: ReplyMailer = {
	async send(sender, mail) {
		const message = await compose(sender, mail);
		return await transact(sender, mail.to, message);
	},
};

/** Plain text in UTF-8, signed when the sender has a key: nothing else that Amazon or the buyer could trip over. */
async function compose(sender: SenderProfile, mail: ReplyMail): Promise<Buffer> {
	const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...dkimOptions(sender) });
	const { message } = await composer.sendMail({
		from: sender.from,
		to: { name: '', address: mail.to },
		subject: mail.subject,
		text: mail.text,
		messageId: mail.messageId,
		...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo, references: mail.references } : {}),
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	return message as Buffer;
}

function dkimOptions({ dkim }: SenderProfile) {
	return dkim ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } } : {};
}

async function transact(sender: SenderProfile, to: string, message: Buffer): Promise<ReplySendResult> {
	const connection = new SMTPConnection(connectionOptions(sender.smtp));
	const body = markedStream(message);
	const timer = setTimeout(() => connection.close(), TIME_LIMIT_MS);
	try {
		await connect(connection);
		if (sender.smtp.user) await login(connection, sender.smtp);
		const reply = await sendBody(connection, { from: sender.bounceAddress ?? sender.from.address, to: [to] }, body.stream);
		return { kind: 'accepted', reply: withoutAddresses(reply) };
	} catch (error) {
		return toResult(error as SmtpFailure, body.hasBegun());
	} finally {
		clearTimeout(timer);
		connection.quit();
	}
}

function connectionOptions(smtp: SmtpSettings) {
	return {
		host: smtp.host, port: smtp.port,
		secure: smtp.security === 'tls', requireTLS: smtp.security === 'starttls', ignoreTLS: smtp.security === 'none',
		tls: { rejectUnauthorized: smtp.isCertificateChecked },
		connectionTimeout: 30 * SECOND_MS, greetingTimeout: 30 * SECOND_MS, socketTimeout: 2 * MINUTE_MS,
	};
}

/** nodemailer reads the body only after the server said 354 to DATA: the first read is the moment from which on the mail may have left. */
function markedStream(message: Buffer): { stream: Readable; hasBegun(): boolean } {
	let isBegun = false;
	const stream = new Readable({
		read() {
			isBegun = true;
			this.push(message);
			this.push(null);
		},
	});
	return { stream, hasBegun: () => isBegun };
}

/** A connection that breaks says so by an `error` event, whatever is under way. */
async function connect(connection: SMTPConnection): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		connection.on('error', reject);
		connection.on('end', () => reject(new Error('connection closed')));
		connection.connect((error) => (error ? reject(error) : resolve()));
	});
}

async function login(connection: SMTPConnection, smtp: SmtpSettings): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		connection.on('error', reject);
		connection.on('end', () => reject(new Error('connection closed')));
		connection.login({ user: smtp.user ?? '', pass: smtp.password ?? '' }, (error) => (error ? reject(error) : resolve()));
	});
}

async function sendBody(connection: SMTPConnection, envelope: { from: string; to: string[] }, body: Readable): Promise<string> {
	return await new Promise<string>((resolve, reject) => {
		connection.on('error', reject);
		connection.on('end', () => reject(new Error('connection closed')));
		connection.send(envelope, body, (error, info) => (error ? reject(error) : resolve(info?.response ?? '250')));
	});
}

/** A server's answer is certain at any stage; without one, only a mail whose text had not begun surely did not leave. */
function toResult(failure: SmtpFailure, hasBegun: boolean): ReplySendResult {
	if (failure.responseCode) return { kind: 'refused', code: String(failure.responseCode), reply: withoutAddresses(failure.response ?? '') };
	const reason = failure.code ?? 'connection closed';
	return hasBegun ? { kind: 'unknown', reason } : { kind: 'unreachable', reason };
}

function withoutAddresses(reply: string): string {
	return reply.replace(/<?[^\s<>]+@[^\s<>]+>?/g, '…').slice(0, 300);
}
