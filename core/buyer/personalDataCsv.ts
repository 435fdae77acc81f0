import { CSV_BOM, csvLine, type CsvValue } from '../shared/csvCell';
import type { PersonalData } from './personalData.flow';

/** A person's data as a CSV file: one value a line, with the shop, the section, the entry's number and the field's name. */
export function personalDataToCsv({ shops, suppressions }: PersonalData): string {
	const lines = [csvLine(['shop', 'section', 'number', 'field', 'value'])];
	for (const { shop, ...sections } of shops) {
		for (const [section, content] of Object.entries(sections)) {
			[content].flat().forEach((entry, index) => lines.push(...fieldsOf(entry).map(([field, value]) => csvLine([shop, section, index + 1, field, value]))));
		}
	}
	suppressions.forEach((entry, index) => lines.push(...fieldsOf(entry).map(([field, value]) => csvLine([entry.shopId, 'suppressions', index + 1, field, value]))));
	return CSV_BOM + lines.join('');
}

/** `{items: [{name: 'Lamp'}]}` → `items.1.name`, Lamp. */
function fieldsOf(value: unknown, path = ''): Array<[field: string, value: CsvValue]> {
	if (value === null || value === undefined) return [];
	if (typeof value !== 'object') return [[path, value as CsvValue]];
	const entries = Array.isArray(value) ? value.map((entry, index): [string, unknown] => [String(index + 1), entry]) : Object.entries(value);
	return entries.flatMap(([name, entry]) => fieldsOf(entry, path ? `${path}.${name}` : name));
}
