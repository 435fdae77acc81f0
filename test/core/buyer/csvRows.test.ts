import { Readable } from 'node:stream';
import { openCsvRows, type CsvOptions } from '../../../core/buyer/csvRows';
import type { CsvRow } from '../../../core/buyer/csvParser';
import type { CsvSource } from '../../../core/buyer/csvText';

const read = async (source: CsvSource, options?: CsvOptions): Promise<CsvRow[]> => {
	const rows = [];
	for await (const some of (await openCsvRows(source, options)).rows) rows.push(...some);
	return rows;
};
const cellsOf = async (source: CsvSource, options?: CsvOptions): Promise<string[][]> => (await read(source, options)).map((row) => row.cells);

it('byte order mark, quoted line breaks, empty lines and Windows line ends → rows with the line they begin on', async () => {
	expect(await read('\ufeffid,name\r\n1,"A\r\nB, ""C"""\r\n\r\n2,D\r\n')).toEqual([
		{ line: 1, cells: ['id', 'name'] }, { line: 2, cells: ['1', 'A\r\nB, "C"'] }, { line: 5, cells: ['2', 'D'] },
	]);
});

it.each([[',', 'a,b,c'], [';', 'a;b;"c,d,e,f"'], ['\t', 'a\tb\tc'], ['|', 'a|b|c'], [',', 'single']])('delimiter %j of %j is detected', async (delimiter, line) => {
	const { delimiter: detected, rows } = await openCsvRows(line);
	expect(detected).toBe(delimiter);
	expect((await rows.next()).value[0].cells).toHaveLength(line.replace(/"[^"]*"/, '').split(delimiter).length);
});

it('a declared delimiter counts, whatever the first line looks like', async () => {
	expect(await cellsOf('a,b:c\n1,2:3\n', { delimiter: ':' })).toEqual([['a,b', 'c'], ['1,2', '3']]);
});

it('characters split over chunks stay whole', async () => {
	const bytes = Buffer.from('id,name\n1,São Paulo 圣保罗\n');
	const pieces = [...bytes].map((byte) => Buffer.from([byte]));
	expect(await cellsOf(Readable.from(pieces))).toEqual([['id', 'name'], ['1', 'São Paulo 圣保罗']]);
});

describe('encodings', () => {
	const TEXT = 'id,name\r\n1,中国 é\r\n';
	const utf16le = Buffer.from(TEXT, 'utf16le');
	const marked = (bytes: Buffer, ...mark: number[]): Buffer => Buffer.concat([Buffer.from(mark), bytes]);

	it.each([
		['UTF-8', Buffer.from(TEXT), 'utf-8'], ['UTF-8 with a byte order mark', marked(Buffer.from(TEXT), 0xef, 0xbb, 0xbf), 'utf-8'],
		['UTF-16 LE', utf16le, 'utf-16le'], ['UTF-16 LE with a byte order mark', marked(utf16le, 0xff, 0xfe), 'utf-16le'],
		['UTF-16 BE', Buffer.from(utf16le).swap16(), 'utf-16be'], ['UTF-16 BE with a byte order mark', marked(Buffer.from(utf16le).swap16(), 0xfe, 0xff), 'utf-16be'],
	])('%s is recognised', async (_name, bytes, encoding) => {
		expect((await openCsvRows(bytes)).encoding).toBe(encoding);
		expect(await cellsOf(bytes)).toEqual([['id', 'name'], ['1', '中国 é']]);
	});

	it('what is not UTF-8 → INPUT_INVALID; with its encoding named it is read', async () => {
		const gbk = Buffer.from([0x69, 0x64, 0x0a, 0xd6, 0xd0, 0xb9, 0xfa]);
		await expect(read(gbk)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field: 'encoding' } });
		expect((await cellsOf(gbk, { encoding: 'GB18030' }))[1]).toEqual(['中国']);
		await expect(read(gbk, { encoding: 'klingon' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	it('a byte order mark counts more than what somebody declared; text is text', async () => {
		expect(await cellsOf(marked(utf16le, 0xff, 0xfe), { encoding: 'gb18030' })).toEqual([['id', 'name'], ['1', '中国 é']]);
		expect(await cellsOf('id\n中国', { encoding: 'gb18030' })).toEqual([['id'], ['中国']]);
	});
});

it.each([
	['an Excel file', Buffer.from('504b0304140006000800', 'hex'), 'Excel file', 'CSV UTF-8'], ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'Excel file', 'CSV UTF-8'],
	['a compressed file', Buffer.from('1f8b0800', 'hex'), 'gzip', 'Unpack'], ['a PDF', Buffer.from('%PDF-1.7\n'), 'PDF', 'CSV'],
	['binary junk', Buffer.from('id,name\n1,\u0000\u0001\u0001\u0000,\u0002\n'), 'no text file', 'CSV'],
])('%s → an error that says so and what to do', async (_name, bytes, what, nextStep) => {
	await expect(read(bytes)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining(what), nextStep: expect.stringContaining(nextStep), context: { field: 'file' } });
});

it('the hash of the file is there when all of it was read', async () => {
	const reading = await openCsvRows('a\n1\n');
	for await (const _rows of reading.rows);
	expect(reading.fileHash()).toBe('309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc');
});

it('a file of 200 MB is read with no more than a piece of it at hand', async () => {
	const row = `${'x'.repeat(95)},1\n`;
	let [given, count, mostAhead] = [0, 0, 0];
	const source = Readable.from((function* () {
		yield 'name,n\n';
		for (let chunk = 0; chunk < 20_480; chunk += 1) {
			given += 100;
			yield row.repeat(100);
		}
	})());
	for await (const rows of (await openCsvRows(source)).rows) {
		count += rows.length;
		mostAhead = Math.max(mostAhead, given - count);
	}
	expect(count).toBe(2_048_001);
	expect(mostAhead).toBeLessThan(5_000);
});
