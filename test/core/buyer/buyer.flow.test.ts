import { STORE_KINDS } from '../../support/stores';
import { aShopCore, type TestCore } from '../../support/shopCore';

describe.each(STORE_KINDS)('buyers on %s', (kind) => {
	let core: TestCore;
	beforeAll(async () => void (core = await aShopCore(kind)));
	afterAll(async () => await core.close());

	const upsert = async (...rows: unknown[]) => await core.buyers.upsertBuyers('demo', rows);
	const read = async (email: string) => (await core.buyers.list('demo', { email }))[0];

	it('are created once, whatever the case of the address', async () => {
		const [first, second] = await upsert({ email: 'Ana@Correo.example', name: 'Ana', country: 'ES', language: 'es' }, { email: ' ana@correo.EXAMPLE ' });
		expect([first?.kind, second?.kind]).toEqual(['saved', 'unchanged']);
		expect(await read('ANA@correo.example')).toMatchObject({
			shop: 'demo', email: 'ana@correo.example', name: 'Ana', country: 'ES', language: 'es', site: 'esp', siteSource: 'shippingCountry', timeZone: 'Europe/Madrid',
		});
	});

	it('a row that says nothing new → unchanged; a field that is missing or empty erases nothing', async () => {
		await upsert({ email: 'lee@shop.example', name: 'Lee', country: 'KR' });
		expect(await upsert({ email: 'lee@shop.example', name: '', country: null })).toMatchObject([{ kind: 'unchanged' }]);
		expect(await read('lee@shop.example')).toMatchObject({ name: 'Lee', country: 'KR', site: 'kor', language: 'ko-KR' });
	});

	it('older news never overwrite newer, but fill what was not known', async () => {
		const at = (day: number): string => `2026-11-${day}T00:00:00Z`;
		await upsert({ email: 'old@shop.example', name: 'New Name', updatedAt: at(12) });
		await upsert({ email: 'old@shop.example', name: 'Old Name', country: 'FR', updatedAt: at(10) });
		expect(await read('old@shop.example')).toMatchObject({ name: 'New Name', country: 'FR', site: 'fra' });
		await upsert({ email: 'old@shop.example', name: 'Newest', updatedAt: at(13) });
		expect(await read('old@shop.example')).toMatchObject({ name: 'Newest' });
	});

	it('news that change nothing still count as the newest', async () => {
		await upsert({ email: 'same@shop.example', name: 'B', updatedAt: '2026-11-01T00:00:00Z' });
		await upsert({ email: 'same@shop.example', name: 'B', updatedAt: '2026-11-09T00:00:00Z' });
		await upsert({ email: 'same@shop.example', name: 'A', updatedAt: '2026-11-05T00:00:00Z' });
		expect(await read('same@shop.example')).toMatchObject({ name: 'B' });
	});

	it('a country that only the mailbox gave gives way to a stated language and a stated country', async () => {
		await upsert({ email: 'jo@orange.fr' });
		expect(await read('jo@orange.fr')).toMatchObject({ site: 'fra', siteSource: 'mailDomain', country: 'FR' });
		await upsert({ email: 'jo@orange.fr', language: 'de' });
		expect(await read('jo@orange.fr')).toMatchObject({ site: 'deu', siteSource: 'language', country: 'FR', language: 'de' });
		await upsert({ email: 'jo@orange.fr', country: 'Switzerland' });
		expect(await read('jo@orange.fr')).toMatchObject({ site: 'deu', siteSource: 'shippingCountry', country: 'CH', timeZone: 'Europe/Zurich' });
		await upsert({ email: 'jo@orange.fr', name: 'Jo' });
		expect(await read('jo@orange.fr')).toMatchObject({ country: 'CH', siteSource: 'shippingCountry' });
	});

	it('a broken row is rejected with field and reason, without the address, and the others are saved', async () => {
		const results = await upsert(
			{ email: 'one@shop.example' }, { email: 'secret name@nowhere' }, { email: 'two@shop.example', country: 'Atlantis' }, { email: 'x@shop.example\r\nBcc: y@z.example' }, 'not a row', { email: 'three@shop.example' },
		);
		expect(results.map((result) => result.kind)).toEqual(['saved', 'rejected', 'rejected', 'rejected', 'rejected', 'saved']);
		expect(results[1]).toEqual({ kind: 'rejected', field: 'email', reason: 'expected an e-mail address such as ana@correo.example, got a text of 19 characters: a space, bracket, quote, comma, colon or second @ stands before the @' });
		expect(results[2]).toMatchObject({ field: 'country', reason: expect.stringContaining('expected a country') });
		expect(JSON.stringify(results)).not.toContain('secret name');
	});

	it('control characters in a name become spaces, a row’s __proto__ does nothing', async () => {
		await upsert(JSON.parse('{"email":"p@shop.example","name":"Eve\\r\\nBcc: x","__proto__":{"country":"DE"},"constructor":"x"}'));
		expect(await read('p@shop.example')).toMatchObject({ name: 'Eve Bcc: x', site: 'usa' });
	});

	it('of a shop that is not there → NOT_FOUND', async () => {
		await expect(core.buyers.upsertBuyers('nobody', [])).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('many at once, twice and by two callers → each is there once', async () => {
		const rows = Array.from({ length: 400 }, (_row, index) => ({ email: `many${index}@shop.example`, name: `N${index}`, country: 'DE' }));
		const [first, second] = await Promise.all([core.buyers.upsertBuyers('demo', rows), core.buyers.upsertBuyers('demo', rows.toReversed())]);
		const saved = [...first, ...second].filter((result) => result.kind === 'saved');
		expect(saved).toHaveLength(400);
		const found: string[] = [];
		for (let after: string | undefined; ;) {
			const page = await core.buyers.list('demo', { site: 'deu', search: 'many', afterId: after, limit: 150 });
			found.push(...page.map((buyer) => buyer.email));
			after = page.at(-1)?.id;
			if (!after) break;
		}
		expect(new Set(found).size).toBe(400);
		expect(found).toHaveLength(400);
	});

	it('consentOf answers for those that are there', async () => {
		const [granted, asked] = await upsert(
			{ email: 'c1@shop.example', country: 'DE', consentBasis: 'double_opt_in', consentAt: '2026-01-02T00:00:00Z', consentSource: 'checkout' }, { email: 'c2@marketplace.amazon.de' },
		);
		const ids = [granted, asked].map((result) => (result && 'id' in result ? result.id : ''));
		const consent = await core.buyers.consentOf([...ids, 'b_missing', ids[0] ?? '']);
		expect(consent.size).toBe(2);
		expect(consent.get(ids[0] ?? '')).toEqual({
			country: 'DE', language: 'de-DE', consent: 'granted', consentBasis: 'double_opt_in', consentAt: Date.UTC(2026, 0, 2), consentSource: 'checkout', birthDate: null, isMarketable: true, isSuppressed: false, isMarketingSuppressed: false, policy: 'law',
		});
		expect(consent.get(ids[1] ?? '')).toMatchObject({ consent: 'unknown', isMarketable: false });
	});
});
