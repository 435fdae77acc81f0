import { parse } from 'csv-parse/sync';
import { rejectsCsvHeader, toRejectsCsv } from '../../../core/buyer/rejectsCsv';

it('the rejected row as it was given, with its reason; what a spreadsheet would run is neutralised', () => {
	const text = rejectsCsvHeader(['Mail', '=Name']) + toRejectsCsv({ line: 7, field: 'email', column: 'Mail', reason: 'expected "x", got y', cells: ['=HYPERLINK("http://x")', 'A\r\nB, C', '-12.50'] });
	expect(text.startsWith('\ufeff')).toBe(true);
	expect(parse(text, { bom: true, relax_column_count: true })).toEqual([
		['line', 'field', 'column', 'reason', 'Mail', "'=Name"], ['7', 'email', 'Mail', 'expected "x", got y', "'=HYPERLINK(\"http://x\")", 'A\r\nB, C', '-12.50'],
	]);
});
