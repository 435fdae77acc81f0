import { generateKeyPairSync } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dkimVerify } from 'mailauth/lib/dkim/verify';
import PostalMime from 'postal-mime';
import { replyMailer } from '../../../core/gateway/replyMailer';
import type { SenderProfile } from '../../../core/shop/senderProfile';
import { anSmtpSink, smtpError, type SmtpSink } from '../../support/smtpSink';

const relay = 'q7k2m9x4c1z8b5+6fa459ea-ee8a-3ca4-894e-db77e160355e@marketplace.amazon.de';
const mail = {
	to: relay, subject: 'Re: Où est ma commande (注文)', text: 'Guten Tag,\n\nwir sehen nach. 你好\n.\nEnde', messageId: '<abc@seller.example>',
	inReplyTo: '<buyer@amazonses.com>', references: ['<first@amazonses.com>', '<buyer@amazonses.com>'],
};

function aSender(port: number, more: Partial<SenderProfile> = {}, smtp: Partial<SenderProfile['smtp']> = {}): SenderProfile {
	return {
		from: { name: 'Shop Müller', address: 'shop@seller.example' }, bounceAddress: 'bounce@seller.example',
		brand: { company: 'Shop', postalAddress: 'x', licenceAddress: 'x', phone: '1' },
		smtp: { host: '127.0.0.1', port, security: 'none', maxConnections: 1, isCertificateChecked: false, ...smtp },
		...more,
	};
}

describe('the reply mailer', () => {
	const sinks: SmtpSink[] = [];
	const aSink = async (behaviour: Parameters<typeof anSmtpSink>[0] = {}) => {
		const sink = await anSmtpSink(behaviour);
		sinks.push(sink);
		return sink;
	};
	afterEach(async () => await Promise.all(sinks.splice(0).map(async (sink) => await sink.stop())));

	it('delivers plain text in UTF-8, threaded, to the relay with its case', async () => {
		const sink = await aSink();
		expect(await replyMailer.send(aSender(sink.port), mail)).toMatchObject({ kind: 'accepted' });
		expect(sink.mails[0]).toMatchObject({ from: 'bounce@seller.example', to: relay });
		const received = await PostalMime.parse(sink.mails[0]?.raw ?? Buffer.alloc(0));
		expect(received).toMatchObject({
			from: { name: 'Shop Müller', address: 'shop@seller.example' }, to: [{ address: relay }], subject: mail.subject,
			messageId: mail.messageId, inReplyTo: mail.inReplyTo, references: mail.references.join(' '), attachments: [],
		});
		expect(received.text?.trim()).toBe(mail.text);
		expect(received.html).toBeUndefined();
		const names = received.headers.map(({ key }) => key);
		expect(names).not.toContain('auto-submitted');
		expect(names).not.toContain('list-unsubscribe');
	});

	it('signs with the sender’s key', async () => {
		const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
		const sink = await aSink();
		await replyMailer.send(aSender(sink.port, { dkim: { domain: 'seller.example', selector: 's1', privateKey } }), mail);
		const record = `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`;
		const { results } = await dkimVerify(sink.mails[0]?.raw ?? Buffer.alloc(0), { resolver: async () => [[record]] });
		expect(results.map((result) => [result.status.result, result.signingDomain])).toEqual([['pass', 'seller.example']]);
	});

	it('refused at RCPT → refused with its code, without addresses', async () => {
		const sink = await aSink({ onRecipient: (address) => smtpError(550, `<${address}> sender not authorised`) });
		const result = await replyMailer.send(aSender(sink.port), mail);
		expect(result).toMatchObject({ kind: 'refused', code: '550' });
		expect(JSON.stringify(result)).not.toContain('@');
	});

	it('refused after the content → refused: the server’s answer is certain', async () => {
		const sink = await aSink({ onContent: () => smtpError(554, 'filtered') });
		expect(await replyMailer.send(aSender(sink.port), mail)).toMatchObject({ kind: 'refused', code: '554' });
	});

	it('with a wrong password → refused, the password not in the answer', async () => {
		const sink = await aSink({ options: { authOptional: false, onAuth: (_auth, _session, done) => done(new Error('no')), allowInsecureAuth: true } });
		const result = await replyMailer.send(aSender(sink.port, {}, { user: 'me', password: 'secret-password' }), mail);
		expect(result).toMatchObject({ kind: 'refused', code: '535' });
		expect(JSON.stringify(result)).not.toContain('secret-password');
	});

	it('nobody listening → unreachable', async () => {
		expect(await replyMailer.send(aSender(1), mail)).toMatchObject({ kind: 'unreachable' });
	});

	it('no encryption offered where it is required → unreachable, no text in the clear', async () => {
		const sink = await aSink();
		expect(await replyMailer.send(aSender(sink.port, {}, { security: 'starttls' }), mail)).toMatchObject({ kind: expect.stringMatching(/unreachable|refused/) });
		expect(sink.mails).toEqual([]);
	});

	it.each([
		['at RCPT', 'RCPT', 'unreachable'],
		['after the text began to leave', 'END', 'unknown'],
	])('the connection breaks %s (%s) → %s', async (_when, at, kind) => {
		const server = await aBreakingServer(at);
		expect(await replyMailer.send(aSender(server.port), mail)).toMatchObject({ kind });
		await server.stop();
	});
});

/** Speaks SMTP up to a point and hangs up there. */
async function aBreakingServer(at: string): Promise<{ port: number; stop(): Promise<void> }> {
	const server = createServer((socket) => answer(socket, at));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
	return { port: (server.address() as AddressInfo).port, stop: async () => await new Promise<void>((resolve) => server.close(() => resolve())) };
}

function answer(socket: Socket, at: string): void {
	let isContent = false;
	socket.on('error', () => undefined);
	socket.write('220 ready\r\n');
	socket.on('data', (chunk) => {
		const text = chunk.toString();
		if ((at === 'RCPT' && text.startsWith('RCPT')) || isContent) return void socket.destroy();
		isContent = text.startsWith('DATA');
		socket.write(isContent ? '354 go on\r\n' : '250 ok\r\n');
	});
}
