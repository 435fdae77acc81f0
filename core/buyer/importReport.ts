import { neutraliseCell } from '../shared/csvCell';
import type { RowRejection } from './importRows.flow';

/** A rejected row as the rejects file gets it. */
export interface RejectedLine {
	/** of the file, the header is line 1; of items the number of the item, from 1 */
	line: number;
	/** the record's field, or `row` */
	field: string;
	/** the column it comes from; empty for a whole row */
	column: string;
	reason: string;
	/** the row as it was given, in the order of the headers */
	cells: readonly string[];
}

/** The same as an item: its cells under the names of their columns, formulas neutralised. */
export interface RejectedItem extends Omit<RejectedLine, 'cells'> {
	row: Record<string, string>;
}

/** @param mapping column → field */
export function toRejectedLine({ row, field, reason }: RowRejection, mapping: Readonly<Record<string, string>>): RejectedLine {
	const column = Object.entries(mapping).find(([, mapped]) => mapped === field)?.[0] ?? '';
	return { line: row.line, field, column, reason, cells: row.cells };
}

export function toRejectedItem({ cells, ...rest }: RejectedLine, headers: readonly string[]): RejectedItem {
	const named = cells.map((cell, index): [string, string] => [headers[index] || `column ${index + 1}`, neutraliseCell(cell)]);
	return { ...rest, row: Object.fromEntries(named) };
}
