import { sql, type Transaction } from 'kysely';
import type { DeliveryState } from '../contract/items';
import { isStill } from './deliveryConditions';
import type { Database } from './schema';
import { giveBackUsage } from './usageQueries';

/**
 * Plans deliveries again that have ended: the same delivery, whose next attempt counts anew against quota, bill and the 72
 * hours of trying. Only those still in one of the states; gives their ids.
 */
export async function replan(trx: Transaction<Database>, ids: string[], states: readonly DeliveryState[], now: number): Promise<string[]> {
	if (ids.length === 0) return [];
	const rows = await trx.updateTable('deliveries')
		.set({
			state: 'planned', due_at: now, code: null, cause: null, claimed_by: null, lease_ends_at: null, sending_at: null, settled_at: null, updated_at: now,
			resent_at: now, attempts_before: sql`attempt_count`,
		})
		.where('id', 'in', ids).where(isStill('state', ...states)).returning('id').execute();
	const replanned = rows.map((row) => row.id);
	await giveBackUsage(trx, replanned);
	return replanned;
}
