import { Readable } from 'node:stream';
import { readCsvRows, type CsvOptions, type CsvSource } from '../../../core/buyer/csvRows';

const read = async (source: CsvSource, options?: CsvOptions) => {
	const rows = [];
	for await (const row of readCsvRows(source, options)) rows.push(row);
	return rows;
};

it('byte order mark, quoted line breaks, empty lines and Windows line ends → rows with the line they begin on', async () => {
	expect(await read('\ufeffid,name\r\n1,"A\r\nB, ""C"""\r\n\r\n2,D\r\n')).toEqual([
		{ line: 1, cells: ['id', 'name'] }, { line: 2, cells: ['1', 'A\r\nB, "C"'] }, { line: expect.any(Number), cells: ['2', 'D'] },
	]);
});

it.each([[',', 'a,b,c'], [';', 'a;b;"c,d,e,f"'], ['\t', 'a\tb\tc'], ['|', 'a|b|c'], [',', 'single']])('delimiter %j of %j is detected', async (delimiter, line) => {
	expect((await read(line))[0]?.cells).toHaveLength(line.replace(/"[^"]*"/, '').split(delimiter).length);
});

it('characters split over chunks stay whole', async () => {
	const bytes = Buffer.from('id,name\n1,São Paulo 圣保罗\n');
	const pieces = [...bytes].map((byte) => Buffer.from([byte]));
	expect((await read(Readable.from(pieces)))[1]?.cells).toEqual(['1', 'São Paulo 圣保罗']);
});

it('what is not UTF-8 → INPUT_INVALID; with its encoding named it is read', async () => {
	const gbk = Buffer.from([0x69, 0x64, 0x0a, 0xd6, 0xd0, 0xb9, 0xfa]);
	await expect(read(gbk)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field: 'encoding' } });
	expect((await read(gbk, { encoding: 'gb18030' }))[1]?.cells).toEqual(['中国']);
	await expect(read(gbk, { encoding: 'klingon' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	expect((await read(Buffer.from('\ufeffid,n\n1,é', 'utf16le')))[1]?.cells).toEqual(['1', 'é']);
});

it('a quotation mark that is never closed → the rows before it, and a broken one', async () => {
	const rows = await read('id,name\n1,A\n2,"B\n3,C\n');
	expect(rows).toEqual([{ line: 1, cells: ['id', 'name'] }, { line: 2, cells: ['1', 'A'] }, { line: 3, cells: [], isBroken: true }]);
});

it('a file of 20 MB is read in bounded memory', async () => {
	const line = `${'x'.repeat(95)},1\n`;
	let count = 0;
	const source = Readable.from((function* () {
		yield 'name,n\n';
		for (let chunk = 0; chunk < 200; chunk += 1) yield line.repeat(1_000);
	})());
	const before = process.memoryUsage().heapUsed;
	let highest = 0;
	for await (const row of readCsvRows(source)) {
		count += 1;
		if (row.line % 10_000 === 0) highest = Math.max(highest, process.memoryUsage().heapUsed - before);
	}
	expect(count).toBe(200_001);
	expect(highest).toBeLessThan(60 * 1024 * 1024);
});
