import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCore, type Core } from '../core/openCore';
import type { SqliteSettings } from '../core/store/storeSettings';
import { freePort } from './freePort';
import { FROM_DOMAIN } from './fromDomain';
import type { Inbox } from './inbox';
import { startInbox } from './inbox';
import { N8nClient } from './n8nClient';
import { installN8n, type N8nInstall } from './n8nInstall';
import { demoOwner, startN8n, type N8nServer } from './n8nServer';
import { ROOT } from './root';
import type { Log } from './runCommand';

export const SHOP = 'demo';

/** n8n with our nodes, an inbox, and the store that both sides use. */
export interface DemoEnvironment {
	n8n: N8nServer;
	client: N8nClient;
	inbox: Inbox;
	core: Core;
	storeFile: string;
	/** what DNS would answer for the sender's DKIM selector */
	dkimRecord: string;
	/** workflows by the name of their file in workflows-examples/ */
	workflows: Map<string, string>;
	/** Moves the shop's clock, for n8n and for us. */
	setClock(now: number): void;
	/** Kills n8n as a power cut would and starts it again on the same data. */
	killAndRestart(): Promise<void>;
	kill(): Promise<void>;
	stop(): Promise<void>;
}

export interface DemoOptions {
	userFolder: string;
	log: Log;
	/** replays the past from this instant on */
	startAt?: number;
	n8nPort?: number;
	inboxPort?: number;
	/** between the end of a mail and its 250 */
	inboxDelayMs?: number;
	/** runs before n8n starts: puts the shop's data in */
	load(core: Core): Promise<void>;
	/** a packed tarball is installed as n8n's GUI does, instead of linking this folder */
	install?: (userFolder: string, log: Log) => Promise<void>;
}

/** Starts everything on a fresh user folder: inbox, store with the shop, n8n with owner, credentials and the example workflows. */
export async function startDemo(options: DemoOptions): Promise<DemoEnvironment> {
	const { log, userFolder } = options;
	const install = await installN8n({ log });
	rmSync(userFolder, { recursive: true, force: true });
	mkdirSync(userFolder, { recursive: true });
	const clock = makeDemoClock(join(userFolder, 'clock-offset'), options.startAt);
	const inbox = await startInbox({ log, webPort: options.inboxPort, delayMs: options.inboxDelayMs });
	const settings: SqliteSettings = { kind: 'sqlite', file: join(userFolder, '.n8n', 'seller-mail', 'store.sqlite') };
	const core = await openCore({ store: settings, clock });
	await options.load(core);
	await options.install?.(userFolder, log);
	// one port for all its lives: links in mails that went out must work after a restart
	const n8nPort = options.n8nPort ?? (await freePort());
	const start = async (): Promise<N8nServer> => await startServer(install, { ...options, n8nPort }, clock.file);
	const n8n = await start();
	const key = makeDkimKey();
	const client = await login(n8n.url);
	const workflows = await importExamples(client, await createCredentials(client, inbox, key.privateKey), options.startAt !== undefined);
	const environment: DemoEnvironment = {
		n8n, client, inbox, core, workflows, storeFile: settings.file, dkimRecord: key.record, setClock: clock.set,
		kill: async () => void (await environment.n8n.kill()),
		async killAndRestart() {
			await environment.n8n.kill();
			environment.n8n = await start();
			environment.client = await login(environment.n8n.url);
		},
		async stop() {
			await environment.n8n.stop();
			await core.close();
			await inbox.stop();
		},
	};
	return environment;
}

async function startServer(install: N8nInstall, options: DemoOptions, clockFile: string): Promise<N8nServer> {
	const { log, userFolder, n8nPort, startAt } = options;
	return await startN8n({
		install, userFolder, port: n8nPort, packageDir: options.install ? undefined : ROOT, log,
		env: { GENERIC_TIMEZONE: 'Asia/Shanghai', ...(startAt === undefined ? {} : { SELLER_MAIL_CLOCK_FILE: clockFile }) },
	});
}

async function login(url: string): Promise<N8nClient> {
	const client = new N8nClient(url);
	await client.login(demoOwner);
	return client;
}

/** Its offset lives in a file, because n8n's process reads it too (nodes/shared/withCore). */
function makeDemoClock(file: string, startAt: number | undefined): { file: string; now(): number; set(now: number): void } {
	const set = (now: number): void => writeFileSync(file, String(now - Date.now()));
	writeFileSync(file, '0');
	if (startAt !== undefined) set(startAt);
	return { file, set, now: () => Date.now() + Number(readFileSync(file, 'utf8')) };
}

function makeDkimKey(): { privateKey: string; record: string } {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return {
		privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		record: `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
	};
}

type CredentialIds = Record<string, { id: string; name: string }>;

async function createCredentials(client: N8nClient, inbox: Inbox, dkimPrivateKey: string): Promise<CredentialIds> {
	const store = await client.createCredential({ name: 'Seller Mail Store', type: 'sellerMailStoreApi', data: { kind: 'sqlite', file: '' } });
	const sender = await client.createCredential({
		name: 'Seller Mail Sender', type: 'sellerMailSenderApi',
		data: {
			host: inbox.smtp.host, port: inbox.smtp.port, security: 'none', user: '', password: '', maxConnections: 5,
			fromName: 'Lumen Home', fromAddress: `hello@${FROM_DOMAIN}`, replyTo: 'service@lumen-home.example', bounceAddress: `bounce@${FROM_DOMAIN}`,
			dkimDomain: FROM_DOMAIN, dkimSelector: 's1', dkimPrivateKey,
			company: 'Lumen Home Co., Ltd.', postalAddress: '88 Wensan Road, Xihu District, Hangzhou 310012, China', licenceAddress: '88 Wensan Road, Xihu District, Hangzhou 310012, China',
			phone: '+86 571 5555 0100', contactEmail: 'service@lumen-home.example', registrationNumber: '91330106MA2KX7Y40B', vatNumber: 'none', legalRepresentative: 'Wang Fang', logoUrl: '', colour: '#0b5fff', websiteUrl: 'https://lumen-home.example',
		},
	});
	return { sellerMailStoreApi: { id: store.id, name: 'Seller Mail Store' }, sellerMailSenderApi: { id: sender.id, name: 'Seller Mail Sender' } };
}

export const EXAMPLES = ['abandoned-cart', 'order-updates', 'scheduled-repurchase', 'amazon-inbox', 'consent-and-unsubscribe-pages', 'aliexpress-order-sync', 'mailchimp-sync', 'send-due-by-workers'] as const;

interface ExampleWorkflow {
	name: string;
	nodes: Array<{ parameters: Record<string, unknown>; credentials?: Record<string, { id: string; name: string }> }>;
}

/** As an operator would: import the file, choose the credentials; for a shop's past also its old orders (*Within (Days)* 0). */
async function importExamples(client: N8nClient, credentials: CredentialIds, isPast: boolean): Promise<Map<string, string>> {
	const ids = new Map<string, string>();
	for (const name of EXAMPLES) {
		const workflow = JSON.parse(readFileSync(join(ROOT, 'workflows-examples', `${name}.json`), 'utf8')) as ExampleWorkflow;
		for (const node of workflow.nodes) {
			if (isPast && node.parameters.withinDays !== undefined) node.parameters.withinDays = 0;
			for (const type of Object.keys(node.credentials ?? {})) if (credentials[type] && node.credentials) node.credentials[type] = credentials[type];
		}
		ids.set(name, (await client.importWorkflow(workflow as never)).id);
	}
	return ids;
}
