import { mkdtempSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCore, type Core } from '../core/openCore';
import { generateShop } from '../demo/shopGenerator';
import { loadShop } from '../demo/shopLoader';
import { seconds, type Bench } from './bench';

const DAY = 86_400_000;
const HOUR = 3_600_000;

interface Question {
	key: string;
	preset: string;
	parameters: Record<string, unknown>;
	/** the same candidates (before consent and suppressions are looked at), written by hand; ?1 is the instant */
	sql: string;
}

const QUESTIONS: readonly Question[] = [
	{
		key: 'cartAbandoned', preset: 'cart-abandoned', parameters: {},
		sql: `select count(*) as n from (select buyer_id, max(occurred_at) as at from buyer_events where shop_id = 'demo' and kind = 'cart' and occurred_at <= ?1 group by buyer_id) c
			where c.at > ?1 - ${7 * DAY} and c.at <= ?1 - ${4 * HOUR}
			and not exists (select 1 from orders o where o.buyer_id = c.buyer_id and o.shop_id = 'demo' and o.placed_at >= c.at and o.placed_at <= ?1)`,
	},
	{
		key: 'fulfilmentLate', preset: 'fulfilment-state', parameters: { state: 'late' },
		sql: `select count(*) as n from orders where shop_id = 'demo' and shipped_at <= ?1 and estimated_delivery_at < ?1
			and (delivered_at is null or delivered_at > ?1) and (canceled_at is null or canceled_at > ?1) and (returned_at is null or returned_at > ?1)`,
	},
];

/** Presets over the demo shop, beside hand-written SQL for the same answer. */
export const segmentBench: Bench = {
	name: 'segment',
	title: 'presets over the demo shop on SQLite, beside hand-written SQL for the same candidates',
	async run({ log }) {
		const folder = mkdtempSync(join(tmpdir(), 'seller-mail-bench-'));
		const file = join(folder, 'store.sqlite');
		const core = await openCore({ store: { kind: 'sqlite', file } });
		try {
			const now = core.clock.now();
			const shop = generateShop({ seed: 1, now });
			await loadShop(core, shop);
			log(`${shop.buyers.length} buyers, ${shop.orders.length} orders, ${shop.carts.length} carts`);
			return await measure(core, new DatabaseSync(file), now);
		} finally {
			await core.close();
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

async function measure(core: Core, db: DatabaseSync, now: number): Promise<Record<string, number>> {
	const figures: Record<string, number> = {};
	const delay = monitorEventLoopDelay({ resolution: 5 });
	let worstRatioToSql = 0;
	for (const question of QUESTIONS) {
		const startedSql = process.hrtime.bigint();
		const { n } = db.prepare(question.sql).get(now) as { n: number };
		const sqlSeconds = seconds(startedSql);
		delay.enable();
		const started = process.hrtime.bigint();
		const count = await countSelected(core, question, now);
		const ownSeconds = seconds(started);
		delay.disable();
		if (count !== n) throw new Error(`${question.key}: ${count} selected or left out, hand-written SQL says ${n}: the figures mean nothing`);
		figures[`${question.key}Count`] = count;
		figures[`${question.key}Seconds`] = ownSeconds;
		figures[`${question.key}RatioToSql`] = ownSeconds / sqlSeconds;
		worstRatioToSql = Math.max(worstRatioToSql, ownSeconds / sqlSeconds);
	}
	db.close();
	return { ...figures, worstRatioToSql, maxEventLoopDelayMs: delay.max / 1e6 };
}

/** Whole recipients with their data, not only their number: that is what the ratio is about. */
async function countSelected(core: Core, { preset, parameters }: Question, asOf: number): Promise<number> {
	let count = 0;
	for await (const page of core.segments.select({ shopId: 'demo', preset, parameters, asOf })) {
		count += page.recipients.length + Object.values(page.leftOut).reduce((total, left) => total + left, 0);
	}
	return count;
}
