import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler,
	type DatabaseConnection, type Dialect, type Driver, type Kysely, type QueryResult,
} from 'kysely';
import { isSqliteBusy, toSqliteError } from './sqliteErrors';

/** How long a write waits for another process before STORE_LOCKED; it waits between tries, never inside SQLite. */
const BUSY_LIMIT_MS = 8_000;
const BUSY_PAUSE_MS = 8;
const STATEMENT_CACHE_SIZE = 300;

/** Kysely on Node's own SQLite: one connection, used by one caller at a time, write transactions that begin IMMEDIATE. */
export class NodeSqliteDialect implements Dialect {
	constructor(private readonly file: string) {}
	createDriver(): Driver { return new NodeSqliteDriver(this.file); }
	createQueryCompiler(): SqliteQueryCompiler { return new SqliteQueryCompiler(); }
	createAdapter(): SqliteAdapter { return new SqliteAdapter(); }
	createIntrospector(db: Kysely<unknown>): SqliteIntrospector { return new SqliteIntrospector(db); }
}

class NodeSqliteDriver implements Driver {
	private connection: NodeSqliteConnection | undefined;
	private tail: Promise<void> = Promise.resolve();
	private unlock: (() => void) | undefined;

	constructor(private readonly file: string) {}

	async init(): Promise<void> {
		this.connection = new NodeSqliteConnection(openDatabase(this.file));
	}

	async acquireConnection(): Promise<DatabaseConnection> {
		const before = this.tail;
		let release = (): void => undefined;
		this.tail = new Promise((resolve) => (release = resolve));
		await before;
		this.unlock = release;
		if (!this.connection) throw new Error('driver is not initialised');
		return this.connection;
	}

	/** IMMEDIATE, because a read transaction that turns into a write one fails at once when another process wrote meanwhile. */
	async beginTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('begin immediate'));
	}

	async commitTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('commit'));
	}

	async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('rollback'));
	}

	async releaseConnection(): Promise<void> {
		this.unlock?.();
	}

	async destroy(): Promise<void> {
		this.connection?.close();
		this.connection = undefined;
	}
}

class NodeSqliteConnection implements DatabaseConnection {
	private readonly statements = new Map<string, PreparedStatement>();

	constructor(private readonly db: DatabaseSync) {}

	async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
		for (let waitedMs = 0; ; waitedMs += BUSY_PAUSE_MS) {
			try {
				return this.run<Row>(query);
			} catch (error) {
				if (!isSqliteBusy(error) || waitedMs >= BUSY_LIMIT_MS) throw toSqliteError(error);
				await sleep(BUSY_PAUSE_MS);
			}
		}
	}

	async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
		for (const row of this.prepare(query.sql).statement.iterate(...(query.parameters as SQLInputValue[]))) yield { rows: [row as Row] };
	}

	close(): void {
		this.statements.clear();
		this.db.close();
	}

	private run<Row>(query: CompiledQuery): QueryResult<Row> {
		const { statement, hasRows } = this.prepare(query.sql);
		const parameters = query.parameters as SQLInputValue[];
		if (hasRows) return { rows: statement.all(...parameters) as Row[] };
		const { changes, lastInsertRowid } = statement.run(...parameters);
		return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
	}

	private prepare(sql: string): PreparedStatement {
		const cached = this.statements.get(sql);
		if (cached) return cached;
		const statement = this.db.prepare(sql);
		const prepared = { statement, hasRows: statement.columns().length > 0 };
		if (this.statements.size >= STATEMENT_CACHE_SIZE) this.statements.clear();
		this.statements.set(sql, prepared);
		return prepared;
	}
}

interface PreparedStatement {
	statement: StatementSync;
	/** asked once: naming the columns costs more than a short question */
	hasRows: boolean;
}

/** WAL lets readers go on beside the writer; FULL makes a commit survive a power cut, which the sending mark relies on. */
function openDatabase(file: string): DatabaseSync {
	try {
		const db = new DatabaseSync(file);
		db.exec('pragma busy_timeout = 2000');
		db.exec('pragma journal_mode = wal');
		db.exec('pragma synchronous = full');
		// what is deleted or replaced must not stay behind in free parts of the file: a person may ask to be erased
		db.exec('pragma secure_delete = on');
		db.exec('pragma temp_store = memory');
		db.exec('pragma cache_size = -8000');
		db.exec('pragma busy_timeout = 0');
		return db;
	} catch (error) {
		throw toSqliteError(error);
	}
}
