import { openCore, type Core } from '../../../core/openCore';
import { makeBuyerSchema, makeEventSchema, makeOrderSchema } from '../../../core/contract/records';
import { IMPORT_FIELDS, LINE_FIELDS } from '../../../core/buyer/importFields';
import { description as buyerImport } from '../../../nodes/SellerMailRecords/actions/buyer/import.operation';
import { description as orderImport } from '../../../nodes/SellerMailRecords/actions/order/import.operation';
import { getBuyerFields, getBuyerImportFields, getEventFields, getOrderFields, getOrderImportFields } from '../../../nodes/SellerMailRecords/methods/recordFields';
import { makeEngine, readBinary, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;
const AUTOMATIC = { mappingMode: 'autoMapInputData', value: null };

describe('Seller Mail Records in n8n’s engine', () => {
	const settings = sqliteSettings();
	const credentials = { sellerMailStoreApi: credentialsFor(settings.file, 25).sellerMailStoreApi ?? {} };
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let core: Core;
	beforeAll(async () => {
		engine = await makeEngine();
		core = await openCore({ store: settings });
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'usa', isImportApproved: true });
	});
	afterAll(async () => await core.close());

	const run = async (resource: string, operation: string, parameters: Json, items: Json[] = [{}], continueOnFail = false): Promise<EngineRun> =>
		await engine({ node: 'sellerMailRecords', parameters: { resource, operation, shop: locator('demo'), ...parameters }, items, credentials, continueOnFail });

	it('a shop is created and read back', async () => {
		const saved = await run('shop', 'upsert', { shopId: 'paris', shopFields: { name: 'Maison', defaultSite: 'fra', monthlyBudgetUsd: 12.5, dailyQuota: 0, openedAt: '2026-01-02T00:00:00Z', timeZone: '' } }, [{ kept: 1 }]);
		expect(saved.error).toBeUndefined();
		expect(saved.out(0)).toMatchObject([{ json: { kept: 1, shop: { id: 'paris', name: 'Maison', timeZone: 'Europe/Paris', currency: 'EUR', monthlyBudgetMicroUsd: 12_500_000, dailyQuota: null, openedAt: Date.UTC(2026, 0, 2) } } }]);
		expect((await run('shop', 'get', { shop: locator('paris') })).out(0)).toMatchObject([{ json: { shop: { name: 'Maison' } } }]);
	});

	it('a site is changed and listed with the others', async () => {
		await run('site', 'update', { site: 'bra', siteFields: { windowFrom: '10:30', windowUntil: '24:00', language: '' } });
		const sites = (await run('site', 'getMany', {})).out(0).map((item) => item.json.site);
		expect(sites).toHaveLength(18);
		expect(sites).toContainEqual(expect.objectContaining({ key: 'bra', windowStartMinute: 630, windowEndMinute: 1440, language: 'pt-BR' }));
		expect((await run('site', 'update', { site: 'bra', siteFields: { windowFrom: 'noon' } })).error?.message).toContain('Window From');
	});

	it('orders from a webhook, mapped automatically: saved on Done with all they carried, broken ones on Rejected', async () => {
		const items = [
			{ orderId: 'o1', email: 'a@b.example', country: 'US', placedAt: '2026-11-01T00:00:00Z', other: { deep: true } }, { orderId: 'o2', email: 'nonsense', placedAt: '2026-11-01T00:00:00Z' },
			{ orderId: 'o1', shippedAt: '2026-11-02T00:00:00Z' },
		];
		const result = await run('order', 'upsert', { fields: AUTOMATIC }, items);
		expect(result.out(0)).toMatchObject([
			{ json: { other: { deep: true }, record: { kind: 'saved' } }, pairedItem: { item: 0 } }, { json: { record: { kind: 'saved' } }, pairedItem: { item: 2 } },
		]);
		expect(result.out(1)).toMatchObject([{ json: { orderId: 'o2', rejected: { field: 'email', reason: expect.stringContaining('e-mail address') } }, pairedItem: { item: 1 } }]);
		expect(result.hints[0]).toBe('2 saved, 0 unchanged, 1 rejected; the first: email, expected an e-mail address such as ana@correo.example, got a text of 8 characters: it has no @.');
	});

	it('carts mapped by hand, and then found as abandoned', async () => {
		const fields = {
			mappingMode: 'defineBelow',
			value: { kind: 'cart', subject: '={{ $json.body.cart_id }}', email: '={{ $json.body.customer.mail }}', country: 'US', occurredAt: '={{ $json.body.at }}', value: '={{ $json.body.sum }}', items: '={{ $json.body.lines }}', updatedAt: null },
		};
		const at = new Date(core.clock.now() - 6 * 3_600_000).toISOString();
		const items = ['x', 'y'].map((name) => ({ body: { cart_id: `c-${name}`, customer: { mail: `${name}@b.example` }, at, sum: 12.5, lines: [{ name: 'Lamp', price: 12.5 }] } }));
		const result = await run('event', 'record', { fields }, items);
		expect(result.error).toBeUndefined();
		expect(result.out(0).map((item) => item.json.record.kind)).toEqual(['saved', 'saved']);
		const carts = [];
		for await (const page of core.segments.select({ shopId: 'demo', preset: 'cart-abandoned' })) carts.push(...page.recipients);
		expect(carts.map((recipient) => recipient.segment.occasion).sort()).toEqual(['cart:c-x', 'cart:c-y']);
	});

	it('a CSV of buyers: one summary on Done, each broken row on Rejected', async () => {
		const result = await run('buyer', 'import', {
			fileFrom: 'text', text: 'mail;land;who\na@x.example;DE;Anna\nbroken;DE;Bert\n', authorisedBy: 'Li Wei', source: 'trade fair', consentBasis: 'explicit',
			fields: AUTOMATIC, options: { columns: { column: [{ name: 'land', field: 'country' }, { name: 'who', field: 'name' }] }, delimiter: ';', timeZone: '' },
		}, [{ kept: 1 }]);
		expect(result.error).toBeUndefined();
		expect(result.out(0)).toMatchObject([{ json: { kept: 1, import: { rows: 2, imported: 1, unchanged: 0, rejected: 1, mapping: { mail: 'email', land: 'country', who: 'name' } } } }]);
		expect(result.out(1)).toMatchObject([{ json: { kept: 1, rejected: { line: 3, field: 'email', column: 'mail', row: { mail: 'broken', land: 'DE', who: 'Bert' } } }, pairedItem: { item: 0 } }]);
		expect(String(await readBinary(result.out(0)[0], 'rejected'))).toBe('\ufeffline,field,column,reason,mail,land,who\r\n3,email,mail,"expected an e-mail address such as ana@correo.example, got a text of 6 characters: it has no @",broken,DE,Bert\r\n');
		expect(result.hints[0]).toContain('2 rows: 1 imported, 0 unchanged, 1 rejected; the first: line 3, mail');
		const found = await run('buyer', 'getMany', { limit: 5, filters: { email: 'a@x.example' } });
		expect(found.out(0)).toMatchObject([{ json: { buyer: { name: 'Anna', site: 'deu' }, consent: { consent: 'granted', consentBasis: 'explicit' } } }]);
	});

	it('a CSV of orders in a binary field; the same file again changes nothing', async () => {
		const file = { data: { data: Buffer.from('order_id,email,order_date\nz1,z@b.example,2026-10-01\n').toString('base64'), mimeType: 'text/csv', fileName: 'orders.csv' } };
		const parameters = { fileFrom: 'binary', binaryField: 'data', authorisedBy: 'Li Wei', source: 'export', consentBasis: 'none', fields: AUTOMATIC, options: {} };
		expect((await run('order', 'import', parameters, [{ binary: file }])).out(0)).toMatchObject([{ json: { import: { rows: 1, imported: 1 } } }]);
		expect((await run('order', 'import', parameters, [{ binary: file }])).out(0)).toMatchObject([{ json: { import: { rows: 1, unchanged: 1 } } }]);
		expect((await run('order', 'import', { ...parameters, binaryField: 'nope' }, [{ binary: file }])).error?.message).toContain('nope');
	});

	it('fields mapped by hand: of a file to its columns, of items to their values', async () => {
		const evidence = { authorisedBy: 'Li Wei', source: 'fair', consentBasis: 'none' };
		const file = await run('buyer', 'import', { ...evidence, fileFrom: 'text', text: 'a,b,c\nhand@x.example,Ann,x\n', fields: { mappingMode: 'defineBelow', value: { email: 'a', name: 'b', country: null } } });
		expect(file.out(0)).toMatchObject([{ json: { import: { imported: 1, mapping: { a: 'email', b: 'name' }, ignoredColumns: ['c'] } } }]);
		expect(file.out(0)[0]?.binary).toBeUndefined();
		const items = await run('buyer', 'import', { ...evidence, fileFrom: 'items', fields: { mappingMode: 'defineBelow', value: { email: '={{ $json.who.mail }}', name: '={{ $json.who.name }}' } } }, [{ who: { mail: 'i1@x.example', name: 'I' } }, { who: { mail: 'no', name: '@cmd' } }]);
		expect(items.error).toBeUndefined();
		expect(items.out(0)).toMatchObject([{ json: { import: { rows: 2, imported: 1, rejected: 1, fileHash: null } }, pairedItem: [{ item: 0 }, { item: 1 }] }]);
		expect(items.out(1)).toMatchObject([{ json: { who: { mail: 'no' }, rejected: { line: 2, field: 'email', row: { email: 'no', name: "'@cmd" } } }, pairedItem: { item: 1 } }]);
	});

	it('items mapped automatically: field names and known column names; the evidence is kept', async () => {
		const result = await run('order', 'import', { fileFrom: 'items', authorisedBy: 'Li Wei', source: 'the ERP', consentBasis: 'soft_opt_in', fields: AUTOMATIC, options: {} }, [
			{ 'Order Number': 'i-1', email: 'items@x.example', placedAt: '2026-10-01', sku: 'L1', quantity: 2 }, { 'Order Number': 'i-1', sku: 'L2' },
		]);
		expect(result.out(0)).toMatchObject([{ json: { import: { rows: 2, imported: 2, mapping: { 'Order Number': 'orderId', email: 'email', sku: 'sku' } } } }]);
		expect((await core.buyers.listImports('demo'))[0]).toMatchObject({ kind: 'orders', source: 'the ERP', authorisedBy: 'Li Wei', consentBasis: 'soft_opt_in', state: 'finished', rows: 2 });
	});

	it('Inspect shows columns and first rows, and saves nothing', async () => {
		const before = await core.buyers.listImports('demo');
		const result = await run('buyer', 'import', { mode: 'inspect', fileFrom: 'text', text: 'mail;Land\nlook@x.example;DE\nbroken;DE\n', fields: AUTOMATIC });
		expect(result.error).toBeUndefined();
		expect(result.out(0)).toMatchObject([{ json: { inspection: {
			headers: ['mail', 'Land'], mapping: { mail: 'email' }, delimiter: ';', encoding: 'utf-8',
			rows: [{ line: 2, record: { email: { address: 'look@x.example' } } }, { line: 3, rejected: { field: 'email' } }],
		} } }]);
		expect(await core.buyers.list('demo', { email: 'look@x.example' })).toEqual([]);
		expect(await core.buyers.listImports('demo')).toEqual(before);
		expect((await run('buyer', 'import', { mode: 'inspect', fileFrom: 'items', fields: AUTOMATIC })).error?.message).toContain('Inspect');
	});

	it('an import into a shop that is not approved → an error with the next step', async () => {
		const parameters = { shop: locator('paris'), fileFrom: 'text', text: 'order_id\n1\n', authorisedBy: 'Li Wei', source: 'test', consentBasis: 'none' };
		const result = await run('order', 'import', parameters);
		expect(result.error).toMatchObject({ message: expect.stringContaining('not approved for imports'), description: expect.stringContaining('Approved for imports') });
	});

	it('a suppression is added and listed', async () => {
		await run('buyer', 'upsert', { fields: AUTOMATIC }, [{ email: 'stop@b.example', country: 'US' }]);
		const added = await run('suppression', 'add', { email: 'STOP@b.example', reason: 'manual', scope: 'all', options: { days: 3, note: 'asked by phone' } });
		expect(added.error).toBeUndefined();
		const listed = await run('suppression', 'getMany', { limit: 10, filters: { isActiveOnly: true } });
		expect(listed.out(0)).toMatchObject([{ json: { suppression: { email: 'stop@b.example', reason: 'manual', scope: 'all', note: 'asked by phone' } } }]);
	});

	it('a shop that is not there → says so; with Continue On Fail the items go on as errors', async () => {
		expect((await run('order', 'upsert', { shop: locator('nowhere'), fields: AUTOMATIC })).error).toMatchObject({ message: expect.stringContaining('no shop `nowhere`'), description: expect.stringContaining('create it') });
		const result = await run('order', 'upsert', { shop: locator('nowhere'), fields: AUTOMATIC }, [{ a: 1 }, { a: 2 }], true);
		expect(result.out(2)).toMatchObject([{ json: { error: expect.stringContaining('no shop `nowhere`') }, pairedItem: { item: 0 } }, { pairedItem: { item: 1 } }]);
	});
});

describe('the fields in the panel are those of the core', () => {
	const options = { timeZone: 'UTC', currency: 'USD' };
	const idsOf = async (load: typeof getBuyerFields): Promise<string[]> => (await load.call({} as never)).fields.map((field) => field.id).sort();

	it('in the mappers', async () => {
		expect(await idsOf(getBuyerFields)).toEqual(Object.keys(makeBuyerSchema(options).shape).sort());
		expect(await idsOf(getOrderFields)).toEqual(Object.keys(makeOrderSchema(options).innerType().shape).sort());
		expect(await idsOf(getBuyerImportFields)).toEqual(Object.keys(makeBuyerSchema(options).shape).sort());
		expect(await idsOf(getOrderImportFields)).toEqual([...Object.keys(makeOrderSchema(options).innerType().shape), ...LINE_FIELDS].sort());
		expect(await idsOf(getEventFields)).toEqual(Object.keys(makeEventSchema(options).innerType().shape).sort());
	});

	it.each([['orders', orderImport], ['buyers', buyerImport]] as const)('in the import of %s', (kind, description) => {
		const options = description.find((property) => property.name === 'options')?.options?.find((option) => option.name === 'columns');
		const columns = options && 'options' in options ? options.options?.[0] : undefined;
		const field = columns && 'values' in columns ? columns.values.find((value) => value.name === 'field') : undefined;
		const values = (field?.options ?? []).flatMap((option) => ('value' in option && option.value !== '' ? [String(option.value)] : []));
		expect(values.sort()).toEqual([...IMPORT_FIELDS[kind]].sort());
	});
});
