import { sql, type RawBuilder } from 'kysely';
import type { IntervalMedian, ShopQuery } from '../segment/ports';
import type { OpenStore } from './openStore';

type Sql = RawBuilder<unknown>;

const DAY_MS = 86_400_000;

/** Median intervals in whole days between the orders of the shop's first buyers who have several: of all, and by what they ordered first. */
export async function readIntervalMedians({ db, reader }: OpenStore, query: ShopQuery & { sampleSize: number; buyersPerProduct: number; maxProducts: number }): Promise<IntervalMedian[]> {
	const { shopId, asOf } = query;
	const at = sql.lit(asOf);
	const sample = sql`(select s.buyer_id, count(*) as n, min(s.placed_at) as first_at, max(s.placed_at) as last_at from orders s
		where s.shop_id = ${shopId} and s.placed_at <= ${at} and (s.canceled_at is null or s.canceled_at > ${at}) group by s.buyer_id having count(*) > 1
		order by s.buyer_id limit ${sql.lit(query.sampleSize)})`;
	const days = sql`(r.last_at - r.first_at) / (r.n - 1) / ${sql.lit(DAY_MS)}`;
	const ofAll = sql`select null as product, ${days} as interval_days from ${sample} r`;
	const byProduct = sql`select coalesce(i.product_id, i.sku) as product, ${days} as interval_days from ${sample} r cross join orders o cross join order_items i
		where o.shop_id = ${shopId} and o.buyer_id = r.buyer_id and o.placed_at = r.first_at and (o.canceled_at is null or o.canceled_at > ${at})
		and i.order_id = o.id and i.line = 0 and coalesce(i.product_id, i.sku) is not null`;
	const medians = (rows: Sql, leastBuyers: number, limit: number) => sql<MedianRow>`select product, interval_days from (select product, interval_days,
		count(*) over (partition by product) as n, row_number() over (partition by product order by interval_days) as place from (${rows}) d) m
		where place = (n + 1) / 2 and n >= ${sql.lit(leastBuyers)} order by n desc, product limit ${sql.lit(limit)}`;
	const [all, products] = [medians(ofAll, 1, 1), medians(byProduct, query.buyersPerProduct, query.maxProducts)];
	const rows = [...(await reader.all({ compile: () => all.compile(db) })), ...(await reader.all({ compile: () => products.compile(db) }))];
	return rows.map((row) => ({ product: row.product, medianDays: Number(row.interval_days) }));
}

interface MedianRow {
	product: string | null;
	interval_days: number;
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
