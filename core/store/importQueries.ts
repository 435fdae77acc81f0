import type { Selectable } from 'kysely';
import type { ImportKind } from '../buyer/importFields';
import type { ImportRecord } from '../buyer/importRecord';
import type { ImportLog } from '../buyer/ports';
import type { OpenStore } from './openStore';
import type { ImportTable } from './schema';

/** Imports as evidence over the store. */
export function makeImportLog({ db }: OpenStore): ImportLog {
	return {
		async startImport(started) {
			await db.insertInto('imports').values(fromRecord(started)).execute();
		},
		async updateImport(id, { state, fileHash, endedAt, rows, imported, unchanged, rejected }) {
			await db.updateTable('imports').where('id', '=', id).set({
				state, file_hash: fileHash, ended_at: endedAt, row_count: rows, imported_count: imported, unchanged_count: unchanged, rejected_count: rejected,
			}).execute();
		},
		async listImports(shopId, limit) {
			const rows = await db.selectFrom('imports').selectAll().where('shop_id', '=', shopId).orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
			return rows.map(toRecord);
		},
	};
}

function fromRecord(record: ImportRecord): ImportTable {
	return {
		id: record.id, shop_id: record.shopId, kind: record.kind, source: record.source, consent_basis: record.consentBasis, authorised_by: record.authorisedBy,
		file_hash: record.fileHash, mapping_json: JSON.stringify(record.mapping), state: record.state, row_count: record.rows, imported_count: record.imported,
		unchanged_count: record.unchanged, rejected_count: record.rejected, started_at: record.startedAt, ended_at: record.endedAt,
	};
}

function toRecord(row: Selectable<ImportTable>): ImportRecord {
	return {
		id: row.id, shopId: row.shop_id, kind: row.kind as ImportKind, source: row.source, consentBasis: row.consent_basis as ImportRecord['consentBasis'],
		authorisedBy: row.authorised_by, fileHash: row.file_hash, mapping: JSON.parse(row.mapping_json) as ImportRecord['mapping'],
		state: row.state as ImportRecord['state'], rows: row.row_count, imported: row.imported_count, unchanged: row.unchanged_count, rejected: row.rejected_count,
		startedAt: row.started_at, endedAt: row.ended_at,
	};
}
