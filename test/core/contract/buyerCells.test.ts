import fc from 'fast-check';
import { makeBuyerCellReader, type BuyerCell } from '../../../core/contract/buyerCells';
import { makeBuyerSchema, parseRecord } from '../../../core/contract/records';
import { IMPORT_FIELDS } from '../../../core/buyer/importFields';

const FIELDS: readonly BuyerCell[] = IMPORT_FIELDS.buyers;
const options = { timeZone: 'Europe/Madrid', currency: 'EUR', dateOrder: 'dmy' as const };

const cellOf: Readonly<Record<BuyerCell, fc.Arbitrary<string>>> = {
	email: fc.constantFrom('ana@correo.example', ' ANA@Correo.Example ', 'münchen@bücher.example', 'nobody', '', '  ', 'a@b', 'x@y.example\r\nBcc: z@q.example'),
	externalId: fc.constantFrom('C-1', '', ' 007 ', 'x'.repeat(200), '\u0001'), name: fc.constantFrom('Ana', '李伟', 'a\tb\r\nc', 'e\u0301', 'n'.repeat(300), ''),
	country: fc.constantFrom('BR', 'brazil', '巴西', 'Atlantis', ''), language: fc.constantFrom('pt_br', 'he', 'not a language', 'x'.repeat(60), ''),
	timeZone: fc.constantFrom('Europe/Madrid', 'Moon/Crater', ''), consentAt: fc.constantFrom('2026-01-05', '31/02/2026', '5/3/2026', '1767571200', 'soon', ''), updatedAt: fc.constantFrom('2026-01-05T10:00:00Z', '13.1.2026', 'x', ''),
};

it('reads every row exactly as the schema does: the same record, or the same field and reason', () => {
	const read = makeBuyerCellReader(FIELDS.map((field, column) => ({ field, column })), options);
	const schema = makeBuyerSchema(options);
	fc.assert(fc.property(fc.tuple(...FIELDS.map((field) => cellOf[field])), (cells) => {
		const expected = parseRecord(schema, Object.fromEntries(FIELDS.map((field, column) => [field, cells[column]])));
		const { kind, ...rest } = read(cells);
		expect({ kind, ...JSON.parse(JSON.stringify(rest)) }).toEqual(JSON.parse(JSON.stringify(expected)));
	}), { numRuns: 2_000 });
});

it('columns in any order, of several wrong cells the one that the schema names', () => {
	const read = makeBuyerCellReader([{ field: 'country', column: 0 }, { field: 'email', column: 1 }], options);
	expect(read(['Atlantis', ''])).toMatchObject({ kind: 'rejected', field: 'email' });
	expect(read(['Atlantis', 'a@b.example'])).toMatchObject({ kind: 'rejected', field: 'country' });
});
