import { makeBulkStatements } from '../../../core/store/bulkStatements';
import type { OpenStore } from '../../../core/store/openStore';
import { aStore, STORE_KINDS } from '../../support/stores';

describe.each(STORE_KINDS)('bulk statements on %s', (kind) => {
	let store: OpenStore;
	beforeAll(async () => void (store = await aStore(kind)));
	afterAll(async () => await store.close());

	const rowsOf = (count: number, prefix: string) => Array.from({ length: count }, (_row, index) => ({ key: `${prefix}${index}`, value: `v${index}`, updated_at: index }));
	const insert = async (rows: ReturnType<typeof rowsOf>, bulk = makeBulkStatements()): Promise<void> =>
		await bulk.insert(store.db, 'settings', rows, (piece) => store.db.insertInto('settings').values(piece).onConflict((oc) => oc.column('key').doNothing()));
	const select = async (keys: string[], bulk = makeBulkStatements()): Promise<string[]> => {
		const found = await bulk.select<{ key: string }>(store.db, 'settings', [0], keys, (values) => store.db.selectFrom('settings').select('key').where('updated_at', '>=', 0).where('key', 'in', values));
		return found.map((row) => row.key);
	};

	it.each([0, 1, 3, 127, 128, 129, 300])('%i rows are written once each and found again', async (count) => {
		const rows = rowsOf(count, `${count}-`);
		const bulk = makeBulkStatements();
		await insert(rows, bulk);
		await insert(rows, bulk);
		expect((await select(rows.map((row) => row.key), bulk)).sort()).toEqual(rows.map((row) => row.key).sort());
	});

	it('a question is filled up with its last value: nothing is found twice', async () => {
		await insert(rowsOf(5, 'five-'));
		expect((await select(['five-0', 'five-1', 'five-4', 'nowhere', 'five-2'])).sort()).toEqual(['five-0', 'five-1', 'five-2', 'five-4']);
	});

	it('a statement that binds more than its rows → refused before anything is written', async () => {
		const bulk = makeBulkStatements();
		const rows = rowsOf(2, 'more-');
		await expect(bulk.insert(store.db, 'wrong', rows, (piece) => store.db.insertInto('settings').values(piece).onConflict((oc) => oc.column('key').doUpdateSet({ value: 'x' })))).rejects.toThrow('binds something else');
		expect(await select(rows.map((row) => row.key))).toEqual([]);
	});
});
