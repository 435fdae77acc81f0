import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/shared/clock';
import { openStore } from '../core/store/openStore';
import type { StoreSettings } from '../core/store/storeSettings';
import { SHOP, plantCampaign } from './fixture';
import { startPostgres } from './postgres';
import { startFastSink, type FastSink } from './smtpSink';

interface CrashResult {
	kills: number;
	recipients: number;
	/** planned recipients that are in no state a person could act on */
	lost: number;
	/** Message-IDs that the sink accepted more than once */
	doubled: number;
	/** ledger says accepted, the sink never saw it */
	phantom: number;
	accepted: number;
	uncertain: number;
	/** the most that one kill left uncertain; may not exceed the open connections */
	maxUncertainPerKill: number;
	connections: number;
}

/** npm run crash -- [--kills 20] [--recipients 2000] [--connections 5] [--json]: kill -9 at random moments, on both databases. */
async function main(): Promise<void> {
	const { values } = parseArgs({ options: {
		kills: { type: 'string', default: '20' }, recipients: { type: 'string', default: '2000' }, connections: { type: 'string', default: '5' }, json: { type: 'boolean', default: false },
	} });
	const plan = { kills: Number(values.kills), recipients: Number(values.recipients), connections: Number(values.connections) };
	const folder = mkdtempSync(join(tmpdir(), 'seller-mail-crash-'));
	const postgres = await startPostgres();
	try {
		const results: Record<string, CrashResult> = {};
		results.sqlite = await crash({ kind: 'sqlite', file: join(folder, 'store.sqlite') }, plan);
		results.postgres = await crash(postgres.settings, plan);
		const bad = Object.values(results).filter((result) => result.kills < plan.kills || result.lost + result.doubled + result.phantom > 0 || result.maxUncertainPerKill > result.connections);
		if (values.json) process.stdout.write(`${JSON.stringify({ lost: sum(results, 'lost'), doubled: sum(results, 'doubled'), ...results })}\n`);
		else process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
		process.exitCode = bad.length === 0 ? 0 : 1;
	} finally {
		await postgres.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function crash(settings: StoreSettings, plan: { kills: number; recipients: number; connections: number }): Promise<CrashResult> {
	process.stderr.write(`${settings.kind}: ${plan.recipients} recipients, ${plan.kills} kills\n`);
	await plantCampaign(settings, plan.recipients);
	const sink = await startFastSink({ keepIds: true, replyDelayMs: 4 });
	let [uncertain, maxUncertainPerKill, kills] = [0, 0, 0];
	while (kills < plan.kills && (await killOnce(settings, sink, plan, kills))) {
		kills += 1;
		const now = (await readStates(settings, true)).uncertain ?? 0;
		maxUncertainPerKill = Math.max(maxUncertainPerKill, now - uncertain);
		uncertain = now;
	}
	await finish(settings, sink, plan.connections);
	const result = await judge(settings, sink, { ...plan, kills, maxUncertainPerKill });
	await sink.close();
	return result;
}

/** Starts a worker and kills it after so many further mails (each kill at another moment). `false`: it was through before. */
async function killOnce(settings: StoreSettings, sink: FastSink, plan: { recipients: number; connections: number; kills: number }, turn: number): Promise<boolean> {
	// together the steps stay below the recipients, so that every kill meets a worker at work
	const target = sink.count() + 1 + Math.floor(Math.random() * Math.max(1, plan.recipients / plan.kills - plan.connections - 2));
	const child = spawnWorker(settings, sink.port, plan.connections);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	let isThrough = false;
	void ended.then(() => (isThrough = true));
	while (!isThrough && sink.count() < target) await new Promise((resolve) => setTimeout(resolve, 1 + (turn % 3)));
	const wasRunning = !isThrough;
	child.kill('SIGKILL');
	await ended;
	return wasRunning;
}

function spawnWorker(store: StoreSettings, port: number, connections: number): ChildProcess {
	return fork(join(__dirname, 'crashWorker.js'), [JSON.stringify({ store, port, connections })], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

async function finish(settings: StoreSettings, sink: FastSink, connections: number): Promise<void> {
	await new Promise<void>((resolve, reject) => spawnWorker(settings, sink.port, connections).once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the last run failed (${code})`)))));
}

/** Deliveries by state; with `settle` what the dead worker had begun counts as uncertain, as the next run will find. */
async function readStates(settings: StoreSettings, settle: boolean): Promise<Record<string, number>> {
	const store = await openStore(settings, { clock: systemClock() });
	const rows = await store.db.selectFrom('deliveries').select((eb) => ['state', eb.fn.countAll<number>().as('count')]).where('shop_id', '=', SHOP).groupBy('state').execute();
	await store.close();
	const states: Record<string, number> = {};
	for (const row of rows) {
		const state = settle && row.state === 'sending' ? 'uncertain' : row.state;
		states[state] = (states[state] ?? 0) + Number(row.count);
	}
	return states;
}

async function judge(settings: StoreSettings, sink: FastSink, plan: { kills: number; recipients: number; connections: number; maxUncertainPerKill: number }): Promise<CrashResult> {
	const store = await openStore(settings, { clock: systemClock() });
	const rows = await store.db.selectFrom('deliveries').select(['id', 'state']).where('shop_id', '=', SHOP).execute();
	await store.close();
	const seen = new Map<string, number>();
	for (const id of sink.messageIds) seen.set(id, (seen.get(id) ?? 0) + 1);
	const messageId = (id: string): string => `<${id}@mail.lumen-home.example>`;
	const accepted = rows.filter((row) => row.state === 'accepted');
	const uncertain = rows.filter((row) => row.state === 'uncertain');
	return {
		kills: plan.kills, recipients: plan.recipients, connections: plan.connections, maxUncertainPerKill: plan.maxUncertainPerKill,
		lost: plan.recipients - accepted.length - uncertain.length,
		doubled: [...seen.values()].filter((times) => times > 1).length,
		phantom: accepted.filter((row) => !seen.has(messageId(row.id))).length,
		accepted: accepted.length, uncertain: uncertain.length,
	};
}

function sum(results: Record<string, CrashResult>, key: 'lost' | 'doubled'): number {
	return Object.values(results).reduce((total, result) => total + result[key], 0);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exitCode = 1;
});
