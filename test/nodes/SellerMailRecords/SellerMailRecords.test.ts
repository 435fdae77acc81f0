import { openCore, type Core } from '../../../core/openCore';
import { makeBuyerSchema, makeEventSchema, makeOrderSchema } from '../../../core/contract/records';
import { IMPORT_FIELDS } from '../../../core/buyer/importFields';
import { description as buyerImport } from '../../../nodes/SellerMailRecords/actions/buyer/importCsv.operation';
import { description as orderImport } from '../../../nodes/SellerMailRecords/actions/order/importCsv.operation';
import { getBuyerFields, getEventFields, getOrderFields } from '../../../nodes/SellerMailRecords/methods/recordFields';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
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
		const result = await run('buyer', 'importCsv', {
			fileFrom: 'text', text: 'mail;land;who\na@x.example;DE;Anna\nbroken;DE;Bert\n', authorisedBy: 'Li Wei', source: 'trade fair', consentBasis: 'explicit',
			columns: { column: [{ name: 'land', field: 'country' }, { name: 'who', field: 'name' }] }, options: { delimiter: ';', timeZone: '' },
		}, [{ kept: 1 }]);
		expect(result.error).toBeUndefined();
		expect(result.out(0)).toMatchObject([{ json: { kept: 1, import: { rows: 2, imported: 1, unchanged: 0, rejected: 1, mapping: { mail: 'email', land: 'country', who: 'name' } } } }]);
		expect(result.out(1)).toMatchObject([{ json: { kept: 1, rejected: { line: 3, field: 'email', column: 'mail' } }, pairedItem: { item: 0 } }]);
		expect(result.hints[0]).toContain('2 rows: 1 imported, 0 unchanged, 1 rejected; the first: line 3, mail');
		const found = await run('buyer', 'getMany', { limit: 5, filters: { email: 'a@x.example' } });
		expect(found.out(0)).toMatchObject([{ json: { buyer: { name: 'Anna', site: 'deu' }, consent: { consent: 'granted', consentBasis: 'explicit' } } }]);
	});

	it('a CSV of orders in a binary field; the same file again changes nothing', async () => {
		const file = { data: { data: Buffer.from('order_id,email,order_date\nz1,z@b.example,2026-10-01\n').toString('base64'), mimeType: 'text/csv', fileName: 'orders.csv' } };
		const parameters = { fileFrom: 'binary', binaryField: 'data', authorisedBy: 'Li Wei', source: 'export', consentBasis: 'none', columns: {}, options: {} };
		expect((await run('order', 'importCsv', parameters, [{ binary: file }])).out(0)).toMatchObject([{ json: { import: { rows: 1, imported: 1 } } }]);
		expect((await run('order', 'importCsv', parameters, [{ binary: file }])).out(0)).toMatchObject([{ json: { import: { rows: 1, unchanged: 1 } } }]);
		expect((await run('order', 'importCsv', { ...parameters, binaryField: 'nope' }, [{ binary: file }])).error?.message).toContain('nope');
	});

	it('an import into a shop that is not approved → an error with the next step', async () => {
		const parameters = { shop: locator('paris'), fileFrom: 'text', text: 'order_id\n1\n', authorisedBy: 'Li Wei', source: 'test', consentBasis: 'none' };
		const result = await run('order', 'importCsv', parameters);
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
		expect(await idsOf(getEventFields)).toEqual(Object.keys(makeEventSchema(options).innerType().shape).sort());
	});

	it.each([['orders', orderImport], ['buyers', buyerImport]] as const)('in the import of %s', (kind, description) => {
		const columns = description.find((property) => property.name === 'columns')?.options?.[0];
		const field = columns && 'values' in columns ? columns.values.find((value) => value.name === 'field') : undefined;
		const values = (field?.options ?? []).flatMap((option) => ('value' in option && option.value !== '' ? [String(option.value)] : []));
		expect(values.sort()).toEqual([...IMPORT_FIELDS[kind]].sort());
	});
});
