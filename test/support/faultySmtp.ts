import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What a scripted server does at a line; `undefined`: answers as a good server would. */
export type Fault = (line: string, session: { to: string; socket: Socket; connection: number }) => 'drop' | 'hang' | { reply: string } | undefined;

export interface FaultySmtp {
	port: number;
	/** recipients of mails that were taken with 250, in order */
	taken: string[];
	/** every line that came in clear text */
	lines: string[];
	/** ends all connections that hang, and those that come to it from now on */
	release(): void;
	stop(): Promise<void>;
}

const GOOD: ReadonlyArray<[pattern: RegExp, reply: string]> = [[/^EHLO/i, '250-faulty.example\r\n250 PIPELINING'], [/^QUIT/i, '221 bye'], [/^STARTTLS/i, '502 no']];

/**
 * A bare SMTP server that does as it is told: real sockets, and answers that no well-made server would give. `content` is
 * asked as the line `<content>` when the first bytes of a mail arrive, `<end>` when all of it is there, `<greeting>` at first.
 */
export async function aFaultySmtp(fault: Fault): Promise<FaultySmtp> {
	const [sockets, hanging] = [new Set<Socket>(), new Set<Socket>()];
	const result = { taken: [] as string[], lines: [] as string[] };
	let connections = 0;
	let isReleased = false;
	const server = createServer((socket) => {
		const session = { to: '', socket, connection: (connections += 1) };
		let [buffer, inContent, isAsked] = ['', false, false];
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => void (sockets.delete(socket), hanging.delete(socket)));
		const act = (line: string, good: string): boolean => {
			const found = fault(line, session);
			if (found === 'drop' || (found === 'hang' && isReleased)) socket.destroy();
			else if (found === 'hang') hanging.add(socket);
			else socket.write(`${found?.reply ?? good}\r\n`);
			return found === undefined;
		};
		act('<greeting>', '220 faulty.example ESMTP');
		socket.on('data', (bytes) => {
			buffer += bytes.toString('latin1');
			for (;;) {
				if (socket.destroyed || hanging.has(socket)) return;
				if (inContent) {
					if (buffer.length === 0) return;
					const early = isAsked ? undefined : fault('<content>', session);
					isAsked = true;
					if (early === 'drop' || (early === 'hang' && isReleased)) return void socket.destroy();
					if (early === 'hang') return void hanging.add(socket);
					const end = buffer.startsWith('.\r\n') ? 0 : buffer.indexOf('\r\n.\r\n');
					if (end < 0) return;
					buffer = buffer.slice(end === 0 && buffer.startsWith('.\r\n') ? 3 : end + 5);
					inContent = false;
					if (act('<end>', '250 2.0.0 ok')) result.taken.push(session.to);
					continue;
				}
				const end = buffer.indexOf('\r\n');
				if (end < 0) return;
				const line = buffer.slice(0, end);
				buffer = buffer.slice(end + 2);
				result.lines.push(line);
				if (/^RCPT/i.test(line)) session.to = /<([^>]*)>/.exec(line)?.[1] ?? '';
				if (/^DATA/i.test(line)) {
					[inContent, isAsked] = [act(line, '354 go on'), false];
				} else act(line, GOOD.find(([pattern]) => pattern.test(line))?.[1] ?? '250 ok');
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		...result, port: (server.address() as AddressInfo).port,
		release() {
			isReleased = true;
			hanging.forEach((socket) => socket.destroy());
		},
		async stop() {
			sockets.forEach((socket) => socket.destroy());
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
