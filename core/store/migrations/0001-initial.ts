import type { Kysely } from 'kysely';
import type { Migration } from './migration';
import { createIndex, createTable } from './tables';

export const initial: Migration = {
	version: 1,
	name: 'initial',
	async up(db) {
		await createShopTables(db);
		await createBuyerTables(db);
		await createAudienceTables(db);
		await createDeliveryTables(db);
		await createMessagingTables(db);
	},
};

async function createShopTables(db: Kysely<unknown>): Promise<void> {
	await createTable(db, 'shops', [
		['id', 'text', 'pk'], ['name', 'text'], ['default_site', 'text'], ['time_zone', 'text'], ['currency', 'text'], ['staff_language', 'text'],
		['opened_at', 'bigint', 'null'], ['activated_at', 'bigint'], ['daily_quota', 'bigint', 'null'], ['monthly_budget_micro_usd', 'bigint', 'null'],
		['is_import_approved', 'integer'], ['created_at', 'bigint'], ['updated_at', 'bigint'],
	]);
	await createTable(db, 'sites', [
		['shop_id', 'text'], ['site', 'text'], ['is_active', 'integer'], ['language', 'text', 'null'], ['time_zone', 'text', 'null'], ['currency', 'text', 'null'],
		['window_start_minute', 'integer', 'null'], ['window_end_minute', 'integer', 'null'], ['updated_at', 'bigint'],
	], ['shop_id', 'site']);
	await createTable(db, 'settings', [['key', 'text', 'pk'], ['value', 'text'], ['updated_at', 'bigint']]);
}

async function createBuyerTables(db: Kysely<unknown>): Promise<void> {
	await createTable(db, 'buyers', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['email', 'text', 'null'], ['email_hash', 'text'], ['external_id', 'text', 'null'], ['name', 'text', 'null'],
		['country', 'text', 'null'], ['language', 'text', 'null'], ['site', 'text'], ['site_source', 'text'], ['time_zone', 'text'],
		['marketing_consent', 'text'], ['consent_basis', 'text', 'null'], ['consent_at', 'bigint', 'null'], ['is_marketable', 'integer'],
		['source_updated_at', 'bigint'], ['created_at', 'bigint'], ['updated_at', 'bigint'],
	]);
	await createIndex(db, 'buyers', ['shop_id', 'email_hash'], { isUnique: true });
	await createIndex(db, 'buyers', ['shop_id', 'external_id']);
	await createIndex(db, 'buyers', ['shop_id', 'id']);
	await createTable(db, 'orders', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['external_id', 'text'], ['buyer_id', 'text'], ['placed_at', 'bigint'], ['paid_at', 'bigint', 'null'],
		['shipped_at', 'bigint', 'null'], ['delivered_at', 'bigint', 'null'], ['estimated_delivery_at', 'bigint', 'null'], ['canceled_at', 'bigint', 'null'],
		['returned_at', 'bigint', 'null'], ['return_reason', 'text', 'null'], ['total_minor', 'bigint', 'null'], ['currency', 'text', 'null'],
		['country', 'text', 'null'], ['carrier', 'text', 'null'], ['tracking_number', 'text', 'null'], ['fulfilled_by', 'text', 'null'],
		['source_updated_at', 'bigint'], ['created_at', 'bigint'], ['updated_at', 'bigint'],
	]);
	await createIndex(db, 'orders', ['shop_id', 'external_id'], { isUnique: true });
	await createIndex(db, 'orders', ['shop_id', 'buyer_id', 'placed_at']);
	await createTable(db, 'order_items', [
		['order_id', 'text'], ['line', 'integer'], ['sku', 'text', 'null'], ['name', 'text'], ['quantity', 'integer'],
		['price_minor', 'bigint', 'null'], ['currency', 'text', 'null'], ['image_url', 'text', 'null'],
	], ['order_id', 'line']);
	await createTable(db, 'buyer_events', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['buyer_id', 'text'], ['kind', 'text'], ['subject', 'text'], ['occurred_at', 'bigint'],
		['value_minor', 'bigint', 'null'], ['currency', 'text', 'null'], ['data_json', 'text'], ['event_key', 'text'],
	]);
	await createIndex(db, 'buyer_events', ['shop_id', 'event_key'], { isUnique: true });
	await createIndex(db, 'buyer_events', ['shop_id', 'kind', 'occurred_at']);
	await createIndex(db, 'buyer_events', ['buyer_id', 'kind', 'occurred_at']);
	await createTable(db, 'consent_records', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['buyer_id', 'text'], ['kind', 'text'], ['basis', 'text', 'null'], ['wording', 'text', 'null'],
		['language', 'text', 'null'], ['source', 'text'], ['ip', 'text', 'null'], ['authorised_by', 'text', 'null'], ['occurred_at', 'bigint'], ['recorded_at', 'bigint'],
	]);
	await createIndex(db, 'consent_records', ['buyer_id', 'occurred_at']);
	await createTable(db, 'suppressions', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['email_hash', 'text'], ['reason', 'text'], ['scope', 'text'],
		['starts_at', 'bigint'], ['ends_at', 'bigint', 'null'], ['note', 'text', 'null'],
	]);
	await createIndex(db, 'suppressions', ['email_hash', 'shop_id', 'reason'], { isUnique: true });
}

async function createAudienceTables(db: Kysely<unknown>): Promise<void> {
	await createTable(db, 'audiences', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['segment', 'text'], ['purpose', 'text'], ['as_of', 'bigint'], ['size', 'integer'],
		['summary_json', 'text'], ['created_at', 'bigint'],
	]);
	await createTable(db, 'audience_members', [
		['audience_id', 'text'], ['position', 'integer'], ['buyer_id', 'text'], ['occasion', 'text'], ['variant', 'text'], ['data_json', 'text'],
	], ['audience_id', 'position']);
	await createTable(db, 'contents', [['id', 'text', 'pk'], ['shop_id', 'text'], ['kind', 'text'], ['body_json', 'text'], ['created_at', 'bigint']]);
}

async function createDeliveryTables(db: Kysely<unknown>): Promise<void> {
	await createTable(db, 'campaigns', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['name', 'text'], ['purpose', 'text'], ['state', 'text'], ['pause_reason', 'text', 'null'],
		['created_at', 'bigint'], ['updated_at', 'bigint'],
	]);
	await createIndex(db, 'campaigns', ['shop_id', 'name'], { isUnique: true });
	await createTable(db, 'deliveries', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['campaign_id', 'text'], ['buyer_id', 'text'], ['occasion', 'text'], ['purpose', 'text'], ['site', 'text'],
		['language', 'text'], ['variant', 'text'], ['template', 'text'], ['content_id', 'text'], ['data_json', 'text'], ['state', 'text'], ['due_at', 'bigint'],
		['is_window_bound', 'integer'], ['not_after', 'bigint', 'null'], ['claimed_by', 'text', 'null'], ['lease_ends_at', 'bigint', 'null'], ['attempt_count', 'integer'],
		['code', 'text', 'null'], ['cause', 'text', 'null'], ['planned_at', 'bigint'], ['sending_at', 'bigint', 'null'], ['settled_at', 'bigint', 'null'],
		['updated_at', 'bigint'],
	]);
	await createIndex(db, 'deliveries', ['campaign_id', 'buyer_id', 'occasion'], { isUnique: true });
	await createIndex(db, 'deliveries', ['campaign_id', 'state', 'due_at']);
	await createIndex(db, 'deliveries', ['shop_id', 'state', 'due_at']);
	await createIndex(db, 'deliveries', ['shop_id', 'settled_at']);
	await createIndex(db, 'deliveries', ['buyer_id', 'settled_at']);
	await createTable(db, 'attempts', [
		['id', 'text', 'pk'], ['delivery_id', 'text'], ['shop_id', 'text'], ['number', 'integer'], ['started_at', 'bigint'], ['ended_at', 'bigint'],
		['outcome', 'text'], ['code', 'text', 'null'], ['enhanced_code', 'text', 'null'], ['reply', 'text', 'null'],
	]);
	await createIndex(db, 'attempts', ['delivery_id']);
	await createTable(db, 'delivery_events', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['delivery_id', 'text', 'null'], ['buyer_id', 'text'], ['kind', 'text'], ['occurred_at', 'bigint'],
		['source', 'text'], ['event_key', 'text'],
	]);
	await createIndex(db, 'delivery_events', ['shop_id', 'event_key'], { isUnique: true });
	await createIndex(db, 'delivery_events', ['delivery_id', 'kind']);
	await createTable(db, 'usage_ledger', [
		['delivery_id', 'text', 'pk'], ['shop_id', 'text'], ['buyer_id', 'text'], ['day', 'text'], ['is_billable', 'integer'], ['occurred_at', 'bigint'],
	]);
	await createIndex(db, 'usage_ledger', ['shop_id', 'buyer_id', 'occurred_at']);
	await createTable(db, 'usage_counters', [['shop_id', 'text'], ['period', 'text'], ['count', 'bigint']], ['shop_id', 'period']);
	await createTable(db, 'findings', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['campaign_id', 'text', 'null'], ['delivery_id', 'text', 'null'], ['rule', 'text'], ['outcome', 'text'],
		['kind', 'text'], ['evidence', 'text', 'null'], ['occurred_at', 'bigint'],
	]);
	await createIndex(db, 'findings', ['shop_id', 'occurred_at']);
}

async function createMessagingTables(db: Kysely<unknown>): Promise<void> {
	await createTable(db, 'conversations', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['channel', 'text'], ['marketplace', 'text', 'null'], ['order_external_id', 'text', 'null'], ['case_id', 'text', 'null'],
		['relay_address', 'text'], ['buyer_key', 'text'], ['language', 'text', 'null'], ['category', 'text', 'null'], ['priority', 'text', 'null'], ['team', 'text', 'null'],
		['is_escalated', 'integer'], ['state', 'text'], ['last_buyer_message_at', 'bigint'], ['reply_due_at', 'bigint', 'null'], ['answered_at', 'bigint', 'null'],
		['created_at', 'bigint'], ['updated_at', 'bigint'],
	]);
	await createIndex(db, 'conversations', ['shop_id', 'buyer_key']);
	await createIndex(db, 'conversations', ['shop_id', 'state', 'reply_due_at']);
	await createIndex(db, 'conversations', ['shop_id', 'order_external_id']);
	await createTable(db, 'messages', [
		['id', 'text', 'pk'], ['shop_id', 'text'], ['conversation_id', 'text'], ['direction', 'text'], ['state', 'text'], ['header_message_id', 'text'],
		['subject', 'text'], ['body_text', 'text'], ['body_hash', 'text'], ['language', 'text', 'null'], ['template', 'text', 'null'], ['decision_json', 'text'],
		['sent_by', 'text', 'null'], ['answers_message_id', 'text', 'null'], ['occurred_at', 'bigint'], ['created_at', 'bigint'], ['updated_at', 'bigint'],
	]);
	await createIndex(db, 'messages', ['shop_id', 'header_message_id'], { isUnique: true });
	await createIndex(db, 'messages', ['conversation_id', 'occurred_at']);
}
