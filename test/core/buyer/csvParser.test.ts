import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { MAX_QUOTED_CHARS, MAX_QUOTED_LINES, makeCsvParser, type CsvRow } from '../../../core/buyer/csvParser';

/** The text in pieces of a size, as a file comes. */
const read = (text: string, pieceSize = text.length || 1, delimiter = ','): CsvRow[] => {
	const parser = makeCsvParser(delimiter);
	const rows: CsvRow[] = [];
	for (let from = 0; from < text.length; from += pieceSize) {
		rows.push(...parser.write(text.slice(from, from + pieceSize)));
		while (parser.hasMore()) rows.push(...parser.write(''));
	}
	do rows.push(...parser.end()); while (parser.hasMore());
	return rows;
};
const cells = (text: string, pieceSize?: number): string[][] => read(text, pieceSize).map((row) => row.cells);

it.each([
	['LF', 'a,b\n1,2\n'], ['CRLF', 'a,b\r\n1,2\r\n'], ['CR', 'a,b\r1,2\r'], ['no end of the last line', 'a,b\n1,2'], ['mixed', 'a,b\r\n1,2\r'], ['quoted', '"a","b"\r\n"1","2"'],
])('line ends as %s, in pieces of any size', (_name, text) => {
	for (let size = 1; size <= text.length; size += 1) expect(cells(text, size)).toEqual([['a', 'b'], ['1', '2']]);
});

it('any table that is written by the rules is read back as csv-parse reads it, however it is cut', () => {
	const cell = fc.string({ unit: fc.constantFrom('a', 'é', '中', ',', ';', '"', '\n', '\r', ' ', "'"), maxLength: 8 });
	fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 7 }), (table, lineEnd, size) => {
		const text = table.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join(lineEnd);
		const expected = text === '' ? [] : parse(text, { relax_column_count: true, record_delimiter: lineEnd });
		expect(cells(text, size)).toEqual(expected);
		expect(expected).toEqual(table);
	}));
});

it('lines are counted through quoted line ends, empty lines and broken ones', () => {
	expect(read('h,i\n"a\r\nb\rc\nd",1\n\n2,3\n4,"x\n5,6\n').map(({ line }) => line)).toEqual([1, 2, 7, 8, 9]);
});

describe('a quotation mark that is never closed', () => {
	const broken = (line: number): object => ({ line, problem: expect.stringContaining('quotation mark') });

	it('at the end of the file → its own line', () => {
		expect(read('1,A\n2,"B\n3,C\n')).toEqual([{ line: 1, cells: ['1', 'A'] }, { ...broken(2), cells: ['2,"B'] }, { line: 3, cells: ['3', 'C'] }]);
	});

	it('a later quoted cell shows it → only its own line is lost', () => {
		expect(read('1,"A\n2,B\n3,"C, D"\n4,"E"\n')).toMatchObject([broken(1), { line: 2, cells: ['2', 'B'] }, { line: 3, cells: ['3', 'C, D'] }, { line: 4, cells: ['4', 'E'] }]);
	});

	it.each([['lines', '2,B\n'.repeat(MAX_QUOTED_LINES + 5)], ['characters', `${'x'.repeat(1_020)},y\n`.repeat(MAX_QUOTED_CHARS / 1_024 + 5)]])('no end within the permitted %s → reading goes on behind its line', (_name, rest) => {
		const rows = read(`1,"A\n${rest}`, 32 * 1024);
		expect(rows[0]).toMatchObject(broken(1));
		expect(rows).toHaveLength(rest.split('\n').length);
		expect(rows.slice(1).every((row) => row.problem === undefined && row.cells.length === 2)).toBe(true);
	});

	it('in every line, with doubled marks → a few lines a turn, each reported, none read over and over', () => {
		const parser = makeCsvParser(',');
		const text = 'a,"b""\n'.repeat(20_000);
		const first = parser.write(text);
		expect(first.length).toBeLessThan(10);
		expect(parser.hasMore()).toBe(true);
		const rows = read(text);
		expect(rows).toHaveLength(20_000);
		expect(rows.every((row, index) => row.line === index + 1 && row.problem !== undefined)).toBe(true);
	});
});

it('a stray mark on one line is a character', () => {
	expect(cells('1,"Bob "the man" Smith",x\n2,5" nail,y\n')).toEqual([['1', 'Bob "the man" Smith', 'x'], ['2', '5" nail', 'y']]);
});
