import { sql, type Expression } from 'kysely';

/** A suppression `s` that stops mails like the delivery's, now. */
export function activeSuppression(delivery: 'deliveries' | 'd', now: number): Expression<boolean> {
	const d = sql.raw(delivery);
	return sql<boolean>`s.shop_id in (${d}.shop_id, '*') and s.starts_at <= ${now} and (s.ends_at is null or s.ends_at > ${now})
		and (s.scope = 'all' or ${d}.purpose = 'marketing')`;
}
