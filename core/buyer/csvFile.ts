import { SellerMailError } from '../shared/errors';
import { letOthersRun } from '../shared/eventLoop';
import type { CsvRow } from './csvParser';
import { openCsvRows, type CsvOptions } from './csvRows';
import type { CsvSource } from './csvText';

/** The head of a file, to decide what its columns mean; `rows` then gives every row from the first one on. */
export interface CsvFile {
	headers: string[];
	sample: CsvRow[];
	delimiter: string;
	encoding: string;
	/** every row; one that doesn't fit the header has a `problem` */
	rows(): AsyncGenerator<CsvRow[]>;
	/** SHA-256 of the file (hex), once all of it was read */
	fileHash(): string | undefined;
}

/** Rows that are looked at before the first one is imported. */
const SAMPLE_SIZE = 2_000;
const ROWS_PER_TURN = 200;

/** Opens a file: header and sample are read, the rest on demand. @throws SellerMailError INPUT_INVALID */
export async function openCsv(source: CsvSource, options: CsvOptions): Promise<CsvFile> {
	const { rows: reader, delimiter, encoding, fileHash } = await openCsvRows(source, options);
	const [header, ...sample] = await readSample(reader);
	const headers = !header || header.problem !== undefined ? [] : header.cells.map((cell) => cell.trim());
	assertHeaders(headers);
	return {
		headers, sample, delimiter, encoding, fileHash,
		async *rows() {
			for (let from = 0; from < sample.length; from += ROWS_PER_TURN) {
				yield sample.slice(from, from + ROWS_PER_TURN).map((row) => fit(headers, row));
				await letOthersRun();
			}
			for await (const rows of reader) yield rows.map((row) => fit(headers, row));
		},
	};
}

async function readSample(reader: AsyncGenerator<CsvRow[]>): Promise<CsvRow[]> {
	const sample: CsvRow[] = [];
	while (sample.length <= SAMPLE_SIZE) {
		const { done, value } = await reader.next();
		if (done) break;
		sample.push(...value);
	}
	return sample;
}

function assertHeaders(headers: string[]): void {
	const twice = headers.find((header, index) => header !== '' && headers.indexOf(header) !== index);
	const problem = headers.length === 0 ? 'the file is empty' : twice !== undefined && `two columns are called “${twice.slice(0, 60)}”`;
	if (!problem) return;
	throw new SellerMailError('INPUT_INVALID', {
		message: `Import: ${problem}.`, nextStep: 'The first line must name the columns, each once.', context: { field: 'file' },
	});
}

function fit(headers: string[], row: CsvRow): CsvRow {
	const { length } = row.cells;
	if (length === headers.length || row.problem !== undefined) return row;
	if (length > headers.length && row.cells.slice(headers.length).every((cell) => cell.trim() === '')) return row;
	return { ...row, problem: `expected ${headers.length} columns, got ${length}` };
}
