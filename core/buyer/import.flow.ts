import { consentKind } from '../consent/consent.flow';
import { parseInput } from '../contract/parseInput';
import { SellerMailError } from '../shared/errors';
import { makeId } from '../shared/ids';
import { decideDateOrder, type DateOrder } from '../shared/instant';
import type { Shop } from '../shop/shop';
import { buyerKind } from './buyer.flow';
import { openCsv, type CsvFile, type NamedRow } from './csvFile';
import type { CsvSource } from './csvRows';
import { guessMapping, type ImportMapping } from './guessMapping';
import { IMPORT_FIELDS, REQUIRED_FIELDS, isTimeField, type ImportField, type ImportKind } from './importFields';
import { importRequestSchema, type ImportRequest, type SettledImport } from './importRequest';
import { orderKind } from './order.flow';
import type { BuyerReader } from './ports';
import { saveInBatches, type RecordDeps, type RowResult } from './recordBatches.flow';

export interface ImportDeps extends RecordDeps {
	buyers: Pick<BuyerReader, 'saveImportNote'>;
}

export interface RejectedLine {
	/** of the file, the header is line 1 */
	line: number;
	/** the record's field, or `row` */
	field: string;
	/** the column it comes from; empty for a whole row */
	column: string;
	reason: string;
}

/** imported + unchanged + rejected = rows */
export interface ImportSummary {
	id: string;
	rows: number;
	imported: number;
	unchanged: number;
	rejected: number;
	/** the first ones, as many as the request allows */
	rejectedRows: RejectedLine[];
	mapping: ImportMapping;
	ignoredColumns: string[];
	dateOrder: DateOrder | undefined;
	timeZone: string;
}

/** Lines that are parsed and saved together; the file is never in memory as a whole. */
const CHUNK_ROWS = 600;

/** CSV files of buyers and orders. */
export function makeImportFlow(deps: ImportDeps) {
	return {
		/** What the columns of a file seem to mean; imports nothing. @throws SellerMailError INPUT_INVALID */
		inspectCsv: async (source: CsvSource, options: { kind: ImportKind; delimiter?: string; encoding?: string }): Promise<{ headers: string[]; mapping: ImportMapping }> => {
			const file = await openCsv(source, options);
			return { headers: file.headers, mapping: guess(options.kind, file) };
		},
		/**
		 * Imports a file; a broken row is reported and the others go on. Idempotent: a second import of the same file changes nothing.
		 * @throws SellerMailError IMPORT_NOT_APPROVED, INPUT_INVALID (request, file, ambiguous dates), NOT_FOUND (shop)
		 */
		importCsv: async (request: ImportRequest, source: CsvSource): Promise<ImportSummary> => await importCsv(deps, parseInput(importRequestSchema, request, 'Import'), source),
	};
}

async function importCsv(deps: ImportDeps, request: SettledImport, source: CsvSource): Promise<ImportSummary> {
	const shop = await deps.shops.get(request.shopId);
	assertApproved(shop);
	const file = await openCsv(source, request);
	const mapping = settleMapping(request, file);
	const dateOrder = request.dateOrder ?? settleDateOrder(file, mapping);
	const id = makeId(deps.random, 'x');
	const summary: ImportSummary = {
		id, rows: 0, imported: 0, unchanged: 0, rejected: 0, rejectedRows: [], mapping, dateOrder, timeZone: request.timeZone ?? shop.timeZone,
		ignoredColumns: file.headers.filter((header) => !Object.hasOwn(mapping, header)),
	};
	const reading = { timeZone: summary.timeZone, currency: request.currency ?? shop.currency, dateOrder };
	const save = async (rows: Row[]): Promise<RowResult[]> => await saveRows(deps, request, id, rows, reading);
	for await (const chunk of chunksOf(file.rows(), CHUNK_ROWS)) await importChunk(chunk, summary, save, request.maxRejected);
	await saveNote(deps, request, summary);
	return summary;
}

function assertApproved(shop: Shop): void {
	if (shop.isImportApproved) return;
	throw new SellerMailError('IMPORT_NOT_APPROVED', { message: `Shop \`${shop.id}\` is not approved for imports; nothing was read.`, context: { shop: shop.id } });
}

function settleMapping(request: SettledImport, file: CsvFile): ImportMapping {
	const fields: readonly string[] = IMPORT_FIELDS[request.kind];
	const given = Object.entries(request.mapping ?? correct(guess(request.kind, file), request.corrections)).filter(([, field]) => field !== '');
	const wrong = given.find(([column, field]) => !fields.includes(field) || !file.headers.includes(column));
	if (wrong) {
		const isField = fields.includes(wrong[1]);
		throw mappingError(isField ? `the file has no column “${wrong[0].slice(0, 60)}”` : `“${wrong[1].slice(0, 60)}” is no field`, isField ? file.headers : fields);
	}
	// every field was found in IMPORT_FIELDS above
	const mapping = Object.fromEntries(given) as Record<string, ImportField>;
	const missing = REQUIRED_FIELDS[request.kind].find((field) => !Object.values(mapping).includes(field));
	if (missing) throw mappingError(`no column is mapped to “${missing}”`, file.headers);
	return mapping;
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

function guess(kind: ImportKind, file: CsvFile): ImportMapping {
	return guessMapping(kind, file.headers, file.sample.slice(0, 200).map((row) => row.cells));
}

function settleDateOrder(file: CsvFile, mapping: ImportMapping): DateOrder | undefined {
	const columns = file.headers.flatMap((header, column) => (Object.hasOwn(mapping, header) && isTimeField(mapping[header] ?? '') ? [column] : []));
	const order = decideDateOrder(file.sample.flatMap((row) => columns.map((column) => row.cells[column] ?? '')));
	if (order !== 'ambiguous') return order;
	throw new SellerMailError('INPUT_INVALID', {
		message: 'Import: the dates of this file can be read in two ways (3/4/2026 is 4 March or 3 April).',
		nextStep: 'Choose “Date Order” in the options: month first or day first.',
		context: { field: 'dateOrder' },
	});
}

interface Reading {
	timeZone: string;
	currency: string;
	dateOrder: DateOrder | undefined;
}

type Row = Record<string, string>;

/** Rows first, then the evidence of consent that the import claims for those that were taken. */
async function saveRows(deps: ImportDeps, request: SettledImport, importId: string, rows: Row[], reading: Reading): Promise<RowResult[]> {
	const { shopId, kind, consentBasis, authorisedBy } = request;
	const results = kind === 'orders'
		? await saveInBatches(deps, shopId, rows, orderKind(deps, 'lastMilestone'), reading)
		: await saveInBatches(deps, shopId, rows, buyerKind(deps), reading);
	if (consentBasis === 'none') return results;
	const source = `import ${importId}: ${request.source}`;
	const taken = rows.filter((row, index) => row.email && results[index]?.kind !== 'rejected');
	const evidence = taken.map(({ email, consentAt }) => ({ email, kind: 'granted', basis: consentBasis, source, authorisedBy, occurredAt: consentAt }));
	await saveInBatches(deps, shopId, evidence, consentKind(deps), reading);
	return results;
}

async function* chunksOf(rows: AsyncGenerator<NamedRow>, size: number): AsyncGenerator<NamedRow[]> {
	let chunk: NamedRow[] = [];
	for await (const row of rows) {
		chunk.push(row);
		if (chunk.length < size) continue;
		yield chunk;
		chunk = [];
	}
	if (chunk.length > 0) yield chunk;
}

async function importChunk(chunk: NamedRow[], summary: ImportSummary, save: (rows: Row[]) => Promise<RowResult[]>, maxRejected: number): Promise<void> {
	const readable = chunk.filter((row) => 'cells' in row);
	const results = await save(readable.map((row) => toRow(row.cells, summary.mapping)));
	const resultOf = new Map(readable.map((row, index) => [row, results[index]]));
	for (const row of chunk) {
		const result = 'cells' in row ? resultOf.get(row) : { kind: 'rejected' as const, field: 'row', reason: row.reason };
		if (!result) throw new Error('a line of the file has no result');
		summary.rows += 1;
		if (result.kind === 'rejected') reject(summary, row.line, result, maxRejected);
		else summary[result.kind === 'saved' ? 'imported' : 'unchanged'] += 1;
	}
}

function toRow(cells: ReadonlyMap<string, string>, mapping: ImportMapping): Row {
	return Object.fromEntries(Object.entries(mapping).map(([column, field]) => [field, cells.get(column) ?? '']));
}

function reject(summary: ImportSummary, line: number, { field, reason }: { field: string; reason: string }, maxRejected: number): void {
	summary.rejected += 1;
	if (summary.rejectedRows.length >= maxRejected) return;
	const column = Object.entries(summary.mapping).find(([, mapped]) => mapped === field)?.[0] ?? '';
	summary.rejectedRows.push({ line, field, column, reason });
}

/** The import itself as evidence: who, when, on what basis, from where, and what came of it. */
async function saveNote(deps: ImportDeps, request: SettledImport, summary: ImportSummary): Promise<void> {
	const { shopId, kind, authorisedBy, source, consentBasis } = request;
	const { id, rows, imported, unchanged, rejected, mapping } = summary;
	const now = deps.clock.now();
	await deps.buyers.saveImportNote(`import:${shopId}:${id}`, { kind, authorisedBy, source, consentBasis, rows, imported, unchanged, rejected, mapping, at: now }, now);
}
