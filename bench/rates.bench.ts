import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreSettings } from '../core/store/storeSettings';
import type { Bench } from './bench';
import { plantCampaign } from './fixture';
import { judgeRates, type RateLimit, type RateVerdict } from './rates';
import type { RatesOrder } from './ratesWorker';
import { startFastSink, type FastSink } from './smtpSink';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PER_SECOND = 20;
const PER_MINUTE = 600;
const PER_DAY = 240;
/** two whole minutes and a bit, so that the limit of a minute can be seen to be used */
const WATCHED_MS = 2.2 * MINUTE;
const DAYS = 3;

/** When mails of a throttled sender arrive, in real time and with a worker killed in mid-window, then hour by hour over days. */
export const ratesBench: Bench = {
	name: 'rates',
	title: 'arrival times at the sink of a throttled sender: any second, any minute (killed and restarted on the way), any day',
	async run({ log }) {
		const folder = mkdtempSync(join(tmpdir(), 'seller-mail-bench-'));
		try {
			const short = await inSink(async (sink) => await judgeShort({ kind: 'sqlite', file: join(folder, 'short.sqlite') }, sink));
			log(JSON.stringify(short));
			const days = await inSink(async (sink) => await judgeDays({ kind: 'sqlite', file: join(folder, 'days.sqlite') }, sink));
			log(JSON.stringify(days));
			const [second, minute] = short.uses;
			return {
				mostInASecond: second?.most ?? 0, perSecond: PER_SECOND, mostInAMinute: minute?.most ?? 0, perMinute: PER_MINUTE, usedShareOfMinutes: short.usedShare,
				mostInADay: days.uses[0]?.most ?? 0, perDay: PER_DAY, usedShareOfDays: days.usedShare, exceeded: short.exceeded.length + days.exceeded.length,
			};
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

async function inSink(work: (sink: FastSink) => Promise<RateVerdict>): Promise<RateVerdict> {
	const sink = await startFastSink({ keepIds: true });
	return await work(sink).finally(async () => await sink.close());
}

/** Send Due again and again, as a schedule would, for two minutes; the first worker is killed in the middle of the first one. */
async function judgeShort(store: StoreSettings, sink: FastSink): Promise<RateVerdict> {
	const limits: RateLimit[] = [{ windowMs: SECOND, limit: PER_SECOND }, { windowMs: MINUTE, limit: PER_MINUTE }];
	await plantCampaign(store, (WATCHED_MS / MINUTE + 1) * PER_MINUTE);
	const order = { store, port: sink.port, throttle: { perSecond: PER_SECOND, perMinute: PER_MINUTE }, aheadMs: 0 };
	const firstKilledAt = Date.now() + MINUTE / 3;
	const until = Date.now() + WATCHED_MS;
	while (Date.now() < until) await runFor(order, (Date.now() < firstKilledAt ? firstKilledAt : until) - Date.now());
	return judgeRates(sink.arrivedAt, limits);
}

/** Send Due every hour of a clock that is moved on; each arrival counts at the time of that clock. */
async function judgeDays(store: StoreSettings, sink: FastSink): Promise<RateVerdict> {
	await plantCampaign(store, (DAYS + 1) * PER_DAY);
	const arrivals: number[] = [];
	for (let hour = 0; hour <= DAYS * 24; hour += 1) {
		const aheadMs = hour * HOUR;
		await runFor({ store, port: sink.port, throttle: { perDay: PER_DAY }, aheadMs }, MINUTE);
		arrivals.push(...sink.arrivedAt.slice(arrivals.length).map((at) => at + aheadMs));
	}
	return judgeRates(arrivals, [{ windowMs: DAY, limit: PER_DAY }]);
}

/** A worker that ends by itself, or is killed after that long. */
async function runFor(order: RatesOrder, ms: number): Promise<void> {
	const child: ChildProcess = fork(join(__dirname, 'ratesWorker.js'), [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	const stop = new AbortController();
	const late = sleep(ms, undefined, { signal: stop.signal }).then(() => child.kill('SIGKILL'), () => undefined);
	const code = await ended;
	stop.abort();
	await late;
	if (code !== 0 && code !== null) throw new Error(`a worker ended with ${code}`);
	await sleep(SECOND / 5);
}
