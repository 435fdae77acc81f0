import type { Migration } from './migration';
import { addColumns, createIndex } from './tables';

/** Rules that are switched off for a campaign, and an index that answers a shop's compliance record alone. */
export const campaignRules: Migration = {
	version: 4,
	name: 'campaign-rules',
	async up(db) {
		await addColumns(db, 'campaigns', [['rules_off_json', 'text']]);
		await db.schema.dropIndex('findings_shop_id_occurred_at').execute();
		await createIndex(db, 'findings', ['shop_id', 'occurred_at', 'rule', 'outcome', 'delivery_id'], { name: 'findings_of_shop' });
	},
};
