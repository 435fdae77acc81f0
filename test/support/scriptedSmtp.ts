import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { OutgoingMessage } from '../../core/delivery/ports';

export interface ScriptedSmtp {
	port: number;
	/** commands and contents as they came; a content is one entry, without its last dot */
	heard: string[];
	stop(): void;
}

interface Script {
	/** lines of the EHLO answer after the first, without codes */
	offers?: readonly string[];
	/** what is written as an answer; `undefined`: as a friendly server would; `close`: nothing, the connection ends */
	onCommand?: (command: string, socket: Socket) => string | undefined;
	onContent?: (socket: Socket) => string | undefined;
	/** writes what it has to say in pieces of so many bytes, each in a packet of its own */
	pieceBytes?: number;
}

/** A server that says whatever a test wants it to say: real servers are too polite. */
export async function aScriptedSmtp({ offers = ['PIPELINING'], onCommand, onContent, pieceBytes }: Script = {}): Promise<ScriptedSmtp> {
	const heard: string[] = [];
	const sockets: Socket[] = [];
	const server = createServer((socket) => {
		sockets.push(socket.setNoDelay(true));
		socket.on('error', () => undefined);
		const say = makeVoice(socket, pieceBytes);
		let [pending, isContent] = ['', false];
		say('220 scripted\r\n');
		socket.on('data', (bytes) => {
			pending += bytes.toString('latin1');
			for (;;) {
				const end = isContent ? endOfContent(pending) : pending.indexOf('\r\n');
				if (end < 0) return;
				const words = pending.slice(0, end);
				pending = pending.slice(end + (isContent ? (end === 0 ? 3 : 5) : 2));
				heard.push(words);
				const answer = isContent ? (onContent?.(socket) ?? '250 2.0.0 ok\r\n') : (onCommand?.(words, socket) ?? politeAnswer(words, offers));
				isContent = !isContent && words === 'DATA' && answer.startsWith('354');
				say(answer);
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { port: (server.address() as AddressInfo).port, heard, stop: () => { sockets.forEach((socket) => socket.destroy()); server.close(); } };
}

function endOfContent(text: string): number {
	return text.startsWith('.\r\n') ? 0 : text.indexOf('\r\n.\r\n');
}

function politeAnswer(command: string, offers: readonly string[]): string {
	if (command.startsWith('EHLO')) return ['scripted', ...offers].map((offer, index) => `250${index === offers.length ? ' ' : '-'}${offer}\r\n`).join('');
	if (command === 'DATA') return '354 go\r\n';
	return command === 'QUIT' ? '221 bye\r\n' : '250 2.1.0 ok\r\n';
}

function makeVoice(socket: Socket, pieceBytes: number | undefined): (text: string) => void {
	let before = Promise.resolve();
	return (text) => {
		const pieces = pieceBytes ? (text.match(new RegExp(`[^]{1,${pieceBytes}}`, 'g')) ?? []) : [text];
		for (const piece of pieces) {
			before = before.then(async () => {
				if (!socket.destroyed) socket.write(piece, 'latin1');
				if (pieceBytes) await new Promise((resolve) => setImmediate(resolve));
			});
		}
	};
}

export function aMessage(fields: Partial<OutgoingMessage> = {}): OutgoingMessage {
	return { envelopeFrom: 'bounce@mail.lumen-home.example', envelopeTo: 'ana@correo.example', raw: 'Subject: x\r\n\r\nHello\r\n', ...fields };
}
