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
	cells: readonly string[];
	/** of an item: its values under the names of fields */
	values?: Readonly<Record<string, unknown>>;
	/** why it can't be read */
	problem?: string;
}

/** A record and the rows that it comes from. */
export interface ImportEntry<Parsed> {
	record: Parsed;
	rows: ImportRow[];
}

/** Rows that wait in memory until they are saved together. */
export interface WaitingRows<Parsed> {
	/** The reason when it can't be taken. */
	add(row: ImportRow, record: Parsed): RejectedRow | undefined;
	isFull(): boolean;
	/** Empties it little by little, in the order in which the rows are best saved. */
	take(size: number): Generator<Array<ImportEntry<Parsed>>>;
}

/** What an import does with one kind of row. */
export interface ImportTarget<Parsed> {
	parse(row: ImportRow): { kind: 'parsed'; record: Parsed } | RejectedRow;
	makeWaitingRows(): WaitingRows<Parsed>;
	/** Saves a batch with the consent that the import claims for it, and answers for each record. */
	save(transaction: RecordTransaction, context: ShopContext, records: Parsed[]): Promise<RowResult[]>;
}

/** The consent that an import claims for the buyers of its rows. */
export type ImportClaim = (occurredAt: number | undefined) => ConsentDraft['record'];
