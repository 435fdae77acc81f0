import { openCore, type Core } from '../../../core/openCore';
import { testAliExpress } from '../../../nodes/shared/credentialTests';
import { FAKE_APP, startAliExpressServer, type AliExpressServer } from '../../support/aliExpressServer';
import { FAKE_KEY, FAKE_LIST, startMailchimpServer, type MailchimpServer } from '../../support/mailchimpServer';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;
const HOUR = 3_600_000;
const clock = { now: () => Date.now() };
const MAILCHIMP = 'https://us19.api.mailchimp.com/3.0';

describe('Seller Mail Records in n8n’s engine, with other services', () => {
	const settings = sqliteSettings();
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let core: Core;
	let aliExpress: AliExpressServer;
	let mailchimp: MailchimpServer;
	const realFetch = globalThis.fetch;
	beforeAll(async () => {
		engine = await makeEngine();
		core = await openCore({ store: settings });
		aliExpress = await startAliExpressServer(clock);
		mailchimp = await startMailchimpServer(clock);
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'usa' });
		// the host comes from the API key and can't be chosen: the fake stands in its place
		globalThis.fetch = async (input, init) => await realFetch(String(input).replace(MAILCHIMP, mailchimp.baseUrl), init);
	});
	afterAll(async () => {
		globalThis.fetch = realFetch;
		await core.close();
		await aliExpress.close();
		await mailchimp.close();
	});

	const credentials = (more: Json = {}): Record<string, Json> => ({
		sellerMailStoreApi: credentialsFor(settings.file, 25).sellerMailStoreApi ?? {},
		sellerMailAliExpressApi: { ...FAKE_APP, accessToken: 'access-0', refreshToken: 'refresh-0', authorisationCode: '', baseUrl: aliExpress.baseUrl, ...more },
		mailchimpApi: { apiKey: FAKE_KEY, ...more },
	});
	const run = async (resource: string, operation: string, parameters: Json, more: Json = {}, continueOnFail = false): Promise<EngineRun> =>
		await engine({ node: 'sellerMailRecords', parameters: { resource, operation, shop: locator('demo'), ...parameters }, items: [{ kept: 1 }], credentials: credentials(more), continueOnFail });
	const QUICK = { changedSince: 'lastSync', syncOptions: { pauseSeconds: 0 } };

	it('orders come in; what the platform does not show leaves by Rejected; the hint sums up', async () => {
		const now = clock.now();
		aliExpress.orders.push(
			{ id: '1160045860056286', status: 'WAIT_SELLER_SEND_GOODS', createdAt: now - 2 * HOUR, modifiedAt: now - HOUR, login: 'es1' },
			{ id: '2', status: 'WAIT_SELLER_SEND_GOODS', createdAt: now - 2 * HOUR, modifiedAt: now - HOUR },
		);
		aliExpress.beforeCall = ({ parameters }) => {
			if (parameters.param1?.includes(':2,')) aliExpress.failures.push({ body: { x_response: { result: { success: false, error_code: 'F00' } } } });
		};
		const result = await run('order', 'syncAliExpress', QUICK);
		expect(result.error).toBeUndefined();
		expect(result.out(0)).toMatchObject([{ json: { kept: 1, sync: { shop: 'demo', read: 2, new: 1, rejected: 1, withoutAddress: 1, stoppedBy: null } }, pairedItem: { item: 0 } }]);
		expect(result.out(0)[0]?.json.sync).not.toHaveProperty('rejectedOrders');
		expect(result.out(1)).toMatchObject([{ json: { kept: 1, rejected: { orderId: '2', field: 'order' } } }]);
		expect(result.hints[0]).toBe('2 orders read: 1 new, 0 changed, 0 unchanged, 1 rejected; 1 without an address. See the Rejected output; what it names is read again when it changes, or with an earlier “Time”.');
		expect(JSON.stringify(result.out(0))).not.toMatch(/access-0|refresh-0|helloworld/);
		aliExpress.beforeCall = () => undefined;
	});

	it('from a chosen time, with options', async () => {
		const parameters = { changedSince: 'time', since: new Date(clock.now() - 3 * HOUR).toISOString(), syncOptions: { pauseSeconds: 0, family: 'trade', maxOrders: 5, overlapHours: 2, listMethod: '', detailMethod: '' } };
		const result = await run('order', 'syncAliExpress', parameters);
		expect(result.out(0)).toMatchObject([{ json: { sync: { new: 1, unchanged: 1 } } }]);
		expect((await run('order', 'syncAliExpress', { ...parameters, since: 'soon' })).error?.message).toContain('“Time”');
	});

	it.each([
		['a credential that is refused', { appSecret: 'wrong' }, 'refuses the app key', 'ALIEXPRESS_LOGIN_REFUSED'], ['an address without encryption', { baseUrl: 'http://gateway.example' }, 'Gateway', 'INPUT_INVALID'],
	])('%s → the error says what to do', async (_name, more, words, code) => {
		expect((await run('order', 'syncAliExpress', QUICK, more)).error).toMatchObject({ message: expect.stringContaining(words), description: expect.stringContaining(code) });
	});

	it('with Continue On Fail the item goes on as an error', async () => {
		expect((await run('order', 'syncAliExpress', QUICK, { appSecret: 'wrong' }, true)).out(2)).toMatchObject([{ json: { kept: 1, details: { nextStep: expect.stringContaining('ALIEXPRESS_LOGIN_REFUSED') } } }]);
	});

	it.each([
		['good', {}, 'OK', 'accepts'], ['an ended token', { accessToken: 'old' }, 'OK', 'renews'], ['a wrong secret', { appSecret: 'wrong' }, 'Error', 'refuses'], ['empty', { appKey: '' }, 'Error', 'App Key'],
	])('the credential’s test: %s', async (_name, more, status, words) => {
		const data = { ...credentials().sellerMailAliExpressApi, ...more } as never;
		expect(await testAliExpress.call({} as never, { id: '1', name: 'x', type: 'sellerMailAliExpressApi', data })).toMatchObject({ status, message: expect.stringContaining(words) });
	});

	it('opt-outs go both ways, a dry run does nothing', async () => {
		await core.consent.addSuppression({ shopId: 'demo', email: 'ours@x.example', reason: 'unsubscribe', scope: 'marketing' });
		mailchimp.members.push({ email: 'ours@x.example', status: 'subscribed', changedAt: clock.now() - HOUR }, { email: 'theirs@x.example', status: 'unsubscribed', changedAt: clock.now() - HOUR });
		const parameters = { audience: locator(FAKE_LIST), direction: 'both' };
		const dry = await run('suppression', 'syncMailchimp', { ...parameters, isDryRun: true });
		expect(dry.error).toBeUndefined();
		expect(dry.hints[0]).toBe('Dry run: from Mailchimp 1 new opt-outs and 0 dead mailboxes, 0 known; to Mailchimp 1 unsubscribed of 1 subscribed.');
		expect(mailchimp.members.map(({ status }) => status)).toEqual(['subscribed', 'unsubscribed']);
		const result = await run('suppression', 'syncMailchimp', { ...parameters, isDryRun: false });
		expect(result.out(0)).toMatchObject([{ json: { kept: 1, sync: { audience: FAKE_LIST, pull: { unsubscribed: 1 }, push: { unsubscribed: 1 }, isDryRun: false } }, pairedItem: { item: 0 } }]);
		expect(mailchimp.members.map(({ status }) => status)).toEqual(['unsubscribed', 'unsubscribed']);
		expect((await run('suppression', 'syncMailchimp', { ...parameters, isDryRun: false, direction: 'pull' })).hints[0]).toBe('from Mailchimp 0 new opt-outs and 0 dead mailboxes, 2 known.');
		expect(JSON.stringify(result.out(0))).not.toMatch(/@|0123456789abcdef/);
		expect(mailchimp.violations).toEqual([]);
	});

	it('a key that is none → the error says what to do', async () => {
		const result = await run('suppression', 'syncMailchimp', { audience: locator(FAKE_LIST), direction: 'both', isDryRun: false }, { apiKey: 'nonsense' });
		expect(result.error).toMatchObject({ message: expect.stringContaining('data centre'), description: expect.stringContaining('MAILCHIMP_LOGIN_REFUSED') });
	});
});
