import type { MailConnection } from '../../../core/delivery/ports';
import { smtpMailer } from '../../../core/gateway/smtpMailer';
import { aSender } from '../../support/builders';
import { aMessage, aScriptedSmtp, type ScriptedSmtp } from '../../support/scriptedSmtp';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';

let server: ScriptedSmtp | undefined;
let sink: SmtpSink | undefined;
let connection: MailConnection | undefined;
afterEach(async () => {
	connection?.close();
	server?.stop();
	await sink?.stop();
	server = sink = connection = undefined;
});

const yes = async (): Promise<boolean> => await Promise.resolve(true);
const start = async (script: Parameters<typeof aScriptedSmtp>[0]): Promise<MailConnection> => {
	server = await aScriptedSmtp(script);
	return (connection = await smtpMailer.connect(aSender(server.port)));
};
const heard = (): string[] => (server?.heard ?? []).filter((words) => !words.startsWith('EHLO'));

describe('what a real server gets', () => {
	it.each([
		['dots that begin lines', '.\r\n..\r\n...a\r\n.b\r\nc.\r\n.\r\n'],
		['a dot as the very first byte', '.x\r\ny\r\n'],
		['the end of a mail in the middle', 'a\r\n.\r\nQUIT\r\n\r\n.\r\n'],
		['a line of 2,000 characters', `${'x'.repeat(2_000)}\r\n`],
		['a million bytes', 'x'.repeat(78).concat('\r\n').repeat(12_500)],
	])('%s → byte for byte', async (_name, text) => {
		sink = await anSmtpSink();
		connection = await smtpMailer.connect(aSender(sink.port));
		expect(await connection.transmit(aMessage({ raw: text }), yes)).toMatchObject({ kind: 'accepted' });
		expect(await connection.transmit(aMessage({ raw: 'second\r\n' }), yes)).toMatchObject({ kind: 'accepted' });
		expect(sink.mails.map(({ raw }) => raw.toString())).toEqual([text, 'second\r\n']);
	});

	it('many over one connection, refusals of every stage in between → the others arrive, once each', async () => {
		sink = await anSmtpSink({
			onRecipient: (address) => (address.startsWith('no') ? Object.assign(new Error('5.1.1 unknown'), { responseCode: 550 }) : undefined),
			onContent: ({ raw }) => (raw.includes('refuse me') ? Object.assign(new Error('5.7.1 spam'), { responseCode: 554 }) : undefined),
		});
		connection = await smtpMailer.connect(aSender(sink.port));
		const kinds: string[] = [];
		for (let index = 0; index < 30; index += 1) {
			const one = aMessage({ envelopeTo: `${index % 3 === 1 ? 'no' : 'ana'}${index}@correo.example`, raw: `${index % 5 === 4 ? 'refuse me' : index}\r\n` });
			kinds.push((await connection.transmit(one, yes)).kind);
		}
		expect(connection.isOpen()).toBe(true);
		expect(sink.maxOpen).toBe(1);
		expect(sink.mails.map(({ to }) => to)).toEqual(kinds.flatMap((kind, index) => (kind === 'accepted' ? [`ana${index}@correo.example`] : [])));
		expect(kinds.filter((kind) => kind === 'accepted')).toHaveLength(16);
	});
});

describe('the order of commands', () => {
	it('pipelining offered → envelope and DATA in one go, the content after 354 and after the note', async () => {
		const order: string[] = [];
		const one = await start({ onCommand: (command) => void order.push(command.slice(0, 4)) as undefined, onContent: () => void order.push('content') as undefined });
		await one.transmit(aMessage(), async () => Boolean(order.push('noted')));
		expect(order).toEqual(['EHLO', 'MAIL', 'RCPT', 'DATA', 'noted', 'content']);
	});

	it.each([['none offered', []], ['only others offered', ['SIZE 1000', '8BITMIME']]])('%s → one command at a time', async (_name, offers) => {
		let [unanswered, most] = [0, 0];
		const one = await start({ offers, onCommand: (command, socket) => {
			if (!/^(MAIL|RCPT|DATA)/.test(command)) return undefined;
			most = Math.max(most, (unanswered += 1));
			if (command === 'DATA') return undefined;
			setTimeout(() => { unanswered -= 1; socket.write('250 ok\r\n'); }, 5);
			return '';
		} });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'accepted' });
		expect(most).toBe(1);
		expect(heard().slice(0, 3).map((words) => words.slice(0, 4))).toEqual(['MAIL', 'RCPT', 'DATA']);
	});

	it('size and UTF-8 addresses are announced to who asked for it', async () => {
		const one = await start({ offers: ['PIPELINING', 'SIZE 5000', 'SMTPUTF8'] });
		await one.transmit(aMessage({ envelopeTo: 'añá@correo.example' }), yes);
		expect(heard()[0]).toBe('MAIL FROM:<bounce@mail.lumen-home.example> SIZE=21 SMTPUTF8');
		expect(await one.transmit(aMessage({ raw: 'x'.repeat(5_001) }), yes)).toMatchObject({ kind: 'refused', code: '552', stage: 'content' });
		expect(one.isOpen()).toBe(true);
	});

	it.each(['', 'a\r\nRCPT TO:<eve@x.example>', 'ana@x.example>\r\nDATA', 'a\u0000b@x.example', '<ana@x.example'])('address %j → refused here, nothing of it on the wire', async (envelopeTo) => {
		const one = await start({});
		expect(await one.transmit(aMessage({ envelopeTo }), yes)).toMatchObject({ kind: 'refused', code: '553', stage: 'recipient' });
		expect(heard()).toEqual([]);
	});
});

describe('answers in every shape', () => {
	const long = (lines: number): string => Array.from({ length: lines }, (_, index) => `250${index === lines - 1 ? ' ' : '-'}line ${index}\r\n`).join('');

	it.each([1, 2, 3, 7])('%i bytes in a packet, several lines to an answer → understood', async (pieceBytes) => {
		const one = await start({ pieceBytes, onCommand: (command) => (/^(MAIL|RCPT)/.test(command) ? long(5) : undefined), onContent: () => '250-2.0.0 queued\r\n250 as 1\r\n' });
		expect(await one.transmit(aMessage(), yes)).toEqual({ kind: 'accepted', code: '250', reply: '250-2.0.0 queued 250 as 1' });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'accepted' });
	});

	it('bare line feeds, an answer without words → understood', async () => {
		const one = await start({ onCommand: (command) => (command.startsWith('MAIL') ? '250\n' : undefined), onContent: () => '250-a\n250 b\n' });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'accepted' });
	});

	it.each([
		['no SMTP at all', 'HTTP/1.1 200 OK\r\n'], ['bytes', '\u0000\u0001\u00ff\u00fe\r\n'], ['an empty line', '\r\n'], ['a code of two digits', '25 ok\r\n'], ['a code that no command gets', '999 ok\r\n'],
		['another code in the middle', '250-a\r\n550 b\r\n'], ['a line without an end', 'x'.repeat(20_000)], ['an answer without an end', '250-x\r\n'.repeat(200)], ['a line of 9,000 bytes', `250 ${'x'.repeat(9_000)}\r\n`],
	])('%s instead of an answer to the sender → not begun, hung up; to the content → unknown', async (_name, rubbish) => {
		const one = await start({ onCommand: (command) => (command.startsWith('MAIL') ? rubbish : undefined) });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'notBegun' });
		expect(one.isOpen()).toBe(false);
		server?.stop();
		const other = await start({ onContent: () => rubbish });
		expect(await other.transmit(aMessage(), yes)).toMatchObject({ kind: 'unknown' });
		expect(other.isOpen()).toBe(false);
		expect(await other.transmit(aMessage(), yes)).toMatchObject({ kind: 'notBegun' });
	});

	it('two answers to one content → the mail is accepted, the connection is not trusted with another', async () => {
		const one = await start({ onContent: () => '250 ok\r\n250 ok\r\n' });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'accepted' });
		expect(one.isOpen()).toBe(false);
	});

	it('an answer before anything was asked → hung up, nothing sent', async () => {
		const one = await start({ onCommand: (command) => (command.startsWith('RCPT') ? '250 ok\r\n354 go\r\n354 go\r\n' : undefined) });
		let isAsked = false;
		const result = await one.transmit(aMessage(), async () => { await new Promise((resolve) => setTimeout(resolve, 20)); return (isAsked = true); });
		expect(result).toMatchObject({ kind: 'notBegun' });
		expect(isAsked).toBe(true);
		expect(heard()).not.toContain('Subject: x\r\n\r\nHello');
	});
});

describe('421 and broken connections', () => {
	const stages = [['MAIL', 'sender'], ['RCPT', 'recipient'], ['DATA', 'content']] as const;
	it.each(stages)('421 to %s, pipelined or not → refused as the %s, not asked for the content, the connection is over', async (verb, stage) => {
		for (const offers of [['PIPELINING'], []]) {
			const one = await start({ offers, onCommand: (command, socket) => (command.startsWith(verb) ? (setImmediate(() => socket.end()), '421 4.3.2 closing\r\n') : undefined) });
			let isAsked = false;
			expect(await one.transmit(aMessage(), async () => await Promise.resolve((isAsked = true)))).toMatchObject({ kind: 'refused', code: '421', stage, isServerClosing: true });
			expect([isAsked, one.isOpen()]).toEqual([false, false]);
			server?.stop();
		}
	});

	it('421 to the content → refused, not unknown', async () => {
		const one = await start({ onContent: () => '421 4.3.2 closing\r\n' });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'refused', code: '421', stage: 'content', isServerClosing: true });
		expect(one.isOpen()).toBe(false);
	});

	it('421 between two mails → the next one is not begun', async () => {
		const one = await start({ onContent: (socket) => void setTimeout(() => socket.write('421 4.4.2 idle\r\n'), 10) as undefined });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'accepted' });
		await new Promise((resolve) => setTimeout(resolve, 60));
		expect(one.isOpen()).toBe(false);
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'notBegun' });
	});

	it.each(stages)('the server hangs up at %s → not begun', async (verb) => {
		const one = await start({ onCommand: (command, socket) => (command.startsWith(verb) ? (socket.destroy(), '') : undefined) });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'notBegun' });
		expect(one.isOpen()).toBe(false);
	});

	it('the server hangs up while the note is written → not begun', async () => {
		const one = await start({});
		const result = one.transmit(aMessage(), async () => { server?.stop(); await new Promise((resolve) => setTimeout(resolve, 30)); return true; });
		expect(await result).toMatchObject({ kind: 'notBegun' });
	});

	it('half an answer to the content, then silence and the end → unknown', async () => {
		const one = await start({ onContent: (socket) => (setTimeout(() => socket.destroy(), 20), '250') });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'unknown' });
	});
});

describe('servers that take DATA although they refused the envelope', () => {
	it('the recipient → an empty message ends it, nobody gets content, the connection goes on', async () => {
		const one = await start({ onCommand: (command) => (command.startsWith('RCPT') && !command.includes('eva') ? '550 5.1.1 unknown\r\n' : undefined), onContent: () => undefined });
		let isAsked = false;
		expect(await one.transmit(aMessage(), async () => await Promise.resolve((isAsked = true)))).toMatchObject({ kind: 'refused', code: '550', stage: 'recipient' });
		expect(isAsked).toBe(false);
		expect(heard()).toEqual(['MAIL FROM:<bounce@mail.lumen-home.example>', 'RCPT TO:<ana@correo.example>', 'DATA', '', 'RSET']);
		expect(await one.transmit(aMessage({ envelopeTo: 'eva@correo.example' }), yes)).toMatchObject({ kind: 'accepted' });
	});

	it('the sender → hung up without a byte of content', async () => {
		const one = await start({ onCommand: (command) => (command.startsWith('MAIL') ? '550 5.7.1 no\r\n' : undefined) });
		expect(await one.transmit(aMessage(), yes)).toMatchObject({ kind: 'refused', code: '550', stage: 'sender' });
		expect(one.isOpen()).toBe(false);
		expect(heard()).toHaveLength(3);
	});
});
