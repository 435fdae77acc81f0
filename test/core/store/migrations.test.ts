import { Kysely, PostgresDialect, sql } from 'kysely';
import { makePostgresPool } from '../../../core/store/dialects/postgresPool';
import { NodeSqliteDialect } from '../../../core/store/dialects/sqliteDialect';
import { MIGRATIONS } from '../../../core/store/migrations/registry';
import { openStore } from '../../../core/store/openStore';
import type { Database, Db } from '../../../core/store/schema';
import type { StoreSettings } from '../../../core/store/storeSettings';
import { aBuyer, aCampaign, aDelivery, aShop } from '../../support/builders';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';

const clock = aClock();

describe.each(STORE_KINDS)('a %s store of version 8', (kind) => {
	it('keeps its deliveries, and has the indexes of a new one', async () => {
		const settings = storeSettings(kind);
		const before = await makeOldStore(settings, 8);
		const store = await openStore(settings, { clock });
		const fresh = await openStore(storeSettings(kind), { clock });
		expect(await readRows(store.db)).toEqual(before);
		expect(await readIndexes(store.db, kind)).toEqual(await readIndexes(fresh.db, kind));
		expect((await readIndexes(store.db, kind)).map(({ name }) => name)).toEqual(expect.arrayContaining(['deliveries_due', 'deliveries_held', 'deliveries_open_of_buyer']));
		expect(await store.db.selectFrom('schema_migrations').select((eb) => eb.fn.max('version').as('version')).execute()).toEqual([{ version: MIGRATIONS.at(-1)?.version }]);
		await Promise.all([store.close(), fresh.close()]);
	});
});

/** As a package that knew no later migrations left it, with a delivery in each state. */
async function makeOldStore(settings: StoreSettings, version: number): Promise<unknown[]> {
	const dialect = settings.kind === 'sqlite' ? new NodeSqliteDialect(settings.file) : new PostgresDialect({ pool: makePostgresPool(settings) });
	const db = new Kysely<Database>({ dialect });
	if (settings.kind === 'postgres') await sql`create schema ${sql.id(settings.schema)}`.execute(db);
	await sql`create table schema_migrations (version integer primary key, name text not null, applied_at bigint not null)`.execute(db);
	for (const migration of MIGRATIONS.slice(0, version)) {
		await migration.up(db as never);
		await db.insertInto('schema_migrations').values({ version: migration.version, name: migration.name, applied_at: clock.now() }).execute();
	}
	await aShop(db);
	const campaign = await aCampaign(db);
	for (const state of ['planned', 'claimed', 'sending', 'accepted', 'deferred', 'failed', 'uncertain', 'blocked', 'canceled']) {
		await aDelivery(db, { campaign_id: campaign, buyer_id: (await aBuyer(db)).id, state, settled_at: ['planned', 'claimed', 'sending', 'deferred'].includes(state) ? null : clock.now() });
	}
	const rows = await readRows(db);
	await db.destroy();
	return rows;
}

async function readRows(db: Db): Promise<unknown[]> {
	return await db.selectFrom('deliveries').selectAll().orderBy('id').execute();
}

async function readIndexes(db: Db, kind: string): Promise<Array<{ name: string; definition: string }>> {
	const found = kind === 'sqlite'
		? sql<{ name: string; definition: string }>`select name, sql as definition from sqlite_master where type = 'index' and tbl_name = 'deliveries' order by name`
		: sql<{ name: string; definition: string }>`select indexname as name, replace(indexdef, schemaname, '') as definition from pg_indexes where tablename = 'deliveries' and schemaname = current_schema() order by indexname`;
	return (await found.execute(db)).rows;
}
