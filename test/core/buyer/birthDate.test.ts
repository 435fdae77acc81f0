import type { Core } from '../../../core/openCore';
import { aShopCore } from '../../support/shopCore';
import { STORE_KINDS } from '../../support/stores';

describe.each(STORE_KINDS)('dates of birth on %s', (kind) => {
	let core: Core;
	beforeAll(async () => void (core = await aShopCore(kind)));
	afterAll(async () => await core.close());

	const birthDateOf = async (email: string): Promise<unknown> => (await core.personalData.exportData({ shopId: 'demo', isEveryShop: false, person: { email } })).shops[0]?.profile.birthDate;
	const save = async (row: object): Promise<string | undefined> => (await core.buyers.upsertBuyers('demo', [row]))[0]?.kind;

	it('kept as a day or a year, and shown to the person', async () => {
		expect(await save({ email: 'day@buyer.example', birthDate: '1990-05-31' })).toBe('saved');
		expect(await save({ email: 'year@buyer.example', birthDate: 1990 })).toBe('saved');
		expect([await birthDateOf('day@buyer.example'), await birthDateOf('year@buyer.example')]).toEqual(['1990-05-31', '1990']);
	});

	it.each(['1990-02-30', '31.05.1990', 'May', '1890', '2990'])('%s → refused with the reason', async (birthDate) => {
		expect((await core.buyers.upsertBuyers('demo', [{ email: 'bad@buyer.example', birthDate }]))[0]).toMatchObject({ kind: 'rejected', field: 'birthDate', reason: expect.stringContaining('a date of birth such as 1990-05-31') });
	});

	it('a row without one leaves it; a newer one corrects it, an older one does not', async () => {
		const email = 'kept@buyer.example';
		await save({ email, birthDate: '1990-05-31', updatedAt: '2026-11-01T00:00:00Z' });
		await save({ email, name: 'Ana', updatedAt: '2026-11-02T00:00:00Z' });
		expect(await birthDateOf(email)).toBe('1990-05-31');
		await save({ email, birthDate: '1991-05-31', updatedAt: '2026-10-01T00:00:00Z' });
		expect(await birthDateOf(email)).toBe('1990-05-31');
		await save({ email, birthDate: '1992-05-31', updatedAt: '2026-11-03T00:00:00Z' });
		expect(await birthDateOf(email)).toBe('1992-05-31');
	});

	it('erased with the person', async () => {
		const [before] = await core.buyers.list('demo', { email: 'day@buyer.example' });
		await core.personalData.erase({ shopId: 'demo', isEveryShop: false, person: { email: 'day@buyer.example' } });
		const after = await core.personalData.exportData({ shopId: 'demo', isEveryShop: false, person: { buyerId: before?.id ?? '' } });
		expect(after.shops[0]?.profile.birthDate).toBeNull();
	});
});
