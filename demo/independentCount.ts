import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';

/** Columns of the file, as the import mapped them. */
export interface CountColumns {
	status?: string;
	placedAt?: string;
	paidAt?: string;
	shippedAt?: string;
	deliveredAt?: string;
	estimatedDeliveryAt?: string;
	canceledAt?: string;
	returnedAt?: string;
}

const TIMES = ['placedAt', 'paidAt', 'shippedAt', 'deliveredAt', 'canceledAt', 'returnedAt', 'estimatedDeliveryAt'] as const;

/**
 * Counts orders by state straight from the file, with SQL written by hand and without any of our code: what the segments
 * are compared with. Times stay local text (`2018-08-31 17:05`), so no time zone takes part.
 * @param asOfLocal `YYYY-MM-DD HH:MM` in the file's time zone
 */
export function countStatesBySql(file: string, columns: CountColumns, asOfLocal: string): Map<string, number> {
	const rows = parse(readFileSync(file), { columns: true, bom: true, relax_column_count: true, skip_empty_lines: true }) as Array<Record<string, string>>;
	const db = new DatabaseSync(':memory:');
	db.exec(`create table o (status text, ${TIMES.join(' text, ')} text)`);
	const insert = db.prepare(`insert into o values (?, ${TIMES.map(() => '?').join(', ')})`);
	for (const row of rows) {
		const cell = (name: string | undefined): string => (name ? (row[name] ?? '').trim() : '');
		insert.run(cell(columns.status).toLowerCase(), ...TIMES.map((time) => toSortable(cell(columns[time]))));
	}
	const counted = db.prepare(SQL).all({ ':asOf': asOfLocal }) as Array<{ state: string; n: number }>;
	db.close();
	return new Map(counted.map(({ state, n }) => [state, n]));
}

/** A status without its time counts from the last thing that the row knows. */
const SQL = `
with known as (
  select *, max(coalesce(placedAt,''), coalesce(paidAt,''), coalesce(shippedAt,''), coalesce(deliveredAt,''), coalesce(canceledAt,''), coalesce(returnedAt,'')) as last from o
), filled as (
  select
    case when paidAt is null and status in ('paid','approved','processing','invoiced') then last else paidAt end as paid,
    case when shippedAt is null and status = 'shipped' then last else shippedAt end as shipped,
    case when deliveredAt is null and status = 'delivered' then last else deliveredAt end as delivered,
    case when canceledAt is null and status in ('canceled','cancelled','unavailable') then last else canceledAt end as canceled,
    case when returnedAt is null and status in ('returned','refunded') then last else returnedAt end as returned,
    estimatedDeliveryAt as promised, placedAt as placed
  from known
)
select case
    when returned <= :asOf then 'returned' when canceled <= :asOf then 'canceled' when delivered <= :asOf then 'delivered'
    when shipped <= :asOf and promised < :asOf then 'late' when shipped <= :asOf then 'shipped' when paid <= :asOf then 'paid' else 'placed' end as state,
  count(*) as n
from filled where placed <= :asOf group by 1`;

/** `8/31/2018 17:05` or `2018-08-31T17:05:00` → `2018-08-31 17:05` */
function toSortable(text: string): string | null {
	const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})/.exec(text);
	if (american) {
		const [, month = '', day = '', year = '', hour = '', minute = ''] = american;
		return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${hour.padStart(2, '0')}:${minute}`;
	}
	const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(text);
	return iso ? `${iso[1]} ${iso[2] ?? '00:00'}` : null;
}
