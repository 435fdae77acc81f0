import { createServer, type Server, type Socket } from 'node:net';

export interface FastSink {
	port: number;
	/** Message-IDs in the order in which their mails were accepted */
	messageIds: string[];
	/** when they were (epoch ms), kept with the Message-IDs */
	arrivedAt: number[];
	count(): number;
	close(): Promise<void>;
}

interface SinkOptions {
	/** keep Message-IDs (for the kill tests); a bench only counts */
	keepIds?: boolean;
	/** answer after the content only after that long */
	replyDelayMs?: number;
	/** what is sent arrives that much later, as over a longer line: added to each round trip */
	latencyMs?: number;
}

/**
 * The smallest SMTP server that takes mail: no library between the wire and the count, so that what is measured is the
 * sender. Not a mail server: it trusts its client.
 */
export async function startFastSink(options: SinkOptions = {}): Promise<FastSink> {
	const messageIds: string[] = [];
	const arrivedAt: number[] = [];
	let count = 0;
	const sockets = new Set<Socket>();
	const server: Server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => undefined);
		socket.setNoDelay(true);
		serve(socket, options, (content) => {
			count += 1;
			if (!options.keepIds) return;
			messageIds.push(/^message-id:\s*(\S+)/im.exec(content)?.[1] ?? '');
			arrivedAt.push(Date.now());
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	return {
		port, messageIds, arrivedAt, count: () => count,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

const END = Buffer.from('\r\n.\r\n');

function serve(socket: Socket, options: SinkOptions, accept: (content: string) => void): void {
	let pending: Buffer = Buffer.alloc(0);
	let isContent = false;
	socket.write('220 sink ESMTP\r\n');
	const finish = (content: Buffer): void => {
		const reply = (): void => {
			accept(options.keepIds ? content.subarray(0, 4_000).toString('latin1') : '');
			socket.write('250 2.0.0 accepted\r\n');
		};
		if (options.replyDelayMs) setTimeout(reply, options.replyDelayMs);
		else reply();
	};
	const take = (chunk: Buffer): void => {
		socket.cork(); // what is answered to one packet leaves in one
		read(chunk);
		socket.uncork();
	};
	const read = (chunk: Buffer): void => {
		pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
		for (;;) {
			if (isContent) {
				const end = pending.indexOf(END);
				if (end < 0) return;
				finish(pending.subarray(0, end));
				pending = pending.subarray(end + END.length);
				isContent = false;
			}
			const line = pending.indexOf('\r\n');
			if (line < 0) return;
			const command = pending.subarray(0, line).toString('latin1').toUpperCase();
			pending = pending.subarray(line + 2);
			isContent = command === 'DATA';
			socket.write(answer(command));
			if (command === 'QUIT') socket.end();
		}
	};
	socket.on('data', options.latencyMs ? (chunk: Buffer) => void setTimeout(take, options.latencyMs, chunk) : take);
}

function answer(command: string): string {
	if (command.startsWith('EHLO')) return '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';
	if (command === 'DATA') return '354 go ahead\r\n';
	return command === 'QUIT' ? '221 bye\r\n' : '250 2.1.0 ok\r\n';
}
