import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreSettings } from '../core/store/storeSettings';
import type { Bench } from './bench';
import { plantCampaign } from './fixture';
import { startPostgres } from './postgres';
import { judgeRates, type RateLimit, type RateVerdict, type Still } from './rates';
import type { RatesOrder } from './ratesWorker';
import { startFastSink, type FastSink } from './smtpSink';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PER_SECOND = 20;
const PER_MINUTE = 600;
const PER_DAY = 240;
const SECONDS_MS = 40 * SECOND;
/** two whole minutes and a bit, so that the limit of a minute can be seen to be used */
const MINUTES_MS = 2.2 * MINUTE;
const DAYS = 3;
/** in mid-window of the first minute, well into the seconds */
const KILLED_AFTER_MS = 15 * SECOND;

const OF_A_SECOND: RateLimit = { windowMs: SECOND, limit: PER_SECOND };
const OF_A_MINUTE: RateLimit = { windowMs: MINUTE, limit: PER_MINUTE };
const OF_A_DAY: RateLimit = { windowMs: DAY, limit: PER_DAY };

/** Workers that run Send Due again and again, as a schedule would, in real time. */
interface Watch {
	store: StoreSettings;
	workers: number;
	limits: RateLimit[];
	watchedMs: number;
	/** of the first worker; gone: nobody takes its place */
	killed?: 'restarted' | 'gone';
}

/**
 * When mails of a throttled sender arrive, by any span that begins anywhere. In real time on both databases, workers killed in
 * mid-window, and hour by hour over days; several watches at once, so that the machine is loaded.
 */
export const ratesBench: Bench = {
	name: 'rates',
	title: 'arrival times at the sink of a throttled sender: any second, any minute, any day; one worker, two, killed on the way',
	async run({ log }) {
		const folder = mkdtempSync(join(tmpdir(), 'seller-mail-bench-'));
		const file = (name: string): StoreSettings => ({ kind: 'sqlite', file: join(folder, `${name}.sqlite`) });
		const postgres = await startPostgres();
		const shared = (name: string): StoreSettings => ({ ...postgres.settings, schema: name });
		const told = async (name: string, judged: Promise<RateVerdict>): Promise<RateVerdict> => {
			const verdict = await judged;
			log(`${name}: ${verdict.uses.map(({ windowMs, limit, most, usedShare }) => `at most ${most} of ${limit} in ${windowMs / SECOND} s, ${percent(usedShare)} used`).join('; ')}`);
			return verdict;
		};
		try {
			const seconds = await Promise.all([
				told('seconds, one worker', inSink(async (sink) => await watch(sink, { store: file('seconds'), workers: 1, limits: [OF_A_SECOND], watchedMs: SECONDS_MS }))),
				told('seconds, one of two killed', inSink(async (sink) => await watch(sink, { store: shared('seconds'), workers: 2, limits: [OF_A_SECOND], watchedMs: SECONDS_MS, killed: 'gone' }))),
			]);
			const longer = await Promise.all([
				told('minutes, killed and restarted', inSink(async (sink) => await watch(sink, { store: file('minutes'), workers: 1, limits: [OF_A_MINUTE, OF_A_SECOND], watchedMs: MINUTES_MS, killed: 'restarted' }))),
				told('minutes, one of two killed and restarted', inSink(async (sink) => await watch(sink, { store: shared('minutes'), workers: 2, limits: [OF_A_MINUTE], watchedMs: MINUTES_MS, killed: 'restarted' }))),
				told('days, a run an hour', inSink(async (sink) => await judgeDays(file('days'), sink))),
			]);
			return toFigures([...seconds, ...longer]);
		} finally {
			await postgres.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

const percent = (share: number | undefined): string => (share === undefined ? 'unknown' : `${(share * 100).toFixed(1)} %`);

/** Of several watches the fullest span and the least use; a limit's use counts where it is the one that holds the sender back. */
function toFigures(verdicts: RateVerdict[]): Record<string, number> {
	const most = ({ windowMs }: RateLimit): number => Math.max(...verdicts.flatMap(({ uses }) => uses.filter((use) => use.windowMs === windowMs).map((use) => use.most)));
	const used = ({ windowMs }: RateLimit): number => Math.min(...verdicts.flatMap(({ uses, usedShare }) => (uses[0]?.windowMs === windowMs ? [usedShare] : [])));
	return {
		mostInASecond: most(OF_A_SECOND), perSecond: PER_SECOND, usedShareOfSeconds: used(OF_A_SECOND),
		mostInAMinute: most(OF_A_MINUTE), perMinute: PER_MINUTE, usedShareOfMinutes: used(OF_A_MINUTE),
		mostInADay: most(OF_A_DAY), perDay: PER_DAY, usedShareOfDays: used(OF_A_DAY),
		exceeded: verdicts.reduce((sum, { exceeded }) => sum + exceeded.length, 0),
	};
}

async function inSink(work: (sink: FastSink) => Promise<RateVerdict>): Promise<RateVerdict> {
	const sink = await startFastSink({ keepIds: true });
	return await work(sink).finally(async () => await sink.close());
}

async function watch(sink: FastSink, { store, workers, limits, watchedMs, killed }: Watch): Promise<RateVerdict> {
	await plantCampaign(store, Math.max(...limits.map(({ windowMs, limit }) => (watchedMs / windowMs + 1) * limit)));
	const order = { store, port: sink.port, throttle: toThrottle(limits), aheadMs: 0 };
	const begun = firstArrival(sink);
	const { stills, end } = noteStills();
	let isOver = false;
	const over = begun.then(async () => await sleep(watchedMs)).then(() => (isOver = true));
	const again = async (): Promise<void> => {
		while (!isOver) await runUntil(order, over);
	};
	await Promise.all(Array.from({ length: workers }, async (_, index) => {
		if (index > 0 || !killed) return await again();
		await runUntil(order, begun.then(async () => await sleep(KILLED_AFTER_MS)));
		if (killed === 'restarted') await again();
	}));
	end();
	// a window of a second is lost with it, one of a minute can be made good
	return judgeRates(sink.arrivedAt, limits, limits[0]?.windowMs === SECOND ? stills : []);
}

/** A shared machine may be stopped for seconds. */
function noteStills(): { stills: Still[]; end(): void } {
	const stills: Still[] = [];
	let last = Date.now();
	const timer = setInterval(() => {
		const now = Date.now();
		if (now - last > SECOND / 5) stills.push({ from: last, to: now });
		last = now;
	}, SECOND / 50);
	return { stills, end: () => clearInterval(timer) };
}

async function firstArrival(sink: FastSink): Promise<void> {
	while (sink.count() === 0) await sleep(SECOND / 20);
}

function toThrottle(limits: RateLimit[]): RatesOrder['throttle'] {
	const of = ({ windowMs }: RateLimit): number | undefined => limits.find((limit) => limit.windowMs === windowMs)?.limit;
	return { perSecond: of(OF_A_SECOND), perMinute: of(OF_A_MINUTE), perDay: of(OF_A_DAY) };
}

/** Send Due every hour of a clock that is moved on; each arrival counts at the time of that clock. */
async function judgeDays(store: StoreSettings, sink: FastSink): Promise<RateVerdict> {
	await plantCampaign(store, (DAYS + 1) * PER_DAY);
	const arrivals: number[] = [];
	for (let hour = 0; hour <= DAYS * 24; hour += 1) {
		const aheadMs = hour * HOUR;
		await runUntil({ store, port: sink.port, throttle: toThrottle([OF_A_DAY]), aheadMs });
		arrivals.push(...sink.arrivedAt.slice(arrivals.length).map((at) => at + aheadMs));
	}
	return judgeRates(arrivals, [OF_A_DAY]);
}

/** A worker that ends by itself, or is killed. */
async function runUntil(order: RatesOrder, end?: Promise<unknown>): Promise<void> {
	const child: ChildProcess = fork(join(__dirname, 'ratesWorker.js'), [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	void end?.then(() => child.kill('SIGKILL'));
	const code = await ended;
	if (code !== 0 && code !== null) throw new Error(`a worker ended with ${code}`);
	await sleep(SECOND / 5);
}
