import { statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { sql } from 'kysely';
import { openStore, type OpenStore } from '../../../../core/store/openStore';
import { aClock, sqliteSettings } from '../../../support/stores';

describe('the log of a SQLite store', () => {
	const settings = sqliteSettings();
	let store: OpenStore;
	beforeAll(async () => void (store = await openStore(settings, { clock: aClock() })));
	afterAll(async () => await store.close());
	afterEach(() => jest.restoreAllMocks());

	const write = async (key: string): Promise<unknown> => await store.db.transaction()
		.execute(async (trx) => await trx.insertInto('settings').values({ key, value: 'x', updated_at: 1 }).execute());
	const keys = async (): Promise<string[]> => (await store.db.selectFrom('settings').select('key').execute()).map((row) => row.key);

	it.each([
		['a transaction', write],
		['a statement of its own', async (key: string) => await store.db.insertInto('settings').values({ key, value: 'x', updated_at: 1 }).execute()],
	])('%s is done when the disk has it', async (name, commit) => {
		const disk = await holdDisk();
		let isDone = false;
		const writing = commit(name).then(() => (isDone = true));
		await disk.isAsked;
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(isDone).toBe(false);
		disk.release();
		await writing;
	});

	it('commits that wait together share one fsync; one that came after it began gets the next', async () => {
		const disk = await holdDisk();
		const first = write('first');
		await disk.isAsked;
		const others = ['second', 'third', 'fourth'].map(write);
		// they are written while the first one waits
		await Promise.all(others.map(async () => await keys()));
		expect(await keys()).toEqual(expect.arrayContaining(['first', 'second', 'third', 'fourth']));
		expect(disk.calls()).toBe(1);
		disk.release();
		await Promise.all([first, ...others]);
		expect(disk.calls()).toBe(2);
	});

	it('a transaction that SQLite has undone by itself, as on a full disk, fails with what it failed of', async () => {
		const failing = store.db.transaction().execute(async (trx) => {
			await trx.insertInto('settings').values({ key: 'undone', value: 'x', updated_at: 1 }).execute();
			await sql`rollback`.execute(trx);
			throw new Error('the disk is full');
		});
		await expect(failing).rejects.toThrow('the disk is full');
		expect(await keys()).not.toContain('undone');
		await write('after it');
		expect(await keys()).toContain('after it');
	});

	it('a disk that is full at the fsync → STORE_FULL, and the store goes on', async () => {
		const disk = await holdDisk();
		const writing = write('unsure');
		disk.fail(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
		await expect(writing).rejects.toMatchObject({ code: 'STORE_FULL' });
		jest.restoreAllMocks();
		await write('later');
		expect(await keys()).toContain('later');
	});

	it('many writes → it is copied into the file and begins anew', async () => {
		for (let round = 0; round < 60; round += 1) {
			const rows = Array.from({ length: 500 }, (_row, index) => ({ key: `${round}-${index}`, value: 'v'.repeat(200), updated_at: round }));
			await store.db.insertInto('settings').values(rows).execute();
		}
		expect(statSync(`${settings.file}-wal`).size).toBeLessThan(statSync(settings.file).size);
	});

	it('closed → the log is gone and all of it is in the file', async () => {
		const own = sqliteSettings();
		const first = await openStore(own, { clock: aClock() });
		await first.db.insertInto('settings').values({ key: 'kept', value: 'x', updated_at: 1 }).execute();
		await first.close();
		expect(() => statSync(`${own.file}-wal`)).toThrow('ENOENT');
		const second = await openStore(own, { clock: aClock() });
		expect(await second.db.selectFrom('settings').select('key').execute()).toEqual([{ key: 'kept' }]);
		await second.close();
	});
});

/** Stands in for a slow or full disk: SQLite's own log can't be told when its blocks arrive. */
async function holdDisk(): Promise<{ isAsked: Promise<void>; calls(): number; release(): void; fail(error: Error): void }> {
	const handle = await open(__filename, 'r');
	const prototype = Object.getPrototypeOf(handle) as FileHandle;
	await handle.close();
	let release = (): void => undefined;
	let fail = (_error: Error): void => undefined;
	const held = new Promise<void>((resolve, reject) => ([release, fail] = [resolve, reject]));
	held.catch(() => undefined);
	let asked = (): void => undefined;
	const isAsked = new Promise<void>((resolve) => (asked = resolve));
	const spy = jest.spyOn(prototype, 'datasync').mockImplementation(async () => {
		asked();
		await held;
	});
	return { isAsked, calls: () => spy.mock.calls.length, release, fail };
}
