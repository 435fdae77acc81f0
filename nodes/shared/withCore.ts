import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { ICredentialDataDecryptedObject, IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { openCore, type Core } from '../../core/openCore';
import type { Clock } from '../../core/shared/clock';
import { SellerMailError } from '../../core/shared/errors';
import type { StoreSettings } from '../../core/store/storeSettings';

type Context = Pick<IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions | IHookFunctions | ITriggerFunctions, 'getCredentials' | 'getNode'>;

/** How long an unused store stays open, so that the nodes of one workflow share it. */
const IDLE_MS = 20_000;

interface SharedCore {
	core: Promise<Core>;
	users: number;
	idle: NodeJS.Timeout | undefined;
}

/** Open stores of this process by their settings: two nodes on one file share one connection instead of waiting for each other. */
const sharedCores = new Map<string, SharedCore>();

/** Opens the store of the node's *Seller Mail Store* credential, uses it, and lets it go. */
export async function withCore<Result>(context: Context, use: (core: Core) => Promise<Result>): Promise<Result> {
	const credential = await context.getCredentials('sellerMailStoreApi');
	return await withStore(toStoreSettings(credential), use);
}

/** The same for settings at hand (the credential's test has no node). */
export async function withStore<Result>(settings: StoreSettings, use: (core: Core) => Promise<Result>): Promise<Result> {
	assertFits(settings);
	const key = JSON.stringify(settings);
	const shared = acquire(key, settings);
	try {
		return await use(await shared.core);
	} finally {
		release(key, shared);
	}
}

/** For a trigger that serves as long as its workflow is published: the store stays open until `release`. */
export async function holdCore(context: Context): Promise<{ core: Core; release(): void }> {
	const settings = toStoreSettings(await context.getCredentials('sellerMailStoreApi'));
	assertFits(settings);
	const key = JSON.stringify(settings);
	const shared = acquire(key, settings);
	const core = await shared.core.catch(async (error: unknown) => {
		release(key, shared);
		return await Promise.reject(error as Error);
	});
	return { core, release: () => release(key, shared) };
}

/** A file would be another one on every worker: buyers mailed twice, unsubscribes unknown to the next worker. */
function assertFits(settings: StoreSettings): void {
	if (settings.kind === 'sqlite' && process.env.EXECUTIONS_MODE === 'queue') {
		throw new SellerMailError('STORE_NEEDS_POSTGRES', { message: 'Store: a file can not be shared by the workers of n8n\'s queue mode.' });
	}
}

function acquire(key: string, settings: StoreSettings): SharedCore {
	let shared = sharedCores.get(key);
	if (!shared) {
		shared = { core: openCore({ store: settings, clock: makeClock(), dnsServers: readDnsServers() }), users: 0, idle: undefined };
		shared.core.catch(() => sharedCores.delete(key));
		sharedCores.set(key, shared);
	}
	clearTimeout(shared.idle);
	shared.users += 1;
	return shared;
}

function release(key: string, shared: SharedCore): void {
	shared.users -= 1;
	if (shared.users > 0 || sharedCores.get(key) !== shared) return;
	shared.idle = setTimeout(() => {
		sharedCores.delete(key);
		void shared.core.then(async (core) => await core.close()).catch(() => undefined);
	}, IDLE_MS);
	shared.idle.unref();
}

/** The machine's clock, or the demo's: SELLER_MAIL_CLOCK_FILE holds an offset in ms and lets a shop's past be replayed. */
export function makeClock(): Clock {
	const file = process.env.SELLER_MAIL_CLOCK_FILE;
	if (!file) return { now: () => Date.now() };
	return { now: () => Date.now() + Number(readFileSync(file, 'utf8')) };
}

/** Instead of the machine's DNS servers: SELLER_MAIL_DNS_SERVERS, e.g. `1.1.1.1,8.8.8.8`, where an inner DNS shows other records than the world sees. */
export function readDnsServers(): string[] {
	return (process.env.SELLER_MAIL_DNS_SERVERS ?? '').split(',').map((server) => server.trim()).filter(Boolean);
}

/** Reads the credential; an empty file name means the default place in n8n's user folder. */
export function toStoreSettings(credential: ICredentialDataDecryptedObject): StoreSettings {
	if (credential.kind === 'postgres') {
		return {
			kind: 'postgres',
			host: String(credential.host), port: Number(credential.port), database: String(credential.database),
			user: String(credential.user), password: String(credential.password), schema: String(credential.schema || 'seller_mail'),
			tls: credential.tls === 'require' || credential.tls === 'verify' ? credential.tls : 'off',
			...(credential.ca ? { ca: String(credential.ca) } : {}),
		};
	}
	const folder = join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n', 'seller-mail');
	const name = String(credential.file || 'store.sqlite');
	return { kind: 'sqlite', file: isAbsolute(name) ? name : join(folder, name) };
}
