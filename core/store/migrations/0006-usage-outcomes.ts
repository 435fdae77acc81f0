import { sql, type Kysely } from 'kysely';
import type { Migration } from './migration';
import { addColumns, createIndex } from './tables';

/** A delivery may use quota and bill more than once (sent again), bounces are part of the bill, and a month's prices stay what they were. */
export const usageOutcomes: Migration = {
	version: 6,
	name: 'usage-outcomes',
	async up(db) {
		await rebuildLedger(db);
		await addColumns(db, 'usage_counters', [['free_mails', 'bigint'], ['price_micro_usd', 'bigint']]);
	},
};

/** SQLite can't change a primary key: the rows move into a new table. */
async function rebuildLedger(db: Kysely<unknown>): Promise<void> {
	await db.schema.dropIndex('usage_ledger_shop_id_buyer_id_occurred_at').execute();
	await db.schema.alterTable('usage_ledger').renameTo('usage_ledger_before').execute();
	await db.schema.createTable('usage_ledger')
		.addColumn('delivery_id', 'text', (c) => c.notNull()).addColumn('number', 'integer', (c) => c.notNull().defaultTo(1))
		.addColumn('shop_id', 'text', (c) => c.notNull()).addColumn('buyer_id', 'text', (c) => c.notNull()).addColumn('day', 'text', (c) => c.notNull())
		.addColumn('is_counted', 'integer', (c) => c.notNull().defaultTo(1)).addColumn('is_billable', 'integer', (c) => c.notNull())
		.addColumn('occurred_at', 'bigint', (c) => c.notNull()).addColumn('bounce', 'text').addColumn('credited_at', 'bigint')
		.addPrimaryKeyConstraint('usage_ledger_key', ['delivery_id', 'number']).execute();
	await sql`insert into usage_ledger (delivery_id, shop_id, buyer_id, day, is_billable, occurred_at)
		select delivery_id, shop_id, buyer_id, day, is_billable, occurred_at from usage_ledger_before`.execute(db);
	await db.schema.dropTable('usage_ledger_before').execute();
	await createIndex(db, 'usage_ledger', ['shop_id', 'buyer_id', 'occurred_at']);
	await createIndex(db, 'usage_ledger', ['shop_id', 'day']);
}
