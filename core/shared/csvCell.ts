/** Tells Excel that the file is UTF-8. */
export const CSV_BOM = '\uFEFF';

/** What may stand in a cell; numbers are written as they are, flags as true and false. */
export type CsvValue = string | number | boolean | null | undefined;

/**
 * What spreadsheets take for a formula: = + - @ (full-width forms too), a tab or a line break at the start, also behind
 * blanks, quotation marks and invisible characters. Source: OWASP, CSV Injection, 2026-11-22.
 */
const FORMULA = /^(?:[\s"'\u00AD\u200B-\u200F\u2060\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/u;
const PLAIN_NUMBER = /^\s*[+-]?\d+(?:[.,]\d+)*\s*$/;
const NEEDS_QUOTES = /[",;\t|\r\n\uFEFF]|^\s|\s$/u;

/**
 * One cell of a CSV file (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe before it, so that
 * it is shown and not run; a number can't be one.
 */
export function csvCell(value: CsvValue): string {
	if (value === null || value === undefined) return '';
	if (typeof value !== 'string') return String(value);
	return quoteCell(FORMULA.test(value) ? `'${value}` : value);
}

/** The same for texts that somebody gave and gets back: plain numbers such as -12.50 stay. Not yet quoted. */
export function neutraliseCell(value: string): string {
	return FORMULA.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value;
}

/** A text as a cell, in quotation marks where it needs them. */
export function quoteCell(text: string): string {
	return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line with its line end. */
export function csvLine(values: readonly CsvValue[]): string {
	return `${values.map(csvCell).join(',')}\r\n`;
}

/** The text that `csvCell` wrote, without the apostrophe. */
export function fromCsvCell(text: string): string {
	return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}
