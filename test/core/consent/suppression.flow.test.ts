import { parse } from 'csv-parse/sync';
import { aShopCore, type TestCore } from '../../support/shopCore';
import { STORE_KINDS } from '../../support/stores';

const DAY = 86_400_000;

describe.each(STORE_KINDS)('suppressions on %s', (kind) => {
	let core: TestCore;
	beforeEach(async () => {
		core = await aShopCore(kind);
		await core.shops.save({ id: 'other', defaultSite: 'deu' });
	});
	afterEach(async () => await core.close());

	const aBuyer = async (email: string, shop = 'demo'): Promise<string> => {
		const [result] = await core.buyers.upsertBuyers(shop, [{ email, country: 'US', consentBasis: 'explicit', consentAt: '2026-01-01T00:00:00Z', consentSource: 'form' }]);
		return result && 'id' in result ? result.id : '';
	};
	const standing = async (id: string) => (await core.buyers.consentOf([id])).get(id);
	const list = async (shop = 'demo', query: object = {}) => await core.consent.listSuppressions(shop, query);

	it.each([['hard-bounce', 30], ['unsubscribe', null], ['complaint', null], ['manual', null], ['paused', null], ['mailchimp', null]] as const)('%s without an end → holds for %s days', async (reason, days) => {
		const added = await core.consent.addSuppression({ shopId: 'demo', email: 'a@b.example', reason, scope: 'all' });
		expect(added.endsAt).toBe(days === null ? null : core.testClock.now() + days * DAY);
		core.testClock.advance(30 * DAY);
		expect(await list('demo', { isActiveOnly: true })).toHaveLength(days === null ? 1 : 0);
	});

	it.each(['unsubscribe', 'complaint'] as const)('%s removed → mail may flow only after the buyer’s own new consent', async (reason) => {
		const id = await aBuyer('no@b.example');
		await core.consent.addSuppression({ shopId: 'demo', email: 'no@b.example', reason, scope: 'marketing', source: 'phone' });
		expect(await standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true });
		expect(await list()).toMatchObject([{ reason, source: 'phone' }]);
		core.testClock.advance(1000);
		const removal = await core.consent.removeSuppression({ shopId: 'demo', email: 'no@b.example', why: 'entered by mistake, Li Wei' });
		expect(removal).toMatchObject({ removed: [{ reason }], stillStoppedBy: ['withdrawn'] });
		expect(await standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: false });
		expect(await list()).toMatchObject([{ endsAt: core.testClock.now(), endedReason: 'entered by mistake, Li Wei' }]);
		await core.consent.record('demo', [{ email: 'no@b.example', basis: 'import', source: 'list', occurredAt: core.testClock.now() }]);
		expect(await standing(id)).toMatchObject({ consent: 'withdrawn' });
		core.testClock.advance(1000);
		await core.consent.record('demo', [{ email: 'no@b.example', basis: 'explicit', source: 'form', occurredAt: core.testClock.now() }]);
		expect(await standing(id)).toMatchObject({ consent: 'granted' });
	});

	it('removed twice → ends once; older news don’t bring it back, newer ones do', async () => {
		const add = async (startsAt: number): Promise<void> => void (await core.consent.addSuppression({ shopId: 'demo', email: 'a@b.example', reason: 'manual', scope: 'all', startsAt }));
		const start = core.testClock.now();
		await add(start);
		core.testClock.advance(5000);
		const remove = async () => await core.consent.removeSuppression({ shopId: 'demo', email: 'a@b.example', why: 'asked for' });
		expect((await remove()).removed).toHaveLength(1);
		core.testClock.advance(5000);
		expect(await remove()).toEqual({ removed: [], stillStoppedBy: [] });
		await add(start + 1000);
		expect(await list('demo', { isActiveOnly: true })).toEqual([]);
		expect(await list()).toMatchObject([{ endsAt: start + 5000, endedReason: 'asked for' }]);
		await add(core.testClock.now());
		expect(await list('demo', { isActiveOnly: true })).toMatchObject([{ startsAt: core.testClock.now(), endsAt: null, endedReason: null }]);
	});

	it('no reason for the removal → refused', async () => {
		await expect(core.consent.removeSuppression({ shopId: 'demo', email: 'a@b.example', why: ' ' })).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field: 'why' } });
	});

	it('for all shops: withdraws in each, is listed in each, and is not ended by one shop', async () => {
		const ids = [await aBuyer('all@b.example'), await aBuyer('all@b.example', 'other')];
		await core.consent.addSuppression({ shopId: '*', email: 'all@b.example', reason: 'complaint', scope: 'all' });
		for (const id of ids) expect(await standing(id)).toMatchObject({ consent: 'withdrawn', isSuppressed: true });
		expect(await list('other', { email: 'ALL@b.example' })).toMatchObject([{ shopId: '*', email: 'all@b.example' }]);
		expect(await core.consent.removeSuppression({ shopId: 'demo', email: 'all@b.example', why: 'x' })).toEqual({ removed: [], stillStoppedBy: ['complaint (all shops)', 'withdrawn'] });
		expect((await core.consent.removeSuppression({ shopId: '*', email: 'all@b.example', why: 'x' })).removed).toHaveLength(1);
		expect(await list('*')).toMatchObject([{ email: 'all@b.example', endedReason: 'x' }]);
	});

	it('only what is asked for is removed, and never an erasure by the way', async () => {
		for (const reason of ['manual', 'paused', 'erased'] as const) await core.consent.addSuppression({ shopId: 'demo', email: 'a@b.example', reason, scope: 'all' });
		expect(await core.consent.removeSuppression({ shopId: 'demo', email: 'a@b.example', reason: 'paused', why: 'x' })).toMatchObject({ removed: [{ reason: 'paused' }] });
		const rest = await core.consent.removeSuppression({ shopId: 'demo', email: 'a@b.example', why: 'x' });
		expect(rest).toMatchObject({ removed: [{ reason: 'manual' }], stillStoppedBy: ['erased'] });
		expect((await core.consent.removeSuppression({ shopId: 'demo', email: 'a@b.example', reason: 'erased', why: 'he came back' })).removed).toHaveLength(1);
	});

	describe('lists', () => {
		const file = [
			'Email;Reason;Date;Note', 'A@b.example;unsubscribed;2026-03-04;asked by phone', 'b@b.example;cleaned;2026-11-10;', "'=c@b.example;;;", 'nonsense;manual;;', 'd@b.example;bored;;',
			'e@b.example;manual;2027-03-04;', 'f@b.example;spam', '',
		].join('\n');
		const load = async () => await core.consent.importSuppressionsCsv(file, { shopId: 'demo', reason: 'manual', scope: 'marketing', source: 'old system' });

		it('a file with reasons and dates: good rows count, bad ones are named by line, twice changes nothing', async () => {
			const id = await aBuyer('a@b.example');
			const first = await load();
			expect(first).toMatchObject({ rows: 7, added: 3, unchanged: 0, rejected: 4, mapping: { Email: 'email', Reason: 'reason', Date: 'startsAt', Note: 'note' } });
			expect(first.rejectedRows.map(({ line, field }) => [line, field])).toEqual([[5, 'email'], [6, 'reason'], [7, 'startsAt'], [8, 'row']]);
			expect(first.rejectedRows[1]?.reason).toContain('hard-bounce');
			const stored = await list();
			expect(stored.map(({ reason, startsAt, endsAt, source }) => ({ reason, startsAt, endsAt, source }))).toEqual(expect.arrayContaining([
				{ reason: 'unsubscribe', startsAt: Date.UTC(2026, 2, 4, 5), endsAt: null, source: 'old system' },
				{ reason: 'hard-bounce', startsAt: Date.UTC(2026, 10, 10, 5), endsAt: Date.UTC(2026, 10, 10, 5) + 30 * DAY, source: 'old system' },
			]));
			expect(await standing(id)).toMatchObject({ consent: 'withdrawn' });
			core.testClock.advance(DAY);
			expect(await load()).toMatchObject({ rows: 7, added: 0, unchanged: 3, rejected: 4 });
			expect(await list()).toEqual(stored);
		});

		it('no column with addresses → says which there are', async () => {
			await expect(core.consent.importSuppressionsCsv('who;why\na@b.example;x\n', { shopId: 'demo', reason: 'manual', scope: 'all', source: 'x' })).rejects.toMatchObject({ code: 'INPUT_INVALID', nextStep: expect.stringContaining('who, why') });
			const named = { shopId: 'demo', reason: 'manual', scope: 'all', source: 'x', corrections: { who: 'email', why: 'note' } } as const;
			expect(await core.consent.importSuppressionsCsv('who;why\na@b.example;x\n', named)).toMatchObject({ added: 1 });
		});

		it('rows with `__proto__`, objects and nothing in them are rejected and hurt nobody', async () => {
			const rows = [JSON.parse('{"__proto__": {"email": "a@b.example"}}'), { email: { a: 1 } }, null, 7, { email: 'ok@b.example', constructor: 'x' }];
			const results = await core.consent.importSuppressions(rows, { shopId: '*', reason: 'manual', scope: 'all', source: 'items' });
			expect(results.map((result) => result.kind)).toEqual(['rejected', 'rejected', 'rejected', 'rejected', 'saved']);
		});

		it('what goes out as a file comes in again as the same list', async () => {
			await core.buyers.upsertBuyers('demo', Array.from({ length: 1100 }, (_row, index) => ({ email: `p${index}@b.example`, country: 'US' })));
			await core.consent.importSuppressions(Array.from({ length: 1100 }, (_row, index) => ({ email: `p${index}@b.example`, note: '=1+1' })), { shopId: 'demo', reason: 'manual', scope: 'all', source: '@list' });
			const pieces: string[] = [];
			for await (const piece of core.consent.exportSuppressionsCsv('demo')) pieces.push(piece);
			expect(pieces).toHaveLength(4);
			const rows = parse(pieces.join(''), { columns: true, bom: true }) as Array<Record<string, string>>;
			expect(rows).toHaveLength(1100);
			expect(rows[0]).toMatchObject({ email: expect.stringMatching(/^p\d+@b\.example$/), note: "'=1+1", source: "'@list", reason: 'manual', scope: 'all' });
			expect(await core.consent.importSuppressionsCsv(pieces.join(''), { shopId: 'demo', reason: 'paused', scope: 'marketing', source: '@list' })).toMatchObject({ rows: 1100, added: 0, unchanged: 1100 });
		});
	});

	it('a withdrawal by address: known buyers lose consent with the note, unknown addresses are stopped all the same', async () => {
		const id = await aBuyer('known@b.example');
		expect(await core.consent.withdrawByEmail('demo', 'Known@b.example', { source: 'phone', note: 'call of 20 Nov' })).toEqual({ buyerId: id, wasAlready: false });
		expect(await core.consent.withdrawByEmail('demo', 'known@b.example', { source: 'phone' })).toEqual({ buyerId: id, wasAlready: true });
		expect(await core.consent.historyOf('demo', { email: 'known@b.example' })).toMatchObject({
			buyerId: id, records: [{ kind: 'granted' }, { kind: 'withdrawn', source: 'phone' }], suppressions: [{ reason: 'unsubscribe', note: 'call of 20 Nov', source: 'phone' }],
		});
		expect(await core.consent.withdrawByEmail('demo', 'unknown@b.example', { source: 'phone' })).toEqual({ buyerId: undefined, wasAlready: false });
		expect(await core.consent.withdrawByEmail('demo', 'unknown@b.example', { source: 'phone' })).toEqual({ buyerId: undefined, wasAlready: true });
		expect(await standing(await aBuyer('unknown@b.example'))).toMatchObject({ isMarketingSuppressed: true });
		await expect(core.consent.historyOf('demo', { buyerId: 'b_nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});
});
