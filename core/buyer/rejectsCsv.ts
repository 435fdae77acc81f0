import { neutraliseCell } from '../shared/csvCell';
import type { RejectedLine } from './importReport';

/** With it Excel reads UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The first line of a file of rejected rows: line, field, column and reason, then the columns of the import itself. */
export function rejectsCsvHeader(headers: readonly string[]): string {
	return BYTE_ORDER_MARK + toLine(['line', 'field', 'column', 'reason', ...headers]);
}

/** One rejected row as it was given; what a spreadsheet would run as a formula is neutralised. */
export function toRejectsCsv({ line, field, column, reason, cells }: RejectedLine): string {
	return toLine([String(line), field, column, reason, ...cells]);
}

function toLine(cells: readonly string[]): string {
	return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(text: string): string {
	const neutral = neutraliseCell(text);
	return /[",;\t|\r\n]|^\s|\s$/.test(neutral) ? `"${neutral.replaceAll('"', '""')}"` : neutral;
}
