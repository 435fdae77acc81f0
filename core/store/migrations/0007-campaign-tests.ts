import type { Migration } from './migration';
import { addColumns, createTable } from './tables';

/** A/B tests of campaigns, which deliveries are their rest, and which events a machine caused. */
export const campaignTests: Migration = {
	version: 7,
	name: 'campaign-tests',
	async up(db) {
		await createTable(db, 'campaign_tests', [
			['campaign_id', 'text', 'pk'], ['shop_id', 'text'], ['metric', 'text'], ['wait_ms', 'bigint'], ['test_share_millionths', 'integer'],
			['look_count', 'integer'], ['next_look_at', 'bigint', 'null'], ['answer_json', 'text', 'null'], ['winner', 'text', 'null'], ['decided_at', 'bigint', 'null'],
			['created_at', 'bigint'], ['updated_at', 'bigint'],
		]);
		await addColumns(db, 'deliveries', [['is_rest', 'integer']]);
		await addColumns(db, 'delivery_events', [['is_machine', 'integer']]);
	},
};
