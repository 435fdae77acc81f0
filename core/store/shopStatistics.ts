import { sql, type RawBuilder } from 'kysely';
import type { IntervalSample, ShopQuery } from '../segment/ports';
import type { OpenStore } from './openStore';

type Sql = RawBuilder<unknown>;

const DAY_MS = 86_400_000;

/** Intervals between the orders of the shop's first buyers (by id) who have several: one row a length, of all and by product. */
export async function readIntervalSample({ db, reader }: OpenStore, { shopId, asOf, sampleSize }: ShopQuery & { sampleSize: number }): Promise<IntervalSample[]> {
	const at = sql.lit(asOf);
	const sample = sql`(select s.buyer_id, count(*) as n, min(s.placed_at) as first_at, max(s.placed_at) as last_at from orders s
		where s.shop_id = ${shopId} and s.placed_at <= ${at} and (s.canceled_at is null or s.canceled_at > ${at}) group by s.buyer_id having count(*) > 1
		order by s.buyer_id limit ${sql.lit(sampleSize)})`;
	const days = sql`(r.last_at - r.first_at) / (r.n - 1) / ${sql.lit(DAY_MS)}`;
	const whole = sql<Row>`select null as product, interval_days, count(*) as n from (select ${days} as interval_days from ${sample} r) d group by interval_days`;
	const byProduct = sql<Row>`select product, interval_days, count(*) as n from (select distinct r.buyer_id, coalesce(i.product_id, i.sku) as product, ${days} as interval_days
		from ${sample} r join orders o on o.shop_id = ${shopId} and o.buyer_id = r.buyer_id and o.placed_at <= ${at} and (o.canceled_at is null or o.canceled_at > ${at})
		join order_items i on i.order_id = o.id and i.line = 0 where coalesce(i.product_id, i.sku) is not null) d group by product, interval_days`;
	const rows = [...(await reader.all({ compile: () => whole.compile(db) })), ...(await reader.all({ compile: () => byProduct.compile(db) }))];
	return rows.map((row) => ({ product: row.product, intervalDays: Number(row.interval_days), count: Number(row.n) }));
}

interface Row {
	product: string | null;
	interval_days: number;
	n: number;
}

/** How many buyers with orders have each value; recency in whole days, sums in steps of a hundred minor units. */
export async function countBuyersBy({ db, reader }: OpenStore, { shopId, asOf, currency }: ShopQuery & { currency: string }, measure: 'recency' | 'frequency' | 'monetary'): Promise<Map<number, number>> {
	const measures: Record<typeof measure, Sql> = {
		recency: sql`max(s.placed_at) / ${sql.lit(DAY_MS)} * ${sql.lit(DAY_MS)}`,
		frequency: sql`count(*)`,
		monetary: sql`cast(sum(case when s.currency = ${currency} then coalesce(s.total_minor, 0) else 0 end) as bigint) / 100 * 100`,
	};
	const at = sql.lit(asOf);
	const statement = sql<{ value: number; n: number }>`select value, count(*) as n from (select ${measures[measure]} as value from orders s
		where s.shop_id = ${shopId} and s.placed_at <= ${at} and (s.canceled_at is null or s.canceled_at > ${at}) group by s.buyer_id) d group by value`;
	const rows = await reader.all({ compile: () => statement.compile(db) });
	return new Map(rows.map((row) => [Number(row.value), Number(row.n)]));
}
