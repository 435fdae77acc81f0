import { CSV_BOM, neutraliseCell, quoteCell } from '../shared/csvCell';
import type { RejectedLine } from './importReport';

/** The first line of a file of rejected rows: line, field, column and reason, then the columns of the import itself. */
export function rejectsCsvHeader(headers: readonly string[]): string {
	return CSV_BOM + toLine(['line', 'field', 'column', 'reason', ...headers]);
}

/** One rejected row as it was given; what a spreadsheet would run as a formula is neutralised. */
export function toRejectsCsv({ line, field, column, reason, cells }: RejectedLine): string {
	return toLine([String(line), field, column, reason, ...cells]);
}

function toLine(cells: readonly string[]): string {
	return `${cells.map((cell) => quoteCell(neutraliseCell(cell))).join(',')}\r\n`;
}
