import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHOP, benchSender } from '../../bench/fixture';
import { benchContent, plantAudience } from '../../bench/plantAudience';
import { startFastSink, type FastSink } from '../../bench/smtpSink';
import { openCore } from '../../core/openCore';
import { systemClock } from '../../core/shared/clock';
import { openStore, type OpenStore } from '../../core/store/openStore';
import { ROOT } from '../../demo/root';
import { startQueueMode, type QueueMode } from '../support/queueMode';

/** n8n's queue mode as docs/scale-out.md sets it up: the packed package, Redis, PostgreSQL, two workers, the example workflow. */
const RECIPIENTS = 20_000;
const CONNECTIONS = 5;
/** a server that takes its time until one worker is killed: alone, a worker would need a quarter of an hour */
const pace = { keepIds: true, replyDelayMs: 250 };
const folder = mkdtempSync(join(tmpdir(), 'seller-mail-queue-'));
const log = (line: string): void => void process.stderr.write(`${line}\n`);
let n8n: QueueMode;
let sink: FastSink;
let store: OpenStore;

beforeAll(async () => {
	const tarball = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
	sink = await startFastSink(pace);
	n8n = await startQueueMode({ folder, tarball: join(folder, tarball), workerCount: 2, log });
	store = await openStore(n8n.settings, { clock: systemClock() });
	await planCampaign();
});

afterAll(async () => {
	await store?.close();
	await n8n?.stop();
	await sink?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Planned as Send Campaign plans an audience, with no time left to send: that is for the workers. */
async function planCampaign(): Promise<void> {
	const { audienceId, contentId } = await plantAudience(n8n.settings, RECIPIENTS);
	const core = await openCore({ store: n8n.settings });
	const { planned, run } = await core.campaigns.sendAudience(SHOP, benchSender(sink.port), await core.segments.getAudience(audienceId), benchContent(contentId), {
		campaign: 'shared', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion', maxMinutes: 0,
	});
	await core.close();
	expect([planned, run.accepted, sink.count()]).toEqual([RECIPIENTS, 0, 0]);
}

it('two workers share a campaign of 20,000; one is killed on the way, the other one finishes it; each mail arrives once', async () => {
	const pids = n8n.workers.map(({ pid }) => pid);
	const workflow = await n8n.client.importWorkflow(await exampleWorkflow() as never);
	await n8n.client.publish(workflow.id);

	await waitFor('both workers at work', async () => (await sentByProcess()).filter(({ pid, count }) => pids.includes(pid) && count > 100).length === 2);
	await n8n.workers[1]?.kill();
	const atKill = await states();
	log(`killed one of two workers: ${JSON.stringify(atKill)}`);
	expect(atKill.accepted).toBeLessThan(RECIPIENTS);
	pace.replyDelayMs = 0;

	await waitFor('the rest', async () => {
		const { accepted = 0, uncertain = 0 } = await states();
		return accepted + uncertain === RECIPIENTS;
	});
	const end = await states();
	const shares = await sentByProcess();
	log(`${JSON.stringify(end)}, by process ${JSON.stringify(shares)}`);
	expect(end.uncertain ?? 0).toBeLessThanOrEqual(CONNECTIONS);
	expect(shares.map(({ pid }) => pid).sort()).toEqual([...pids].sort());
	await expectInboxIsLedger();
});

/** No mail twice; every accepted one arrived; what arrived besides is listed as uncertain. */
async function expectInboxIsLedger(): Promise<void> {
	const arrived = sink.messageIds.map((id) => id.slice(1, id.indexOf('@')));
	const inbox = new Set(arrived);
	expect(inbox.size).toBe(arrived.length);
	const rows = await store.db.selectFrom('deliveries').select(['id', 'state']).execute();
	expect(rows.filter(({ id, state }) => state === 'accepted' && !inbox.has(id))).toEqual([]);
	const known = new Map(rows.map(({ id, state }) => [id, state]));
	expect(arrived.filter((id) => !['accepted', 'uncertain'].includes(known.get(id) ?? ''))).toEqual([]);
}

async function states(): Promise<Record<string, number>> {
	const rows = await store.db.selectFrom('deliveries').select((eb) => ['state', eb.fn.countAll<number>().as('count')]).groupBy('state').execute();
	return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Accepted mails by the process whose claim they were sent on: workers are named host/pid/random. */
async function sentByProcess(): Promise<Array<{ pid: number; count: number }>> {
	const rows = await store.db.selectFrom('deliveries').select((eb) => ['claimed_by', eb.fn.countAll<number>().as('count')]).where('state', '=', 'accepted').groupBy('claimed_by').execute();
	const byPid = Map.groupBy(rows, ({ claimed_by }) => Number(claimed_by?.split('/')[1]));
	return [...byPid].map(([pid, group]) => ({ pid, count: group.reduce((sum, { count }) => sum + count, 0) }));
}

/** As an operator would: the file, with the own credentials and shop chosen. */
async function exampleWorkflow(): Promise<object> {
	const ids = await createCredentials();
	const workflow = JSON.parse(readFileSync(join(ROOT, 'workflows-examples', 'send-due-by-workers.json'), 'utf8')) as { nodes: Array<{ parameters: Record<string, unknown>; credentials?: object }> };
	for (const node of workflow.nodes) {
		if (!node.credentials) continue;
		node.credentials = ids;
		node.parameters.shop = { __rl: true, mode: 'id', value: SHOP };
	}
	return workflow;
}

async function createCredentials(): Promise<Record<string, { id: string; name: string }>> {
	const { kind, host, port, database, user, password, schema, tls } = n8n.settings;
	const { from, brand, dkim } = benchSender(sink.port);
	const data = {
		sellerMailStoreApi: { kind, host, port, database, user, password, schema, tls },
		sellerMailSenderApi: {
			host: '127.0.0.1', port: sink.port, security: 'none', user: '', password: '', maxConnections: CONNECTIONS, fromName: from.name, fromAddress: from.address,
			dkimDomain: dkim?.domain, dkimSelector: dkim?.selector, dkimPrivateKey: dkim?.privateKey, ...brand,
		},
	};
	const saved = await Promise.all(Object.entries(data).map(async ([type, values]) => await n8n.client.createCredential({ name: type, type, data: values })));
	return Object.fromEntries(saved.map(({ id, name, type }) => [type, { id, name }]));
}

/** Asks until it is so; gives up after ten minutes. */
async function waitFor(what: string, isSo: () => Promise<boolean>): Promise<void> {
	for (let tries = 0; tries < 1_200; tries += 1) {
		if (await isSo()) return;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	throw new Error(`${what} did not come; the states are ${JSON.stringify(await states())}`);
}
