/** One row as it stands in the file; `line` counts from 1, the header's line included. */
export interface CsvRow {
	line: number;
	cells: string[];
	/** why it can't be read; `cells` then holds its first line as it stands */
	problem?: string;
}

/** Rows of the text so far; what may go on in the next piece waits. */
export interface CsvParser {
	/** `''` goes on with what is at hand */
	write(text: string): CsvRow[];
	end(): CsvRow[];
	/** it stopped after a few broken rows, so that others may run: call again */
	hasMore(): boolean;
}

/** How far the end of a quoted cell is looked for before the quotation mark counts as a mistake. */
export const MAX_QUOTED_CHARS = 1024 * 1024;
export const MAX_QUOTED_LINES = 1_000;
/** … and in a file where such marks follow each other: without this it would be read again and again. */
const MIN_QUOTED_CHARS = 4 * 1024;
const BROKEN_ROWS_PER_TURN = 3;
/** A line without quotation marks that is longer than this is no row of a table. */
const MAX_LINE_CHARS = 4 * 1024 * 1024;

const UNCLOSED = 'a quotation mark is opened here and not closed; this line is left out, and reading goes on with the next one';
const TOO_LONG = 'the line is longer than 4 million characters';

type Outcome =
	| { kind: 'row'; cells: string[]; end: number; lines: number }
	/** the row isn't complete: more text is needed */
	| { kind: 'open' }
	| { kind: 'broken'; problem: string; end: number };

/** The text at hand and what is known about it. */
interface Scan {
	text: string;
	delimiter: string;
	/** no more text comes */
	isEnd: boolean;
	/** where the next quotation mark stands; -1: there is none, undefined: not looked for yet */
	quoteAt: number | undefined;
	maxQuotedChars: number;
}

/**
 * Reads CSV as spreadsheets and shops write it: quoted cells may hold delimiters, line ends and doubled quotation marks; a
 * quotation mark inside an unquoted cell is a character. One that is never closed costs its own line, not the rest of the
 * file: what comes after a quoted cell of several lines must be a delimiter or a line end, and the cell must end within
 * 1 million characters and 1,000 lines.
 */
export function makeCsvParser(delimiter: string): CsvParser {
	const scan: Scan = { text: '', delimiter, isEnd: false, quoteAt: undefined, maxQuotedChars: MAX_QUOTED_CHARS };
	let line = 1;
	let hasMore = false;
	const readAll = (): CsvRow[] => {
		const rows: CsvRow[] = [];
		let [position, brokenCount] = [0, 0];
		while (position < scan.text.length && brokenCount < BROKEN_ROWS_PER_TURN) {
			const outcome = readRow(scan, position);
			if (outcome.kind === 'open') break;
			if (outcome.kind === 'broken') rows.push({ line, cells: [firstLine(scan.text, position, outcome.end)], problem: outcome.problem });
			else if (outcome.cells.length > 1 || outcome.cells[0] !== '') rows.push({ line, cells: outcome.cells });
			line += outcome.kind === 'broken' ? 1 : outcome.lines;
			brokenCount += outcome.kind === 'broken' ? 1 : 0;
			position = outcome.end;
			adaptPatience(scan, outcome);
		}
		hasMore = brokenCount === BROKEN_ROWS_PER_TURN;
		forget(scan, position);
		return rows;
	};
	return {
		hasMore: () => hasMore,
		write(piece) {
			scan.text = scan.text === '' ? piece : scan.text + piece;
			if (scan.quoteAt === -1) scan.quoteAt = undefined;
			return readAll();
		},
		end() {
			scan.isEnd = true;
			return readAll();
		},
	};
}

function adaptPatience(scan: Scan, outcome: Outcome): void {
	if (outcome.kind === 'broken') scan.maxQuotedChars = Math.max(MIN_QUOTED_CHARS, scan.maxQuotedChars / 2);
	else if (outcome.kind === 'row' && outcome.lines > 1) scan.maxQuotedChars = Math.min(MAX_QUOTED_CHARS, scan.maxQuotedChars * 2);
}

function forget(scan: Scan, length: number): void {
	scan.text = scan.text.slice(length);
	if (scan.quoteAt !== undefined && scan.quoteAt >= 0) scan.quoteAt = scan.quoteAt < length ? undefined : scan.quoteAt - length;
}

function readRow(scan: Scan, start: number): Outcome {
	const end = findLineEnd(scan, start);
	const quote = findQuote(scan, start);
	if (quote >= 0 && (end === undefined || quote < end.at)) return readQuotedRow(scan, start);
	if (end !== undefined) return { kind: 'row', cells: scan.text.slice(start, end.at).split(scan.delimiter), end: end.next, lines: 1 };
	return scan.text.length - start > MAX_LINE_CHARS ? { kind: 'broken', problem: TOO_LONG, end: scan.text.length } : { kind: 'open' };
}

/** Looked for once, not anew for each row that has none. */
function findQuote(scan: Scan, start: number): number {
	if (scan.quoteAt === undefined || (scan.quoteAt >= 0 && scan.quoteAt < start)) scan.quoteAt = scan.text.indexOf('"', start);
	return scan.quoteAt;
}

interface LineEnd {
	at: number;
	next: number;
}

/** LF, CRLF or CR; `undefined` while the line may go on. */
function findLineEnd({ text, isEnd }: Scan, start: number): LineEnd | undefined {
	const lineFeed = text.indexOf('\n', start);
	const before = lineFeed < 0 ? text.slice(start) : text.slice(start, lineFeed);
	const carriageReturn = before.indexOf('\r') + start;
	if (carriageReturn < start) {
		if (lineFeed >= 0) return { at: lineFeed, next: lineFeed + 1 };
		return isEnd ? { at: text.length, next: text.length } : undefined;
	}
	// at the very end it may be the first half of CRLF
	if (carriageReturn + 1 === text.length && !isEnd) return undefined;
	return { at: carriageReturn, next: carriageReturn + (text[carriageReturn + 1] === '\n' ? 2 : 1) };
}

/** A row with a quotation mark somewhere: cell by cell. */
function readQuotedRow(scan: Scan, start: number): Outcome {
	const { text, delimiter } = scan;
	const cells: string[] = [];
	let lines = 1;
	for (let position = start; ; ) {
		const cell = text[position] === '"' ? readQuotedCell(scan, position) : readPlainCell(scan, position);
		if (cell === undefined) return { kind: 'open' };
		if (cell.kind === 'unclosed') return breakOff(scan, start);
		cells.push(cell.value);
		lines += cell.lineEnds;
		if (text[cell.end] !== delimiter) return { kind: 'row', cells, end: afterLineEnd(text, cell.end), lines };
		position = cell.end + 1;
	}
}

/** Only the line on which the mark was opened is given up. */
function breakOff(scan: Scan, start: number): Outcome {
	return { kind: 'broken', problem: UNCLOSED, end: findLineEnd(scan, start)?.next ?? scan.text.length };
}

type Cell = { kind: 'cell'; value: string; end: number; lineEnds: number } | { kind: 'unclosed' };

function readPlainCell({ text, delimiter, isEnd }: Scan, start: number): Cell | undefined {
	for (let end = start; end < text.length; end += 1) {
		const character = text[end];
		if (character === '\r' && end + 1 === text.length && !isEnd) return undefined;
		if (character === delimiter || character === '\n' || character === '\r') return { kind: 'cell', value: text.slice(start, end), end, lineEnds: 0 };
	}
	return isEnd ? { kind: 'cell', value: text.slice(start), end: text.length, lineEnds: 0 } : undefined;
}

/** On one line a stray mark is a character (`"Bob "the man" Smith"`); behind a line end it shows that the first one was never closed. */
function readQuotedCell(scan: Scan, start: number): Cell | undefined {
	const { text, delimiter, isEnd } = scan;
	let lineEnds = 0;
	for (let position = start + 1; ; ) {
		const quote = text.indexOf('"', position);
		if (isTooFar(scan, start, quote, lineEnds)) return { kind: 'unclosed' };
		if (quote < 0 || (quote + 2 >= text.length && !isEnd)) return isEnd ? { kind: 'unclosed' } : undefined;
		lineEnds += countLineEnds(text.slice(position, quote));
		const after = text[quote + 1];
		position = quote + (after === '"' ? 2 : 1);
		if (after === '"') continue;
		if (after === undefined || after === delimiter || after === '\n' || after === '\r') {
			return { kind: 'cell', value: text.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1, lineEnds };
		}
		if (lineEnds > 0) return { kind: 'unclosed' };
	}
}

function isTooFar({ text, maxQuotedChars }: Scan, start: number, quote: number, lineEnds: number): boolean {
	const reach = (quote < 0 ? text.length : quote) - start;
	if (reach > maxQuotedChars || lineEnds > MAX_QUOTED_LINES) return true;
	return quote < 0 && reach > MAX_QUOTED_LINES && countLineEnds(text.slice(start)) > MAX_QUOTED_LINES;
}

function countLineEnds(text: string): number {
	return text.includes('\n') || text.includes('\r') ? (text.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;
}

function afterLineEnd(text: string, at: number): number {
	if (at >= text.length) return at;
	return at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1);
}

function firstLine(text: string, start: number, end: number): string {
	return text.slice(start, Math.min(end, start + 2_000)).replace(/[\r\n]+$/, '');
}
