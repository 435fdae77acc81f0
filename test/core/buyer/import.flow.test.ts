import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import type { ImportRequest } from '../../../core/buyer/importRequest';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';

const FIXTURE = join(__dirname, '../../fixtures/orders/olist-layout.csv');

describe.each(STORE_KINDS)('imports on %s', (kind) => {
	const settings = storeSettings(kind);
	const clock = aClock();
	let core: Core;
	let store: OpenStore;
	beforeAll(async () => {
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
	});
	afterAll(async () => {
		await store.close();
		await core.close();
	});

	let shopCount = 0;
	const aShop = async (fields: object = {}): Promise<string> => {
		const id = `shop-${(shopCount += 1)}`;
		await core.shops.save({ id, defaultSite: 'bra', timeZone: 'America/Sao_Paulo', currency: 'BRL', isImportApproved: true, ...fields });
		return id;
	};
	const request = (shopId: string, fields: Partial<ImportRequest> = {}): ImportRequest => ({
		shopId, kind: 'orders', authorisedBy: 'Li Wei', source: 'marketplace export', consentBasis: 'none', ...fields,
	});

	describe('a marketplace’s export', () => {
		it('every row is accounted for; columns and date order are found; a second import changes nothing', async () => {
			const shopId = await aShop();
			const first = await core.buyers.importCsv(request(shopId), createReadStream(FIXTURE));
			expect(first).toMatchObject({ rows: 240, imported: 240, unchanged: 0, rejected: 0, dateOrder: 'mdy', timeZone: 'America/Sao_Paulo', ignoredColumns: [] });
			expect(await core.buyers.importCsv(request(shopId), createReadStream(FIXTURE))).toMatchObject({ rows: 240, imported: 0, unchanged: 240, rejected: 0 });
			const { count } = await store.db.selectFrom('orders').select((eb) => eb.fn.countAll<number>().as('count')).where('shop_id', '=', shopId).executeTakeFirstOrThrow();
			expect(Number(count)).toBe(240);
		});

		it('its segments equal a count by hand over the same rows', async () => {
			const shopId = await aShop();
			await core.buyers.importCsv(request(shopId), createReadStream(FIXTURE));
			const asOf = Date.parse('2018-09-01T00:00:00-03:00');
			for (const [state, condition] of Object.entries(BY_HAND)) {
				const counted = await sql<{ n: number }>`select count(*) as n from orders where shop_id = ${shopId} and ${sql.raw(condition.replaceAll('$T', String(asOf)))}`.execute(store.db);
				let selected = 0;
				for await (const page of core.segments.select({ shopId, preset: 'fulfilment-state', parameters: { state, withinDays: null }, asOf })) selected += page.recipients.length;
				expect({ state, selected }).toEqual({ state, selected: Number(counted.rows[0]?.n) });
				expect(selected).toBeGreaterThan(0);
			}
		});

		it('late orders equal a count over the file itself, without the store', async () => {
			const shopId = await aShop();
			await core.buyers.importCsv(request(shopId), createReadStream(FIXTURE));
			const asOf = '2018-09-01 00:00';
			const expected = readFileSync(FIXTURE, 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')).filter((cells) => isLate(cells, asOf)).map((cells) => `order:${cells[0]}:late`);
			const occasions: string[] = [];
			for await (const page of core.segments.select({ shopId, preset: 'fulfilment-state', parameters: { state: 'late', withinDays: null }, asOf: Date.parse('2018-09-01T00:00:00-03:00') })) {
				occasions.push(...page.recipients.map((recipient) => recipient.segment.occasion));
				expect(new Set(page.recipients.map((recipient) => `${recipient.buyer.language} ${recipient.buyer.timeZone}`))).toEqual(new Set(['pt-BR America/Sao_Paulo']));
			}
			expect(occasions.sort()).toEqual(expected.sort());
			expect(expected.length).toBeGreaterThan(3);
		});
	});

	it('broken rows are reported by line, column and reason, and the rest is imported', async () => {
		const shopId = await aShop();
		const file = [
			'Order ID;E-Mail;Order Date;Total;__proto__', '1;a@b.example;2026-01-02 10:00;10,50;x', '2;not an address;2026-01-02;1;', '3;c@d.example;31/02/2026;1;', '4;e@f.example', '"5";"g@h.example";"2026-01-02";"1.234,00";"line\nbreak"',
			'6;i@j.example;2026-01-03;free;', ';k@l.example;2026-01-03;1;', '8;m@n.example;2026-01-03;1;;;', '9;o@p.example;2026-01-03;1;;extra', '=cmd()|x;q@r.example;2026-01-03;1;',
		].join('\n');
		const summary = await core.buyers.importCsv(request(shopId), file);
		expect(summary).toMatchObject({ rows: 10, imported: 4, unchanged: 0, rejected: 6, ignoredColumns: ['__proto__'] });
		expect(summary.rejectedRows).toMatchObject([
			{ line: 3, field: 'email', column: 'E-Mail' }, { line: 4, field: 'placedAt', column: 'Order Date' }, { line: 5, field: 'row', reason: 'expected 5 columns, got 2' },
			{ line: 8, field: 'total', column: 'Total' }, { line: 9, field: 'orderId', column: 'Order ID' }, { line: 11, field: 'row', reason: 'expected 5 columns, got 6' },
		]);
		expect(summary.rejectedRows[0]?.row).toEqual({ 'Order ID': '2', 'E-Mail': 'not an address', 'Order Date': '2026-01-02', Total: '1', ['__proto__']: '' });
		expect(JSON.stringify(summary.rejectedRows.map(({ reason }) => reason))).not.toContain('not an address');
	});

	it('a quotation mark that is never closed → that line is reported, and the lines after it are imported', async () => {
		const summary = await core.buyers.importCsv(request(await aShop(), { kind: 'buyers' }), 'email,name\na@b.example,A\nc@d.example,"C\ne@f.example,E\n');
		expect(summary).toMatchObject({ rows: 3, imported: 2, rejected: 1, rejectedRows: [{ line: 3, field: 'row', reason: expect.stringContaining('quotation mark') }] });
	});

	it('many rejected rows are all counted, and named up to the limit', async () => {
		const rows = Array.from({ length: 1_500 }, (_row, index) => `${index},broken`).join('\n');
		const summary = await core.buyers.importCsv(request(await aShop(), { maxRejected: 10 }), `order_id,email\n${rows}`);
		expect(summary).toMatchObject({ rows: 1_500, imported: 0, rejected: 1_500 });
		expect(summary.rejectedRows).toHaveLength(10);
	});

	it('ambiguous dates → asks for the order; with it they are read so', async () => {
		const shopId = await aShop();
		const file = 'order_id,email,order_date\n1,a@b.example,3/4/2026\n';
		await expect(core.buyers.importCsv(request(shopId), file)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field: 'dateOrder' }, nextStep: expect.stringContaining('Date Order') });
		await core.buyers.importCsv(request(shopId, { dateOrder: 'dmy', timeZone: 'UTC' }), file);
		const order = await store.db.selectFrom('orders').select('placed_at').where('shop_id', '=', shopId).executeTakeFirstOrThrow();
		expect(order.placed_at).toBe(Date.UTC(2026, 3, 3));
	});

	it('an export never overwrites what a webhook reported later', async () => {
		const shopId = await aShop();
		await core.buyers.upsertOrders(shopId, [{ orderId: '1', email: 'a@b.example', placedAt: '2026-01-02T00:00:00Z', trackingNumber: 'NEW', updatedAt: '2026-01-09T00:00:00Z' }]);
		await core.buyers.importCsv(request(shopId), 'order_id,email,order_date,tracking,carrier\n1,a@b.example,2026-01-02,OLD,Correios\n');
		const order = await store.db.selectFrom('orders').select(['tracking_number', 'carrier']).where('shop_id', '=', shopId).executeTakeFirstOrThrow();
		expect(order).toEqual({ tracking_number: 'NEW', carrier: 'Correios' });
	});

	describe('evidence', () => {
		it('a shop that is not approved → IMPORT_NOT_APPROVED, nothing is stored', async () => {
			const shopId = await aShop({ isImportApproved: false });
			await expect(core.buyers.importCsv(request(shopId, { kind: 'buyers' }), 'email\na@b.example\n')).rejects.toMatchObject({ code: 'IMPORT_NOT_APPROVED' });
			expect(await core.buyers.list(shopId)).toEqual([]);
		});

		it.each(['authorisedBy', 'source', 'consentBasis'] as const)('without %s → INPUT_INVALID', async (field) => {
			await expect(core.buyers.importCsv(request(await aShop(), { [field]: '' as never }), 'email\n')).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field } });
		});

		it('a claimed consent is kept for each buyer with who authorised it; basis none gives no consent', async () => {
			const shopId = await aShop();
			const summary = await core.buyers.importCsv(request(shopId, { kind: 'buyers', consentBasis: 'explicit', source: 'trade fair list' }), 'email,opt_in_at\na@b.example,2026-01-05\nbroken,2026-01-05\n');
			await core.buyers.importCsv(request(shopId, { kind: 'buyers' }), 'email\nc@d.example\n');
			const [claimed, none] = [(await core.buyers.list(shopId, { email: 'a@b.example' }))[0], (await core.buyers.list(shopId, { email: 'c@d.example' }))[0]];
			const consent = await core.buyers.consentOf([claimed?.id ?? '', none?.id ?? '']);
			expect(consent.get(claimed?.id ?? '')).toMatchObject({ consent: 'granted', consentBasis: 'explicit', consentAt: Date.parse('2026-01-05T00:00:00-03:00') });
			expect(consent.get(none?.id ?? '')).toMatchObject({ consent: 'unknown' });
			expect(await core.consent.history(claimed?.id ?? '')).toMatchObject([{ authorisedBy: 'Li Wei', source: `import ${summary.id}: trade fair list`, basis: 'explicit' }]);
			expect(await core.consent.history(claimed?.id ?? '')).toMatchObject([{ importId: summary.id }]);
			const listed = await core.buyers.listImports(shopId);
			expect(listed.find((record) => record.id === summary.id)).toMatchObject({
				kind: 'buyers', state: 'finished', authorisedBy: 'Li Wei', source: 'trade fair list', consentBasis: 'explicit', rows: 2, imported: 1, unchanged: 0, rejected: 1,
				mapping: { email: 'email', opt_in_at: 'consentAt' }, fileHash: summary.fileHash, startedAt: clock.now(), endedAt: clock.now(),
			});
			expect(summary.fileHash).toMatch(/^[0-9a-f]{64}$/);
		});

		it('an import never brings back somebody who unsubscribed', async () => {
			const shopId = await aShop();
			const [buyer] = await core.buyers.upsertBuyers(shopId, [{ email: 'gone@b.example' }]);
			const id = buyer && 'id' in buyer ? buyer.id : '';
			await core.consent.unsubscribe(shopId, id, { source: 'page', at: clock.now() });
			await core.buyers.importCsv(request(shopId, { kind: 'buyers', consentBasis: 'import' }), 'email\ngone@b.example\n');
			expect((await core.buyers.consentOf([id])).get(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true });
		});
	});

	describe('lines of orders', () => {
		const HEADER = 'Order ID,E-Mail,Order Date,Product Name,SKU,Quantity,Price,Product ID,Category,Currency\n';
		const linesOf = async (shopId: string, externalId: string): Promise<object[]> => await store.db.selectFrom('order_items as i').innerJoin('orders as o', 'o.id', 'i.order_id')
			.select(['i.name', 'i.sku', 'i.quantity', 'i.price_minor', 'i.currency', 'i.product_id', 'i.category']).where('o.shop_id', '=', shopId).where('o.external_id', '=', externalId).orderBy('i.line').execute();
		const FILE = `${HEADER}1,a@b.example,2026-01-02,Lamp,L1,2,"10,50",P1,Light,EUR\n2,c@d.example,2026-01-02,,S9,,,,,\n1,,,Bulb,L2,1,3.00,P2,Light,\n3,e@f.example,2026-01-02,,,,,,,\n4,g@h.example,2026-01-02,Rug,R1,none,1,,,\n`;

		it('rows of one order are its lines, wherever they stand; a bad line is reported; a second import changes nothing', async () => {
			const shopId = await aShop();
			const summary = await core.buyers.importCsv(request(shopId), FILE);
			expect(summary).toMatchObject({ rows: 5, imported: 4, rejected: 1, rejectedRows: [{ line: 6, field: 'quantity', column: 'Quantity' }] });
			expect(await linesOf(shopId, '1')).toEqual([
				{ name: 'Lamp', sku: 'L1', quantity: 2, price_minor: 1050, currency: 'EUR', product_id: 'P1', category: 'Light' },
				{ name: 'Bulb', sku: 'L2', quantity: 1, price_minor: 300, currency: 'EUR', product_id: 'P2', category: 'Light' },
			]);
			expect(await linesOf(shopId, '2')).toMatchObject([{ name: 'S9', sku: 'S9', quantity: 1, price_minor: null }]);
			expect(await linesOf(shopId, '3')).toEqual([]);
			expect(await core.buyers.importCsv(request(shopId), FILE)).toMatchObject({ imported: 0, unchanged: 4, rejected: 1 });
		});

		it('lines that stand thousands of rows apart are still one order', async () => {
			const shopId = await aShop();
			const others = Array.from({ length: 4_100 }, (_row, index) => `x${index},o${index % 50}@b.example,2026-01-02,Thing,T,1,1,,,\n`).join('');
			clock.advance(1);
			const ticking = { ...clock, now: () => (clock.advance(1), clock.now()) };
			const own = await openCore({ store: settings, clock: ticking });
			const file = `${HEADER}far,a@b.example,2026-01-02,Lamp,L1,2,1,,,\n${others}far,a@b.example,2026-01-02,Bulb,L2,1,1,,,\n`;
			await own.buyers.importCsv(request(shopId), file);
			expect(await linesOf(shopId, 'far')).toMatchObject([{ sku: 'L1' }, { sku: 'L2' }]);
			expect(await own.buyers.importCsv(request(shopId), file)).toMatchObject({ imported: 0, rejected: 0 });
			expect(await linesOf(shopId, 'far')).toMatchObject([{ sku: 'L1' }, { sku: 'L2' }]);
			await own.close();
		});

		it('an order without columns of lines keeps the lines that it has', async () => {
			const shopId = await aShop();
			await core.buyers.upsertOrders(shopId, [{ orderId: 'k', email: 'a@b.example', placedAt: '2026-01-02T00:00:00Z', items: [{ name: 'Kept' }], updatedAt: '2026-01-02T00:00:00Z' }]);
			await core.buyers.importCsv(request(shopId), 'order_id,email,order_date,status\nk,a@b.example,2026-01-03,shipped\n');
			expect(await linesOf(shopId, 'k')).toMatchObject([{ name: 'Kept' }]);
		});
	});

	describe('stopping and failing', () => {
		const FILE = `email\n${Array.from({ length: 5_000 }, (_row, index) => `s${index}@b.example\n`).join('')}broken\n`;

		it('stopped between transactions → counts of what was saved, kept as evidence; the second run does the rest', async () => {
			const shopId = await aShop();
			const stop = new AbortController();
			// the clock is read in every turn of a transaction: the fifth time is in the middle of the first one
			let readings = 0;
			const own = await openCore({ store: settings, clock: { now: () => ((readings += 1) === 5 && stop.abort(), clock.now()) } });
			const summary = await own.buyers.importCsv(request(shopId, { kind: 'buyers', consentBasis: 'explicit' }), FILE, { signal: stop.signal });
			await own.close();
			expect(summary.state).toBe('stopped');
			expect(summary.imported).toBeGreaterThan(0);
			expect(summary.imported).toBeLessThan(5_000);
			const { count } = await store.db.selectFrom('buyers').select((eb) => eb.fn.countAll<number>().as('count')).where('shop_id', '=', shopId).executeTakeFirstOrThrow();
			expect(Number(count)).toBe(summary.imported);
			expect((await core.buyers.listImports(shopId))[0]).toMatchObject({ state: 'stopped', imported: summary.imported, endedAt: clock.now() });
			const again = await core.buyers.importCsv(request(shopId, { kind: 'buyers', consentBasis: 'explicit' }), FILE);
			expect(again).toMatchObject({ state: 'finished', rows: 5_001, imported: 5_000 - summary.imported, unchanged: summary.imported, rejected: 1 });
		});

		it('stopped before it began → nothing is saved', async () => {
			const shopId = await aShop();
			expect(await core.buyers.importCsv(request(shopId, { kind: 'buyers' }), FILE, { signal: AbortSignal.abort() })).toMatchObject({ state: 'stopped', imported: 0 });
			expect(await core.buyers.list(shopId)).toEqual([]);
		});

		it('a file that turns out broken half-way → the error, and the evidence says stopped', async () => {
			const shopId = await aShop();
			const bytes = Buffer.concat([Buffer.from(`email\n${'x@b.example\n'.repeat(20_000)}`), Buffer.from([0xff, 0xfe, 0xfd])]);
			await expect(core.buyers.importCsv(request(shopId, { kind: 'buyers' }), bytes)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field: 'encoding' } });
			expect((await core.buyers.listImports(shopId))[0]).toMatchObject({ state: 'stopped', fileHash: null });
		});

		it('the evidence is there before the first row', async () => {
			const shopId = await aShop();
			const seen: unknown[] = [];
			await core.buyers.importCsv(request(shopId, { kind: 'buyers' }), 'email\nbroken\n', { onRejected: async () => void seen.push(...await core.buyers.listImports(shopId)) });
			expect(seen).toMatchObject([{ state: 'running', rows: 0, endedAt: null, fileHash: null, authorisedBy: 'Li Wei' }]);
		});

		it('a shop that is not approved → no byte of the file is read', async () => {
			const shopId = await aShop({ isImportApproved: false });
			let isRead = false;
			const source = Readable.from((function* () {
				isRead = true;
				yield 'email\n';
			})());
			await expect(core.buyers.importCsv(request(shopId, { kind: 'buyers' }), source)).rejects.toMatchObject({ code: 'IMPORT_NOT_APPROVED' });
			await expect(core.buyers.inspectCsv('email\n', { kind: 'buyers', shopId })).rejects.toMatchObject({ code: 'IMPORT_NOT_APPROVED' });
			await expect(core.buyers.importItems(request(shopId, { kind: 'buyers' }), [{ email: 'a@b.example' }])).rejects.toMatchObject({ code: 'IMPORT_NOT_APPROVED' });
			expect([isRead, source.destroyed, await core.buyers.listImports(shopId)]).toEqual([false, true, []]);
		});
	});

	it('every rejected row is handed over, also beyond the limit, a bounded number at a time', async () => {
		const rows = Array.from({ length: 30_000 }, (_row, index) => (index % 3 === 0 ? `r${index}@b.example,=1+${index}` : `broken${index},=1+${index}`)).join('\n');
		const pieces: number[] = [];
		const lines: number[] = [];
		const summary = await core.buyers.importCsv(request(await aShop(), { kind: 'buyers', maxRejected: 3 }), `email,note\n${rows}`, {
			onRejected: async (rejected) => await Promise.resolve(void (pieces.push(rejected.length), lines.push(...rejected.map(({ line }) => line)))),
		});
		expect(summary).toMatchObject({ rows: 30_000, imported: 10_000, rejected: 20_000 });
		expect(summary.rejectedRows).toMatchObject([{ line: 3, row: { email: 'broken1', note: "'=1+1" } }, { line: 4 }, { line: 6 }]);
		expect(new Set(lines).size).toBe(20_000);
		expect(lines).toEqual(lines.toSorted((a, b) => a - b));
		expect(Math.max(...pieces)).toBeLessThan(5_000);
	});

	it('rows of one buyer in one file: the later one wins, and he consents once', async () => {
		const shopId = await aShop();
		await core.buyers.importCsv(request(shopId, { kind: 'buyers', consentBasis: 'import' }), 'email,name\ntwice@b.example,Old\nother@b.example,X\nTWICE@b.example,New\n');
		const [buyer] = await core.buyers.list(shopId, { email: 'twice@b.example' });
		expect(buyer).toMatchObject({ name: 'New' });
		expect(await core.consent.history(buyer?.id ?? '')).toHaveLength(1);
	});

	it('consent is saved with its rows, of orders too', async () => {
		const shopId = await aShop();
		const summary = await core.buyers.importCsv(request(shopId, { consentBasis: 'soft_opt_in' }), 'order_id,email,order_date\n1,a@b.example,2026-01-02\n2,,2026-01-02\n');
		const [buyer] = await core.buyers.list(shopId);
		expect(summary).toMatchObject({ imported: 1, rejected: 1 });
		expect(await core.consent.history(buyer?.id ?? '')).toMatchObject([{ basis: 'soft_opt_in', importId: summary.id, authorisedBy: 'Li Wei' }]);
		expect((await core.buyers.consentOf([buyer?.id ?? ''])).get(buyer?.id ?? '')).toMatchObject({ consent: 'granted', consentBasis: 'soft_opt_in' });
	});

	it('items: own consent of a row counts beside the claim; what is no object is reported', async () => {
		const shopId = await aShop();
		const summary = await core.buyers.importItems(request(shopId, { kind: 'buyers', consentBasis: 'import' }), [
			{ 'E-Mail': 'own@b.example', consentBasis: 'double_opt_in', consentSource: 'fair', consentAt: '2026-01-05', nested: { a: 1 } }, 'not a row', JSON.parse('{"E-Mail":"p@b.example","__proto__":{"country":"DE"},"constructor":"x"}'),
		]);
		expect(summary).toMatchObject({ rows: 3, imported: 2, rejected: 1, fileHash: null, rejectedRows: [{ line: 2, field: 'row' }] });
		expect((await core.buyers.list(shopId, { email: 'p@b.example' }))[0]).not.toHaveProperty('country');
		const [buyer] = await core.buyers.list(shopId, { email: 'own@b.example' });
		expect((await core.buyers.consentOf([buyer?.id ?? ''])).get(buyer?.id ?? '')).toMatchObject({ consentBasis: 'double_opt_in' });
		expect(await core.consent.history(buyer?.id ?? '')).toHaveLength(2);
	});

	it('header only → nothing to import, and that is said', async () => {
		expect(await core.buyers.importCsv(request(await aShop(), { kind: 'buyers' }), 'email,name\n')).toMatchObject({ state: 'finished', rows: 0, rejected: 0 });
	});

	it.each([
		['an empty file', '', {}, 'file'], ['a column twice', 'email,email\n', { kind: 'buyers' }, 'file'], ['no order id', 'email\na@b.example', {}, 'mapping'],
		['a mapped column that is not there', 'order_id\n', { mapping: { nope: 'orderId' } }, 'mapping'], ['a mapped field that is none', 'order_id\n', { mapping: { order_id: 'shoeSize' } }, 'mapping'],
		['a field that two columns are mapped to', 'a,b\n', { mapping: { a: 'orderId', b: 'orderId' } }, 'mapping'], ['a delimiter that is a quotation mark', 'order_id\n', { delimiter: '"' }, 'delimiter'],
	])('%s → INPUT_INVALID naming %j', async (_name, file, fields, field) => {
		await expect(core.buyers.importCsv(request(await aShop(), fields as Partial<ImportRequest>), file)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field } });
	});

	it('a correction moves one field and leaves the rest guessed', async () => {
		const summary = await core.buyers.importCsv(request(await aShop(), { corrections: { ref: 'orderId', status: '' } }), 'order_id,ref,email,order_date,status\nrow1,A-1,x@y.example,2026-01-02,canceled\n');
		expect(summary).toMatchObject({ imported: 1, mapping: { ref: 'orderId', email: 'email', order_date: 'placedAt' }, ignoredColumns: ['order_id', 'status'] });
	});

	it('a mapping made by hand is used, and columns without a field are ignored', async () => {
		const summary = await core.buyers.importCsv(request(await aShop(), { mapping: { a: 'orderId', b: 'email', c: 'placedAt', d: '' } }), 'a,b,c,d\n1,x@y.example,2026-01-02,z\n');
		expect(summary).toMatchObject({ imported: 1, mapping: { a: 'orderId', b: 'email', c: 'placedAt' }, ignoredColumns: ['d'] });
	});
});

/** Written down on its own: what each state means at the instant $T. */
const BY_HAND: Record<string, string> = {
	canceled: 'canceled_at <= $T',
	delivered: 'delivered_at <= $T and coalesce(canceled_at > $T, true)',
	late: 'shipped_at <= $T and coalesce(delivered_at > $T, true) and coalesce(canceled_at > $T, true) and estimated_delivery_at < $T',
	shipped: 'shipped_at <= $T and coalesce(delivered_at > $T, true) and coalesce(canceled_at > $T, true) and not coalesce(estimated_delivery_at < $T, false)',
	paid: 'paid_at <= $T and coalesce(shipped_at > $T, true) and coalesce(delivered_at > $T, true) and coalesce(canceled_at > $T, true)',
};

/** From the text of the row alone: under way at that local time, and past the promised day. */
function isLate(cells: string[], asOf: string): boolean {
	const [, , status = '', , , shipped = '', delivered = '', promised = ''] = cells;
	const known = (text: string): boolean => text !== '' && toSortable(text) <= asOf;
	const isOver = ['canceled', 'unavailable', 'delivered'].includes(status) && delivered === '';
	const isGone = ['canceled', 'unavailable'].includes(status) && delivered !== '' && known(delivered);
	return known(shipped) && !known(delivered) && !isGone && !(isOver && known(shipped)) && toSortable(promised) < asOf;
}

function toSortable(text: string): string {
	const [date = '', time = ''] = text.split(' ');
	const [month = '', day = '', year = ''] = date.split('/');
	return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${time.padStart(5, '0')}`;
}
