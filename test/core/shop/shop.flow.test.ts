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

	it('every own setting of a site is kept, named as own, and goes back to the built-in value one by one', async () => {
		const own = {
			language: 'pt-PT', timeZone: 'America/Manaus', currency: 'EUR', windowStartMinute: 600, windowEndMinute: 660, isActive: false,
			templates: { 'abandoned-cart': 'repurchase-reminder' }, consentPolicy: 'double_opt_in', minDaysBetweenMails: 7,
		} as const;
		await core.shops.save({ id: 'own' });
		expect((await core.shops.sitesOf('own')).get('kor')?.own).toEqual([]);
		await core.shops.saveSite('own', { site: 'kor', ...own });
		expect((await core.shops.sitesOf('own')).get('kor')).toMatchObject({ ...own, own: expect.arrayContaining(Object.keys(own)) });
		expect((await core.shops.sitesOf('own')).get('jpn')?.own).toEqual([]);
		for (const field of Object.keys(own)) {
			const before = (await core.shops.sitesOf('own')).get('kor')?.own ?? [];
			await core.shops.saveSite('own', { site: 'kor', [field]: field === 'isActive' ? true : null });
			expect((await core.shops.sitesOf('own')).get('kor')?.own).toEqual(before.filter((name) => name !== field));
		}
		expect((await core.shops.sitesOf('own')).get('kor')).toEqual((await core.shops.sitesOf('tokyo')).get('kor'));
	});

	it('eligibility values without a time are of now; each criterion is answered', async () => {
		const { updatedAt } = await core.shops.save({ id: 'demo', ratingHundredths: 480, gmv30DaysUsdCents: 499_999 });
		const answer = await core.shops.eligibility('demo');
		expect(answer).toMatchObject({ isEligible: false, readAt: updatedAt });
		expect(answer.criteria.map(({ criterion, outcome }) => [criterion, outcome])).toEqual([
			['openDays', 'unknown'], ['gmv30DaysUsdCents', 'fail'], ['ratingHundredths', 'pass'], ['seriousViolationCount', 'unknown'],
		]);
		expect(await core.shops.save({ id: 'demo', seriousViolationCount: 0, eligibilityAt: 1_790_000_000_000 })).toMatchObject({ eligibilityAt: 1_790_000_000_000 });
		await expect(core.shops.eligibility('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('a shop’s own quota and price plan is what its usage is counted by', async () => {
		await core.shops.save({ id: 'plan', quotaPlan: [{ fromDay: 5, mailsPerDay: 9 }, { fromDay: 0, mailsPerDay: 7 }], freeMailsPerMonth: 0, priceMicroUsd: 1 });
		expect((await core.shops.get('plan')).quotaPlan).toEqual([{ fromDay: 0, mailsPerDay: 7 }, { fromDay: 5, mailsPerDay: 9 }]);
		expect(await core.campaigns.usage('plan')).toMatchObject({ dailyQuota: 7, costMicroUsd: 0 });
		core.testClock.advance(5 * 86_400_000);
		expect(await core.campaigns.usage('plan')).toMatchObject({ dailyQuota: 9 });
		await core.shops.save({ id: 'plan', quotaPlan: null });
		expect(await core.campaigns.usage('plan')).toMatchObject({ dailyQuota: 2000 });
	});

	it.each([
		[{ id: 'x', quotaPlan: [] }, 'quotaPlan'], [{ id: 'x', quotaPlan: [{ fromDay: 1, mailsPerDay: 5 }] }, 'quotaPlan'],
		[{ id: 'x', quotaPlan: [{ fromDay: 0, mailsPerDay: 5 }, { fromDay: 0, mailsPerDay: 6 }] }, 'quotaPlan'], [{ id: 'x', quotaPlan: [{ fromDay: 0, mailsPerDay: 1.5 }] }, 'quotaPlan.0.mailsPerDay'],
		[{ id: 'x', ratingHundredths: 501 }, 'ratingHundredths'], [{ id: 'x', priceMicroUsd: 0.5 }, 'priceMicroUsd'],
		[{ id: 'Bad Shop!' }, 'id'], [{ id: 'x', defaultSite: 'nowhere' }, 'defaultSite'], [{ id: 'x', timeZone: 'Mars/Base' }, 'timeZone'], [{ id: 'x', currency: 'EURO' }, 'currency'],
	])('%j → INPUT_INVALID naming the field', async (input, field) => {
		await expect(core.shops.save(input)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field } });
	});

	it('a shop that is not there → NOT_FOUND', async () => {
		await expect(core.shops.get('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(core.shops.saveSite('nobody', { site: 'usa' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});
});
