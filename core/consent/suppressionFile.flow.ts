import { openCsv, type CsvFile } from '../buyer/csvFile';
import type { CsvRow } from '../buyer/csvParser';
import type { CsvSource } from '../buyer/csvText';
import type { ReadingOptions, RowResult } from '../buyer/recordBatches.flow';
import { parseRecord } from '../contract/records';
import { makeSuppressionSchema, type SuppressionRecord } from '../contract/suppressionRecord';
import { CSV_BOM, csvLine, fromCsvCell } from '../shared/csvCell';
import { SellerMailError } from '../shared/errors';
import { letOthersRun } from '../shared/eventLoop';
import { hmacSha256 } from '../shared/hash';
import type { Suppression, SuppressionReason } from './suppression';
import { withdrawEverywhere, writeSuppressions, type SuppressionDeps, type SuppressionDraft } from './suppression.flow';

export interface SuppressionImport {
	/** `*`: all shops */
	shopId: string;
	/** of rows that name none */
	reason: SuppressionReason;
	scope: 'marketing' | 'all';
	/** where the list comes from; kept with each */
	source: string;
	reading?: ReadingOptions;
}

export interface SuppressionFileImport extends SuppressionImport {
	delimiter?: string;
	encoding?: string;
	/** column → field, where the guess goes wrong; an empty field ignores the column */
	corrections?: Readonly<Record<string, string>>;
	/** rejected rows that come back one by one */
	maxRejected?: number;
}

/** added + unchanged + rejected = rows */
export interface SuppressionFileSummary {
	rows: number;
	added: number;
	unchanged: number;
	rejected: number;
	rejectedRows: Array<{ line: number; field: string; reason: string }>;
	/** column → field as they were read */
	mapping: Record<string, string>;
}

const COLUMNS: ReadonlyArray<[field: keyof SuppressionRecord, name: RegExp]> = [
	['email', /^(e-?mail.*|mail|address|邮箱.*|电子邮件.*)$/i], ['reason', /^(reason|type|status|原因)$/i], ['scope', /^(scope|stops)$/i],
	['endsAt', /^(ends?.?at|until|expires?.*)$/i], ['startsAt', /^(starts?.?at|date|since|(created|added|unsubscribed|suppressed).*|.*time|日期)$/i], ['note', /^(notes?|comment|备注)$/i],
];

const PAGE_SIZE = 500;

/** Suppression lists as rows, as files in, and as files out. */
export function makeSuppressionFileFlow(deps: SuppressionDeps) {
	return {
		/** Adds a suppression for each row (`makeSuppressionSchema`). Idempotent. @throws SellerMailError NOT_FOUND (shop) */
		importSuppressions: async (rows: readonly unknown[], request: SuppressionImport): Promise<RowResult[]> => await importRows(deps, rows, request),
		/** The same from a CSV file, in bounded memory; a broken row is reported and the others go on. @throws SellerMailError NOT_FOUND (shop), INPUT_INVALID (file) */
		importSuppressionsCsv: async (source: CsvSource, request: SuppressionFileImport): Promise<SuppressionFileSummary> => await importCsv(deps, source, request),
		/** All suppressions that concern a shop as the text of a CSV file, piece by piece. */
		exportSuppressionsCsv: (shopId: string, query: { reason?: string; isActiveOnly?: boolean } = {}): AsyncGenerator<string> => exportCsv(deps, shopId, query),
	};
}

async function importRows(deps: SuppressionDeps, rows: readonly unknown[], request: SuppressionImport): Promise<RowResult[]> {
	const shop = request.shopId === '*' ? undefined : await deps.shops.get(request.shopId);
	const now = deps.clock.now();
	const schema = makeSuppressionSchema({ timeZone: shop?.timeZone ?? 'UTC', currency: shop?.currency ?? 'USD', now, ...request.reading });
	const hashKey = await deps.hashKey();
	const results: RowResult[] = [];
	for (let from = 0; from < rows.length; from += deps.records.recordBatchSize) {
		const parsed = rows.slice(from, from + deps.records.recordBatchSize).map((row) => parseRecord(schema, row));
		const drafts = parsed.flatMap((row) => (row.kind === 'parsed' ? [toDraft(row.record, request, hashKey)] : []));
		const saved = await save(deps, request.shopId, drafts, now);
		results.push(...parsed.map((row): RowResult => (row.kind === 'rejected' ? row : (saved.shift() ?? { kind: 'unchanged', id: '' }))));
		await letOthersRun();
	}
	return results;
}

function toDraft(record: SuppressionRecord, { shopId, reason, scope, source }: SuppressionImport, hashKey: string): SuppressionDraft {
	const { email, startsAt, endsAt, note } = record;
	return { shopId, emailHash: hmacSha256(hashKey, email.address), reason: record.reason ?? reason, scope: record.scope ?? scope, startsAt, endsAt, note, source };
}

async function save(deps: SuppressionDeps, shopId: string, drafts: SuppressionDraft[], now: number): Promise<RowResult[]> {
	if (drafts.length === 0) return [];
	const { before, after } = await deps.records.transact(shopId, async (transaction) => {
		const known = await transaction.readSuppressions(shopId, [...new Set(drafts.map(({ emailHash }) => emailHash))]);
		return { before: new Map(known.map((found) => [found.id, found])), after: await writeSuppressions(deps, transaction, shopId, drafts, now) };
	});
	if (shopId === '*') await withdrawEverywhere(deps, after, now);
	return after.map((suppression) => ({ kind: isSame(before.get(suppression.id), suppression) ? 'unchanged' : 'saved', id: suppression.id }));
}

function isSame(before: Suppression | undefined, after: Suppression): boolean {
	return JSON.stringify(before) === JSON.stringify(after);
}

async function importCsv(deps: SuppressionDeps, source: CsvSource, request: SuppressionFileImport): Promise<SuppressionFileSummary> {
	const file = await openCsv(source, request);
	const mapping = settleMapping(file, request.corrections ?? {});
	const summary: SuppressionFileSummary = { rows: 0, added: 0, unchanged: 0, rejected: 0, rejectedRows: [], mapping };
	const columns = file.headers.map((header) => (Object.hasOwn(mapping, header) ? mapping[header] : undefined));
	for await (const rows of file.rows()) await importChunk(deps, { rows, columns }, request, summary);
	return summary;
}

function settleMapping(file: CsvFile, corrections: Readonly<Record<string, string>>): Record<string, string> {
	const taken = new Set(Object.values(corrections));
	const entries = file.headers.flatMap((header): Array<[string, string]> => {
		if (Object.hasOwn(corrections, header)) return [[header, corrections[header] ?? '']];
		const field = COLUMNS.find(([name, pattern]) => !taken.has(name) && pattern.test(header.trim()))?.[0];
		if (!field) return [];
		taken.add(field);
		return [[header, field]];
	});
	const mapping = Object.fromEntries(entries.filter(([, field]) => field !== ''));
	if (Object.values(mapping).includes('email')) return mapping;
	throw new SellerMailError('INPUT_INVALID', {
		message: 'Import: no column holds the addresses.', nextStep: `Name the column under “Columns”; there are: ${file.headers.slice(0, 60).join(', ')}.`, context: { field: 'columns' },
	});
}

/** `columns`: the field of each */
interface Chunk {
	rows: CsvRow[];
	columns: Array<string | undefined>;
}

async function importChunk(deps: SuppressionDeps, { rows, columns }: Chunk, request: SuppressionFileImport, summary: SuppressionFileSummary): Promise<void> {
	const readable = rows.flatMap((row) => (row.problem === undefined ? [toRow(row.cells, columns)] : []));
	const results = await importRows(deps, readable, request);
	for (const row of rows) {
		const result: RowResult = row.problem === undefined ? (results.shift() ?? { kind: 'unchanged', id: '' }) : { kind: 'rejected', field: 'row', reason: row.problem };
		summary.rows += 1;
		summary[result.kind === 'saved' ? 'added' : result.kind] += 1;
		if (result.kind === 'rejected' && summary.rejectedRows.length < (request.maxRejected ?? 1000)) summary.rejectedRows.push({ line: row.line, field: result.field, reason: result.reason });
	}
}

/** Addresses of our own exports may have an apostrophe before them. */
function toRow(cells: readonly string[], columns: Chunk['columns']): Record<string, string> {
	return Object.fromEntries(columns.flatMap((field, column) => (field === undefined ? [] : [[field, fromCsvCell(cells[column] ?? '')]])));
}

async function* exportCsv(deps: SuppressionDeps, shopId: string, { reason, isActiveOnly }: { reason?: string; isActiveOnly?: boolean }): AsyncGenerator<string> {
	const activeAt = isActiveOnly ? deps.clock.now() : undefined;
	yield CSV_BOM + csvLine(['email', 'reason', 'scope', 'startsAt', 'endsAt', 'note', 'shop', 'source', 'endedReason', 'id', 'emailHash']);
	for (let afterId: string | undefined; ; ) {
		const page = await deps.suppressions.listSuppressions({ shopId, reason, activeAt, afterId, limit: PAGE_SIZE });
		if (page.length === 0) return;
		yield page.map((found) => csvLine([
			found.email, found.reason, found.scope, toIso(found.startsAt), toIso(found.endsAt), found.note, found.shopId, found.source, found.endedReason, found.id, found.emailHash,
		])).join('');
		afterId = page.at(-1)?.id;
		await letOthersRun();
	}
}

function toIso(at: number | null): string | null {
	return at === null ? null : new Date(at).toISOString();
}
