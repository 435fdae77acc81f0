import { sql, type CompiledQuery } from 'kysely';
import type { BillingStore, UsageSum } from '../billing/ports';
import type { OpenStore } from './openStore';
import type { Db } from './schema';
import { bounceUsage } from './usageQueries';

/** The bill over the store. */
export function makeBillingStore({ db, reader }: OpenStore): BillingStore {
	return {
		recordBounces: async (deliveryIds, kind, at) => await db.transaction().execute(async (trx) => await bounceUsage(trx, deliveryIds, kind === 'hard' ? 'later' : 'soft', at)),
		async readMonth(shopId, month) {
			const rows = await reader.all({ compile: () => monthQuery(db, shopId, month) });
			const counters = rows.filter((row) => row.campaign_id === COUNTER);
			const ofMonth = counters.find((row) => row.period === month);
			return {
				uses: rows.filter((row) => row.campaign_id !== COUNTER).map(toUse), counters: new Map(counters.map((row) => [row.period, Number(row.count)])),
				prices: ofMonth && ofMonth.free_mails !== null ? { freeMailsPerMonth: Number(ofMonth.free_mails), priceMicroUsd: Number(ofMonth.price_micro_usd) } : undefined,
			};
		},
	};
}

interface MonthRow {
	period: string;
	campaign_id: string | null;
	campaign: string | null;
	is_counted: number;
	is_billable: number;
	bounce: string | null;
	is_credited: number;
	count: number | string;
	free_mails: number | string | null;
	price_micro_usd: number | string | null;
}

/** No campaign has this id: they begin with `g_`. */
const COUNTER = '*';

/** Ledger and counters in one statement: while the shop goes on sending both are of the same moment. */
function monthQuery(db: Db, shopId: string, month: string): CompiledQuery<MonthRow> {
	return sql<MonthRow>`
		select l.day as period, d.campaign_id, c.name as campaign, l.is_counted, l.is_billable, l.bounce, case when l.credited_at is null then 0 else 1 end as is_credited,
			count(*) as count, cast(null as bigint) as free_mails, cast(null as bigint) as price_micro_usd
		from usage_ledger l left join deliveries d on d.id = l.delivery_id left join campaigns c on c.id = d.campaign_id
		where l.shop_id = ${shopId} and l.day >= ${`${month}-01`} and l.day <= ${`${month}-31`}
		group by 1, 2, 3, 4, 5, 6, 7
		union all
		select period, ${sql.lit(COUNTER)}, cast(null as text), 0, 0, cast(null as text), 0, count, free_mails, price_micro_usd
		from usage_counters where shop_id = ${shopId} and period >= ${month} and period <= ${`${month}-31`}`.compile(db);
}

function toUse(row: MonthRow): UsageSum {
	return {
		day: row.period, campaign: row.campaign, isCounted: row.is_counted === 1, isBillable: row.is_billable === 1,
		bounce: row.bounce === 'hard' || row.bounce === 'soft' ? row.bounce : null, isCredited: row.is_credited === 1, count: Number(row.count),
	};
}
