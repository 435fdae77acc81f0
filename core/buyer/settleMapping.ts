import { SellerMailError } from '../shared/errors';
import { decideDateOrder, type DateOrder } from '../shared/instant';
import type { CsvFile } from './csvFile';
import { guessMapping, type ImportMapping } from './guessMapping';
import { IMPORT_FIELDS, REQUIRED_FIELDS, isTimeField, type ImportField, type ImportKind } from './importFields';

interface MappingRequest {
	kind: ImportKind;
	mapping?: Readonly<Record<string, string>>;
	corrections: Readonly<Record<string, string>>;
}

type FileHead = Pick<CsvFile, 'headers' | 'sample'>;

/** Column → field: as given, or as guessed with corrections. @throws SellerMailError INPUT_INVALID (column or field that isn't there, a required one left out) */
export function settleMapping(request: MappingRequest, file: FileHead): ImportMapping {
	const fields: readonly string[] = IMPORT_FIELDS[request.kind];
	const given = Object.entries(request.mapping ?? correct(guessColumns(request.kind, file), request.corrections)).filter(([, field]) => field !== '');
	const wrong = given.find(([column, field]) => !fields.includes(field) || !file.headers.includes(column));
	if (wrong) {
		const isField = fields.includes(wrong[1]);
		throw mappingError(isField ? `the file has no column “${wrong[0].slice(0, 60)}”` : `“${wrong[1].slice(0, 60)}” is no field`, isField ? file.headers : fields);
	}
	const twice = given.find(([, field], index) => given.findIndex(([, other]) => other === field) !== index);
	if (twice) throw mappingError(`two columns are mapped to “${twice[1]}”`, file.headers);
	// every field was found in IMPORT_FIELDS above
	const mapping = Object.fromEntries(given) as Record<string, ImportField>;
	const missing = REQUIRED_FIELDS[request.kind].find((field) => !Object.values(mapping).includes(field));
	if (missing) throw mappingError(`no column is mapped to “${missing}”`, file.headers);
	return mapping;
}

/** What the columns seem to mean. */
export function guessColumns(kind: ImportKind, { headers, sample }: FileHead): ImportMapping {
	return guessMapping(kind, headers, sample.slice(0, 200).map((row) => row.cells));
}

/** How dates are meant, told by the first rows; `undefined` when there are none that could be read in two ways. @throws SellerMailError INPUT_INVALID */
export function settleDateOrder(file: FileHead, mapping: ImportMapping): DateOrder | undefined {
	const order = readDateOrder(file, mapping);
	if (order !== 'ambiguous') return order;
	throw new SellerMailError('INPUT_INVALID', {
		message: 'Import: the dates of this file can be read in two ways (3/4/2026 is 4 March or 3 April).',
		nextStep: 'Choose “Date Order” in the options: month first or day first.',
		context: { field: 'dateOrder' },
	});
}

/** The same without a decision. */
export function readDateOrder(file: FileHead, mapping: ImportMapping): ReturnType<typeof decideDateOrder> {
	const columns = file.headers.flatMap((header, column) => (Object.hasOwn(mapping, header) && isTimeField(mapping[header] ?? '') ? [column] : []));
	return decideDateOrder(file.sample.flatMap((row) => columns.map((column) => row.cells[column] ?? '')));
}

/** A field that is given to a column is taken from the column it was guessed for. */
function correct(guessed: ImportMapping, corrections: Readonly<Record<string, string>>): Record<string, string> {
	const taken = Object.values(corrections);
	return { ...Object.fromEntries(Object.entries(guessed).filter(([, field]) => !taken.includes(field))), ...corrections };
}

function mappingError(problem: string, choices: readonly string[]): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Import: ${problem}.`, nextStep: `Correct the mapping; there are: ${choices.slice(0, 60).join(', ')}.`, context: { field: 'mapping' },
	});
}
