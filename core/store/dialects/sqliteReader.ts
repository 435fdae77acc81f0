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
	/** of the statement */
	id: number;
	resolve(page: Page): void;
	reject(error: unknown): void;
}

/** Pages asked for beside the one that is worked on: waking a thread takes about as long as reading a page. */
const PAGES_AHEAD = 3;

/** Reads a store file in a thread of its own; the thread starts with the first question and ends with `close`. */
export class SqliteReader implements Reader {
	private worker: Worker | undefined;
	/** each statement's in the order of its pages; an array, because a Map's outgrown tables would hold on to pages (decision 0034) */
	private readonly waiting: Waiting[] = [];
	private lastId = 0;

	constructor(private readonly file: string) {}

	async *pages<Row, Result>(query: { compile(): CompiledQuery<Row> }, pageSize: number, toResult: (row: Row) => Result): AsyncGenerator<Result[]> {
		const { sql, parameters } = query.compile();
		const id = (this.lastId += 1);
		const ahead: Array<Promise<Page>> = [];
		const ask = (request: object): void => {
			const page = this.ask(id, request);
			// whoever waits for it learns of a failure; while nobody does, it must not end the process
			page.catch(() => undefined);
			ahead.push(page);
		};
		ask({ kind: 'first', sql, parameters: [...parameters], pageSize });
		let view: ReturnType<typeof makeView<Row>> | undefined;
		let isLast = false;
		try {
			while (!isLast) {
				while (ahead.length <= PAGES_AHEAD) ask({ kind: 'next' });
				const page = await ahead.shift();
				if (!page) return;
				const show = (view ??= makeView<Row>(page.columns ?? []));
				isLast = page.isLast;
				if (page.rows.length > 0) yield page.rows.map((values) => toResult(show(values)));
			}
		} finally {
			if (!isLast) this.worker?.postMessage({ id, kind: 'close' });
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
	}

	private async ask(id: number, request: object): Promise<Page> {
		const worker = (this.worker ??= this.start());
		return await new Promise<Page>((resolve, reject) => {
			this.waiting.push({ id, resolve, reject });
			worker.ref();
			worker.postMessage({ id, ...request });
		});
	}

	private start(): Worker {
		const worker = new Worker(join(__dirname, `sqliteReader.worker${extname(__filename)}`), {
			workerData: { file: this.file }, execArgv: ['--no-warnings'], resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 },
		});
		worker.on('message', (answer: Answer) => this.settle(answer));
		// a thread that ends twice (error, then exit) must not take a later one's questions with it
		const end = (error: unknown): void => (this.worker === worker ? this.fail(error) : undefined);
		worker.on('error', end);
		worker.on('exit', () => end(new Error('the store was closed while it was read')));
		return worker;
	}

	private settle(answer: Answer): void {
		const index = this.waiting.findIndex(({ id }) => id === answer.id);
		const [first] = index < 0 ? [] : this.waiting.splice(index, 1);
		// an idle reader keeps no process alive
		if (this.waiting.length === 0) this.worker?.unref();
		if ('error' in answer) first?.reject(toSqliteError(Object.assign(new Error(answer.error.message), { errcode: answer.error.errcode })));
		else first?.resolve(answer);
	}

	private fail(error: unknown): void {
		this.worker = undefined;
		for (const { reject } of this.waiting.splice(0)) reject(toSqliteError(error));
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
