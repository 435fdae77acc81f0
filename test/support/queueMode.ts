import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../bench/postgres';
import { installN8n, type N8nInstall } from '../../demo/n8nInstall';
import { installPackageLikeGui } from '../../demo/n8nPackages';
import { demoOwner, startN8n, startN8nWorker, type N8nServer } from '../../demo/n8nServer';
import { N8nClient } from '../../demo/n8nClient';
import { startRedis } from './redisServer';
import type { PostgresSettings } from '../../core/store/storeSettings';

export interface QueueMode {
	client: N8nClient;
	main: N8nServer;
	workers: N8nServer[];
	/** of the store; n8n's own tables are in another schema of the same database */
	settings: PostgresSettings;
	stop(): Promise<void>;
}

/**
 * n8n as docs/scale-out.md sets it up: Redis, PostgreSQL, the main process and workers, each with a user folder of its own
 * that holds the package, as containers of one image would.
 */
export async function startQueueMode({ folder, tarball, workerCount, log }: { folder: string; tarball: string; workerCount: number; log(line: string): void }): Promise<QueueMode> {
	const install = await installN8n({ log });
	const [redis, postgres] = await Promise.all([startRedis(log), startPostgres()]);
	const env = queueEnv(redis.port, postgres.settings);
	const userFolder = (name: string): string => join(folder, name);
	mkdirSync(userFolder('main'), { recursive: true });
	await installPackageLikeGui(tarball, userFolder('main'), log);
	const main = await startN8n({ install, userFolder: userFolder('main'), env, log });
	const workers = await Promise.all(Array.from({ length: workerCount }, async (_, index) => await startWorker(install, userFolder('main'), userFolder(`worker-${index}`), env, log)));
	const client = new N8nClient(main.url);
	await client.login(demoOwner);
	return {
		client, main, workers, settings: postgres.settings,
		async stop() {
			await Promise.all([main, ...workers].map(async (server) => await server.kill()));
			await Promise.all([redis.stop(), postgres.stop()]);
		},
	};
}

async function startWorker(install: N8nInstall, mainFolder: string, userFolder: string, env: Record<string, string>, log: (line: string) => void): Promise<N8nServer> {
	cpSync(join(mainFolder, '.n8n', 'nodes'), join(userFolder, '.n8n', 'nodes'), { recursive: true });
	return await startN8nWorker({ install, userFolder, env, log });
}

/** The list of docs/scale-out.md. */
function queueEnv(redisPort: number, postgres: PostgresSettings): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(redisPort), N8N_ENCRYPTION_KEY: 'one-key-for-all-processes',
		DB_TYPE: 'postgresdb', DB_POSTGRESDB_HOST: postgres.host, DB_POSTGRESDB_PORT: String(postgres.port), DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user, DB_POSTGRESDB_PASSWORD: postgres.password, N8N_DEFAULT_BINARY_DATA_MODE: 'database',
	};
}
