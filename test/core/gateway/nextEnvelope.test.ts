import type { MailConnection, OutgoingMessage } from '../../../core/delivery/ports';
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

describe('the next envelope behind a content (RFC 2920)', () => {
	const first = aMessage({ raw: 'first\r\n' });
	const second = aMessage({ envelopeTo: 'eva@correo.example', raw: 'second\r\n' });
	const third = aMessage({ envelopeTo: 'zoe@correo.example', raw: 'third\r\n' });
	const envelope = ({ envelopeFrom, envelopeTo }: OutgoingMessage): string[] => [`MAIL FROM:<${envelopeFrom}>`, `RCPT TO:<${envelopeTo}>`, 'DATA'];
	const kindOf = async (result: ReturnType<MailConnection['transmit']>): Promise<string> => (await result).kind;
	/** How often a new connection to the same server asks for a mail to follow; both mails are taken. */
	const asksOnAnother = async (): Promise<number> => {
		const other = await smtpMailer.connect(aSender(server?.port ?? 0));
		let asked = 0;
		expect(await kindOf(other.transmit(second, yes, () => { asked += 1; return third; }))).toBe('accepted');
		expect(await kindOf(other.transmit(third, yes))).toBe('accepted');
		other.close();
		return asked;
	};

	it('leaves with it, is not sent again, and its content waits for its own note', async () => {
		const order: string[] = [];
		const one = await start({ onCommand: (command) => void order.push(command) as undefined, onContent: () => void order.push('content') as undefined });
		expect(await kindOf(one.transmit(first, yes, () => second))).toBe('accepted');
		order.push('answered');
		expect(await kindOf(one.transmit(second, async () => Boolean(order.push('noted'))))).toBe('accepted');
		expect(order.slice(1)).toEqual([...envelope(first), 'content', ...envelope(second), 'answered', 'noted', 'content']);
		expect(heard().filter((words) => words === 'first' || words === 'second')).toEqual(['first', 'second']);
	});

	it('a real server gets a thousand that way, each once', async () => {
		sink = await anSmtpSink();
		connection = await smtpMailer.connect(aSender(sink.port));
		const mails = Array.from({ length: 1_000 }, (_, index) => aMessage({ envelopeTo: `ana${index}@correo.example`, raw: `.${index}\r\n.\r\n` }));
		for (const [index, mail] of mails.entries()) expect(await kindOf(connection.transmit(mail, yes, () => mails[index + 1]))).toBe('accepted');
		expect(sink.mails.map(({ to, raw }) => [to, raw.toString()])).toEqual(mails.map(({ envelopeTo, raw }) => [envelopeTo, raw]));
		expect(sink.maxOpen).toBe(1);
	});

	it('the content before is refused → no RSET, which would end it; it goes on', async () => {
		let contents = 0;
		const one = await start({ onContent: () => ((contents += 1) === 1 ? '554 5.7.1 spam\r\n' : undefined) });
		expect(await kindOf(one.transmit(first, yes, () => second))).toBe('refused');
		expect(await kindOf(one.transmit(second, yes))).toBe('accepted');
		expect(heard()).not.toContain('RSET');
	});

	it.each([['and DATA with it', '503 5.5.1 no\r\n'], ['and DATA is taken', undefined]])('its recipient is refused %s → the connection goes on with a third', async (_name, toData) => {
		let [refused, contents] = [false, 0];
		const one = await start({
			onCommand: (command) => {
				if (command.includes('eva')) return (refused = true, '550 5.1.1 unknown\r\n');
				if (command !== 'DATA' || !refused) return undefined;
				refused = false;
				return toData;
			},
			onContent: () => void (contents += 1) as undefined,
		});
		expect(await kindOf(one.transmit(first, yes, () => second))).toBe('accepted');
		expect(await one.transmit(second, yes, () => third)).toMatchObject({ kind: 'refused', code: '550', stage: 'recipient' });
		expect(await kindOf(one.transmit(third, yes))).toBe('accepted');
		expect(heard().filter((words) => /^(first|second|third)$/.test(words))).toEqual(['first', 'third']);
		expect(contents).toBe(toData ? 2 : 3);
	});

	it('the server closes instead → it was not judged: not begun; the next connection does it again', async () => {
		let [froms, isOver] = [0, false];
		const one = await start({ onCommand: (command, socket) => (command.startsWith('MAIL') && (froms += 1) === 2 && !isOver ? (isOver = true, setImmediate(() => socket.end()), '421 4.3.2 enough for one connection\r\n') : undefined) });
		expect(await kindOf(one.transmit(first, yes, () => second))).toBe('accepted');
		expect(await kindOf(one.transmit(second, yes))).toBe('notBegun');
		expect(one.isOpen()).toBe(false);
		expect(await asksOnAnother()).toBe(1);
	});

	it.each([
		['breaks off', (socket: { end(): void }) => (setImmediate(() => socket.end()), '')], ['talks nonsense', () => 'what?\r\n'], ['answers once too often', () => '250 ok\r\n250 ok\r\n'],
	])('a server %s there → not begun; it isn\'t asked for that again', async (_name, misbehave) => {
		let froms = 0;
		const one = await start({ onCommand: (command, socket) => (command.startsWith('MAIL') && (froms += 1) === 2 ? misbehave(socket) : undefined) });
		expect(await kindOf(one.transmit(first, yes, () => second))).toBe('accepted');
		expect(await kindOf(one.transmit(second, yes))).toBe('notBegun');
		expect(heard()).not.toContain('second');
		expect(await asksOnAnother()).toBe(0);
	});

	it.each([['MAIL', '503 5.5.1 bad sequence of commands'], ['MAIL', '500 5.5.2 what?'], ['RCPT', '503 5.5.1 MAIL first'], ['DATA', '503 5.5.1 RCPT first']])('%s is answered there with “%s” → the mail was not judged: not begun; it isn\'t asked for that again', async (verb, reply) => {
		let [verbs, isOver] = [0, false];
		const one = await start({ onCommand: (command) => (!isOver && command.startsWith(verb) && (verbs += 1) === 2 ? (isOver = true, `${reply}\r\n`) : undefined) });
		expect(await kindOf(one.transmit(first, yes, () => second))).toBe('accepted');
		expect(await kindOf(one.transmit(second, yes))).toBe('notBegun');
		expect([one.isOpen(), heard().includes('second')]).toEqual([false, false]);
		expect(await asksOnAnother()).toBe(0);
	});

	it('another mail comes than was announced → not begun, hung up without a byte of either', async () => {
		const one = await start({});
		await one.transmit(first, yes, () => second);
		expect(await kindOf(one.transmit(third, yes))).toBe('notBegun');
		expect([one.isOpen(), heard().includes('second'), heard().includes('third')]).toEqual([false, false, false]);
	});

	it('none comes → the connection closes without a word: the server would take it for the content', async () => {
		const one = await start({});
		await one.transmit(first, yes, () => second);
		one.close();
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(heard().at(-1)).toBe('DATA');
	});

	it('the connection breaks before the answer to the content → that mail is unknown, the next one not begun', async () => {
		const one = await start({ onContent: (socket) => (socket.destroy(), '') });
		expect(await kindOf(one.transmit(first, yes, () => second))).toBe('unknown');
		expect(await kindOf(one.transmit(second, yes))).toBe('notBegun');
	});

	it('a server says nothing there → it is not waited for as long as others are', async () => {
		jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
		try {
			let froms = 0;
			const one = await start({ onCommand: (command) => (command.startsWith('MAIL') && (froms += 1) === 2 ? '' : undefined) });
			expect(await kindOf(one.transmit(first, yes, () => second))).toBe('accepted');
			const result = kindOf(one.transmit(second, yes));
			jest.advanceTimersByTime(30_000);
			expect(await result).toBe('notBegun');
		} finally {
			jest.useRealTimers();
		}
	});

	it.each([['pipelining is not offered', { offers: [] }, second], ['no server would take its address', {}, aMessage({ envelopeTo: 'a\r\nb' })]])('%s → it waits for its turn', async (_name, script, next) => {
		const one = await start(script);
		expect(await kindOf(one.transmit(first, yes, () => next))).toBe('accepted');
		expect(heard().filter((words) => words === 'DATA')).toHaveLength(1);
		expect(await kindOf(one.transmit(third, yes))).toBe('accepted');
	});
});
