import { makeBuyerCellReader, type BuyerCell } from '../contract/buyerCells';
import { makeBuyerSchema, parseRecord, type BuyerRecord } from '../contract/records';
import type { RecordOptions } from '../contract/recordFields';
import { hmacSha256 } from '../shared/hash';
import { buyerKind } from './buyer.flow';
import type { ImportClaim, ImportTarget } from './importTarget';
import type { RecordDeps } from './recordBatches.flow';

export interface ImportedBuyer extends BuyerRecord {
	emailHash: string;
}

/**
 * Rows that wait. They are saved in the order of their address hashes, a sixty-fourth of the range at a time: the index of
 * a million hashes has 20,000 pages, and in the order of the file every row would write another one.
 */
const CHUNK_ROWS = 32_768;
const HASH_CHARACTERS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** How an import saves buyers. */
export function makeBuyerTarget(
	deps: RecordDeps, columns: ReadonlyArray<{ field: string; column: number }>, options: RecordOptions & { hashKey: string }, claim: ImportClaim | undefined,
): ImportTarget<ImportedBuyer> {
	const kind = buyerKind(deps, claim && ((record) => claim(record.consentAt)));
	const schema = makeBuyerSchema(options);
	// the fields of an import of buyers are those of its cells
	const readCells = makeBuyerCellReader(columns as Array<{ field: BuyerCell; column: number }>, options);
	return {
		chunkRows: CHUNK_ROWS,
		parse({ cells, values }) {
			const parsed = values ? parseRecord(schema, values) : readCells(cells);
			if (parsed.kind === 'rejected') return parsed;
			const record = parsed.record as ImportedBuyer;
			record.emailHash = hmacSha256(options.hashKey, record.email.address);
			return { kind: 'parsed', record };
		},
		place: ({ emailHash }) => HASH_CHARACTERS.indexOf(emailHash.charAt(0)),
		key: () => undefined,
		join: (_first, next) => ({ kind: 'parsed', record: next }),
		save: async (transaction, context, records) => await kind.save(transaction, context, records),
	};
}
