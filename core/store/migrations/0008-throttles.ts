import { sql } from 'kysely';
import type { Migration } from './migration';
import { addColumns, createIndex, createTable } from './tables';

/** Rates per sender and recipient domain, kept across restarts and shared by workers; deliveries that are sent again. */
export const throttles: Migration = {
	version: 8,
	name: 'throttles',
	async up(db) {
		await addColumns(db, 'deliveries', [['domain', 'text'], ['resent_at', 'bigint'], ['attempts_before', 'integer']]);
		// what has ended needs no domain; an address has one @ only. The function that both databases know.
		await sql`update deliveries set domain = (select replace(b.email, rtrim(b.email, replace(b.email, '@', '')), '') from buyers b where b.id = deliveries.buyer_id)
			where state in ('planned', 'deferred', 'claimed')`.execute(db);
		await createTable(db, 'throttles', [
			['sender', 'text'], ['domain', 'text'], ['per_minute', 'bigint', 'null'], ['rest_until', 'bigint'], ['failures', 'integer'], ['slowed_at', 'bigint'], ['updated_at', 'bigint'],
		], ['sender', 'domain']);
		await createTable(db, 'throttle_uses', [['sender', 'text'], ['domain', 'text'], ['worker', 'text'], ['at', 'bigint'], ['count', 'integer']]);
		await createIndex(db, 'throttle_uses', ['sender', 'domain', 'at']);
		await createIndex(db, 'throttle_uses', ['worker']);
		await db.schema.dropIndex('deliveries_campaign_id_state_due_at').execute();
		// with the domain at its end: claims pass over domains that rest without looking at their rows
		await createIndex(db, 'deliveries', ['campaign_id', 'state', 'due_at', 'id', 'domain'], { name: 'deliveries_due' });
	},
};
