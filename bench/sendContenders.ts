import { spawn } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { SIGNED_HEADERS } from '../core/delivery/signedHeaders';
import { seconds } from './bench';
import { benchSender } from './fixture';

/** The nodemailer that n8n 2.41 brings along. */
const n8nMailer = require('nodemailer-of-n8n') as { createTransport: typeof createTransport };

/** Mails a second of nodemailer's pool: ready mails, DKIM with the same key over the same fields, the same number of connections. */
export async function sendByPool(port: number, connections: number, mails: readonly SendMailOptions[]): Promise<number> {
	const { dkim } = benchSender(port, connections);
	const transport = createTransport({
		pool: true, host: '127.0.0.1', port, ignoreTLS: true, maxConnections: connections, maxMessages: Infinity,
		dkim: dkim && { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey, headerFieldNames: SIGNED_HEADERS.join(':') },
	});
	const startedAt = process.hrtime.bigint();
	await Promise.all(mails.map(async (mail) => await transport.sendMail({ ...mail })));
	const perSecond = mails.length / seconds(startedAt);
	transport.close();
	return perSecond;
}

/** Mails a second of n8n's Send Email node: what it does for each item (n8n-nodes-base 2.41.1, EmailSend v2): a transport of its own, one mail after the other, unsigned. */
export async function sendAsN8n(port: number, mails: readonly SendMailOptions[]): Promise<number> {
	const startedAt = process.hrtime.bigint();
	for (const mail of mails) {
		const transport = n8nMailer.createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true }, { disableFileAccess: true, disableUrlAccess: true });
		await transport.sendMail({ ...mail });
	}
	return mails.length / seconds(startedAt);
}

/** Where Postfix's generator of mail is (Debian's package postfix); `undefined`: not on this machine. */
export function findSmtpSource(): string | undefined {
	// an ordinary user's PATH leaves the system's programs out
	return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].map((folder) => join(folder, 'smtp-source')).find((file) => existsSync(file));
}

/** Mails a second of Postfix's smtp-source: one text of that many bytes again and again, unsigned, over connections that stay open. */
export async function sendBySmtpSource(program: string, port: number, connections: number, count: number, bytes: number): Promise<number> {
	const startedAt = process.hrtime.bigint();
	await new Promise<void>((resolve, reject) => {
		const options = ['-4', '-d', '-s', String(connections), '-m', String(count), '-l', String(bytes), '-f', 'news@mail.lumen-home.example', '-t', 'buyer@buyer.example'];
		const child = spawn(program, [...options, `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'inherit'] });
		child.once('error', reject).once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`smtp-source ended with ${code}`))));
	});
	return count / seconds(startedAt);
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Signatures a second when this machine does nothing but RSA-2048, in as many threads as Node has for it. */
export async function signOnly(count: number): Promise<number> {
	const text = Buffer.alloc(700, 'x');
	let left = count;
	const startedAt = process.hrtime.bigint();
	await Promise.all(Array.from({ length: 8 }, async () => {
		while (left-- > 0) await new Promise((resolve, reject) => sign('sha256', text, privateKey, (error) => (error ? reject(error) : resolve(undefined))));
	}));
	return count / seconds(startedAt);
}
