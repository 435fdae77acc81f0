import { neutraliseCell } from '../../../core/shared/csvCell';

it.each(['=1+1', '+49 171', '-2+3', '@SUM(A1)', '  =cmd()', '\t=1', '\rx', '"=1', '\u200b=1', '＝1'])('%j gets an apostrophe', (text) => {
	expect(neutraliseCell(text)).toBe(`'${text}`);
});

it.each(['', 'Ana', '-12.50', '+3', ' -1,234.50 ', '1=1', 'a@b.example', '2026-01-02'])('%j stays', (text) => {
	expect(neutraliseCell(text)).toBe(text);
});
