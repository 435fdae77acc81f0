import type { Kysely } from 'kysely';
import type { Migration } from './migration';
import { addColumns, createIndex, createTable } from './tables';

/** Records, consent and segments: what they keep beside the first version, and indexes for shops with a million buyers. */
export const records: Migration = {
	version: 2,
	name: 'records',
	async up(db) {
		await addShopColumns(db);
		await addRecordColumns(db);
		await createImports(db);
		await replaceIndexes(db);
	},
};

async function addShopColumns(db: Kysely<unknown>): Promise<void> {
	await addColumns(db, 'shops', [
		['rating_hundredths', 'integer'], ['gmv_30_days_usd_cents', 'bigint'], ['serious_violation_count', 'integer'], ['eligibility_at', 'bigint'],
		['quota_plan_json', 'text'], ['free_mails_per_month', 'bigint'], ['price_micro_usd', 'bigint'],
	]);
	await addColumns(db, 'sites', [['templates_json', 'text'], ['consent_policy', 'text'], ['min_days_between_mails', 'integer']]);
}

async function addRecordColumns(db: Kysely<unknown>): Promise<void> {
	await addColumns(db, 'buyers', [['erased_at', 'bigint'], ['field_ages_json', 'text'], ['language_chosen_at', 'bigint']]);
	await addColumns(db, 'orders', [['field_ages_json', 'text']]);
	await addColumns(db, 'order_items', [['product_id', 'text'], ['category', 'text']]);
	await addColumns(db, 'consent_records', [['request_id', 'text'], ['expires_at', 'bigint'], ['import_id', 'text']]);
	await addColumns(db, 'suppressions', [['source', 'text'], ['ended_reason', 'text']]);
}

async function createImports(db: Kysely<unknown>): Promise<void> {
	await createTable(db, 'imports', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['kind', 'text'], ['source', 'text'], ['consent_basis', 'text'], ['authorised_by', 'text'],
		['file_hash', 'text', 'null'], ['mapping_json', 'text'], ['state', 'text'], ['row_count', 'bigint'], ['imported_count', 'bigint'],
		['unchanged_count', 'bigint'], ['rejected_count', 'bigint'], ['started_at', 'bigint'], ['ended_at', 'bigint', 'null'],
	]);
	await createIndex(db, 'imports', ['shop_id', 'started_at']);
}

/** Wider than the ones before: segments over millions of rows are answered from the index alone. */
async function replaceIndexes(db: Kysely<unknown>): Promise<void> {
	await db.schema.dropIndex('orders_shop_id_buyer_id_placed_at').execute();
	await db.schema.dropIndex('buyer_events_shop_id_kind_occurred_at').execute();
	await db.schema.dropIndex('buyer_events_buyer_id_kind_occurred_at').execute();
	await createIndex(db, 'orders', ['shop_id', 'buyer_id', 'placed_at', 'canceled_at', 'returned_at', 'currency', 'total_minor', 'id'], { name: 'orders_of_buyer' });
	await createIndex(db, 'orders', [
		'shop_id', 'placed_at', 'id', 'paid_at', 'shipped_at', 'delivered_at', 'estimated_delivery_at', 'canceled_at', 'returned_at',
	], { name: 'orders_by_time' });
	await createIndex(db, 'buyer_events', ['shop_id', 'kind', 'occurred_at', 'id', 'buyer_id', 'subject'], { name: 'buyer_events_by_time' });
	await createIndex(db, 'buyer_events', ['buyer_id', 'kind', 'occurred_at', 'id', 'subject'], { name: 'buyer_events_of_buyer' });
	await db.schema.dropIndex('deliveries_buyer_id_settled_at').execute();
	await createIndex(db, 'deliveries', ['buyer_id', 'settled_at', 'purpose', 'state'], { name: 'deliveries_of_buyer' });
	await createIndex(db, 'delivery_events', ['buyer_id', 'kind', 'occurred_at']);
	await createIndex(db, 'consent_records', ['request_id']);
}
