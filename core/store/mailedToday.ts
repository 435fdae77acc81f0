import type { Transaction } from 'kysely';
import { HELD, isStill } from './deliveryConditions';
import { MAILED_STATES } from './mailedStates';
import type { Database, Db } from './schema';

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
		const had = new Set((await readMailedSince(trx, group.map(({ row }) => row.buyer_id), since)).map((row) => row.buyer_id));
		for (const { row, day } of group) had.has(row.buyer_id) ? found.set(row, day) : had.add(row.buyer_id);
	}
	return found;
}

/** Marketing mails to these buyers since then, and those on their way (`settled_at` null): one index for each. */
export async function readMailedSince(db: Db, buyerIds: string[], since: number): Promise<Array<{ buyer_id: string; settled_at: number | null }>> {
	const mails = db.selectFrom('deliveries').select(['buyer_id', 'settled_at']).where('buyer_id', 'in', [...new Set(buyerIds)]).where('purpose', '=', 'marketing');
	return await mails.where('settled_at', 'is', null).where(isStill('state', ...HELD)).unionAll(mails.where('settled_at', '>=', since).where('state', 'in', MAILED_STATES)).execute();
}
