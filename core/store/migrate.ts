import { sql, type Transaction } from 'kysely';
import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import type { Capabilities } from './dialects/capabilities';
import { toPostgresError } from './dialects/postgresPool';
import { MIGRATIONS } from './migrations/registry';
import type { Database, Db } from './schema';

/** Any constant will do; it keeps two processes from migrating one database at once. */
const ADVISORY_LOCK = 7_352_811_094;

/** Applies what is missing, in one transaction under a lock. A newer store, or a database of something else, is refused untouched. */
export async function migrate(db: Db, capabilities: Capabilities, clock: Clock): Promise<void> {
	const latest = MIGRATIONS.at(-1)?.version ?? 0;
	try {
		if ((await readVersion(db, capabilities)) === latest) return;
		await db.transaction().execute(async (trx) => {
			if (capabilities.name === 'postgres') await lockForSetUp(trx);
			await applyMissing(trx, await readVersion(trx, capabilities), clock);
		});
	} catch (error) {
		throw capabilities.name === 'postgres' && !(error instanceof SellerMailError) ? toPostgresError(error) : error;
	}
}

/** PostgreSQL only: one process at a time, until the transaction ends. */
export async function lockForSetUp(trx: Transaction<Database>): Promise<void> {
	await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(trx);
}

/** The store's schema version, 0 when it is empty. */
async function readVersion(db: Db | Transaction<Database>, capabilities: Capabilities): Promise<number> {
	const tables = await listTables(db, capabilities);
	if (tables.length === 0) return 0;
	if (!tables.includes('schema_migrations')) throw notOurs();
	const row = await db.selectFrom('schema_migrations').select((eb) => eb.fn.max('version').as('version')).executeTakeFirst();
	const version = Number(row?.version ?? 0);
	if (version > (MIGRATIONS.at(-1)?.version ?? 0)) throw newer(version);
	return version;
}

async function listTables(db: Db | Transaction<Database>, capabilities: Capabilities): Promise<string[]> {
	const query = capabilities.name === 'sqlite'
		? sql<{ name: string }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
		: sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = current_schema()`;
	return (await query.execute(db)).rows.map((row) => row.name);
}

async function applyMissing(trx: Transaction<Database>, version: number, clock: Clock): Promise<void> {
	if (version === 0) await createMigrationTable(trx);
	for (const migration of MIGRATIONS.filter((m) => m.version > version)) {
		await migration.up(trx as never);
		await trx.insertInto('schema_migrations').values({ version: migration.version, name: migration.name, applied_at: clock.now() }).execute();
	}
}

async function createMigrationTable(trx: Transaction<Database>): Promise<void> {
	await trx.schema.createTable('schema_migrations')
		.addColumn('version', 'integer', (c) => c.primaryKey())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('applied_at', 'bigint', (c) => c.notNull())
		.execute();
}

function newer(version: number): SellerMailError {
	return new SellerMailError('STORE_NEWER', {
		message: `Store: its schema has version ${version}, this package knows ${MIGRATIONS.at(-1)?.version ?? 0}.`,
		context: { version },
	});
}

function notOurs(): SellerMailError {
	return new SellerMailError('STORE_DAMAGED', {
		message: 'Store: this database belongs to another program (it has tables, but none of ours).',
		nextStep: 'Name another file (or another schema) in the Seller Mail Store credential.',
	});
}
