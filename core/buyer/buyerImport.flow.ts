import { makeBuyerCellReader, type BuyerCell } from '../contract/buyerCells';
import { makeBuyerSchema, parseRecord, type BuyerRecord } from '../contract/records';
import type { RecordOptions } from '../contract/recordFields';
import { hmacSha256 } from '../shared/hash';
import { buyerKind } from './buyer.flow';
import type { ImportClaim, ImportEntry, ImportTarget, WaitingRows } from './importTarget';
import { PLACES, makePackedRows } from './packedRows';
import type { RecordDeps } from './recordBatches.flow';

interface ImportedBuyer extends BuyerRecord {
	emailHash: string;
}

/**
 * Rows that wait. They are saved in the order of their address hashes, a sixty-fourth of the range at a time: the index of
 * a million hashes has 20,000 pages, and in the order of the file every row would write another one.
 */
const MAX_WAITING = 49_152;
const MAX_WAITING_BYTES = 12 * 1024 * 1024;
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
		parse({ cells, values }) {
			const parsed = values ? parseRecord(schema, values) : readCells(cells);
			if (parsed.kind === 'rejected') return parsed;
			const record = parsed.record as ImportedBuyer;
			record.emailHash = hmacSha256(options.hashKey, record.email.address);
			return { kind: 'parsed', record };
		},
		makeWaitingRows: makeWaitingBuyers,
		save: async (transaction, context, records) => await kind.save(transaction, context, records),
	};
}

function makeWaitingBuyers(): WaitingRows<ImportedBuyer> {
	const packed = makePackedRows(FIELD_COUNT);
	let count = 0;
	return {
		add({ line }, record) {
			packed.add(HASH_CHARACTERS.indexOf(record.emailHash.charAt(0)), pack(line, record));
			count += 1;
			return undefined;
		},
		isFull: () => count >= MAX_WAITING || packed.bytes() >= MAX_WAITING_BYTES,
		*take(size) {
			count = 0;
			let batch: Array<ImportEntry<ImportedBuyer>> = [];
			for (let place = 0; place < PLACES; place += 1) {
				for (const fields of packed.take(place)) {
					batch.push(unpack(fields));
					if (batch.length < size) continue;
					yield batch;
					batch = [];
				}
			}
			if (batch.length > 0) yield batch;
		},
	};
}

const FIELD_COUNT = 13;

function pack(line: number, record: ImportedBuyer): string[] {
	const { email, emailHash, externalId, name, country, language, timeZone, birthDate, consentBasis, consentAt, consentSource, updatedAt } = record;
	return [
		String(line), emailHash, email.address, externalId ?? '', name ?? '', country ?? '', language ?? '', timeZone ?? '',
		consentBasis ?? '', consentAt === undefined ? '' : String(consentAt), consentSource ?? '', updatedAt === undefined ? '' : String(updatedAt), birthDate ?? '',
	];
}

function unpack(fields: string[]): ImportEntry<ImportedBuyer> {
	const [line, emailHash = '', address = '', externalId, name, country, language, timeZone, basis, consentAt, consentSource, updatedAt, birthDate] = fields;
	const record: ImportedBuyer = {
		email: { address, domain: address.slice(address.lastIndexOf('@') + 1) }, emailHash, externalId: externalId || undefined, name: name || undefined,
		country: country || undefined, language: language || undefined, timeZone: timeZone || undefined, birthDate: birthDate || undefined,
		// it was one of them when it was packed
		consentBasis: (basis || undefined) as BuyerRecord['consentBasis'],
		consentAt: toNumber(consentAt), consentSource: consentSource || undefined, updatedAt: toNumber(updatedAt),
	};
	return { record, rows: [{ line: Number(line), cells: [] }] };
}

function toNumber(text: string | undefined): number | undefined {
	return text ? Number(text) : undefined;
}
