import { SellerMailError } from '../shared/errors';
import { readCsvRows, type CsvOptions, type CsvRow, type CsvSource } from './csvRows';

/** A row with its cells under the names of its columns; or why it can't be read. */
export type NamedRow = { line: number; cells: ReadonlyMap<string, string> } | { line: number; reason: string };

/** The head of a file, to decide what its columns mean; `rows` then gives every row from the first one on. */
export interface CsvFile {
	headers: string[];
	sample: CsvRow[];
	rows(): AsyncGenerator<NamedRow>;
}

/** Rows that are looked at before the first one is imported. */
const SAMPLE_SIZE = 2_000;

/** Opens a file: header and sample are read, the rest on demand. @throws SellerMailError INPUT_INVALID */
export async function openCsv(source: CsvSource, options: CsvOptions): Promise<CsvFile> {
	const reader = readCsvRows(source, options);
	const header = await reader.next();
	const headers = header.done || header.value.isBroken ? [] : header.value.cells.map((cell) => cell.trim());
	assertHeaders(headers);
	const sample: Array<CsvRow & { isBroken?: boolean }> = [];
	while (sample.length < SAMPLE_SIZE) {
		const { done, value } = await reader.next();
		if (done) break;
		sample.push(value);
	}
	return {
		headers,
		sample,
		async *rows() {
			for (const row of sample) yield toNamed(headers, row);
			for await (const row of reader) yield toNamed(headers, row);
		},
	};
}

function assertHeaders(headers: string[]): void {
	const twice = headers.find((header, index) => header !== '' && headers.indexOf(header) !== index);
	const problem = headers.length === 0 ? 'the file is empty' : twice !== undefined && `two columns are called “${twice.slice(0, 60)}”`;
	if (!problem) return;
	throw new SellerMailError('INPUT_INVALID', {
		message: `Import: ${problem}.`, nextStep: 'The first line must name the columns, each once.', context: { field: 'file' },
	});
}

function toNamed(headers: string[], row: CsvRow & { isBroken?: boolean }): NamedRow {
	if (row.isBroken) return { line: row.line, reason: 'a quotation mark is opened here and not closed; the rest of the file can not be read' };
	const extra = row.cells.slice(headers.length).filter((cell) => cell.trim() !== '');
	if (row.cells.length < headers.length || extra.length > 0) {
		return { line: row.line, reason: `expected ${headers.length} columns, got ${row.cells.length}` };
	}
	return { line: row.line, cells: new Map(headers.map((header, column) => [header, row.cells[column] ?? ''])) };
}
