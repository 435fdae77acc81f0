import { letOthersRun } from '../shared/eventLoop';
import { makeCsvParser, type CsvRow } from './csvParser';
import { openCsvText, type CsvSource } from './csvText';

export interface CsvOptions {
	/** detected from the first lines when left out */
	delimiter?: string;
	/** UTF-8 unless named, marked by a byte order mark, or plainly UTF-16 */
	encoding?: string;
}

export interface CsvReading {
	delimiter: string;
	encoding: string;
	/** rows as they are found, some at a time, in bounded memory */
	rows: AsyncGenerator<CsvRow[]>;
	/** SHA-256 of the file (hex), once all of it was read */
	fileHash(): string | undefined;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const HEAD_CHARS = 32 * 1024;

/**
 * Opens a CSV file: encoding and delimiter are found out from its head, byte order marks removed.
 * @throws SellerMailError INPUT_INVALID (no text, not text in that encoding, unknown encoding)
 */
export async function openCsvRows(source: CsvSource, options: CsvOptions = {}): Promise<CsvReading> {
	const { pieces, encoding, fileHash } = await openCsvText(source, options.encoding);
	const head = await readHead(pieces);
	const delimiter = options.delimiter ?? detectDelimiter(head);
	return { delimiter, encoding, rows: readRows(head, pieces, delimiter), fileHash };
}

async function* readRows(head: string[], pieces: AsyncGenerator<string>, delimiter: string): AsyncGenerator<CsvRow[]> {
	const parser = makeCsvParser(delimiter);
	for await (const piece of join(head, pieces)) {
		for (let rows = parser.write(piece); ; rows = parser.write('')) {
			if (rows.length > 0) yield rows;
			await letOthersRun();
			if (!parser.hasMore()) break;
		}
	}
	do {
		const rows = parser.end();
		if (rows.length > 0) yield rows;
		await letOthersRun();
	} while (parser.hasMore());
}

async function readHead(pieces: AsyncGenerator<string>): Promise<string[]> {
	const head: string[] = [];
	for (let length = 0; length < HEAD_CHARS; length += head.at(-1)?.length ?? 0) {
		const { done, value } = await pieces.next();
		if (done) break;
		head.push(value);
	}
	return head;
}

async function* join(head: string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
	yield* head;
	yield* rest;
}

/** The character that splits the first line most often, outside of quotes. */
function detectDelimiter(head: string[]): string {
	const unquoted = head.join('').replace(/"(?:[^"]|"")*"/g, '""');
	const firstLine = unquoted.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '';
	const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: firstLine.split(delimiter).length }));
	return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
