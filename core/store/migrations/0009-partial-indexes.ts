import { sql } from 'kysely';
import type { Migration } from './migration';
import { createIndex } from './tables';

/**
 * A mail's way from planned to accepted touches few indexes: each holds only deliveries in the states that its questions are
 * about (decision 0035). Predicates are written with `or`, as `stateIs` writes the conditions: SQLite compares them term by term.
 */
export const partialIndexes: Migration = {
	version: 9,
	name: 'partial-indexes',
	async up(db) {
		for (const name of ['deliveries_due', 'deliveries_shop_id_state_due_at', 'deliveries_shop_id_settled_at', 'deliveries_of_buyer']) await db.schema.dropIndex(name).execute();
		await createIndex(db, 'deliveries', ['campaign_id', 'state', 'due_at', 'id', 'domain'], { name: 'deliveries_due', where: sql<boolean>`state = 'planned' or state = 'deferred'` });
		await createIndex(db, 'deliveries', ['shop_id', 'claimed_by'], { name: 'deliveries_held', where: sql<boolean>`state = 'claimed' or state = 'sending'` });
		await createIndex(db, 'deliveries', ['campaign_id', 'state', 'cause'], { name: 'deliveries_unsent', where: sql<boolean>`state = 'failed' or state = 'blocked'` });
		await createIndex(db, 'deliveries', ['shop_id', 'campaign_id'], { name: 'deliveries_uncertain', where: sql<boolean>`state = 'uncertain'` });
		await createIndex(db, 'deliveries', ['shop_id', 'settled_at'], { where: sql<boolean>`settled_at is not null` });
		// a buyer's deliveries are in one of the two
		await createIndex(db, 'deliveries', ['buyer_id', 'settled_at', 'purpose', 'state'], { name: 'deliveries_of_buyer', where: sql<boolean>`settled_at is not null` });
		await createIndex(db, 'deliveries', ['buyer_id'], { name: 'deliveries_open_of_buyer', where: sql<boolean>`settled_at is null` });
	},
};
