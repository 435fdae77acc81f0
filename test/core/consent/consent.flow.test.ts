import { openStore } from '../../../core/store/openStore';
import { openCore, type Core } from '../../../core/openCore';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';

describe.each(STORE_KINDS)('consent on %s', (kind) => {
	const settings = storeSettings(kind);
	const clock = aClock();
	let core: Core;
	let store: Awaited<ReturnType<typeof openStore>>;
	beforeAll(async () => {
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
		for (const id of ['demo', 'other']) await core.shops.save({ id, defaultSite: 'deu' });
	});
	afterAll(async () => {
		await store.close();
		await core.close();
	});

	const aBuyer = async (email: string, more: object = {}, shop = 'demo'): Promise<string> => {
		const [result] = await core.buyers.upsertBuyers(shop, [{ email, country: 'DE', ...more }]);
		return result && 'id' in result ? result.id : '';
	};
	const standing = async (id: string) => (await core.buyers.consentOf([id])).get(id);
	const double = { consentBasis: 'double_opt_in', consentAt: '2026-01-01T00:00:00Z', consentSource: 'checkout form' };

	it('an unsubscribe withdraws, suppresses and is an event, all at once and once', async () => {
		const id = await aBuyer('u1@shop.example', double);
		const act = { source: 'one-click', deliveryId: 'd_1', at: clock.now() };
		expect(await core.consent.unsubscribe('demo', id, act)).toEqual({ wasAlready: false });
		expect(await core.consent.unsubscribe('demo', id, act)).toEqual({ wasAlready: true });
		expect(await core.consent.unsubscribe('demo', id, { ...act, deliveryId: 'd_2' })).toEqual({ wasAlready: true });
		expect(await standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true, isSuppressed: false });
		const events = await store.db.selectFrom('delivery_events').selectAll().where('buyer_id', '=', id).execute();
		expect(events).toMatchObject([{ kind: 'unsubscribed', event_key: 'unsubscribe:d_1', delivery_id: 'd_1', source: 'one-click' }]);
		expect((await core.consent.history(id)).map((record) => record.kind)).toEqual(['granted', 'withdrawn']);
	});

	it('ten clicks at once count once', async () => {
		const id = await aBuyer('u10@shop.example', double);
		const answers = await Promise.all(Array.from({ length: 10 }, async () => await core.consent.unsubscribe('demo', id, { source: 'page', at: clock.now() })));
		expect(answers.filter((answer) => !answer.wasAlready)).toHaveLength(1);
	});

	it('an unsubscribe concerns its shop only', async () => {
		const [here, there] = [await aBuyer('both@shop.example', double), await aBuyer('both@shop.example', double, 'other')];
		await core.consent.unsubscribe('demo', here, { source: 'page', at: clock.now() });
		expect(await standing(there)).toMatchObject({ consent: 'granted', isMarketingSuppressed: false });
		await expect(core.consent.unsubscribe('other', here, { source: 'page', at: clock.now() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('a withdrawal stops planned mail too, a new consent of the buyer’s own lets it flow again', async () => {
		const id = await aBuyer('back@shop.example', double);
		await core.consent.withdraw('demo', id, { source: 'phone' });
		clock.advance(1000);
		await aBuyer('back@shop.example', { consentBasis: 'import' });
		expect(await standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true });
		await core.consent.record('demo', [{ email: 'back@shop.example', basis: 'explicit', source: 'preference page', occurredAt: clock.now() }]);
		expect(await standing(id)).toMatchObject({ consent: 'granted', consentBasis: 'explicit', isMarketingSuppressed: false });
		clock.advance(1000);
		await core.consent.unsubscribe('demo', id, { source: 'page', at: clock.now() });
		expect(await standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true });
	});

	it('the same evidence twice is one record; wrong evidence is rejected by field', async () => {
		const row = { email: 'ev@shop.example', basis: 'explicit', source: 'form', occurredAt: '2026-02-03T00:00:00Z', ip: '192.0.2.1', wording: 'Yes, send me offers.' };
		const [first, again, noBasis, noSource] = await core.consent.record('demo', [row, row, { ...row, basis: '' }, { ...row, source: null }]);
		expect([first?.kind, again?.kind]).toEqual(['saved', 'saved']);
		expect(noBasis).toMatchObject({ kind: 'rejected', field: 'basis' });
		expect(noSource).toMatchObject({ kind: 'rejected', field: 'source' });
		const history = await core.consent.history(first && 'id' in first ? first.id : '');
		expect(history).toMatchObject([{ kind: 'granted', basis: 'explicit', ip: '192.0.2.1', wording: 'Yes, send me offers.' }]);
	});

	it('suppressions: added by address, buyer or hash, renewed but never shortened, listed with the address', async () => {
		const id = await aBuyer('hard@shop.example');
		await core.consent.addSuppression({ shopId: 'demo', email: 'HARD@shop.example', reason: 'hard-bounce', scope: 'all', endsAt: clock.now() + 5000 });
		expect(await standing(id)).toMatchObject({ isSuppressed: true, isMarketingSuppressed: true });
		await core.consent.addSuppression({ shopId: 'demo', buyerId: id, reason: 'hard-bounce', scope: 'all', endsAt: clock.now() + 1000 });
		const listed = await core.consent.listSuppressions('demo', { reason: 'hard-bounce', isActiveOnly: true });
		expect(listed).toMatchObject([{ email: 'hard@shop.example', endsAt: clock.now() + 5000 }]);
		clock.advance(5000);
		expect(await standing(id)).toMatchObject({ isSuppressed: false });
		expect(await core.consent.listSuppressions('demo', { reason: 'hard-bounce', isActiveOnly: true })).toEqual([]);
		await core.consent.addSuppression({ shopId: 'demo', buyerId: id, reason: 'hard-bounce', scope: 'all', endsAt: clock.now() + 1000 });
		expect(await standing(id)).toMatchObject({ isSuppressed: true });
	});

	it('a suppression for all shops counts in each', async () => {
		const id = await aBuyer('all@shop.example', {}, 'other');
		await core.consent.addSuppression({ shopId: '*', email: 'all@shop.example', reason: 'manual', scope: 'all' });
		expect(await standing(id)).toMatchObject({ isSuppressed: true });
	});

	it('of nobody → an error that names no address', async () => {
		await expect(core.consent.addSuppression({ shopId: 'demo', buyerId: 'b_x', reason: 'manual', scope: 'all' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
		const wrong = core.consent.addSuppression({ shopId: 'demo', email: 'not an address', reason: 'manual', scope: 'all' });
		await expect(wrong).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.not.stringContaining('not an address') });
	});
});
