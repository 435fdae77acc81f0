import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../core/shared/clock';
import { openStore } from '../core/store/openStore';
import type { StoreSettings } from '../core/store/storeSettings';
import { judgeEnd, judgeMoment, type LedgerRow, type Verdict } from './crashVerdict';
import { SHOP } from './fixture';
import { PLAN_KILLS, laterKills, timeOf, type KillStep, type WorkerOrder } from './killSteps';
import { plantAudience, type PlantedAudience } from './plantAudience';
import { startFastSink, type FastSink } from './smtpSink';

export interface CrashPlan {
	kills: number;
	/** of each campaign */
	recipients: number;
	connections: number;
}

export interface CrashResult extends Verdict {
	kills: number;
	killsByStep: Partial<Record<KillStep, number>>;
	campaigns: number;
	accepted: number;
	uncertain: number;
	/** the most that one killed worker left uncertain */
	maxUncertainPerKill: number;
	/** kills that left more uncertain than connections were open */
	overConnections: number;
}

/** Kills of one campaign: few enough that each life still sends some dozens of mails. */
const KILLS_PER_CAMPAIGN = 40;
/** An overtaken worker gets that long to do harm. */
const AWAKE_MS = 100;
const LIFE_DEADLINE_MS = 300_000;

/** Kills workers on one database until the plan is fulfilled; each campaign is then sent to its end and counted. */
export async function crashLane(settings: StoreSettings, plan: CrashPlan, log: (line: string) => void): Promise<CrashResult> {
	const planted = await plantAudience(settings, plan.recipients);
	const sink = await startFastSink({ keepIds: true, replyDelayMs: 4 });
	const result: CrashResult = {
		lost: 0, doubled: 0, resendable: 0, phantom: 0, unbalanced: 0, kills: 0, killsByStep: {}, campaigns: 0, accepted: 0, uncertain: 0, maxUncertainPerKill: 0, overConnections: 0,
	};
	const pool = new WorkerPool(settings, sink.port, plan.connections);
	const later = laterKills();
	while (result.kills < plan.kills) {
		const round = new Round(settings, plan, sink, pool, { ...planted, campaign: `crash-${result.campaigns}` }, later, result);
		await round.run();
		result.campaigns += 1;
		log(`${settings.kind}: ${result.kills} of ${plan.kills} kills, ${result.campaigns} campaigns, lost ${result.lost}, doubled ${result.doubled}, uncertain ${result.uncertain}`);
	}
	pool.stop();
	await sink.close();
	return result;
}

/** One campaign from its first plan to its last mail. */
class Round {
	private isPlanned = false;
	private uncertain = 0;
	private readonly found: Verdict = { lost: 0, doubled: 0, resendable: 0, phantom: 0, unbalanced: 0 };
	private readonly sentBefore: number;

	constructor(
		private readonly settings: StoreSettings, private readonly plan: CrashPlan, private readonly sink: FastSink, private readonly pool: WorkerPool,
		private readonly order: PlantedAudience & { campaign: string }, private readonly later: Iterator<KillStep, never>, private readonly result: CrashResult,
	) {
		this.sentBefore = sink.count();
	}

	async run(): Promise<void> {
		for (let turn = 0; turn < KILLS_PER_CAMPAIGN && this.result.kills < this.plan.kills && this.sent() < this.plan.recipients; turn += 1) {
			const step = PLAN_KILLS[turn] ?? this.later.next().value;
			const killed = await withDeadline(this.live(step), step);
			if (killed === 0) continue;
			this.result.kills += killed;
			this.result.killsByStep[step] = (this.result.killsByStep[step] ?? 0) + killed;
			this.isPlanned ||= !step.startsWith('plan');
			await this.judgeKill(killed);
		}
		await this.finish();
	}

	private sent(): number {
		return this.sink.count() - this.sentBefore;
	}

	/** One worker's life, for `overtaken` two; how many were killed. 0: it was through before. */
	private async live(step: KillStep): Promise<number> {
		if (step === 'overtaken') return await this.overtake();
		const worker = await this.pool.start(step === 'random' ? this.order : { ...this.order, dieAt: { step, time: timeOf(step, { recipients: this.plan.recipients, mails: this.mailsPerLife() }) } });
		if (step === 'random') await this.killAfter(worker, this.someMails());
		return (await worker.ended) === 'killed' ? 1 : 0;
	}

	/** The first worker claims and stalls; the second one takes it for dead; the first wakes up and must not send what is no longer its own. */
	private async overtake(): Promise<number> {
		const first = await this.pool.start({ ...this.order, stallsAfterClaim: true });
		if ((await Promise.race([first.stalled, first.ended])) !== 'stalled') return 0;
		const second = await this.pool.start({ ...this.order, aheadMs: 120_000 });
		await this.untilSent(this.someMails(), second);
		first.goOn();
		await Promise.race([first.awake, first.ended]);
		await sleep(AWAKE_MS);
		await Promise.all([first, second].map(async (worker) => await this.killAfter(worker, this.someMails())));
		const ends = await Promise.all([first.ended, second.ended]);
		return ends.filter((end) => end === 'killed').length;
	}

	private async killAfter(worker: Worker, mails: number): Promise<void> {
		await this.untilSent(mails, worker);
		await sleep(Math.random() * 4);
		worker.kill();
	}

	private async untilSent(mails: number, worker: Worker): Promise<void> {
		const target = this.sink.count() + mails;
		while (worker.isAlive && this.sink.count() < target) await sleep(1);
	}

	/** Together a round's lives send about three quarters of its mails. */
	private someMails(): number {
		return 1 + Math.floor(Math.random() * 1.5 * this.mailsPerLife());
	}

	private mailsPerLife(): number {
		return this.plan.recipients / Math.min(KILLS_PER_CAMPAIGN, this.plan.kills);
	}

	private async judgeKill(killed: number): Promise<void> {
		const rows = await this.readRows();
		const uncertain = rows.filter(({ state }) => state === 'uncertain' || state === 'sending').length;
		const left = uncertain - this.uncertain;
		this.uncertain = uncertain;
		this.result.maxUncertainPerKill = Math.max(this.result.maxUncertainPerKill, Math.ceil(left / killed));
		if (left > this.plan.connections * killed) this.result.overConnections += 1;
		this.worst(judgeMoment(rows, this.arrived(), this.isPlanned ? this.plan.recipients : undefined));
	}

	private async finish(): Promise<void> {
		const worker = await this.pool.start(this.order);
		if ((await worker.ended) !== 'through') throw new Error('the last run did not come to its end');
		const rows = await this.readRows();
		this.result.accepted += rows.filter(({ state }) => state === 'accepted').length;
		this.result.uncertain += rows.filter(({ state }) => state === 'uncertain').length;
		this.worst(judgeEnd(rows, this.arrived(), this.plan.recipients));
		for (const [key, count] of Object.entries(this.found)) this.result[key as keyof Verdict] += count;
	}

	/** A fault stays in the ledger and is seen after every later kill: it counts once. */
	private worst(verdict: Partial<Verdict>): void {
		for (const [key, count] of Object.entries(verdict)) this.found[key as keyof Verdict] = Math.max(this.found[key as keyof Verdict], count);
	}

	private arrived(): Map<string, number> {
		const times = new Map<string, number>();
		for (const messageId of this.sink.messageIds) {
			const id = messageId.slice(1, messageId.indexOf('@'));
			times.set(id, (times.get(id) ?? 0) + 1);
		}
		return times;
	}

	private async readRows(): Promise<LedgerRow[]> {
		const store = await openStore(this.settings, { clock: systemClock() });
		const rows = await store.db.selectFrom('deliveries as d').innerJoin('campaigns as c', 'c.id', 'd.campaign_id').select(['d.id', 'd.state'])
			.where('d.shop_id', '=', SHOP).where('c.name', '=', this.order.campaign).execute();
		await store.close();
		return rows;
	}
}

/** A worker that hangs would hang the bench. */
async function withDeadline<Result>(life: Promise<Result>, step: KillStep): Promise<Result> {
	const late = new AbortController();
	const deadline = sleep(LIFE_DEADLINE_MS, undefined, { signal: late.signal }).then(() => { throw new Error(`a life that was to end at ${step} does not end`); }, () => undefined as never);
	return await Promise.race([life, deadline]).finally(() => late.abort());
}

interface Worker {
	isAlive: boolean;
	ended: Promise<'through' | 'killed'>;
	stalled: Promise<'stalled'>;
	/** has asked whether it may send, after its stall */
	awake: Promise<'awake'>;
	goOn(): void;
	kill(): void;
}

/** Loading the product takes longer than a life lasts, so the next worker loads while this one lives. */
class WorkerPool {
	private next: ChildProcess;

	constructor(private readonly settings: StoreSettings, private readonly port: number, private readonly connections: number) {
		this.next = this.spawn();
	}

	async start(order: WorkerOrder): Promise<Worker> {
		const child = this.next;
		if (!loaded.has(child)) await new Promise<void>((resolve) => child.once('message', () => resolve()));
		this.next = this.spawn();
		const worker: Worker = {
			isAlive: true,
			ended: new Promise((resolve, reject) => child.once('exit', (code, signal) => {
				worker.isAlive = false;
				if (signal === 'SIGKILL') resolve('killed');
				else if (code === 0) resolve('through');
				else reject(new Error(`a worker ended by itself with ${signal ?? code}`));
			})),
			stalled: new Promise((resolve) => child.on('message', (message) => message === 'stalled' && resolve('stalled'))),
			awake: new Promise((resolve) => child.on('message', (message) => message === 'awake' && resolve('awake'))),
			goOn: () => void child.send('goOn'),
			kill: () => void child.kill('SIGKILL'),
		};
		child.send(order);
		return worker;
	}

	stop(): void {
		this.next.kill('SIGKILL');
	}

	private spawn(): ChildProcess {
		const settings = JSON.stringify({ store: this.settings, port: this.port, connections: this.connections });
		const child = fork(join(__dirname, 'crashWorker.js'), [settings], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, NODE_COMPILE_CACHE: COMPILED } });
		child.once('message', () => loaded.add(child));
		return child;
	}
}

const loaded = new WeakSet<ChildProcess>();
/** hundreds of processes load the same code */
const COMPILED = join(tmpdir(), 'seller-mail-compiled');
