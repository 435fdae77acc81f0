import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { POSTGRES, SQLITE, type Capabilities } from './dialects/capabilities';
import { makePostgresPool } from './dialects/postgresPool';
import { PostgresReader } from './dialects/postgresReader';
import type { Reader } from './dialects/reader';
import { NodeSqliteDialect } from './dialects/sqliteDialect';
import { SqliteReader } from './dialects/sqliteReader';
import { lockForSetUp, migrate } from './migrate';
import type { Database, Db } from './schema';
import type { PostgresSettings, SqliteSettings, StoreSettings } from './storeSettings';

export interface OpenStore {
	db: Db;
	/** for scans over a whole shop: they hold neither the event loop nor the store's own connection */
	reader: Reader;
	capabilities: Capabilities;
	close(): Promise<void>;
}

/**
 * Opens the store and brings its schema up to date. Idempotent; a store that can't be used is left as it is.
 * @throws SellerMailError STORE_LOCKED, STORE_DAMAGED, STORE_NEWER, STORE_UNREACHABLE, STORE_FULL
 */
export async function openStore(settings: StoreSettings, deps: { clock: Clock }): Promise<OpenStore> {
	const store = settings.kind === 'sqlite' ? openSqlite(settings) : openPostgres(settings);
	try {
		if (settings.kind === 'postgres') await createSchema(store.db, settings.schema);
		await migrate(store.db, store.capabilities, deps.clock);
		return store;
	} catch (error) {
		await store.close().catch(() => undefined);
		throw error;
	}
}

function openSqlite(settings: SqliteSettings): OpenStore {
	try {
		mkdirSync(dirname(settings.file), { recursive: true, mode: 0o700 });
	} catch (error) {
		throw new SellerMailError('STORE_UNREACHABLE', { message: 'Store: its folder can not be created.', cause: error });
	}
	return asStore(new Kysely<Database>({ dialect: new NodeSqliteDialect(settings.file) }), new SqliteReader(settings.file), SQLITE);
}

function openPostgres(settings: PostgresSettings): OpenStore {
	if (!/^[a-z_][a-z0-9_]{0,62}$/.test(settings.schema)) {
		throw new SellerMailError('INPUT_INVALID', {
			message: 'Store: the schema name may hold lower-case letters, digits and underscores only.',
			nextStep: 'Correct “Schema” in the Seller Mail Store credential, e.g. seller_mail.',
		});
	}
	const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: makePostgresPool(settings) }) });
	return asStore(db, new PostgresReader(db), POSTGRES);
}

function asStore(db: Db, reader: Reader, capabilities: Capabilities): OpenStore {
	const close = async (): Promise<void> => {
		await reader.close();
		await db.destroy();
	};
	return { db, reader, capabilities, close };
}

async function createSchema(db: Db, schema: string): Promise<void> {
	const found = await sql`select 1 from information_schema.schemata where schema_name = ${schema}`.execute(db);
	if (found.rows.length > 0) return;
	// "if not exists" alone fails when two processes create it at the same moment
	await db.transaction().execute(async (trx) => {
		await lockForSetUp(trx);
		await sql`create schema if not exists ${sql.id(schema)}`.execute(trx);
	});
}
