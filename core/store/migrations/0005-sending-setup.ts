import type { Migration } from './migration';
import { addColumns, createTable } from './tables';

/** The three steps before the first send: what DNS said of a sending domain, which domain a shop sends from, and its default template. */
export const sendingSetup: Migration = {
	version: 5,
	name: 'sending-setup',
	async up(db) {
		await addColumns(db, 'shops', [['default_template', 'text']]);
		await createTable(db, 'sending_domains', [['shop_id', 'text', 'pk'], ['domain', 'text'], ['used_at', 'bigint'], ['first_sent_at', 'bigint', 'null']]);
		await createTable(db, 'sending_checks', [
			['shop_id', 'text'], ['domain', 'text'], ['fingerprint', 'text'], ['checked_at', 'bigint'], ['verified_at', 'bigint', 'null'], ['checks_json', 'text'],
		], ['shop_id', 'domain']);
		await createTable(db, 'sending_refusals', [
			['shop_id', 'text'], ['refused_domain', 'text'], ['fixed_domain', 'text'], ['attempt_count', 'bigint'], ['first_at', 'bigint'], ['last_at', 'bigint'],
		], ['shop_id', 'refused_domain']);
	},
};
