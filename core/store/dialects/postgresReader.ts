import { CompiledQuery, sql, type QueryResult } from 'kysely';
import type { Db } from '../schema';
import type { Reader } from './reader';

/** Long reads through a server-side cursor in a read-only transaction. */
export class PostgresReader implements Reader {
	constructor(private readonly db: Db) {}

	async *pages<Row, Result>(query: { compile(): CompiledQuery<Row> }, pageSize: number, toResult: (row: Row) => Result): AsyncGenerator<Result[]> {
		const { sql: text, parameters } = query.compile();
		const transaction = await this.db.startTransaction().setAccessMode('read only').setIsolationLevel('repeatable read').execute();
		const fetch = async (): Promise<QueryResult<Row>> => await transaction.executeQuery<Row>(CompiledQuery.raw(`fetch ${Math.floor(pageSize)} from pages`));
		let ahead: Promise<QueryResult<Row>> | undefined;
		try {
			// the whole answer is wanted, not a quick first row
			await sql`set local cursor_tuple_fraction = 1`.execute(transaction);
			await transaction.executeQuery(CompiledQuery.raw(`declare pages no scroll cursor for ${text}`, [...parameters]));
			let { rows } = await fetch();
			while (rows.length > 0) {
				ahead = fetch();
				ahead.catch(() => undefined);
				yield rows.map(toResult);
				({ rows } = await ahead);
				ahead = undefined;
			}
		} finally {
			await ahead?.catch(() => undefined);
			await transaction.rollback().execute();
		}
	}

	async all<Row>(query: { compile(): CompiledQuery<Row> }): Promise<Row[]> {
		return (await this.db.executeQuery<Row>(query.compile())).rows;
	}

	async close(): Promise<void> {
		// it borrows connections from the pool, which the store closes
	}
}
