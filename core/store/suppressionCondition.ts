import { sql, type Expression } from 'kysely';
import { MINUTE_MS } from '../shared/clock';

/**
 * A suppression written a moment ago counts, also when its writer's clock is ahead of ours, or when our instant was read
 * before a wait for the database.
 */
export const CLOCK_SLACK_MS = 5 * MINUTE_MS;

/** A suppression `s` that stops mails like the delivery's, now. */
export function activeSuppression(delivery: 'deliveries' | 'd', now: number): Expression<boolean> {
	const d = sql.raw(delivery);
	return sql<boolean>`s.shop_id in (${d}.shop_id, '*') and s.starts_at - ${sql.lit(CLOCK_SLACK_MS)} <= ${now} and (s.ends_at is null or s.ends_at > ${now})
		and (s.scope = 'all' or ${d}.purpose = 'marketing')`;
}
