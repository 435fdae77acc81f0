import { sql, type RawBuilder } from 'kysely';
import type { Pages, RhythmQuery, RhythmRow } from '../segment/ports';
import { candidateColumns, toSegmentBuyer, type CandidateRow } from './candidateColumns';
import { productIntervalsCte } from './conditionQuery';
import type { OpenStore } from './openStore';
import { orderColumns, toOrderSummary, type SummaryRow } from './orderSummary';

type Sql = RawBuilder<unknown>;
type RhythmResult = CandidateRow & SummaryRow & { order_count: number; first_at: number; last_at: number; interval_ms: number };

/** Buyers whose time since the last order lies in a range of their own intervals, with that order. */
export async function* readRhythms({ db, reader, capabilities }: OpenStore, query: RhythmQuery): Pages<RhythmRow> {
	const statement = sql<RhythmResult>`${rhythms(query, candidateColumns(query.shopId, query.now, capabilities), orderColumns(capabilities))} ${capabilities.isScanOrdered ? sql`` : sql`order by r.buyer_id`}`;
	yield* reader.pages({ compile: () => statement.compile(db) }, capabilities.pageSize, (row) => ({
		buyer: toSegmentBuyer(row, query.shopId), orderCount: Number(row.order_count), firstPlacedAt: Number(row.first_at), lastPlacedAt: Number(row.last_at),
		intervalMs: Number(row.interval_ms), lastOrder: toOrderSummary(row),
	}));
}

/** Orders that count, summed up per buyer in the order of the index; `may` rules most buyers out before any lookup. */
function rhythms({ shopId, asOf, context, fromIntervals, belowIntervals }: RhythmQuery, columns: Sql, order: Sql): Sql {
	const { minMs, shopMs, byProductMs } = context.intervals;
	const at = sql.lit(asOf);
	const own = sql`((r.last_at - r.first_at) / (r.order_count - 1))`;
	const ownAtLeast = sql`(case when ${own} < ${sql.lit(minMs)} then ${sql.lit(minMs)} else ${own} end)`;
	const fallback = sql`coalesce(f.interval_ms, ${sql.lit(shopMs)})`;
	const interval = sql`(case when r.order_count > 1 then ${ownAtLeast} else ${byProductMs.size === 0 ? sql.lit(shopMs) : fallback} end)`;
	const isDue = (shortest: Sql, longest: Sql): Sql => sql`(${at} - r.last_at >= ${sql.lit(fromIntervals)} * ${shortest}
		${belowIntervals === null ? sql`` : sql`and ${at} - r.last_at < ${sql.lit(belowIntervals)} * ${longest}`})`;
	const fallbacks = [shopMs, ...byProductMs.values()];
	const may = sql`(case when r.order_count > 1 then ${isDue(ownAtLeast, ownAtLeast)} else ${isDue(sql.lit(Math.min(...fallbacks)), sql.lit(Math.max(...fallbacks)))} end)`;
	return sql`with ${productIntervalsCte(context)}
		select ${columns}, ${order}, r.order_count, r.first_at, r.last_at, ${interval} as interval_ms
		from (select s.buyer_id, count(*) as order_count, min(s.placed_at) as first_at, max(s.placed_at) as last_at from orders s
			where s.shop_id = ${shopId} and s.placed_at <= ${at} and (s.canceled_at is null or s.canceled_at > ${at}) group by s.buyer_id) r
		cross join orders o cross join buyers b
		left join order_items i on r.order_count = 1 and i.order_id = o.id and i.line = 0 left join product_intervals f on f.product = coalesce(i.product_id, i.sku)
		where ${may} and o.shop_id = ${shopId} and o.buyer_id = r.buyer_id and o.placed_at = r.last_at and (o.canceled_at is null or o.canceled_at > ${at})
		and not exists (select 1 from orders t where t.shop_id = ${shopId} and t.buyer_id = o.buyer_id and t.placed_at = o.placed_at and (t.canceled_at is null or t.canceled_at > ${at}) and t.id > o.id)
		and (r.order_count > 1 or ${byProductMs.size === 0 ? sql`1 = 1` : isDue(fallback, fallback)})
		and b.id = r.buyer_id and b.email is not null`;
}
