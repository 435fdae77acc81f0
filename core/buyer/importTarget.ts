import type { RejectedRow } from '../contract/records';
import type { ConsentDraft } from '../consent/recordConsents.flow';
import type { ShopContext } from './mergeBuyer';
import type { RecordTransaction } from './ports';
import type { RowResult } from './recordBatches.flow';

/** A row of a file, or an item: as it was given, with the line that people find it by. */
export interface ImportRow {
	/** of a file, the header is line 1; of items the number of the item, from 1 */
	line: number;
	/** as given, in the order of the headers */
	cells: string[];
	/** of an item: its values under the names of fields */
	values?: Readonly<Record<string, unknown>>;
	/** why it can't be read */
	problem?: string;
}

/** What an import does with one kind of row. */
export interface ImportTarget<Parsed> {
	/** rows that wait in memory until they are saved together */
	chunkRows: number;
	parse(row: ImportRow): { kind: 'parsed'; record: Parsed } | RejectedRow;
	/** 0 to 63: rows of one place are saved together, in their order; places follow the order of the store's index */
	place(record: Parsed): number;
	/** rows with the same key are about one record, `join`ed before it is saved; `undefined`: each for itself */
	key(record: Parsed): string | undefined;
	join(first: Parsed, next: Parsed): { kind: 'parsed'; record: Parsed } | RejectedRow;
	/** Saves a batch with the consent that the import claims for it, and answers for each record. */
	save(transaction: RecordTransaction, context: ShopContext, records: Parsed[]): Promise<RowResult[]>;
}

export const PLACES = 64;

/** The consent that an import claims for the buyers of its rows; `undefined` where it claims none. */
export type ImportClaim = (occurredAt: number | undefined) => ConsentDraft['record'];
