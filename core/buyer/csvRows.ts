import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { parse } from 'csv-parse';
import { letOthersRun } from '../shared/eventLoop';
import { SellerMailError } from '../shared/errors';

/** One row as it stands in the file; `line` counts from 1, the header's line included. */
export interface CsvRow {
	line: number;
	cells: string[];
}

export interface CsvOptions {
	/** detected from the first lines when left out */
	delimiter?: string;
	/** UTF-8 unless named or marked by a byte order mark */
	encoding?: string;
}

export type CsvSource = Readable | Buffer | string;

const DELIMITERS = [',', ';', '\t', '|'] as const;
const CHUNK_BYTES = 32 * 1024;
const MAX_ROW_BYTES = 1024 * 1024;
const ENCODINGS = ['utf-8', 'gb18030', 'utf-16le', 'windows-1252', 'shift_jis', 'euc-kr'];

/**
 * Reads a CSV file row by row in bounded memory: delimiter detected, byte order mark removed, line breaks inside quotes kept.
 * Where the file breaks off inside a quote, the last row has `isBroken`.
 * @throws SellerMailError INPUT_INVALID (not text in that encoding; unknown encoding)
 */
export async function* readCsvRows(source: CsvSource, options: CsvOptions = {}): AsyncGenerator<CsvRow & { isBroken?: boolean }> {
	const text = decode(toChunks(source), options.encoding);
	const head = await readHead(text);
	if (head === '') return;
	const parser = makeParser(options.delimiter ?? detectDelimiter(head));
	for await (const chunk of join(head, text)) {
		yield* await parser.write(chunk);
		if (parser.isBroken()) return;
		await letOthersRun();
	}
	yield* await parser.end();
}

type RawRow = CsvRow & { isBroken?: boolean };

/**
 * csv-parse fed by hand: its records are collected as they are found, because a stream that fails drops those it holds.
 * After a quotation mark that is never closed, the last row is the broken one.
 */
function makeParser(delimiter: string) {
	let rows: RawRow[] = [];
	let endLine = 0;
	let failure: unknown;
	const parser = parse({
		delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: MAX_ROW_BYTES,
		on_record(cells: string[], { lines }) {
			rows.push({ line: endLine + 1, cells });
			endLine = lines;
			return null;
		},
	});
	parser.on('error', (error) => (failure = error)).resume();
	const take = (): RawRow[] => {
		if (failure !== undefined && !isUnclosedQuote(failure)) throw failure;
		if (failure !== undefined) rows.push({ line: endLine + 1, cells: [], isBroken: true });
		const taken = rows;
		rows = [];
		return taken;
	};
	return {
		isBroken: () => failure !== undefined,
		write: async (chunk: string): Promise<RawRow[]> => await new Promise<void>((resolve) => parser.write(chunk, () => resolve())).then(take),
		end: async (): Promise<RawRow[]> => await new Promise<void>((resolve) => parser.once('close', resolve).end()).then(take),
	};
}

function isUnclosedQuote(error: unknown): boolean {
	const code = (error as { code?: unknown }).code;
	return code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';
}

/** Pieces small enough to be parsed in a moment, whatever the source hands over. */
async function* toChunks(source: CsvSource): AsyncGenerator<Buffer> {
	if (typeof source === 'string' || Buffer.isBuffer(source)) return yield* slicesOf(source);
	for await (const chunk of source) yield* slicesOf(chunk as string | Buffer);
}

function* slicesOf(chunk: string | Buffer): Generator<Buffer> {
	const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
	for (let from = 0; from < bytes.length; from += CHUNK_BYTES) yield bytes.subarray(from, from + CHUNK_BYTES);
}

/** Excel saves CSV in the system's encoding: a wrong guess would spoil names silently, so what isn't UTF-8 has to be named. */
async function* decode(chunks: AsyncGenerator<Buffer>, encoding: string | undefined): AsyncGenerator<string> {
	let decoder: TextDecoder | undefined;
	try {
		for await (const chunk of chunks) {
			decoder ??= makeDecoder(encoding ?? encodingOf(chunk));
			yield decoder.decode(chunk, { stream: true });
		}
		if (decoder) yield decoder.decode();
	} catch (error) {
		throw (error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? notInEncoding(encoding ?? 'UTF-8') : error;
	}
}

function makeDecoder(encoding: string): TextDecoder {
	if (ENCODINGS.includes(encoding.toLowerCase())) return new TextDecoder(encoding, { fatal: true });
	throw new SellerMailError('INPUT_INVALID', {
		message: `Import: the encoding \`${encoding.slice(0, 40)}\` is not known.`, nextStep: `Choose one of: ${ENCODINGS.join(', ')}.`, context: { field: 'encoding' },
	});
}

function encodingOf(head: Buffer): string {
	return head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-8';
}

function notInEncoding(encoding: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Import: the file is not text in ${encoding}.`,
		nextStep: 'Save it as “CSV UTF-8”, or name its encoding in the options (Chinese Excel: gb18030, western Excel: windows-1252).',
		context: { field: 'encoding' },
	});
}

async function readHead(text: AsyncGenerator<string>): Promise<string> {
	let head = '';
	while (head.length < CHUNK_BYTES) {
		const { done, value } = await text.next();
		if (done) break;
		head += value;
	}
	return head;
}

async function* join(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
	yield head;
	yield* rest;
}

/** The character that splits the first line most often, outside of quotes. */
export function detectDelimiter(head: string): string {
	const unquoted = head.replace(/"(?:[^"]|"")*"/g, '""');
	const firstLine = unquoted.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '';
	const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: firstLine.split(delimiter).length }));
	return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
