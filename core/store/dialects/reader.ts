import type { CompiledQuery } from 'kysely';

/** Long reads beside the store's ordinary work: one statement over a whole shop, handed over in pages, from one snapshot. */
export interface Reader {
	/**
	 * Rows as `toResult` makes them; the row it gets is valid during the call only, so that a million of them cost no memory.
	 * The next pages are fetched while the caller works on one. A caller who stops early ends the statement.
	 */
	pages<Row, Result>(query: { compile(): CompiledQuery<Row> }, pageSize: number, toResult: (row: Row) => Result): AsyncGenerator<Result[]>;
	/** For answers of a bounded size. */
	all<Row>(query: { compile(): CompiledQuery<Row> }): Promise<Row[]>;
	close(): Promise<void>;
}
