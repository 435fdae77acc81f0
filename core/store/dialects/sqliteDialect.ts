import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler,
	type DatabaseConnection, type Dialect, type Driver, type Kysely, type QueryResult,
} from 'kysely';
import { isSqliteBusy, toSqliteError } from './sqliteErrors';
import { SqliteLog } from './sqliteLog';

/** How long a write waits for another process before STORE_LOCKED; it waits between tries, never inside SQLite. */
const BUSY_LIMIT_MS = 8_000;
const BUSY_PAUSE_MS = 8;
const STATEMENT_CACHE_SIZE = 300;

/** Kysely on Node's own SQLite: one connection, used by one caller at a time, write transactions that begin IMMEDIATE. */
export class NodeSqliteDialect implements Dialect {
	constructor(private readonly file: string) {}
	createDriver(): Driver { return new NodeSqliteDriver(this.file); }
	createQueryCompiler(): SqliteQueryCompiler { return new SqliteQueryCompiler(); }
	createAdapter(): SqliteAdapter { return new TurnTakingAdapter(); }
	createIntrospector(db: Kysely<unknown>): SqliteIntrospector { return new SqliteIntrospector(db); }
}

/** Callers take turns in the driver, which lets the next one in while the last one's commit waits for the disk. */
class TurnTakingAdapter extends SqliteAdapter {
	override get supportsMultipleConnections(): boolean { return true; }
}

class NodeSqliteDriver implements Driver {
	private database: NodeSqliteDatabase | undefined;
	private log: SqliteLog | undefined;
	private tail: Promise<void> = Promise.resolve();

	constructor(private readonly file: string) {}

	async init(): Promise<void> {
		const { db, hasLog } = openDatabase(this.file);
		this.database = new NodeSqliteDatabase(db);
		if (hasLog) this.log = new SqliteLog(this.file, async (work) => await this.alone(work));
	}

	async acquireConnection(): Promise<NodeSqliteConnection> {
		const unlock = await this.lock();
		if (!this.database) throw new Error('driver is not initialised');
		return new NodeSqliteConnection(this.database, this.log, unlock);
	}

	/** IMMEDIATE, because a read transaction that turns into a write one fails at once when another process wrote meanwhile. */
	async beginTransaction(connection: NodeSqliteConnection): Promise<void> {
		await connection.begin();
	}

	async commitTransaction(connection: NodeSqliteConnection): Promise<void> {
		await connection.commit();
	}

	async rollbackTransaction(connection: NodeSqliteConnection): Promise<void> {
		await connection.rollback();
	}

	async releaseConnection(connection: NodeSqliteConnection): Promise<void> {
		connection.release();
	}

	async destroy(): Promise<void> {
		await this.log?.close();
		this.database?.close();
		this.database = undefined;
	}

	private async lock(): Promise<() => void> {
		const before = this.tail;
		let unlock = (): void => undefined;
		this.tail = new Promise((resolve) => (unlock = resolve));
		await before;
		return unlock;
	}

	private async alone(work: () => Promise<void>): Promise<void> {
		const unlock = await this.lock();
		await work().finally(unlock);
	}
}

/** One caller's turn with the database. It ends with a commit, so that the next one needn't wait for the disk. */
class NodeSqliteConnection implements DatabaseConnection {
	private isInTransaction = false;
	private changedRows = 0;

	constructor(private readonly database: NodeSqliteDatabase, private readonly log: SqliteLog | undefined, private readonly unlock: () => void) {}

	async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
		const result = await this.database.run<Row>(query);
		if (query.query.kind === 'SelectQueryNode') return result;
		this.changedRows += Math.max(result.rows.length, Number(result.numAffectedRows ?? 0));
		if (!this.isInTransaction) await this.persist();
		return result;
	}

	streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
		return this.database.stream(query);
	}

	async begin(): Promise<void> {
		await this.database.run(CompiledQuery.raw('begin immediate'));
		this.isInTransaction = true;
	}

	async commit(): Promise<void> {
		await this.database.run(CompiledQuery.raw('commit'));
		this.isInTransaction = false;
		this.release();
		await this.persist();
	}

	async rollback(): Promise<void> {
		// what failed may have been the disk, after the commit
		if (!this.isInTransaction) return;
		this.isInTransaction = false;
		// a full disk ends the transaction by itself
		if (this.database.isInTransaction()) await this.database.run(CompiledQuery.raw('rollback'));
	}

	release(): void {
		this.unlock();
	}

	private async persist(): Promise<void> {
		if (!this.log) return;
		await this.log.sync();
		this.log.noteChanges(this.changedRows);
		this.changedRows = 0;
	}
}

class NodeSqliteDatabase {
	private readonly statements = new Map<string, PreparedStatement>();

	constructor(private readonly db: DatabaseSync) {}

	async run<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
		for (let waitedMs = 0; ; waitedMs += BUSY_PAUSE_MS) {
			try {
				return this.runNow<Row>(query);
			} catch (error) {
				if (!isSqliteBusy(error) || waitedMs >= BUSY_LIMIT_MS) throw toSqliteError(error);
				await sleep(BUSY_PAUSE_MS);
			}
		}
	}

	async *stream<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
		for (const row of this.prepare(query.sql).statement.iterate(...(query.parameters as SQLInputValue[]))) yield { rows: [row as Row] };
	}

	isInTransaction(): boolean {
		return this.db.isTransaction;
	}

	close(): void {
		this.statements.clear();
		this.db.close();
	}

	private runNow<Row>(query: CompiledQuery): QueryResult<Row> {
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

/**
 * The log (WAL) lets readers go on beside the writer. A commit waits for the disk, which the sending mark relies on, and the log
 * is copied into the file: both by SqliteLog. Where a file system bears no log, SQLite does it itself.
 */
function openDatabase(file: string): { db: DatabaseSync; hasLog: boolean } {
	try {
		const db = new DatabaseSync(file);
		db.exec('pragma busy_timeout = 2000');
		const hasLog = db.prepare('pragma journal_mode = wal').get()?.journal_mode === 'wal';
		db.exec(`pragma synchronous = ${hasLog ? 'normal' : 'full'}`);
		db.exec('pragma wal_autocheckpoint = 0');
		// what is deleted or replaced must not stay behind in free parts of the file: a person may ask to be erased
		db.exec('pragma secure_delete = on');
		db.exec('pragma temp_store = memory');
		db.exec('pragma cache_size = -8000');
		db.exec('pragma busy_timeout = 0');
		return { db, hasLog };
	} catch (error) {
		throw toSqliteError(error);
	}
}
