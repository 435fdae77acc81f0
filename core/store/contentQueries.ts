import type { ContentRow, ContentStore } from '../template/ports';
import type { OpenStore } from './openStore';

/** Mails are some kilobytes each: fewer rows at once than of small tables, so that no statement holds the event loop. */
const CONTENT_BATCH = 100;

/** Contents by id; they are written once and never changed. */
export function makeContentStore({ db }: OpenStore): ContentStore {
	return {
		batchSize: CONTENT_BATCH,
		async save(rows) {
			if (rows.length === 0) return;
			const values = rows.map((row) => ({ id: row.id, shop_id: row.shopId, kind: row.kind, body_json: row.bodyJson, created_at: row.createdAt }));
			await db.insertInto('contents').values(values).onConflict((conflict) => conflict.column('id').doNothing()).execute();
		},
		async getMany(ids) {
			if (ids.length === 0) return [];
			const rows = await db.selectFrom('contents').selectAll().where('id', 'in', ids).execute();
			return rows.map((row): ContentRow => ({
				id: row.id, shopId: row.shop_id, kind: row.kind === 'mail' ? 'mail' : 'template', bodyJson: row.body_json, createdAt: row.created_at,
			}));
		},
	};
}
