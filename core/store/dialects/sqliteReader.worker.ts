import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Reads a store file in a thread of its own, so that a scan over millions of rows never holds the event loop. It knows nothing
 * but SQL: `first` begins a statement and answers its first page, `next` the following ones, `close` gives it up.
 */
type Request =
	| { id: number; kind: 'first'; sql: string; parameters: SQLInputValue[]; pageSize: number }
	| { id: number; kind: 'next' }
	| { id: number; kind: 'close' };

interface Running {
	rows: Iterator<unknown>;
	pageSize: number;
}

const { file } = workerData as { file: string };
const db = new DatabaseSync(file, { readOnly: true });
db.exec('pragma busy_timeout = 5000');
// sums and sorts over a million rows go to a file instead of the memory of the process
db.exec('pragma temp_store = file');
db.exec('pragma cache_size = -8000');
const running = new Map<number, Running>();

parentPort?.on('message', (request: Request) => {
	try {
		answer(request);
	} catch (error) {
		running.delete(request.id);
		const { message, errcode } = error as { message?: string; errcode?: number };
		parentPort?.postMessage({ id: request.id, error: { message: String(message), errcode } });
	}
});

function answer(request: Request): void {
	if (request.kind === 'close') return close(request.id);
	if (request.kind === 'first') return begin(request);
	const found = running.get(request.id);
	// pages are asked for ahead: after the last one, or after a failure, there is nothing more
	if (found) send(request.id, found);
	else parentPort?.postMessage({ id: request.id, rows: [], isLast: true });
}

/** Statements that are answered at once, and asked for every page of another one, are prepared once. */
const prepared = new Map<string, StatementSync>();
const MAX_PREPARED = 40;

function begin({ id, sql, parameters, pageSize }: Extract<Request, { kind: 'first' }>): void {
	const isWhole = pageSize === Infinity;
	const statement = (isWhole && prepared.get(sql)) || prepare(sql);
	if (isWhole && prepared.size < MAX_PREPARED) prepared.set(sql, statement);
	const columns = statement.columns().map(({ name }) => name);
	if (isWhole) return void parentPort?.postMessage({ id, columns, rows: statement.all(...parameters), isLast: true });
	const started: Running = { rows: statement.iterate(...parameters), pageSize };
	running.set(id, started);
	send(id, started, columns);
}

function prepare(sql: string): StatementSync {
	const statement = db.prepare(sql);
	// arrays instead of objects: half the work to hand them over
	statement.setReturnArrays(true);
	return statement;
}

function send(id: number, { rows, pageSize }: Running, columns?: string[]): void {
	const page: unknown[] = [];
	let isLast = false;
	while (page.length < pageSize && !isLast) {
		const next = rows.next();
		if (next.done) isLast = true;
		else page.push(next.value);
	}
	if (isLast) running.delete(id);
	parentPort?.postMessage({ id, columns, rows: page, isLast });
}

function close(id: number): void {
	running.get(id)?.rows.return?.();
	running.delete(id);
}
