import type { RejectedRow } from '../contract/records';
import { letOthersRun } from '../shared/eventLoop';
import { ownCopy } from '../shared/ownCopy';
import type { ImportCounts } from './importRecord';
import type { ImportEntry, ImportRow, ImportTarget, WaitingRows } from './importTarget';
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
	/** some rejected rows at a time, by line */
	report(rejections: RowRejection[]): Promise<void>;
	/** after rows that waited were saved */
	noteProgress(): Promise<void>;
}

/** Records that are merged and written in one turn of the event loop; 128 take some 4 ms on SQLite. */
const RECORDS_PER_TURN = 128;
/** Rejected rows that are kept until they are reported together. */
const MAX_REJECTIONS = 1_000;

/**
 * Parses and saves rows in bounded memory; a row that is wrong is reported and the others go on. Each transaction counts
 * when it is committed, so what `counts` says is true at any moment.
 */
export async function importRows<Parsed>(deps: RecordDeps, run: ImportRun<Parsed>): Promise<'finished' | 'stopped'> {
	const waiting = run.target.makeWaitingRows();
	const rejections: RowRejection[] = [];
	for await (const rows of run.rows) {
		if (run.isStopped()) break;
		for (const row of rows) add(run, waiting, rejections, row);
		if (waiting.isFull()) await saveWaiting(deps, run, waiting, rejections);
		if (rejections.length >= MAX_REJECTIONS) await reject(run, rejections);
	}
	await saveWaiting(deps, run, waiting, rejections);
	return run.isStopped() ? 'stopped' : 'finished';
}

function add<Parsed>(run: ImportRun<Parsed>, waiting: WaitingRows<Parsed>, rejections: RowRejection[], row: ImportRow): void {
	const rejected = row.problem === undefined ? parse(run.target, waiting, row) : { field: 'row', reason: row.problem };
	if (rejected) rejections.push({ row: { line: row.line, cells: row.cells.map(ownCopy) }, field: rejected.field, reason: rejected.reason });
}

function parse<Parsed>(target: ImportTarget<Parsed>, waiting: WaitingRows<Parsed>, row: ImportRow): RejectedRow | undefined {
	const parsed = target.parse(row);
	return parsed.kind === 'rejected' ? parsed : waiting.add(row, parsed.record);
}

async function saveWaiting<Parsed>(deps: RecordDeps, run: ImportRun<Parsed>, waiting: WaitingRows<Parsed>, rejections: RowRejection[]): Promise<void> {
	const turns = waiting.take(RECORDS_PER_TURN);
	for (let turn = turns.next(); !turn.done && !run.isStopped(); turn = turns.next()) {
		const saved = await saveTurns(deps, run, turn.value, turns);
		run.counts.rows += saved.imported + saved.unchanged;
		run.counts.imported += saved.imported;
		run.counts.unchanged += saved.unchanged;
		rejections.push(...saved.rejections);
	}
	await reject(run, rejections);
	await run.noteProgress();
}

interface SavedTurns {
	imported: number;
	unchanged: number;
	rejections: RowRejection[];
}

/**
 * One transaction of several short turns: SQLite's commit is what costs, so it is made for many rows at once. Rows are taken
 * when their turn comes; what lives through several turns the garbage collector has to move.
 */
async function saveTurns<Parsed>(deps: RecordDeps, run: ImportRun<Parsed>, first: Array<ImportEntry<Parsed>>, rest: Generator<Array<ImportEntry<Parsed>>>): Promise<SavedTurns> {
	const context = await openContext(deps, run.shopId);
	const saved: SavedTurns = { imported: 0, unchanged: 0, rejections: [] };
	await deps.records.transact(run.shopId, async (transaction) => {
		let count = 0;
		for (let entries = first; ; ) {
			const results = await run.target.save(transaction, { ...context, now: deps.clock.now() }, entries.map((entry) => entry.record));
			for (const [index, entry] of entries.entries()) note(saved, entry, results[index]);
			count += entries.length;
			await letOthersRun();
			const next = count < deps.records.importBatchSize ? rest.next() : undefined;
			if (!next || next.done) return;
			entries = next.value;
		}
	});
	await letOthersRun();
	return saved;
}

function note<Parsed>(saved: SavedTurns, entry: ImportEntry<Parsed>, result: RowResult | undefined): void {
	if (!result) throw new Error('a saved record has no result');
	if (result.kind === 'rejected') saved.rejections.push(...entry.rows.map((row) => ({ row, field: result.field, reason: result.reason })));
	else saved[result.kind === 'saved' ? 'imported' : 'unchanged'] += entry.rows.length;
}

async function reject<Parsed>(run: ImportRun<Parsed>, rejections: RowRejection[]): Promise<void> {
	if (rejections.length === 0) return;
	const reported = rejections.splice(0).sort((a, b) => a.row.line - b.row.line);
	run.counts.rows += reported.length;
	run.counts.rejected += reported.length;
	await run.report(reported);
}
