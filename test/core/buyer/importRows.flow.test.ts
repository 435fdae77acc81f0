import type { ImportRequest } from '../../../core/buyer/importRequest';
import type { ImportSummary } from '../../../core/buyer/import.flow';
import { DAY_MS } from '../../../core/shared/clock';
import { STORE_KINDS } from '../../support/stores';
import { aShopCore, type TestCore } from '../../support/shopCore';

const ERASED = 'gone@correo.example';

describe.each(STORE_KINDS)('rows that an import must not take on %s', (kind) => {
	let core: TestCore;
	beforeAll(async () => {
		core = await aShopCore(kind);
		await core.buyers.upsertOrders('demo', [{ orderId: 'old', email: ERASED, name: 'Gone', placedAt: '2026-11-01' }]);
		await core.personalData.erase({ shopId: 'demo', isEveryShop: false, person: { email: ERASED } });
	});
	afterAll(async () => await core.close());

	const request = (of: ImportRequest['kind']): ImportRequest => ({ shopId: 'demo', kind: of, authorisedBy: 'Li Wei', source: 'a file', consentBasis: 'explicit' });
	const knownAs = async (email: string): Promise<number> => (await core.buyers.list('demo', { email })).length;
	const erased = { field: 'email', reason: expect.stringContaining('asked to be erased') };

	it.each<[string, () => Promise<ImportSummary>]>([
		['a file', async () => await core.buyers.importCsv(request('buyers'), `email,name\nfile@correo.example,A\n${ERASED.toUpperCase()},Gone\n`)],
		['items', async () => await core.buyers.importItems(request('buyers'), [{ email: 'items@correo.example' }, { email: ERASED, name: 'Gone' }])],
	])('an erased person in %s of buyers → rejected with the reason, the others are imported', async (_from, run) => {
		expect(await run()).toMatchObject({ rows: 2, imported: 1, rejected: 1, rejectedRows: [erased] });
		expect(await knownAs(ERASED)).toBe(0);
	});

	it('orders of an erased person → a new one is rejected; a known one is updated, and no consent makes him come back', async () => {
		const summary = await core.buyers.importCsv(request('orders'), `order_id,email,order_date,shipped_at\nnew,${ERASED},2026-11-02,\nold,${ERASED},2026-11-01,2026-11-05\n`);
		expect(summary).toMatchObject({ rows: 2, imported: 1, rejected: 1, rejectedRows: [{ line: 2, ...erased }] });
		expect(await knownAs(ERASED)).toBe(0);
	});

	it.each(['buyers', 'orders'] as const)('%s of the day after tomorrow → rejected with what to check', async (of) => {
		const [soon, late] = [DAY_MS, 2 * DAY_MS].map((ahead) => new Date(core.testClock.now() + ahead).toISOString());
		const rows = `soon-${of}@b.example,s-${of},${soon}\nlate-${of}@b.example,l-${of},${late}\n`;
		const summary = await core.buyers.importCsv(request(of), of === 'buyers' ? `email,customer_id,updated_at\n${rows}` : `email,order_id,order_date\n${rows}`);
		expect(summary).toMatchObject({ imported: 1, rejectedRows: [{ line: 3, reason: expect.stringMatching(/2 days ahead; check its year/) }] });
	});

	it('a later import of older data → each field keeps its newest word', async () => {
		await core.buyers.importCsv(request('buyers'), 'email,name,country,updated_at\nage@b.example,New,,2026-11-10\n');
		await core.buyers.importCsv(request('buyers'), 'email,name,country,updated_at\nage@b.example,Old,FR,2026-11-01\n');
		expect(await core.buyers.list('demo', { email: 'age@b.example' })).toMatchObject([{ name: 'New', country: 'FR' }]);
	});
});
