import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CompiledQuery } from 'kysely';
import type { Reader } from './reader';
import { toSqliteError } from './sqliteErrors';

interface Page {
	id: number;
	columns?: string[];
	rows: unknown[][];
	isLast: boolean;
}

type Answer = Page | { id: number; error: { message: string; errcode?: number } };

interface Waiting {
	resolve(page: Page): void;
	reject(error: unknown): void;
}

/** Reads a store file in a thread of its own; the thread starts with the first question and ends with `close`. */
export class SqliteReader implements Reader {
	private worker: Worker | undefined;
	private readonly waiting = new Map<number, Waiting>();
	private lastId = 0;

	constructor(private readonly file: string) {}

	async *pages<Row, Result>(query: { compile(): CompiledQuery<Row> }, pageSize: number, toResult: (row: Row) => Result): AsyncGenerator<Result[]> {
		const { sql, parameters } = query.compile();
		const id = (this.lastId += 1);
		let page = await this.ask(id, { kind: 'first', sql, parameters: [...parameters], pageSize });
		const view = makeView<Row>(page.columns ?? []);
		try {
			while (true) {
				// the next page is read while the caller works on this one
				const ahead = page.isLast ? undefined : this.ask(id, { kind: 'next' });
				ahead?.catch(() => undefined);
				if (page.rows.length > 0) yield page.rows.map((values) => toResult(view(values)));
				if (!ahead) return;
				page = await ahead;
			}
		} finally {
			if (!page.isLast) this.worker?.postMessage({ id, kind: 'close' });
		}
	}

	async all<Row>(query: { compile(): CompiledQuery<Row> }): Promise<Row[]> {
		const { sql, parameters } = query.compile();
		const page = await this.ask((this.lastId += 1), { kind: 'first', sql, parameters: [...parameters], pageSize: Infinity });
		const view = makeView<Row>(page.columns ?? []);
		return page.rows.map((values) => ({ ...view(values) }));
	}

	async close(): Promise<void> {
		await this.worker?.terminate();
		this.worker = undefined;
	}

	private async ask(id: number, request: object): Promise<Page> {
		const worker = (this.worker ??= this.start());
		return await new Promise<Page>((resolve, reject) => {
			this.waiting.set(id, { resolve, reject });
			worker.ref();
			worker.postMessage({ id, ...request });
		});
	}

	private start(): Worker {
		const worker = new Worker(join(__dirname, `sqliteReader.worker${extname(__filename)}`), {
			workerData: { file: this.file }, execArgv: ['--no-warnings'], resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 },
		});
		worker.on('message', (answer: Answer) => this.settle(answer));
		worker.on('error', (error) => this.fail(error));
		worker.on('exit', () => this.fail(new Error('the store was closed while it was read')));
		return worker;
	}

	private settle(answer: Answer): void {
		const waiting = this.waiting.get(answer.id);
		this.waiting.delete(answer.id);
		// an idle reader keeps no process alive
		if (this.waiting.size === 0) this.worker?.unref();
		if ('error' in answer) waiting?.reject(toSqliteError(Object.assign(new Error(answer.error.message), { errcode: answer.error.errcode })));
		else waiting?.resolve(answer);
	}

	private fail(error: unknown): void {
		this.worker = undefined;
		const waiting = [...this.waiting.values()];
		this.waiting.clear();
		for (const { reject } of waiting) reject(toSqliteError(error));
	}
}

/** One object that shows each row in turn under the names of its columns: copying them would cost more than reading them. */
function makeView<Row>(columns: readonly string[]): (values: unknown[]) => Row {
	let current: unknown[] = [];
	const view = {};
	columns.forEach((column, index) => Object.defineProperty(view, column, { enumerable: true, get: () => current[index] }));
	return (values) => {
		current = values;
		// the columns are those of the query that was compiled for this row type
		return view as Row;
	};
}
