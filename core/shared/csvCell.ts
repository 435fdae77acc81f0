/**
 * What spreadsheets take for a formula: = + - @ (full-width forms too), a tab or a line break at the start, also behind
 * blanks, quotation marks and invisible characters. Source: OWASP, CSV Injection, 2026-11-22.
 */
const FORMULA = /^(?:[\s"'\u00AD\u200B-\u200F\u2060\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/u;
const PLAIN_NUMBER = /^\s*[+-]?\d+(?:[.,]\d+)*\s*$/;

/** The text so that a spreadsheet shows it and doesn't run it: an apostrophe goes before a formula; plain numbers such as -12.50 stay. */
export function neutraliseCell(value: string): string {
	return FORMULA.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value;
}
