import { Readable } from 'node:stream';
import { parseInput } from '../contract/parseInput';
import { makeBuyerSchema, makeOrderSchema } from '../contract/records';
import type { RecordOptions } from '../contract/recordFields';
import { SellerMailError } from '../shared/errors';
import { letOthersRun } from '../shared/eventLoop';
import { makeId } from '../shared/ids';
import type { DateOrder } from '../shared/instant';
import type { Shop } from '../shop/shop';
import { makeBuyerTarget } from './buyerImport.flow';
import { openCsv, type CsvFile } from './csvFile';
import type { CsvSource } from './csvText';
import type { ImportMapping } from './guessMapping';
import { LINE_FIELDS, type ImportKind } from './importFields';
import { toRejectedItem, toRejectedLine, type RejectedItem, type RejectedLine } from './importReport';
import { importRequestSchema, type ImportRequest, type SettledImport } from './importRequest';
import { importRows, type RowRejection } from './importRows.flow';
import type { ImportRecord } from './importRecord';
import type { ImportClaim, ImportRow, ImportTarget } from './importTarget';
import { toItemRows } from './itemRows';
import { makeOrderTarget } from './orderImport.flow';
import type { ImportLog } from './ports';
import type { RecordDeps } from './recordBatches.flow';
import { guessColumns, readDateOrder, settleDateOrder, settleMapping } from './settleMapping';

export interface ImportDeps extends RecordDeps {
	imports: ImportLog;
}

/** What may go along with an import. */
export interface ImportWatch {
	/** stops it between two transactions; what was saved stays, and a second run is safe */
	signal?: AbortSignal;
	/** every rejected row, some at a time and by line; `headers` are the columns that `cells` belong to */
	onRejected?(lines: RejectedLine[], headers: readonly string[]): Promise<void>;
}

/** imported + unchanged + rejected = rows */
export interface ImportSummary extends Pick<ImportRecord, 'id' | 'rows' | 'imported' | 'unchanged' | 'rejected' | 'mapping' | 'fileHash'> {
	state: 'finished' | 'stopped';
	/** the first ones, as many as the request allows */
	rejectedRows: RejectedItem[];
	ignoredColumns: string[];
	dateOrder: DateOrder | undefined;
	timeZone: string;
}

/** What a file seems to hold. */
export interface ImportInspection {
	headers: string[];
	/** column → field, as far as it is recognised or given */
	mapping: ImportMapping;
	delimiter: string;
	encoding: string;
	dateOrder: DateOrder | 'ambiguous' | undefined;
	/** the first rows as they would be read: the record, or why it would be rejected */
	rows: Array<{ line: number; record?: unknown; rejected?: { field: string; reason: string } }>;
}

export interface InspectRequest {
	kind: ImportKind;
	/** whose time zone and currency count; UTC and USD when left out */
	shopId?: string;
	mapping?: Record<string, string>;
	corrections?: Record<string, string>;
	delimiter?: string;
	encoding?: string;
	dateOrder?: DateOrder;
	timeZone?: string;
	currency?: string;
}

const INSPECTED_ROWS = 5;
const ITEMS_PER_TURN = 300;

/** Imports of buyers and orders, from CSV files and from items. */
export function makeImportFlow(deps: ImportDeps) {
	return {
		/** What a file seems to hold; imports nothing. @throws SellerMailError IMPORT_NOT_APPROVED, INPUT_INVALID, NOT_FOUND (shop) */
		inspectCsv: async (source: CsvSource, request: InspectRequest): Promise<ImportInspection> => await closing(source, async () => await inspect(deps, source, request)),
		/**
		 * Imports a file; a broken row is reported and the others go on. Idempotent: a second import of the same file changes nothing
		 * but the evidence that it was claimed again.
		 * @throws SellerMailError IMPORT_NOT_APPROVED, INPUT_INVALID (request, file, ambiguous dates), NOT_FOUND (shop)
		 */
		importCsv: async (request: ImportRequest, source: CsvSource, watch: ImportWatch = {}): Promise<ImportSummary> =>
			await closing(source, async () => await importCsv(deps, parseInput(importRequestSchema, request, 'Import'), source, watch)),
		/** Imports items: objects with the fields of the record, or with keys that are recognised as columns are. The same otherwise. */
		importItems: async (request: ImportRequest, items: readonly unknown[], watch: ImportWatch = {}): Promise<ImportSummary> =>
			await importItems(deps, parseInput(importRequestSchema, request, 'Import'), items, watch),
		/** The shop's imports as evidence, the latest first. @throws SellerMailError NOT_FOUND (shop) */
		listImports: async (shopId: string, limit = 50): Promise<ImportRecord[]> => await deps.imports.listImports((await deps.shops.get(shopId)).id, limit),
	};
}

/** A stream that nobody reads any more would keep its file open. */
async function closing<Result>(source: CsvSource, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} finally {
		if (source instanceof Readable) source.destroy();
	}
}

async function inspect(deps: ImportDeps, source: CsvSource, request: InspectRequest): Promise<ImportInspection> {
	const shop = request.shopId === undefined ? undefined : await approvedShop(deps, request.shopId);
	const file = await openCsv(source, request);
	const { mapping, target } = await readAs(deps, shop, file, request);
	const rows = file.sample.slice(0, INSPECTED_ROWS).map((row) => inspectRow(row, target));
	return { headers: file.headers, mapping, delimiter: file.delimiter, encoding: file.encoding, dateOrder: request.dateOrder ?? readDateOrder(file, mapping), rows };
}

async function readAs(deps: ImportDeps, shop: Shop | undefined, file: CsvFile, request: InspectRequest): Promise<{ mapping: ImportMapping; target: ImportTarget<unknown> | undefined }> {
	const guessed = guessColumns(request.kind, file);
	const isGiven = request.mapping !== undefined || Object.keys(request.corrections ?? {}).length > 0;
	const mapping = isGiven ? settleMapping({ ...request, corrections: request.corrections ?? {} }, file) : guessed;
	const known = readDateOrder(file, mapping);
	const options = {
		timeZone: request.timeZone ?? shop?.timeZone ?? 'UTC', currency: request.currency ?? shop?.currency ?? 'USD',
		dateOrder: request.dateOrder ?? (known === 'ambiguous' ? undefined : known), now: deps.clock.now(),
	};
	const isReadable = Object.values(mapping).includes(request.kind === 'buyers' ? 'email' : 'orderId');
	return { mapping, target: isReadable ? await makeTarget(deps, request.kind, columnsOf(file.headers, mapping), options, undefined) : undefined };
}

function inspectRow(row: ImportRow, target: ImportTarget<unknown> | undefined): ImportInspection['rows'][number] {
	if (row.problem !== undefined) return { line: row.line, rejected: { field: 'row', reason: row.problem } };
	const parsed = target?.parse(row);
	if (!parsed) return { line: row.line };
	if (parsed.kind === 'rejected') return { line: row.line, rejected: { field: parsed.field, reason: parsed.reason } };
	// the hash is the store's business
	return { line: row.line, record: { ...(parsed.record as object), emailHash: undefined } };
}

async function importCsv(deps: ImportDeps, request: SettledImport, source: CsvSource, watch: ImportWatch): Promise<ImportSummary> {
	const shop = await approvedShop(deps, request.shopId);
	const file = await openCsv(source, request);
	const mapping = settleMapping(request, file);
	const dateOrder = request.dateOrder ?? settleDateOrder(file, mapping);
	return await runImport(deps, request, shop, watch, {
		headers: file.headers, mapping, dateOrder, columns: columnsOf(file.headers, mapping), rows: file.rows(), fileHash: file.fileHash,
	});
}

async function importItems(deps: ImportDeps, request: SettledImport, items: readonly unknown[], watch: ImportWatch): Promise<ImportSummary> {
	const shop = await approvedShop(deps, request.shopId);
	const options = { timeZone: 'UTC', currency: 'USD' };
	const fields = request.kind === 'buyers' ? Object.keys(makeBuyerSchema(options).shape) : [...Object.keys(makeOrderSchema(options).innerType().shape), ...LINE_FIELDS];
	const { headers, mapping, rows } = toItemRows(request.kind, fields, items);
	return await runImport(deps, request, shop, watch, { headers, mapping, dateOrder: request.dateOrder, columns: [], rows: inPieces(rows, items.length), fileHash: () => undefined });
}

/** @throws SellerMailError IMPORT_NOT_APPROVED, NOT_FOUND */
async function approvedShop(deps: ImportDeps, shopId: string): Promise<Shop> {
	const shop = await deps.shops.get(shopId);
	if (shop.isImportApproved) return shop;
	throw new SellerMailError('IMPORT_NOT_APPROVED', { message: `Shop \`${shop.id}\` is not approved for imports; nothing was read.`, context: { shop: shop.id } });
}

type Columns = Array<{ field: string; column: number }>;

function columnsOf(headers: readonly string[], mapping: Readonly<Record<string, string>>): Columns {
	return headers.flatMap((header, column) => (Object.hasOwn(mapping, header) ? [{ field: mapping[header] ?? '', column }] : []));
}

interface Rows {
	headers: string[];
	mapping: Readonly<Record<string, string>>;
	dateOrder: DateOrder | undefined;
	columns: Columns;
	rows: AsyncIterable<ImportRow[]>;
	fileHash(): string | undefined;
}

/** The evidence first, then the rows, then what came of them: also when it fails half-way. */
async function runImport(deps: ImportDeps, request: SettledImport, shop: Shop, watch: ImportWatch, rows: Rows): Promise<ImportSummary> {
	const record = await startImport(deps, request, rows);
	const options = { timeZone: request.timeZone ?? shop.timeZone, currency: request.currency ?? shop.currency, dateOrder: rows.dateOrder, now: record.startedAt };
	const target = await makeTarget(deps, request.kind, rows.columns, options, makeClaim(request, record));
	const rejectedRows: RejectedItem[] = [];
	const report = async (rejections: RowRejection[]): Promise<void> => {
		const lines = rejections.map((rejection) => toRejectedLine(rejection, rows.mapping));
		rejectedRows.push(...lines.slice(0, Math.max(0, request.maxRejected - rejectedRows.length)).map((line) => toRejectedItem(line, rows.headers)));
		await watch.onRejected?.(lines, rows.headers);
	};
	const noteProgress = async (): Promise<void> => await deps.imports.updateImport(record.id, record);
	try {
		const state = await importRows(deps, { shopId: shop.id, rows: rows.rows, target, counts: record, isStopped: () => watch.signal?.aborted ?? false, report, noteProgress });
		await endImport(deps, record, state, rows.fileHash());
		return toSummary(record, state, rows, rejectedRows, options.timeZone);
	} catch (error) {
		// what went wrong matters more than that this can't be noted (a full disk, say)
		await endImport(deps, record, 'stopped', rows.fileHash()).catch(() => undefined);
		throw error;
	}
}

async function startImport(deps: ImportDeps, request: SettledImport, { mapping }: Rows): Promise<ImportRecord> {
	const { shopId, kind, source, consentBasis, authorisedBy } = request;
	const record: ImportRecord = {
		id: makeId(deps.random, 'x'), shopId, kind, source, consentBasis, authorisedBy, mapping, fileHash: null, state: 'running',
		rows: 0, imported: 0, unchanged: 0, rejected: 0, startedAt: deps.clock.now(), endedAt: null,
	};
	await deps.imports.startImport(record);
	return record;
}

async function endImport(deps: ImportDeps, record: ImportRecord, state: ImportRecord['state'], fileHash: string | undefined): Promise<void> {
	Object.assign(record, { state, fileHash: fileHash ?? null, endedAt: deps.clock.now() } satisfies Partial<ImportRecord>);
	await deps.imports.updateImport(record.id, record);
}

async function makeTarget(
	deps: ImportDeps, kind: ImportKind, columns: Columns, options: RecordOptions & { now: number }, claim: ImportClaim | undefined,
): Promise<ImportTarget<unknown>> {
	// each target is handed back only what it parsed itself
	if (kind === 'orders') return makeOrderTarget(deps, columns, options, claim) as ImportTarget<unknown>;
	return makeBuyerTarget(deps, columns, { ...options, hashKey: await deps.hashKey() }, claim) as ImportTarget<unknown>;
}

function makeClaim({ consentBasis, authorisedBy, source }: SettledImport, { id, startedAt }: ImportRecord): ImportClaim | undefined {
	if (consentBasis === 'none') return undefined;
	const evidence = { kind: 'granted' as const, basis: consentBasis, source: `import ${id}: ${source}`.slice(0, 300), authorisedBy, importId: id };
	return (occurredAt) => ({ ...evidence, occurredAt: occurredAt ?? startedAt });
}

function toSummary(record: ImportRecord, state: 'finished' | 'stopped', { headers, mapping, dateOrder }: Rows, rejectedRows: RejectedItem[], timeZone: string): ImportSummary {
	const { id, rows, imported, unchanged, rejected, fileHash } = record;
	return {
		id, state, rows, imported, unchanged, rejected, rejectedRows, mapping, fileHash, dateOrder, timeZone,
		ignoredColumns: headers.filter((header) => !Object.hasOwn(mapping, header)),
	};
}

/** Reading all items in one turn would hold the event loop. */
async function* inPieces(rows: (from: number, to: number) => ImportRow[], count: number): AsyncGenerator<ImportRow[]> {
	for (let from = 0; from < count; from += ITEMS_PER_TURN) {
		yield rows(from, from + ITEMS_PER_TURN);
		await letOthersRun();
	}
}
