import { guessMapping, type ImportMapping } from './guessMapping';
import type { ImportKind } from './importFields';
import type { ImportRow } from './importTarget';

/** Items as the rows of an import. */
export interface ItemRows {
	headers: string[];
	/** header → field; what isn't in it is ignored */
	mapping: Readonly<Record<string, string>>;
	/** made when they are asked for */
	rows(from: number, to: number): ImportRow[];
}

/** Keys of items that are looked at, and items that are looked at for them. */
const MAX_HEADERS = 200;
const SAMPLE_SIZE = 200;

/**
 * Items as rows: a key that is one of `fields` is that field; others are recognised by their names, as the columns of a file
 * are. Never throws: an item that is no object is a row with a problem.
 */
export function toItemRows(kind: ImportKind, fields: readonly string[], items: readonly unknown[]): ItemRows {
	const sample = items.slice(0, SAMPLE_SIZE).map(toObject);
	const headers = [...new Set(sample.flatMap((item) => Object.keys(item ?? {})))].slice(0, MAX_HEADERS);
	const mapping = mapHeaders(kind, fields, headers, sample);
	return { headers, mapping, rows: (from, to) => items.slice(from, to).map((item, index) => toRow(toObject(item), from + index + 1, headers, mapping)) };
}

function toObject(item: unknown): Record<string, unknown> | undefined {
	return typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as Record<string, unknown>) : undefined;
}

function mapHeaders(kind: ImportKind, fields: readonly string[], headers: string[], sample: Array<Record<string, unknown> | undefined>): Record<string, string> {
	const named = headers.filter((header) => fields.includes(header));
	const others = headers.filter((header) => !fields.includes(header));
	const cells = sample.map((item) => others.map((header) => asCell(item, header)));
	const guessed: ImportMapping = guessMapping(kind, others, cells);
	const free = Object.entries(guessed).filter(([, field]) => !named.includes(field));
	return Object.fromEntries([...named.map((header) => [header, header]), ...free]);
}

function toRow(item: Record<string, unknown> | undefined, line: number, headers: string[], mapping: Readonly<Record<string, string>>): ImportRow {
	if (!item) return { line, cells: [], problem: 'expected an object with fields, got something else' };
	const values = Object.fromEntries(Object.entries(mapping).map(([header, field]) => [field, Object.hasOwn(item, header) ? item[header] : undefined]));
	return { line, cells: headers.map((header) => asCell(item, header)), values };
}

function asCell(item: Record<string, unknown> | undefined, header: string): string {
	const value = item && Object.hasOwn(item, header) ? item[header] : undefined;
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value).slice(0, 2_000) : String(value);
}
