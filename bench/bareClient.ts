import { connect } from 'node:net';
import { seconds } from './bench';

const ENVELOPE = 'MAIL FROM:<news@mail.lumen-home.example>\r\nRCPT TO:<buyer@buyer.example>\r\nDATA\r\n';

/** Mails a second that so many connections allow: bytes that are ready, the envelope in one go, nothing else done. */
export async function sendBare(port: number, connections: number, count: number, bytes: number): Promise<number> {
	const content = Buffer.from(`${`${'x'.repeat(74)}\r\n`.repeat(Math.ceil(bytes / 76))}.\r\n`);
	const left = { count };
	const startedAt = process.hrtime.bigint();
	await Promise.all(Array.from({ length: connections }, async () => await sendOver(port, content, left)));
	return count / seconds(startedAt);
}

/** One connection's share; trusts its server. */
async function sendOver(port: number, content: Buffer, left: { count: number }): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const socket = connect(port, '127.0.0.1').setNoDelay(true);
		const begin = (): void => {
			if (left.count-- > 0) return void socket.write(ENVELOPE);
			socket.destroy();
			resolve();
		};
		let pending = '';
		let isContentOut = false;
		const take = (line: string): void => {
			if (line.startsWith('220')) socket.write('EHLO bench\r\n');
			if (line.startsWith('354')) socket.write(content);
			if (isContentOut || line === LAST_OFFER) begin();
			isContentOut = line.startsWith('354');
		};
		socket.on('error', reject);
		socket.on('data', (chunk) => {
			const lines = (pending + chunk.toString('latin1')).split('\r\n');
			pending = lines.pop() ?? '';
			lines.forEach(take);
		});
	});
}

const LAST_OFFER = '250 SMTPUTF8';
