import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './freePort';
import type { N8nInstall } from './n8nInstall';
import { linkPackage } from './n8nPackages';
import { ROOT } from './root';
import type { Log } from './runCommand';
import { formatElapsed, lastLines } from './runCommand';

export interface N8nOwner {
	email: string;
	password: string;
}

export interface N8nServerOptions {
	install: N8nInstall;
	/** n8n keeps its data in `.n8n` under it. */
	userFolder: string;
	/** None: any free one. */
	port?: number;
	/** Added to, and winning over, what n8n is started with. */
	env?: Record<string, string>;
	/** The package folder to link in; none: what is already in the user folder stays as it is. */
	packageDir?: string;
	log: Log;
}

export interface N8nExit {
	code: number | null;
	signal: NodeJS.Signals | null;
}

export interface N8nServer {
	/** Without a slash at its end. */
	url: string;
	pid: number;
	logFile: string;
	/** Resolves when n8n has ended, however that came. */
	exited: Promise<N8nExit>;
	/** Lets running executions end, as n8n does it; by force after that. */
	stop(): Promise<N8nExit>;
	/** SIGKILL to n8n and all it started. */
	kill(): Promise<N8nExit>;
}

export const demoOwner: N8nOwner = { email: 'owner@example.com', password: 'SellerMail1' };

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 40_000;
/** Of n8n's own, of a test runner's, and those that would make n8n use another database: not from the shell that starts the demo. */
const FOREIGN_ENV = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_URL|GENERIC_|CREDENTIALS_|NODE_ENV|NODE_OPTIONS|NODE_PATH|NODE_FUNCTION_|JEST_|npm_)/;

/** Starts n8n and resolves when its editor answers. Throws with the last lines of its log when it doesn't come up. */
export async function startN8n(options: N8nServerOptions): Promise<N8nServer> {
	const { install, userFolder, packageDir, log } = options;
	const startedAt = Date.now();
	mkdirSync(userFolder, { recursive: true });
	if (packageDir) linkPackage(packageDir, userFolder);
	const port = options.port ?? (await freePort());
	const url = `http://localhost:${port}`;
	const env = { ...baseEnv(install), ...n8nEnv(install, userFolder, url, await freePort()), ...options.env };
	const server = launch(install, userFolder, url, env, ['start']);
	await untilReady(server, isReady);
	log(`n8n ${install.version} is up at ${url} (${formatElapsed(Date.now() - startedAt)}).`);
	return server;
}

/** Starts a worker of n8n's queue mode, which has no editor: `url` is that of its health check. `env` says where the queue is. */
export async function startN8nWorker({ install, userFolder, env, log }: Omit<N8nServerOptions, 'port' | 'packageDir'>): Promise<N8nServer> {
	mkdirSync(userFolder, { recursive: true });
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const health = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) };
	const worker = launch(install, userFolder, url, { ...baseEnv(install), ...n8nEnv(install, userFolder, url, await freePort()), ...health, ...env }, ['worker', '--concurrency=5']);
	await untilReady(worker, isHealthy);
	log(`A worker of n8n is up (process ${worker.pid}).`);
	return worker;
}

function baseEnv({ node }: N8nInstall): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !FOREIGN_ENV.test(name));
	return { ...Object.fromEntries(kept), PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
}

function n8nEnv(install: N8nInstall, userFolder: string, url: string, brokerPort: number): Record<string, string> {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: new URL(url).port,
		N8N_HOST: 'localhost',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: `${url}/`,
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: demoOwner.email,
		N8N_INSTANCE_OWNER_FIRST_NAME: 'Demo',
		N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
		N8N_INSTANCE_OWNER_PASSWORD_HASH: hashPassword(install, demoOwner.password),
		// The cookie goes over plain HTTP: n8n listens on this machine only.
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		// Without it, each webhook request costs about 100 ms of CPU for an expression engine it doesn't use.
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		GENERIC_TIMEZONE: 'UTC',
	};
}

/** Always the same hash: n8n ends all sessions when it changes, and a password that is printed has nothing to hide. */
function hashPassword({ dir }: N8nInstall, password: string): string {
	const bcrypt: { hashSync(text: string, salt: string): string } = createRequire(join(dir, 'package.json'))('bcryptjs');
	return bcrypt.hashSync(password, '$2a$10$sellerMailDemoSellerMe');
}

/** As a process group of its own, so that nothing of it can outlive a kill. */
function launch({ node, n8nBin }: N8nInstall, userFolder: string, url: string, env: NodeJS.ProcessEnv, command: string[]): N8nServer {
	const logFile = join(userFolder, 'n8n.log');
	const logFd = openSync(logFile, 'a');
	const args = ['--require', join(ROOT, 'dist', 'demo', 'exitWithParent.js'), n8nBin, ...command];
	const child = spawn(node, args, { cwd: userFolder, env, detached: true, stdio: ['ignore', logFd, logFd, 'ipc'] });
	closeSync(logFd);
	const { pid } = child;
	if (pid === undefined) throw new Error(`n8n could not be started: ${node} does not run.`);
	const exited = new Promise<N8nExit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
	const kill = () => {
		signalGroup(pid, 'SIGKILL');
		return exited;
	};
	const stop = async () => {
		child.kill('SIGTERM');
		await Promise.race([exited, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
		return kill();
	};
	return { url, pid, logFile, exited, stop, kill };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		const isGone = (error as NodeJS.ErrnoException).code === 'ESRCH';
		if (!isGone) throw error;
	}
}

/** Waits; one that doesn't come up is ended. */
async function untilReady(server: N8nServer, isUp: (url: string) => Promise<boolean>): Promise<void> {
	await waitUntilUp(server, isUp).catch(async (error: unknown) => {
		await server.kill();
		throw error;
	});
}

async function waitUntilUp(server: N8nServer, isUp: (url: string) => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + START_TIMEOUT_MS;
	const ended = server.exited.then(({ code, signal }) => {
		throw new Error(`n8n ended while starting (${signal ?? code}).\n${tailOf(server)}`);
	});
	const ready = (async () => {
		while (!(await isUp(server.url))) {
			if (Date.now() > deadline) throw new Error(`n8n did not come up in ${formatElapsed(START_TIMEOUT_MS)}.\n${tailOf(server)}`);
			await sleep(250);
		}
	})();
	await Promise.race([ready, ended]);
}

/** The health check turns green before the editor's own API answers, so both are asked. */
async function isReady(url: string): Promise<boolean> {
	try {
		const settings = await fetch(`${url}/rest/settings`);
		return (await isHealthy(url)) && settings.ok && (settings.headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}

async function isHealthy(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/healthz/readiness`)).ok;
	} catch {
		return false;
	}
}

function tailOf({ logFile }: N8nServer): string {
	return `The end of ${logFile}:\n${lastLines(readFileSync(logFile, 'utf8'), 25)}`;
}
