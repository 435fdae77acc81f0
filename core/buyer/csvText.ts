import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { SellerMailError } from '../shared/errors';

export type CsvSource = Readable | Buffer | string;

export interface CsvText {
	/** what the file is read as */
	encoding: string;
	/** the text in pieces, without a byte order mark */
	pieces: AsyncGenerator<string>;
	/** SHA-256 of the bytes (hex), once all of them were read */
	fileHash(): string | undefined;
}

/** Small enough to be parsed in a moment, whatever the source hands over. */
const PIECE_BYTES = 32 * 1024;
const HEAD_BYTES = 4 * 1024;
const ENCODINGS = ['utf-8', 'gb18030', 'gbk', 'big5', 'utf-16le', 'utf-16be', 'windows-1252', 'shift_jis', 'euc-kr'];
const BYTE_ORDER_MARKS: ReadonlyArray<[encoding: string, mark: number[]]> = [['utf-8', [0xef, 0xbb, 0xbf]], ['utf-16le', [0xff, 0xfe]], ['utf-16be', [0xfe, 0xff]]];

/** First bytes of files that are given by mistake, and what to do then. */
const OTHER_FILES: ReadonlyArray<[start: number[], what: string, nextStep: string]> = [
	[[0x50, 0x4b, 0x03, 0x04], 'this is an Excel file (or a ZIP archive), not a CSV file', 'In Excel choose “Save As” and “CSV UTF-8”; unpack an archive first.'],
	[[0xd0, 0xcf, 0x11, 0xe0], 'this is an Excel file, not a CSV file', 'In Excel choose “Save As” and “CSV UTF-8”.'],
	[[0x1f, 0x8b], 'this is a compressed file (gzip)', 'Unpack it first, e.g. with n8n’s Compression node.'],
	[[0x25, 0x50, 0x44, 0x46], 'this is a PDF', 'Export the table as CSV.'],
];

/**
 * The text of a file in bounded memory. The encoding is the one that a byte order mark tells, else the named one, else UTF-16
 * when it looks so, else UTF-8: a wrong guess would spoil names silently, so anything else has to be named.
 * @throws SellerMailError INPUT_INVALID (no text, not in that encoding, unknown encoding)
 */
export async function openCsvText(source: CsvSource, declared: string | undefined): Promise<CsvText> {
	const hash = createHash('sha256');
	const chunks = toChunks(source);
	const head = await readHead(chunks);
	assertText(head);
	const encoding = encodingOf(head, typeof source === 'string' ? 'utf-8' : declared);
	const decoder = makeDecoder(encoding);
	let fileHash: string | undefined;
	async function* pieces(): AsyncGenerator<string> {
		for await (const chunk of join(head, chunks)) {
			hash.update(chunk);
			yield decode(decoder, chunk, encoding);
		}
		fileHash = hash.digest('hex');
		yield decode(decoder, undefined, encoding);
	}
	return { encoding, pieces: pieces(), fileHash: () => fileHash };
}

async function* toChunks(source: CsvSource): AsyncGenerator<Buffer> {
	if (typeof source === 'string' || Buffer.isBuffer(source)) return yield* slicesOf(source);
	for await (const chunk of source) yield* slicesOf(chunk as string | Buffer);
}

function* slicesOf(chunk: string | Buffer): Generator<Buffer> {
	const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
	for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}

/** Enough bytes to tell what kind of file it is; a source may hand over one at a time. */
async function readHead(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
	const read: Buffer[] = [];
	for (let length = 0; length < HEAD_BYTES; ) {
		const { done, value } = await chunks.next();
		if (done) break;
		read.push(value);
		length += value.length;
	}
	return Buffer.concat(read);
}

async function* join(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
	if (head.length > 0) yield head;
	yield* rest;
}

function assertText(head: Buffer): void {
	const other = OTHER_FILES.find(([start]) => startsWith(head, start));
	if (other) throw fileError(other[1], other[2]);
}

function encodingOf(head: Buffer, declared: string | undefined): string {
	const marked = BYTE_ORDER_MARKS.find(([, mark]) => startsWith(head, mark))?.[0];
	return marked ?? declared?.toLowerCase() ?? guessUtf16(head) ?? 'utf-8';
}

/** ASCII brings a zero byte for each character in UTF-16, always on the same side; and a table has a line end. */
function guessUtf16(head: Buffer): string | undefined {
	const zeros = [0, 0];
	const lineEnds = new Set<number>();
	for (const [position, byte] of head.entries()) {
		if (byte === 0) zeros[position % 2] = (zeros[position % 2] ?? 0) + 1;
		if (byte === 0x0a || byte === 0x0d) lineEnds.add(position % 2);
	}
	const [even = 0, odd = 0] = zeros;
	if ((even + odd) * 50 < head.length) return undefined;
	if (even === 0 && odd > 0 && lineEnds.has(0)) return 'utf-16le';
	return odd === 0 && even > 0 && lineEnds.has(1) ? 'utf-16be' : undefined;
}

function makeDecoder(encoding: string): TextDecoder {
	if (ENCODINGS.includes(encoding)) return new TextDecoder(encoding, { fatal: true });
	throw new SellerMailError('INPUT_INVALID', {
		message: `Import: the encoding \`${encoding.slice(0, 40)}\` is not known.`, nextStep: `Choose one of: ${ENCODINGS.join(', ')}.`, context: { field: 'encoding' },
	});
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, encoding: string): string {
	const text = decodeOrExplain(decoder, chunk, encoding);
	if (!text.includes('\u0000')) return text;
	throw fileError('this is no text file', 'Give a CSV file; of a spreadsheet, choose “Save As” and “CSV UTF-8”.');
}

function decodeOrExplain(decoder: TextDecoder, chunk: Buffer | undefined, encoding: string): string {
	try {
		return decoder.decode(chunk, { stream: chunk !== undefined });
	} catch (error) {
		throw new SellerMailError('INPUT_INVALID', {
			message: `Import: the file is not text in ${encoding.toUpperCase()}.`,
			nextStep: 'Save it as “CSV UTF-8”, or name its encoding in the options (Chinese Excel: gb18030, western Excel: windows-1252).',
			context: { field: 'encoding' }, cause: error,
		});
	}
}

function startsWith(head: Buffer, start: number[]): boolean {
	return start.every((byte, position) => head[position] === byte);
}

function fileError(problem: string, nextStep: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: `Import: ${problem}.`, nextStep, context: { field: 'file' } });
}
