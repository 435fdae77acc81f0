import { sql } from 'kysely';
import { aBuyer, aShop } from '../../../support/builders';
import { aStore, STORE_KINDS } from '../../../support/stores';
import type { OpenStore } from '../../../../core/store/openStore';

describe.each(STORE_KINDS)('the reader on %s', (kind) => {
	let store: OpenStore;
	beforeEach(async () => {
		store = await aStore(kind);
		await aShop(store.db);
		for (let index = 0; index < 7; index += 1) await aBuyer(store.db, { id: `b_${index}`, email: `p${index}@shop.example` });
	});
	afterEach(async () => await store.close());

	const ids = () => store.db.selectFrom('buyers').select(['id', 'created_at']).where('shop_id', '=', 'demo').orderBy('id');
	const asIs = <Row>(row: Row): Row => ({ ...row });
	const collect = async <Row>(pages: AsyncIterable<Row[]>): Promise<Row[][]> => {
		const all: Row[][] = [];
		for await (const page of pages) all.push(page);
		return all;
	};

	it('hands a statement over in pages, in order, with rows as the store itself gives them', async () => {
		const pages = await collect(store.reader.pages(ids(), 3, asIs));
		expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
		expect(pages.flat()).toEqual(await ids().execute());
		expect(await store.reader.all(ids())).toEqual(await ids().execute());
	});

	it('no rows → no page', async () => {
		expect(await collect(store.reader.pages(ids().where('id', '=', 'nobody'), 3, asIs))).toEqual([]);
	});

	it('reads one snapshot: what is written while it reads is seen by the next statement only', async () => {
		const pages = store.reader.pages(ids(), 1, asIs);
		await pages.next();
		await store.db.updateTable('buyers').set({ shop_id: 'other' }).where('shop_id', '=', 'demo').execute();
		expect((await collect(pages)).flat()).toHaveLength(6);
		expect(await collect(store.reader.pages(ids(), 1, asIs))).toEqual([]);
	});

	it('several statements at once, and one that is given up, do not disturb each other', async () => {
		const given = store.reader.pages(ids(), 1, asIs);
		await given.next();
		const other = collect(store.reader.pages(ids(), 2, asIs));
		await given.return(undefined);
		expect((await other).flat()).toHaveLength(7);
		expect(await store.reader.all(ids())).toHaveLength(7);
	});

	it('a statement that fails rejects, and the reader goes on', async () => {
		const wrong = { compile: () => sql<{ id: string }>`select id from nowhere`.compile(store.db) };
		await expect(collect(store.reader.pages(wrong, 3, asIs))).rejects.toThrow(/nowhere/);
		await expect(store.reader.all(wrong)).rejects.toThrow(/nowhere/);
		expect(await store.reader.all(ids())).toHaveLength(7);
	});

	it('closing the store ends a read that is under way', async () => {
		const other = await aStore(kind);
		const pages = other.reader.pages(other.db.selectFrom('schema_migrations').select('version'), 1, asIs);
		await pages.next();
		await pages.return(undefined);
		await other.close();
	});
});
