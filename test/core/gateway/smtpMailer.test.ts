import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dkimVerify } from 'mailauth/lib/dkim/verify';
import type { ComposeInput } from '../../../core/delivery/ports';
import { smtpMailer } from '../../../core/gateway/smtpMailer';
import { DKIM_RECORD, NOON, aSender } from '../../support/builders';
import { anSmtpSink, smtpError, type SmtpSink } from '../../support/smtpSink';

let sink: SmtpSink | undefined;
afterEach(async () => {
	await sink?.stop();
	sink = undefined;
});

const input = (port: number, fields: Partial<ComposeInput> = {}): ComposeInput => ({
	sender: aSender(port), to: { address: 'ana@correo.example', name: 'Ana Peña' }, messageId: '<d_1@mail.lumen-home.example>', date: NOON,
	mail: { subject: 'Tu carrito: 38,40 € 🛒', html: '<p>Hola, <b>Ana</b></p>\r\n<p>.</p>\r\n.\r\n', text: 'Hola, Ana\n.\n', language: 'es' },
	headers: { 'List-Unsubscribe': '<https://shop.example/m?t=x>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'Feedback-ID': 'a:b:c:sellermail' },
	...fields,
});
const yes = async (): Promise<boolean> => await Promise.resolve(true);

it('a mail arrives signed; an independent library verifies it with both unsubscribe headers under the signature', async () => {
	sink = await anSmtpSink();
	const connection = await smtpMailer.connect(aSender(sink.port));
	const message = await smtpMailer.compose(input(sink.port));
	expect(await connection.transmit(message, yes)).toMatchObject({ kind: 'accepted', code: '250' });
	connection.close();
	const [mail] = sink.mails;
	expect(mail).toMatchObject({ from: 'bounce@mail.lumen-home.example', to: 'ana@correo.example' });
	const { results } = await dkimVerify(mail!.raw, { resolver: async () => [[DKIM_RECORD]] });
	expect(results[0]?.status.result).toBe('pass');
	const signed = results[0]?.signingHeaders?.keys.toLowerCase().split(/\s*:\s*/);
	expect(signed).toEqual(expect.arrayContaining(['from', 'subject', 'list-unsubscribe', 'list-unsubscribe-post', 'feedback-id']));
	expect(mail!.raw.toString()).toContain('Message-ID: <d_1@mail.lumen-home.example>');
});

it('line breaks in names and subjects can not make headers', async () => {
	const message = await smtpMailer.compose(input(1, {
		to: { address: 'ana@correo.example', name: 'Ana\r\nBcc: all@buyer.example' },
		mail: { subject: 'Hi\r\nBcc: all@buyer.example', html: '<p>x</p>', text: 'x', language: 'es' },
	}));
	const headers = message.raw.split('\r\n\r\n')[0] ?? '';
	expect(headers).not.toMatch(/^Bcc:/im);
});

it('a recipient who does not exist → refused with the code, without his address; the connection goes on', async () => {
	sink = await anSmtpSink({ onRecipient: (address) => (address.startsWith('ana') ? smtpError(550, '5.1.1 <ana@correo.example> unknown user') : undefined) });
	const connection = await smtpMailer.connect(aSender(sink.port));
	const refused = await connection.transmit(await smtpMailer.compose(input(sink.port)), yes);
	expect(refused).toMatchObject({ kind: 'refused', code: '550', reply: expect.stringContaining('5.1.1') });
	expect(JSON.stringify(refused)).not.toContain('ana@');
	const other = await smtpMailer.compose(input(sink.port, { to: { address: 'eva@correo.example' } }));
	expect(await connection.transmit(other, yes)).toMatchObject({ kind: 'accepted' });
	connection.close();
	expect(sink.mails.map((mail) => mail.to)).toEqual(['eva@correo.example']);
});

it('content refused after it was sent → refused, not unknown', async () => {
	sink = await anSmtpSink({ onContent: () => smtpError(451, '4.7.1 try later') });
	const connection = await smtpMailer.connect(aSender(sink.port));
	expect(await connection.transmit(await smtpMailer.compose(input(sink.port)), yes)).toMatchObject({ kind: 'refused', code: '451' });
	connection.close();
});

it('held back at the last moment → withheld, nothing arrives', async () => {
	sink = await anSmtpSink();
	const connection = await smtpMailer.connect(aSender(sink.port));
	expect(await connection.transmit(await smtpMailer.compose(input(sink.port)), async () => await Promise.resolve(false))).toEqual({ kind: 'withheld' });
	expect(connection.isOpen()).toBe(false);
	expect(sink.mails).toEqual([]);
});

it('the note that it goes out fails → the failure comes up, nothing arrives', async () => {
	sink = await anSmtpSink();
	const connection = await smtpMailer.connect(aSender(sink.port));
	const sending = connection.transmit(await smtpMailer.compose(input(sink.port)), async () => await Promise.reject(new Error('disk full')));
	await expect(sending).rejects.toThrow('disk full');
	expect(sink.mails).toEqual([]);
});

it('it may begin only after the server is ready for the content, and not a byte earlier', async () => {
	const seen: string[] = [];
	sink = await anSmtpSink({ onRecipient: () => void seen.push('recipient') as undefined, onContent: () => void seen.push('content') as undefined });
	const connection = await smtpMailer.connect(aSender(sink.port));
	await connection.transmit(await smtpMailer.compose(input(sink.port)), async () => {
		seen.push('noted');
		return await Promise.resolve(true);
	});
	connection.close();
	expect(seen).toEqual(['recipient', 'noted', 'content']);
});

it('wrong password → SMTP_LOGIN_REFUSED', async () => {
	sink = await anSmtpSink({ options: { authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(new Error('no')) } });
	const sender = aSender(sink.port);
	await expect(smtpMailer.connect({ ...sender, smtp: { ...sender.smtp, user: 'u', password: 'wrong' } })).rejects.toMatchObject({ code: 'SMTP_LOGIN_REFUSED', isRetryable: false });
});

it('nobody listens → SMTP_UNREACHABLE', async () => {
	await expect(smtpMailer.connect(aSender(1))).rejects.toMatchObject({ code: 'SMTP_UNREACHABLE', isRetryable: true });
});

it('STARTTLS wanted, none offered → SMTP_TLS_REQUIRED, no login and no mail in clear text', async () => {
	let loginSeen = false;
	sink = await anSmtpSink({ options: { allowInsecureAuth: true, onAuth: (_auth, _session, done) => { loginSeen = true; done(null, { user: 'u' }); } } });
	const sender = aSender(sink.port);
	const connecting = smtpMailer.connect({ ...sender, smtp: { ...sender.smtp, security: 'starttls', user: 'u', password: 'p' } });
	await expect(connecting).rejects.toMatchObject({ code: 'SMTP_TLS_REQUIRED' });
	expect(loginSeen).toBe(false);
});

it('a certificate that nobody vouches for → SMTP_TLS_REQUIRED, unless a test server is allowed', async () => {
	sink = await anSmtpSink({ options: { disabledCommands: [] } });
	const sender = aSender(sink.port);
	await expect(smtpMailer.connect({ ...sender, smtp: { ...sender.smtp, security: 'starttls' } })).rejects.toMatchObject({ code: 'SMTP_TLS_REQUIRED' });
	const connection = await smtpMailer.connect({ ...sender, smtp: { ...sender.smtp, security: 'starttls', isCertificateChecked: false } });
	expect(await connection.transmit(await smtpMailer.compose(input(sink.port)), yes)).toMatchObject({ kind: 'accepted' });
	connection.close();
});

describe('the connection drops', () => {
	const scripted = async (dropAt: 'RCPT' | 'content'): Promise<{ port: number; close(): void }> => {
		const sockets: Socket[] = [];
		const server = createServer((socket) => {
			sockets.push(socket);
			socket.on('error', () => undefined);
			socket.write('220 test\r\n');
			let isContent = false;
			socket.on('data', (bytes) => {
				if (isContent) return void socket.destroy();
				for (const line of bytes.toString().split('\r\n').filter(Boolean)) {
					if (line.startsWith('RCPT') && dropAt === 'RCPT') return void socket.destroy();
					if (line === 'DATA') isContent = true;
					socket.write(line === 'DATA' ? '354 go\r\n' : '250 ok\r\n');
				}
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return { port: (server.address() as AddressInfo).port, close: () => { sockets.forEach((socket) => socket.destroy()); server.close(); } };
	};

	it.each([['RCPT', 'notBegun'], ['content', 'unknown']] as const)('at %s → %s', async (dropAt, kind) => {
		const server = await scripted(dropAt);
		const connection = await smtpMailer.connect(aSender(server.port));
		expect(await connection.transmit(await smtpMailer.compose(input(server.port)), yes)).toMatchObject({ kind });
		expect(connection.isOpen()).toBe(false);
		server.close();
	});
});
