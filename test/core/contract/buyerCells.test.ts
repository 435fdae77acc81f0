import fc from 'fast-check';
import { makeBuyerCellReader, type BuyerCell } from '../../../core/contract/buyerCells';
import { makeBuyerSchema, parseRecord } from '../../../core/contract/records';
import { IMPORT_FIELDS } from '../../../core/buyer/importFields';
import { DAY_MS } from '../../../core/shared/clock';

const FIELDS: readonly BuyerCell[] = IMPORT_FIELDS.buyers;
const NOW = Date.parse('2026-11-22T10:00:00Z');
const options = { timeZone: 'Europe/Madrid', currency: 'EUR', dateOrder: 'dmy' as const, now: NOW };

const cellOf: Readonly<Record<BuyerCell, fc.Arbitrary<string>>> = {
	email: fc.constantFrom('ana@correo.example', ' ANA@Correo.Example ', 'münchen@bücher.example', 'nobody', '', '  ', 'a@b', 'x@y.example\r\nBcc: z@q.example',
		'ana@correo.example\u3002', 'ａｎａ＠correo.example', 'an**@correo.example', 'a\u200bna@correo.example', 'a..b@correo.example', 'ana@[10.0.0.1]', 'ana@10.0.0.1', 'ana@p\u0430ypal.com', 'ana@b.example/x', 'a%0ab@b.example',
		`${'x'.repeat(65)}@b.example`, `a@${'x.'.repeat(200)}example`, '\ud800@b.example'),
	externalId: fc.constantFrom('C-1', '', ' 007 ', 'x'.repeat(200), '\u0001'), name: fc.constantFrom('Ana', '李伟', 'a\tb\r\nc', 'e\u0301', 'n'.repeat(300), ''),
	country: fc.constantFrom('BR', 'brazil', '巴西', 'Atlantis', ''), language: fc.constantFrom('pt_br', 'he', 'not a language', 'x'.repeat(60), ''),
	birthDate: fc.constantFrom('1990-05-31', '1990', '1990-02-30', 'May', ''), timeZone: fc.constantFrom('Europe/Madrid', 'Moon/Crater', ''), consentAt: fc.constantFrom(new Date(NOW + DAY_MS).toISOString(), new Date(NOW + DAY_MS + 1).toISOString(), '2027-03-01', '2026-01-05', '31/02/2026', '5/3/2026', '1767571200', 'soon', ''), updatedAt: fc.constantFrom(String(NOW + DAY_MS), String(NOW + DAY_MS + 1), '2026-01-05T10:00:00Z', '13.1.2026', 'x', ''),
};

it('reads every row exactly as the schema does: the same record, or the same field and reason', () => {
	const read = makeBuyerCellReader(FIELDS.map((field, column) => ({ field, column })), options);
	const schema = makeBuyerSchema(options);
	fc.assert(fc.property(fc.tuple(...FIELDS.map((field) => cellOf[field])), (cells) => {
		const expected = parseRecord(schema, Object.fromEntries(FIELDS.map((field, column) => [field, cells[column]])));
		const { kind, ...rest } = read(cells);
		expect({ kind, ...JSON.parse(JSON.stringify(rest)) }).toEqual(JSON.parse(JSON.stringify(expected)));
	}), { numRuns: 4_000 });
});

it('columns in any order, of several wrong cells the one that the schema names', () => {
	const read = makeBuyerCellReader([{ field: 'country', column: 0 }, { field: 'email', column: 1 }], options);
	expect(read(['Atlantis', ''])).toMatchObject({ kind: 'rejected', field: 'email' });
	expect(read(['Atlantis', 'a@b.example'])).toMatchObject({ kind: 'rejected', field: 'country' });
});

it.each([
	['email', 'an**@correo.example', /masked with stars/], ['email', 'a\u200bna@correo.example', /invisible character/], ['email', 'ana@10.0.0.1', /IP address/],
	['updatedAt', String(NOW + DAY_MS + 1), /one that is 2 days ahead; check its year/],
] as const)('%s %j → refused with why', (field, cell, reason) => {
	const read = makeBuyerCellReader([{ field: 'email', column: 0 }, { field: 'updatedAt', column: 1 }], options);
	expect(read(field === 'email' ? [cell, ''] : ['a@b.example', cell])).toMatchObject({ kind: 'rejected', field, reason: expect.stringMatching(reason) });
});
