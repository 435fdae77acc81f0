import type { Transaction } from 'kysely';
import { MAILED_STATES } from './mailedStates';
import type { Database } from './schema';

interface MailDay {
	startsAt: number;
	endsAt: number;
}

/**
 * Of due deliveries, those whose buyer had, or is being sent, his marketing mail of the day; of several to one buyer the first
 * goes. Only those with a day are looked at. The caller holds the shop's usage lock: two claims don't overlook each other.
 */
export async function findMailedToday<Row extends { buyer_id: string }>(
	trx: Transaction<Database>, rows: readonly Row[], dayOf: (row: Row) => MailDay | undefined,
): Promise<Map<Row, MailDay>> {
	const limited = rows.flatMap((row) => {
		const day = dayOf(row);
		return day ? [{ row, day }] : [];
	});
	const found = new Map<Row, MailDay>();
	for (const [since, group] of Map.groupBy(limited, ({ day }) => day.startsAt)) {
		const had = await readMailed(trx, group.map(({ row }) => row.buyer_id), since);
		for (const { row, day } of group) had.has(row.buyer_id) ? found.set(row, day) : had.add(row.buyer_id);
	}
	return found;
}

async function readMailed(trx: Transaction<Database>, buyerIds: string[], since: number): Promise<Set<string>> {
	const rows = await trx.selectFrom('deliveries').select('buyer_id').distinct()
		.where('buyer_id', 'in', [...new Set(buyerIds)]).where('purpose', '=', 'marketing')
		.where((eb) => eb.or([
			eb('state', 'in', ['claimed', 'sending']),
			eb.and([eb('state', 'in', MAILED_STATES), eb('settled_at', '>=', since)]),
		])).execute();
	return new Set(rows.map((row) => row.buyer_id));
}
