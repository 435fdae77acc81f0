import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findInPath, installDebianPackages } from '../../demo/debianPackages';
import { freePort } from '../../demo/freePort';

export interface RedisServer {
	port: number;
	stop(): Promise<void>;
}

/** A real Redis of its own, which keeps nothing; on Debian, as root, installed when there is none. */
export async function startRedis(log: (line: string) => void): Promise<RedisServer> {
	if (!findInPath('redis-server')) await installDebianPackages(['redis-server'], log);
	if (!findInPath('redis-server')) throw new Error('There is no redis-server. Install it (`sudo apt-get install redis-server`) and try again.');
	const port = await freePort();
	const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	let hasEnded = false;
	void ended.then(() => (hasEnded = true));
	while (!hasEnded && !(await answers(port))) await sleep(50);
	if (hasEnded) throw new Error('redis-server ended while it started.');
	return {
		port,
		async stop() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}

async function answers(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		socket.once('data', (reply) => {
			socket.destroy();
			resolve(reply.toString().startsWith('+PONG'));
		});
		socket.once('error', () => resolve(false));
	});
}
