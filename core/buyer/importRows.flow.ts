import { letOthersRun } from '../shared/eventLoop';
import type { ImportCounts } from './importRecord';
import { PLACES, type ImportRow, type ImportTarget } from './importTarget';
import { openContext, type RecordDeps, type RowResult } from './recordBatches.flow';

/** A row that was not imported, and why. */
export interface RowRejection {
	row: ImportRow;
	/** the record's field, or `row` */
	field: string;
	reason: string;
}

export interface ImportRun<Parsed> {
	shopId: string;
	rows: AsyncIterable<ImportRow[]>;
	target: ImportTarget<Parsed>;
	/** brought up to date with every transaction */
	counts: ImportCounts;
	/** somebody wants it to end: asked between transactions */
	isStopped(): boolean;
	/** after each chunk: what was rejected in it, by line */
	report(rejections: RowRejection[]): Promise<void>;
}

/** Records that are parsed, merged and written in one turn of the event loop; 256 take some 8 ms on SQLite. */
const RECORDS_PER_TURN = 256;
/** Of rows that wait: a chunk of very long ones is saved earlier. */
const MAX_CHUNK_CHARS = 8 * 1024 * 1024;

interface Entry<Parsed> {
	record: Parsed;
	/** one, or those that were joined */
	rows: ImportRow[];
}

/** Rows that wait until they are saved together. */
interface Chunk<Parsed> {
	places: Array<Array<Entry<Parsed>>>;
	byKey: Map<string, Entry<Parsed>>;
	rejections: RowRejection[];
	rowCount: number;
	charCount: number;
}

/**
 * Parses and saves rows chunk by chunk in bounded memory; a row that is wrong is reported and the others go on. Each
 * transaction counts when it is committed, so what `counts` says is true at any moment.
 */
export async function importRows<Parsed>(deps: RecordDeps, run: ImportRun<Parsed>): Promise<'finished' | 'stopped'> {
	let chunk = makeChunk<Parsed>();
	for await (const rows of run.rows) {
		if (run.isStopped()) return 'stopped';
		for (const row of rows) add(run.target, chunk, row);
		if (chunk.rowCount < run.target.chunkRows && chunk.charCount < MAX_CHUNK_CHARS) continue;
		if (!(await saveChunk(deps, run, chunk))) return 'stopped';
		chunk = makeChunk();
	}
	return (await saveChunk(deps, run, chunk)) ? 'finished' : 'stopped';
}

function makeChunk<Parsed>(): Chunk<Parsed> {
	return { places: Array.from({ length: PLACES }, () => []), byKey: new Map(), rejections: [], rowCount: 0, charCount: 0 };
}

function add<Parsed>(target: ImportTarget<Parsed>, chunk: Chunk<Parsed>, row: ImportRow): void {
	chunk.rowCount += 1;
	for (const cell of row.cells) chunk.charCount += cell.length;
	const parsed = row.problem === undefined ? target.parse(row) : { kind: 'rejected' as const, field: 'row', reason: row.problem };
	const result = parsed.kind === 'rejected' ? parsed : keep(target, chunk, row, parsed.record);
	if (result) chunk.rejections.push({ row, field: result.field, reason: result.reason });
}

/** Puts a record where it waits; the reason, when it can't be joined with the others of its key. */
function keep<Parsed>(target: ImportTarget<Parsed>, chunk: Chunk<Parsed>, row: ImportRow, record: Parsed): { field: string; reason: string } | undefined {
	const key = target.key(record);
	const first = key === undefined ? undefined : chunk.byKey.get(key);
	if (first) {
		const joined = target.join(first.record, record);
		if (joined.kind === 'rejected') return joined;
		first.record = joined.record;
		first.rows.push(row);
		return undefined;
	}
	const entry = { record, rows: [row] };
	if (key !== undefined) chunk.byKey.set(key, entry);
	chunk.places[target.place(record)]?.push(entry);
	return undefined;
}

/** False when it was stopped before all was saved. */
async function saveChunk<Parsed>(deps: RecordDeps, run: ImportRun<Parsed>, chunk: Chunk<Parsed>): Promise<boolean> {
	const entries = chunk.places.flat();
	let from = 0;
	for (; from < entries.length && !run.isStopped(); from += deps.records.importBatchSize) {
		const batch = entries.slice(from, from + deps.records.importBatchSize);
		const results = await saveBatch(deps, run, batch);
		for (const [index, entry] of batch.entries()) count(run, chunk, entry, results[index]);
	}
	run.counts.rows += chunk.rejections.length;
	run.counts.rejected += chunk.rejections.length;
	await run.report(chunk.rejections.sort((a, b) => a.row.line - b.row.line));
	return from >= entries.length;
}

/** One transaction, and within it short turns: SQLite's commit is what costs, so it is made for many rows at once. */
async function saveBatch<Parsed>(deps: RecordDeps, run: ImportRun<Parsed>, batch: Array<Entry<Parsed>>): Promise<RowResult[]> {
	const context = await openContext(deps, run.shopId);
	const results = await deps.records.transact(run.shopId, async (transaction) => {
		const saved: RowResult[] = [];
		for (let from = 0; from < batch.length; from += RECORDS_PER_TURN) {
			saved.push(...await run.target.save(transaction, context, batch.slice(from, from + RECORDS_PER_TURN).map((entry) => entry.record)));
			await letOthersRun();
		}
		return saved;
	});
	await letOthersRun();
	return results;
}

function count<Parsed>(run: ImportRun<Parsed>, chunk: Chunk<Parsed>, entry: Entry<Parsed>, result: RowResult | undefined): void {
	if (!result) throw new Error('a saved record has no result');
	if (result.kind === 'rejected') {
		for (const row of entry.rows) chunk.rejections.push({ row, field: result.field, reason: result.reason });
		return;
	}
	run.counts.rows += entry.rows.length;
	run.counts[result.kind === 'saved' ? 'imported' : 'unchanged'] += entry.rows.length;
}
