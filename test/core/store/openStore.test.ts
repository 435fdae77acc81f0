import { spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from '../../../core/store/migrations/registry';
import { openStore } from '../../../core/store/openStore';
import type { PostgresSettings } from '../../../core/store/storeSettings';
import { STORE_KINDS, aClock, aStore, postgresSettings, sqliteSettings, storeSettings } from '../../support/stores';

const clock = aClock();

describe.each(STORE_KINDS)('a %s store', (kind) => {
	it('is created empty and opened again as it was', async () => {
		const settings = storeSettings(kind);
		const first = await openStore(settings, { clock });
		await first.db.insertInto('settings').values({ key: 'greeting', value: '你好 "é"', updated_at: 1_795_312_800_123 }).execute();
		await first.close();
		const second = await openStore(settings, { clock });
		const row = await second.db.selectFrom('settings').selectAll().executeTakeFirstOrThrow();
		expect(row).toEqual({ key: 'greeting', value: '你好 "é"', updated_at: 1_795_312_800_123 });
		await second.close();
	});

	it('opened by four at once is migrated once', async () => {
		const settings = storeSettings(kind);
		const stores = await Promise.all([1, 2, 3, 4].map(async () => await openStore(settings, { clock })));
		const versions = await stores[0]!.db.selectFrom('schema_migrations').select('version').execute();
		expect(versions).toEqual(MIGRATIONS.map(({ version }) => ({ version })));
		await Promise.all(stores.map(async (store) => await store.close()));
	});

	it('a transaction that fails leaves nothing behind', async () => {
		const store = await aStore(kind);
		const failing = store.db.transaction().execute(async (trx) => {
			await trx.insertInto('settings').values({ key: 'half', value: 'x', updated_at: 1 }).execute();
			throw new Error('stop');
		});
		await expect(failing).rejects.toThrow('stop');
		expect(await store.db.selectFrom('settings').selectAll().execute()).toEqual([]);
		await store.close();
	});

	it('from a newer version of the package → STORE_NEWER, nothing changed', async () => {
		const settings = storeSettings(kind);
		const store = await openStore(settings, { clock });
		await store.db.insertInto('schema_migrations').values({ version: 999, name: 'future', applied_at: 1 }).execute();
		await store.close();
		await expect(openStore(settings, { clock })).rejects.toMatchObject({ code: 'STORE_NEWER', context: { version: 999 } });
	});
});

describe('a SQLite file', () => {
	it('that is not a database → STORE_DAMAGED, not a byte changed', async () => {
		const settings = sqliteSettings();
		writeFileSync(settings.file, 'these are my notes, not a database at all');
		await expect(openStore(settings, { clock })).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
		expect(readFileSync(settings.file, 'utf8')).toBe('these are my notes, not a database at all');
	});

	it('whose pages were overwritten → STORE_DAMAGED', async () => {
		const settings = sqliteSettings();
		const store = await openStore(settings, { clock });
		await store.db.insertInto('settings').values({ key: 'a', value: 'b', updated_at: 1 }).execute();
		await store.close();
		const bytes = readFileSync(settings.file);
		bytes.fill(0x5a, 100);
		writeFileSync(settings.file, bytes);
		await expect(openStore(settings, { clock })).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
	});

	it('of another program → refused, untouched', async () => {
		const settings = sqliteSettings();
		const other = new DatabaseSync(settings.file);
		other.exec('create table workflow_entity (id text)');
		other.close();
		await expect(openStore(settings, { clock })).rejects.toMatchObject({ code: 'STORE_DAMAGED', message: expect.stringContaining('another program') });
	});

	it('in a folder that can not be made → STORE_UNREACHABLE', async () => {
		const blocker = sqliteSettings();
		writeFileSync(blocker.file, '');
		const settings = { kind: 'sqlite' as const, file: `${blocker.file}/sub/store.sqlite` };
		await expect(openStore(settings, { clock })).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
	});

	it('may be read by its owner only', async () => {
		const settings = sqliteSettings();
		const store = await openStore({ kind: 'sqlite', file: settings.file.replace('store.sqlite', 'inner/store.sqlite') }, { clock });
		expect(statSync(settings.file.replace('store.sqlite', 'inner')).mode & 0o077).toBe(0);
		await store.close();
	});

	it('locked by another process for a while → the write waits and then happens', async () => {
		const settings = sqliteSettings();
		const store = await openStore(settings, { clock });
		const holder = await holdLock(settings.file, 400);
		await store.db.insertInto('settings').values({ key: 'after', value: 'lock', updated_at: 1 }).execute();
		expect(await store.db.selectFrom('settings').select('key').execute()).toEqual([{ key: 'after' }]);
		await holder.ended;
		await store.close();
	});

	it('locked by another process for too long → STORE_LOCKED, nothing lost, usable again', async () => {
		const settings = sqliteSettings();
		const store = await openStore(settings, { clock });
		const holder = await holdLock(settings.file, 60_000);
		const write = store.db.insertInto('settings').values({ key: 'late', value: 'x', updated_at: 1 }).execute();
		await expect(write).rejects.toMatchObject({ code: 'STORE_LOCKED', isRetryable: true });
		holder.kill();
		await holder.ended;
		await store.db.insertInto('settings').values({ key: 'late', value: 'x', updated_at: 1 }).execute();
		await store.close();
	});
});

describe('a PostgreSQL store', () => {
	const cases: Array<[string, Partial<PostgresSettings>, string]> = [
		['nothing listening', { port: 1 }, 'nothing answers'],
		['a wrong password', { password: 'wrong' }, 'refused user or password'],
		['a database that does not exist', { database: 'nowhere' }, 'does not exist'],
		['TLS that the server does not offer', { tls: 'verify' }, 'no connection'],
	];
	it.each(cases)('%s → STORE_UNREACHABLE with the reason', async (_name, wrong, reason) => {
		const opening = openStore({ ...postgresSettings(), ...wrong }, { clock });
		await expect(opening).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', message: expect.stringContaining(reason) });
	});

	it('a schema name with SQL in it → INPUT_INVALID', async () => {
		await expect(openStore({ ...postgresSettings(), schema: 'x; drop table y' }, { clock })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});

interface Holder {
	kill(): void;
	ended: Promise<void>;
}

/** Another process that holds the write lock of the file for `ms`; resolves as soon as it has the lock. */
async function holdLock(file: string, ms: number): Promise<Holder> {
	const script = `const {DatabaseSync}=require('node:sqlite');const d=new DatabaseSync(${JSON.stringify(file)});d.exec('begin immediate');console.log('held');setTimeout(()=>{d.exec('rollback')},${ms})`;
	const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	await new Promise((resolve) => child.stdout.once('data', resolve));
	return { kill: () => void child.kill('SIGKILL'), ended };
}
