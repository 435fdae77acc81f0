import { sql } from 'kysely';
import { compiledOnce } from '../../../core/store/compiledOnce';
import type { TextList } from '../../../core/store/dialects/capabilities';
import type { OpenStore } from '../../../core/store/openStore';
import { aStore, STORE_KINDS } from '../../support/stores';

describe.each(STORE_KINDS)('statements compiled once on %s', (kind) => {
	let store: OpenStore;
	beforeAll(async () => {
		store = await aStore(kind);
		await store.db.insertInto('settings').values(['a', 'b', 'c', 'd'].map((key, index) => ({ key, value: `v-${key}`, updated_at: index }))).execute();
	});
	afterAll(async () => await store.close());

	it('is built once, and asks with the values of each call', async () => {
		let builds = 0;
		const find = compiledOnce((db, { keys, since, limit }: { keys: TextList; since: number; limit: number }, { isInList }) => {
			builds += 1;
			return db.selectFrom('settings').select('key').where(isInList(sql.ref('key'), keys)).where('updated_at', '>=', since).where('value', 'like', 'v-%').orderBy('key').limit(limit);
		});
		const ask = async (keys: string[], since: number, limit: number): Promise<string[]> =>
			(await find(store.db, store.capabilities, { keys: store.capabilities.toList(keys), since, limit })).map((row) => row.key);
		expect(await ask(['a', 'b', 'c', "no ' such"], 1, 10)).toEqual(['b', 'c']);
		expect(await ask(['a', 'd'], 0, 1)).toEqual(['a']);
		expect(await ask([], 0, 1)).toEqual([]);
		expect(builds).toBe(1);
	});

	it('that computes with an argument → refused: the result would be that of the first call for ever', async () => {
		const wrong = compiledOnce((db, { now }: { now: number }) => db.selectFrom('settings').select('key').where('updated_at', '>', now - 1));
		await expect(wrong(store.db, store.capabilities, { now: 5 })).rejects.toThrow('"now" is known when the statement runs');
	});
});
