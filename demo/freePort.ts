import type { Server } from 'node:net';
import { createServer } from 'node:net';

/** A TCP port on this machine that was free a moment ago. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const port = portOf(server);
			server.close(() => resolve(port));
		});
	});
}

/** The port a server listens on, when it was left to the system to choose one. */
export function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('This server does not listen on a port.');
	return address.port;
}
