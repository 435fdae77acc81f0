import { parse } from 'csv-parse/sync';
import { makeConsentSchema } from '../../../core/contract/consentRecord';
import { makeSuppressionSchema, RECORDABLE_REASONS } from '../../../core/contract/suppressionRecord';
import { SUPPRESSION_REASONS } from '../../../core/consent/suppression';
import { openCore, type Core } from '../../../core/openCore';
import { ALL_REASON_OPTIONS, REASON_OPTIONS } from '../../../nodes/SellerMailRecords/actions/suppression/reasons';
import { getConsentFields, getSuppressionFields } from '../../../nodes/SellerMailRecords/methods/recordFields';
import { makeEngine, readBinary, type EngineItem, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;
const AUTOMATIC = { mappingMode: 'autoMapInputData', value: null };

describe('Seller Mail Records: shop, site, consent, suppressions and persons in n8n’s engine', () => {
	const settings = sqliteSettings();
	const credentials = { sellerMailStoreApi: credentialsFor(settings.file, 25).sellerMailStoreApi ?? {} };
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let core: Core;
	beforeAll(async () => {
		engine = await makeEngine();
		core = await openCore({ store: settings });
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'usa' });
	});
	afterAll(async () => await core.close());

	const run = async (resource: string, operation: string, parameters: Json = {}, items: Json[] = [{}], continueOnFail = false): Promise<EngineRun> =>
		await engine({ node: 'sellerMailRecords', parameters: { resource, operation, shop: locator('demo'), ...parameters }, items, credentials, continueOnFail });
	const ok = async (...args: Parameters<typeof run>): Promise<EngineRun> => {
		const result = await run(...args);
		expect(result.error).toBeUndefined();
		return result;
	};
	const textOf = async (item: EngineItem | undefined): Promise<string> => (await readBinary(item)).toString('utf8');

	it('a shop with eligibility, quota plan and prices; get says what is missing; back to the default', async () => {
		const shopFields = {
			rating: 4.69, gmv30DaysUsd: 5000.01, seriousViolationCount: 0, openedAt: '2020-01-01T00:00:00Z', priceUsd: 0.000333, freeMailsPerMonth: 0, monthlyBudgetUsd: 0.3,
			quotaPlan: { step: [{ fromDay: 0, mailsPerDay: 50 }, { fromDay: 10, mailsPerDay: 500 }] },
		};
		await ok('shop', 'upsert', { shopId: 'limits', shopFields });
		const got = await ok('shop', 'get', { shop: locator('limits') });
		expect(got.out(0)).toMatchObject([{ json: {
			shop: { ratingHundredths: 469, gmv30DaysUsdCents: 500_001, priceMicroUsd: 333, freeMailsPerMonth: 0, monthlyBudgetMicroUsd: 300_000, quotaPlan: [{ mailsPerDay: 50 }, { mailsPerDay: 500 }] },
			eligibility: { isEligible: false, criteria: [{ outcome: 'pass' }, { value: 500_001, threshold: 500_000, outcome: 'pass' }, { criterion: 'ratingHundredths', outcome: 'fail' }, { outcome: 'pass' }] },
		} }]);
		expect(got.hints[0]).toBe('The shop does not meet every criterion for sending; not met: rating.');
		const reset = await ok('shop', 'upsert', { shopId: 'limits', shopFields: { reset: ['quotaPlan', 'prices', 'monthlyBudgetMicroUsd'], rating: 4.7 } });
		expect(reset.out(0)).toMatchObject([{ json: { shop: { quotaPlan: null, priceMicroUsd: null, freeMailsPerMonth: null, monthlyBudgetMicroUsd: null, ratingHundredths: 470 } } }]);
		expect((await run('shop', 'upsert', { shopId: 'limits', shopFields: { quotaPlan: { step: [{ fromDay: 3, mailsPerDay: 1 }] } } })).error?.message).toContain('a step from day 0');
	});

	it('a site’s policies and templates are set, shown as own, and taken back', async () => {
		await ok('site', 'update', { site: 'kor', siteFields: { consentPolicy: 'double_opt_in', minDaysBetweenMails: 7, templates: { template: [{ name: 'abandoned-cart', choice: 'repurchase-reminder' }] }, isActive: false } });
		const siteOf = async (): Promise<Json> => (await ok('site', 'getMany')).out(0).map((item) => item.json.site).find((site) => site.key === 'kor');
		expect(await siteOf()).toMatchObject({ consentPolicy: 'double_opt_in', minDaysBetweenMails: 7, isActive: false, templates: { 'abandoned-cart': 'repurchase-reminder' }, own: ['isActive', 'templates', 'consentPolicy', 'minDaysBetweenMails'] });
		await ok('site', 'update', { site: 'kor', siteFields: { reset: ['isActive', 'consentPolicy', 'minDaysBetweenMails', 'templates'] } });
		expect(await siteOf()).toMatchObject({ consentPolicy: 'law', minDaysBetweenMails: null, isActive: true, templates: {}, own: [] });
	});

	it('evidence by items: saved on Done, wrong ones on Rejected; withdrawn; the history tells it all, oldest first', async () => {
		const items = [
			{ email: 'eve@b.example', basis: 'explicit', source: 'checkout', wording: 'Yes, send me offers.', ip: '192.0.2.1', occurredAt: '2026-01-02T03:04:05Z', more: 1 },
			{ email: 'eve@b.example', source: 'checkout' }, { email: 'eve@b.example', basis: 'explicit', source: 'checkout', occurredAt: '2036-01-02T03:04:05Z' }, { email: 'eve@b.example', kind: 'bought', source: 'x' },
		];
		const recorded = await ok('consent', 'recordEvidence', { fields: AUTOMATIC }, items);
		expect(recorded.out(0)).toMatchObject([{ json: { more: 1, record: { kind: 'saved' } } }]);
		expect(recorded.out(1)).toMatchObject([{ json: { rejected: { field: 'basis' } } }, { json: { rejected: { field: 'occurredAt', reason: expect.stringContaining('days ahead') } } }, { json: { rejected: { field: 'kind', reason: expect.stringContaining('withdrawn') } } }]);
		const withdrawn = await ok('consent', 'withdraw', { findBy: 'email', email: 'EVE@b.example', source: 'phone', options: { note: 'call of Monday' } }, [{ kept: 1 }]);
		expect(withdrawn.out(0)).toMatchObject([{ json: { kept: 1, withdrawal: { shop: 'demo', wasAlready: false, buyerId: expect.stringMatching(/^b_/) } } }]);
		const history = await ok('consent', 'getHistory', { findBy: 'buyerId', buyerId: withdrawn.out(0)[0]?.json.withdrawal.buyerId });
		expect(history.out(0).map(({ json }) => json.consent?.kind ?? json.suppression.reason)).toEqual(['granted', 'withdrawn', 'unsubscribe']);
		expect(history.out(0)[0]).toMatchObject({ json: { consent: { wording: 'Yes, send me offers.', ip: '192.0.2.1', basis: 'explicit' } }, pairedItem: { item: 0 } });
		expect((await run('consent', 'getHistory', { findBy: 'buyerId', buyerId: 'b_x' })).error?.message).toContain('no buyer');
	});

	it('a suppression is added for 30 days, found by address, and removed only with a reason', async () => {
		const added = await ok('suppression', 'add', { email: 'bounce@b.example', reason: 'hard-bounce', scope: 'all', options: { source: 'provider' } });
		const { startsAt, endsAt } = added.out(0)[0]?.json.suppression;
		expect(endsAt - startsAt).toBe(30 * 86_400_000);
		expect((await run('suppression', 'remove', { email: 'bounce@b.example', reason: '', why: ' ' })).error?.message).toContain('only with a reason');
		const removed = await ok('suppression', 'remove', { email: 'bounce@b.example', reason: 'hard-bounce', why: 'mailbox works again' });
		expect(removed.out(0)).toMatchObject([{ json: { removal: { removed: [{ reason: 'hard-bounce' }], stillStoppedBy: [] } } }]);
		expect((await ok('suppression', 'getMany', { limit: 5, filters: { email: 'Bounce@b.example' } })).out(0)).toMatchObject([{ json: { suppression: { source: 'provider', endedReason: 'mailbox works again' } } }]);
		const unsubscribed = await ok('suppression', 'remove', { email: 'eve@b.example', reason: 'unsubscribe', why: 'typing error' });
		expect(unsubscribed.hints[0]).toBe('Removed: unsubscribe. The consent stays withdrawn: marketing needs the buyer\'s own new consent.');
	});

	it('a list comes in as a file and as items, and goes out as a file', async () => {
		const file = { data: { data: Buffer.from('mail,reason\nlist1@b.example,spam\nbroken,spam\n').toString('base64'), mimeType: 'text/csv', fileName: 'list.csv' } };
		const parameters = { isEveryShop: true, reason: 'unsubscribe', scope: 'marketing', source: 'old tool', columns: {}, options: {} };
		const fromFile = await ok('suppression', 'importCsv', { ...parameters, addressesFrom: 'binary', binaryField: 'data' }, [{ binary: file }]);
		expect(fromFile.out(0)).toMatchObject([{ json: { import: { rows: 2, added: 1, rejected: 1 } } }]);
		expect(fromFile.out(1)).toMatchObject([{ json: { rejected: { line: 3, field: 'email' } }, pairedItem: { item: 0 } }]);
		const fromItems = await ok('suppression', 'importCsv', { ...parameters, addressesFrom: 'items', fields: AUTOMATIC }, [{ email: 'list2@b.example', note: '-1+1' }, { email: 'x' }]);
		expect([fromItems.out(0).length, fromItems.out(1).length]).toEqual([1, 1]);
		const exported = await ok('suppression', 'exportCsv', { binaryField: 'data', filters: {} });
		const rows = parse(await textOf(exported.out(0)[0]), { columns: true, bom: true }) as Array<Record<string, string>>;
		expect(exported.out(0)[0]?.json.export.count).toBe(rows.length);
		expect(rows).toContainEqual(expect.objectContaining({ shop: '*', reason: 'complaint', source: 'old tool' }));
		expect(rows).toContainEqual(expect.objectContaining({ shop: '*', reason: 'unsubscribe', note: "'-1+1" }));
	});

	it('a person’s data come out as item and file; erased they are gone, and the item names nobody', async () => {
		await core.buyers.upsertBuyers('demo', [{ email: 'paula.qqz@b.example', name: '=Paula', country: 'US' }]);
		const person = { findBy: 'email', email: 'Paula.qqz@b.example', isEveryShop: true };
		const json = await ok('buyer', 'exportPersonalData', { ...person, file: 'json', binaryField: 'data' });
		expect(json.out(0)).toMatchObject([{ json: { personalData: { isKnown: true, shops: [{ shop: 'demo', profile: { name: '=Paula' } }] } } }]);
		expect(JSON.parse(await textOf(json.out(0)[0]))).toEqual(json.out(0)[0]?.json.personalData);
		expect(await textOf((await ok('buyer', 'exportPersonalData', { ...person, file: 'csv', binaryField: 'data' })).out(0)[0])).toContain("demo,profile,1,name,'=Paula");

		expect((await run('buyer', 'erase', { ...person, isConfirmed: false })).error?.message).toContain('nothing was erased');
		const erased = await ok('buyer', 'erase', { ...person, isConfirmed: true }, [{ mail: 'paula.qqz@b.example' }]);
		expect(erased.out(0)).toMatchObject([{ json: { erased: { keptFrom: '*', isStoreSettled: true, buyerIds: [expect.stringMatching(/^b_/)] } }, pairedItem: { item: 0 } }]);
		expect(JSON.stringify([erased.out(0), erased.hints])).not.toMatch(/paula|qqz/i);
		expect((await ok('buyer', 'upsert', { fields: AUTOMATIC }, [{ email: 'paula.qqz@b.example' }])).out(1)).toMatchObject([{ json: { rejected: { reason: expect.stringContaining('asked to be erased') } } }]);
	});
});

describe('the fields in the panel are those of the core', () => {
	const options = { timeZone: 'UTC', currency: 'USD' };
	const idsOf = async (load: typeof getConsentFields): Promise<string[]> => (await load.call({} as never)).fields.map((field) => field.id).sort();

	it('in the mappers', async () => {
		expect(await idsOf(getConsentFields)).toEqual(Object.keys(makeConsentSchema(options).innerType().shape).sort());
		expect(await idsOf(getSuppressionFields)).toEqual(Object.keys(makeSuppressionSchema(options).shape).sort());
	});

	it('in the reasons', () => {
		expect(REASON_OPTIONS.map(({ value }) => value).sort()).toEqual([...RECORDABLE_REASONS].sort());
		expect(ALL_REASON_OPTIONS.map(({ value }) => value).sort()).toEqual([...SUPPRESSION_REASONS].sort());
	});
});
