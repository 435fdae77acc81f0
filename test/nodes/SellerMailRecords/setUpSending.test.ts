import { openCore, type Core } from '../../../core/openCore';
import { testSender } from '../../../nodes/shared/credentialTests';
import { DKIM_RECORD } from '../../support/builders';
import { aDnsServer, type DnsServer } from '../../support/dnsServer';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;
const DOMAIN = 'mail.lumen-home.com';

describe('Set Up Sending in n8n’s engine', () => {
	const settings = sqliteSettings();
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let core: Core;
	let dns: DnsServer;
	let sink: SmtpSink;
	beforeAll(async () => {
		dns = await aDnsServer();
		process.env.SELLER_MAIL_DNS_SERVERS = ` ${dns.address} `;
		sink = await anSmtpSink();
		engine = await makeEngine();
		core = await openCore({ store: settings });
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'usa', timeZone: 'UTC' });
	});
	afterAll(async () => {
		delete process.env.SELLER_MAIL_DNS_SERVERS;
		await core.close();
		await sink.stop();
		await dns.stop();
	});
	beforeEach(() => {
		dns.names = {};
	});

	const showRecords = (): void => {
		dns.names = { [DOMAIN]: { TXT: ['v=spf1 ip4:203.0.113.25 -all'] }, [`s1._domainkey.${DOMAIN}`]: { TXT: [DKIM_RECORD] }, '_dmarc.lumen-home.com': { TXT: ['v=DMARC1; p=reject'] } };
	};
	const credentials = (more: Json = {}): Record<string, Json> => {
		const base = credentialsFor(settings.file, sink.port);
		return { ...base, sellerMailSenderApi: { ...base.sellerMailSenderApi, fromAddress: `news@${DOMAIN}`, dkimDomain: DOMAIN, logoUrl: 'https://lumen-home.com/logo.png', ...more } };
	};
	const run = async (operation: string, parameters: Json = {}, more: Json = {}): Promise<EngineRun> =>
		await engine({ node: 'sellerMailRecords', parameters: { resource: 'shop', operation, shop: locator('demo'), ...parameters }, items: [{ kept: 1 }], credentials: credentials(more) });
	const test = async (more: Json = {}) => await testSender.call({} as never, { id: '1', name: 'x', type: 'sellerMailSenderApi', data: credentials(more).sellerMailSenderApi as never });

	it('one item: three steps, each with its state, the records, and what to do next', async () => {
		const result = await run('setUpSending');
		expect(result.error).toBeUndefined();
		const [item] = result.out(0);
		expect(item).toMatchObject({ json: { kept: 1, sendingSetup: { shop: 'demo', domain: DOMAIN, isReady: false, steps: [{ state: 'waiting' }, { state: 'done' }, { state: 'missing' }] } }, pairedItem: { item: 0 } });
		expect(item?.json.sendingSetup.steps[0].records[1].wanted).toEqual({ type: 'TXT', host: `s1._domainkey.${DOMAIN}`, name: 's1._domainkey.mail', zone: 'lumen-home.com', value: DKIM_RECORD });
		expect(result.hints[0]).toMatch(/^1\. Sending domain: not visible yet\. .*<br>2\. Logo and contact address: done\. .*<br>3\. Default template: missing\. .*<br>Next:<br>In the DNS of lumen-home\.com, add: type TXT, name mail, value v=spf1/);
		expect(JSON.stringify([item?.json.sendingSetup, result.hints])).not.toMatch(/@|PRIVATE KEY/);
	});

	it('the default template is chosen with the shop; then all is ready, and Get says so', async () => {
		showRecords();
		expect((await run('upsert', { shopId: 'demo', shopFields: { defaultTemplate: 'win-back' } })).out(0)).toMatchObject([{ json: { shop: { defaultTemplate: 'win-back' } } }]);
		const result = await run('setUpSending');
		expect(result.out(0)).toMatchObject([{ json: { sendingSetup: { isReady: true, steps: [{ state: 'done' }, { state: 'done' }, { state: 'done' }] } } }]);
		expect(result.hints[0]).toContain(`Ready: marketing may be sent from ${DOMAIN}.<br>After the first mail the shop stays with ${DOMAIN}.`);
		const got = await run('get');
		expect(got.out(0)).toMatchObject([{ json: { sendingSetup: { domain: DOMAIN, isVerified: true, isFixed: false, defaultTemplate: 'win-back' } } }]);
		expect(got.hints).toContain(`Sending: ${DOMAIN}, verified. Default template: win-back.`);
	});

	it('a test sender needs nothing', async () => {
		const result = await run('setUpSending', {}, { fromAddress: 'news@mail.lumen-home.example', dkimDomain: 'mail.lumen-home.example' });
		expect(result.out(0)).toMatchObject([{ json: { sendingSetup: { isTest: true, isReady: true } } }]);
		expect(result.hints[0]).toContain('a trial, nothing is needed');
	});

	it('Send Campaign refuses with the step and the exact record, and goes once it is there', async () => {
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
		const parameters = { operation: 'sendDue', shop: locator('demo'), campaign: locator('', 'name') };
		await expect(core.shops.sendingSetupOf('demo')).resolves.toMatchObject({ isVerified: true });
		const other = { dkimSelector: 's2' };
		const stopped = await engine({ node: 'sendCampaign', parameters, credentials: credentials(other) });
		expect(stopped.error).toMatchObject({
			message: expect.stringMatching(/^401: the sending domain mail\.lumen-home\.com is not verified \(set-up step 1 of 3\)\./),
			description: expect.stringMatching(/type TXT, name s2\._domainkey\.mail, value v=DKIM1; k=rsa; p=.*\(SENDING_DOMAIN_NOT_VERIFIED\)$/s),
		});
		showRecords();
		const sent = await engine({ node: 'sendCampaign', parameters, credentials: credentials() });
		expect(sent.error).toBeUndefined();
		expect(sent.out(0)).toMatchObject([{ json: { sendDue: { accepted: 0 } } }]);
	});

	it('the credential’s test: the login is one thing, the records are another', async () => {
		expect(await test()).toMatchObject({ status: 'Error', message: expect.stringMatching(/^The server takes our mail, and it will be signed\. But nothing is sent yet: SPF is not visible yet.*name s1\._domainkey\.mail/s) });
		showRecords();
		expect(await test()).toEqual({ status: 'OK', message: `The server takes our mail, and it will be signed. SPF, DKIM and DMARC of ${DOMAIN} let its mail pass.` });
		for (const name of Object.keys(dns.names)) dns.names[name] = { fails: 'SERVFAIL' };
		expect(await test()).toMatchObject({ status: 'OK', message: expect.stringContaining('DNS gave no answer') });
		expect(await test({ fromAddress: 'news@mail.lumen-home.example', dkimDomain: 'mail.lumen-home.example' })).toEqual({ status: 'OK', message: 'The server takes our mail, and it will be signed.' });
		expect(await test({ port: 1 })).toMatchObject({ status: 'Error', message: expect.stringContaining('nothing answers') });
	});
});
