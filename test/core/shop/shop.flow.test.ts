import { STORE_KINDS } from '../../support/stores';
import { aShopCore, type TestCore } from '../../support/shopCore';

describe.each(STORE_KINDS)('shops on %s', (kind) => {
	let core: TestCore;
	beforeAll(async () => void (core = await aShopCore(kind)));
	afterAll(async () => await core.close());

	it('a saved shop is read back; a second save changes only what it names', async () => {
		await core.shops.save({ id: 'demo', dailyQuota: 500 });
		core.testClock.advance(1000);
		const shop = await core.shops.save({ id: 'demo', staffLanguage: 'zh' });
		expect(await core.shops.get('demo')).toEqual(shop);
		expect(shop).toMatchObject({ name: 'Lumen Home', dailyQuota: 500, staffLanguage: 'zh', isImportApproved: true });
		expect(shop.updatedAt - shop.createdAt).toBe(1000);
	});

	it('a new shop takes time zone and currency of its default site and may not import', async () => {
		expect(await core.shops.save({ id: 'tokyo', defaultSite: 'jpn' })).toMatchObject({ timeZone: 'Asia/Tokyo', currency: 'JPY', isImportApproved: false, name: 'tokyo' });
	});

	it('are listed by name, searched, and paged', async () => {
		await core.shops.save({ id: 'a-100', name: 'Zeta 100% Wool' });
		await core.shops.save({ id: 'b-100', name: 'Alpha' });
		const first = await core.shops.list({ limit: 2 });
		const rest = await core.shops.list({ limit: 10, after: first.at(-1) });
		const names = [...first, ...rest].map((shop) => shop.name);
		expect(names).toEqual([...names].sort());
		expect(new Set(names).size).toBe(names.length);
		expect((await core.shops.list({ search: 'zETA' })).map((shop) => shop.id)).toEqual(['a-100']);
		expect((await core.shops.list({ search: '100% w' })).map((shop) => shop.id)).toEqual(['a-100']);
		expect(await core.shops.list({ search: '%'.repeat(30) })).toEqual([]);
	});

	it('a site keeps what a shop set for it; null goes back to the built-in value', async () => {
		await core.shops.saveSite('demo', { site: 'bra', windowStartMinute: 600, timeZone: 'America/Manaus', isActive: false });
		await core.shops.saveSite('demo', { site: 'bra', timeZone: null });
		const sites = await core.shops.sitesOf('demo');
		expect(sites.size).toBe(18);
		expect(sites.get('bra')).toMatchObject({ windowStartMinute: 600, windowEndMinute: 1200, timeZone: 'America/Sao_Paulo', isActive: false });
		expect((await core.shops.sitesOf('tokyo')).get('bra')).toMatchObject({ windowStartMinute: 540, isActive: true });
	});

	it.each([
		[{ id: 'Bad Shop!' }, 'id'], [{ id: 'x', defaultSite: 'nowhere' }, 'defaultSite'], [{ id: 'x', timeZone: 'Mars/Base' }, 'timeZone'], [{ id: 'x', currency: 'EURO' }, 'currency'],
	])('%j → INPUT_INVALID naming the field', async (input, field) => {
		await expect(core.shops.save(input)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field } });
	});

	it('a shop that is not there → NOT_FOUND', async () => {
		await expect(core.shops.get('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(core.shops.saveSite('nobody', { site: 'usa' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});
});
