import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCore, type Core } from '../core/openCore';
import type { BuyerFacts, SegmentContext } from '../core/segment/buyerFacts';
import { PRESETS } from '../core/segment/presets/registry';
import { readContext } from '../core/segment/segmentContext.flow';
import { systemClock } from '../core/shared/clock';
import { openStore, type OpenStore } from '../core/store/openStore';
import { makeSegmentStore } from '../core/store/segmentQueries';
import { seconds, type Bench } from './bench';
import type { BigShopSize } from './bigShop';
import { QUESTIONS, type Question } from './segmentQuestions';

const SHOP = 'big';
const FULL: BigShopSize = { buyers: 1_000_000, orders: 5_000_000, events: 10_000_000, mails: 1_000_000 };
const SAMPLE = 1_000;
/** recipients before memory is looked at */
const WARM_UP = 100_000;
/** what is quick is timed more often */
const roundsFor = (ownSeconds: number): number => (ownSeconds < 0.5 ? 6 : ownSeconds < 10 ? 2 : 1);

interface Measuring {
	core: Core;
	store: OpenStore;
	file: string;
	now: number;
	size: BigShopSize;
	log(line: string): void;
}

/** Every preset over a generated shop, beside hand-written SQL for the same recipients and a look at single buyers. */
export const segmentBench: Bench = {
	name: 'segment',
	title: 'every preset on SQLite, whole recipients, beside hand-written SQL for the same ones',
	async run({ isFull, log }) {
		const folder = mkdtempSync(join(tmpdir(), 'seller-mail-bench-'));
		const file = join(folder, 'store.sqlite');
		const now = Math.floor(Date.now() / 1000) * 1000;
		const size = isFull ? FULL : scale(FULL, 0.1);
		try {
			await generate(file, size, now, log);
			const clock = { now: () => now };
			const measuring = { core: await openCore({ store: { kind: 'sqlite', file }, clock }), store: await openStore({ kind: 'sqlite', file }, { clock }), file, now, size, log };
			const figures = await measure(measuring);
			await measuring.store.close();
			await measuring.core.close();
			return figures;
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

function scale(size: BigShopSize, by: number): BigShopSize {
	return { buyers: size.buyers * by, orders: size.orders * by, events: size.events * by, mails: size.mails * by };
}

async function generate(file: string, size: BigShopSize, now: number, log: (line: string) => void): Promise<void> {
	const core = await openCore({ store: { kind: 'sqlite', file }, clock: systemClock() });
	await core.shops.save({ id: SHOP, name: 'Big', defaultSite: 'usa', timeZone: 'UTC', currency: 'USD' });
	await core.close();
	const started = process.hrtime.bigint();
	const filled = spawnSync(process.execPath, [join(__dirname, 'bigShopProcess.js'), file, JSON.stringify(size), String(now)], { stdio: 'inherit' });
	if (filled.status !== 0) throw new Error('the shop could not be generated');
	log(`${size.buyers} buyers, ${size.orders} orders, ${size.events} events in ${seconds(started).toFixed(0)} s, ${(statSync(file).size / 1e9).toFixed(2)} GB`);
}

/** First what the product costs by itself, then side by side with the hand-written statements, then whether it is right. */
async function measure(measuring: Measuring): Promise<Record<string, number>> {
	const figures = await measureAlone(measuring);
	const context = await readContext(makeSegmentStore(measuring.store), { shopId: SHOP, asOf: measuring.now, currency: 'USD' }, { intervals: { minDays: 7, fallbackDays: null }, scores: ['monetary'] });
	let worstRatioToSql = 0;
	for (const question of QUESTIONS) {
		const { count, ownSeconds, ratio } = await compare(measuring, question, context);
		figures[`${question.key}Count`] = count;
		figures[`${question.key}Seconds`] = ownSeconds;
		figures[`${question.key}RatioToSql`] = ratio;
		worstRatioToSql = Math.max(worstRatioToSql, ratio);
		measuring.log(`${question.key}: ${count} in ${ownSeconds.toFixed(2)} s, ${ratio.toFixed(2)} × SQL`);
	}
	const sample = Array.from({ length: SAMPLE }, (_, index) => `b_${Math.floor((index * measuring.size.buyers) / SAMPLE).toString(36).padStart(20, '0')}`);
	const facts: BuyerFacts[] = [];
	for (const ids of chunks(sample, 200)) facts.push(...(await makeSegmentStore(measuring.store).readFacts(SHOP, ids, measuring.now)));
	for (const question of QUESTIONS) await assertRight(measuring, question, context, facts);
	return { ...figures, buyers: measuring.size.buyers, sampledBuyers: SAMPLE, worstRatioToSql };
}

async function measureAlone(measuring: Measuring): Promise<Record<string, number>> {
	const atStart = process.memoryUsage.rss();
	await warmUp(measuring);
	const before = process.memoryUsage.rss();
	let peak = before;
	const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
	const delay = monitorEventLoopDelay({ resolution: 2 });
	delay.enable();
	for (const question of QUESTIONS) await countSelected(measuring, question);
	delay.disable();
	clearInterval(watch);
	return { maxEventLoopDelayMs: delay.max / 1e6, p99EventLoopDelayMs: delay.percentile(99) / 1e6, rssGrowthMb: (peak - before) / 1e6, rssGrowthSinceStartMb: (peak - atStart) / 1e6 };
}

/** A process that has done some work, as n8n has: V8 gives its young generation more room with the first objects, whatever makes them. */
async function warmUp({ core, now }: Measuring): Promise<void> {
	for await (const page of core.segments.select({ shopId: SHOP, preset: 'loyal-buyers', asOf: now, limit: WARM_UP })) void page;
}

/** The better one of several rounds each, in turns. */
async function compare(measuring: Measuring, question: Question, context: SegmentContext): Promise<{ count: number; ownSeconds: number; ratio: number }> {
	const db = new DatabaseSync(measuring.file, { readOnly: true });
	db.exec('pragma cache_size = -32000');
	db.exec('pragma temp_store = memory');
	const [own, sql] = [[] as number[], [] as number[]];
	let count = 0;
	for (let round = 0; round < roundsFor(Math.min(...own)) || round === 0; round += 1) {
		const startedSql = process.hrtime.bigint();
		let rows = 0;
		for (const row of db.prepare(question.sql(context)).iterate(measuring.now)) rows += row ? 1 : 0;
		sql.push(seconds(startedSql));
		const started = process.hrtime.bigint();
		count = await countSelected(measuring, question);
		own.push(seconds(started));
		if (count !== rows) throw new Error(`${question.key}: ${count} selected or left out, hand-written SQL says ${rows}: the figures mean nothing`);
	}
	db.close();
	return { count, ownSeconds: Math.min(...own), ratio: Math.min(...own) / Math.min(...sql) };
}

/** Whole recipients with their data, not only their number: that is what the ratio is about. */
async function countSelected({ core, now }: Measuring, { preset, parameters }: Question): Promise<number> {
	let count = 0;
	for await (const page of core.segments.select({ shopId: SHOP, preset, parameters, asOf: now })) {
		count += page.recipients.length + Object.values(page.leftOut).reduce((total, left) => total + left, 0);
	}
	return count;
}

/** Evenly spread buyers, each looked at with all his data in memory. @throws Error when one is judged differently */
async function assertRight({ core, now }: Measuring, { key, preset: id, parameters: given }: Question, context: SegmentContext, facts: BuyerFacts[]): Promise<void> {
	const preset = PRESETS.get(id);
	if (!preset) throw new Error(`there is no preset ${id}`);
	const wanted = new Set(facts.map(({ buyer }) => buyer.id));
	const selected: string[] = [];
	for await (const { recipients, leftOutRecipients } of core.segments.select({ shopId: SHOP, preset: id, parameters: given, asOf: now, withLeftOut: true })) {
		for (const { buyer, segment } of [...recipients, ...leftOutRecipients]) if (wanted.has(buyer.id)) selected.push(`${buyer.id} ${segment.occasion}`);
	}
	const run = { shopId: SHOP, timeZone: 'UTC', now, context, parameters: preset.parameters.parse(given) as Record<string, unknown> };
	const judged = facts.flatMap((buyer) => preset.judge(buyer, run).occasions.map((occasion) => `${buyer.buyer.id} ${occasion}`));
	if (JSON.stringify(selected.sort()) !== JSON.stringify(judged.sort())) throw new Error(`${key}: ${selected.length} of the sample selected, a look at each says ${judged.length}`);
}

function chunks<Value>(values: Value[], size: number): Value[][] {
	return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size));
}
