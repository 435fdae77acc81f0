import { dkimVerify } from 'mailauth/lib/dkim/verify';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { DKIM_RECORD, aBuyer, aSender, aShop } from '../../support/builders';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('Send Campaign in n8n\'s engine', () => {
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let sink: SmtpSink;
	let store: OpenStore;
	let core: Core;
	let credentials: ReturnType<typeof credentialsFor>;
	const settings = sqliteSettings();

	beforeAll(async () => {
		engine = await makeEngine();
		sink = await anSmtpSink();
		credentials = credentialsFor(settings.file, sink.port);
		core = await openCore({ store: settings });
		store = await openStore(settings, { clock: core.clock });
		await aShop(store.db);
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
	});
	beforeEach(() => void sink.mails.splice(0));
	afterAll(async () => {
		await store.close();
		await core.close();
		await sink.stop();
	});

	const run = async (parameters: Json, items: Json[] = [{}], more: { continueOnFail?: boolean; smtpPort?: number } = {}): Promise<EngineRun> =>
		await engine({ node: 'sendCampaign', parameters, items, credentials: more.smtpPort ? credentialsFor(settings.file, more.smtpPort) : credentials, continueOnFail: more.continueOnFail });
	const toSend = (campaign: string): Json => ({ operation: 'send', campaign: locator(campaign, 'name'), when: 'atOnce', options: {} });
	const anItem = async (extra: Json = {}): Promise<Json> => {
		const row = await aBuyer(store.db);
		const buyer = { id: row.id, shop: 'demo', email: row.email ?? '', name: 'Ana', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' };
		const data = { cart: { items: [], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };
		const mail = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aSender(1).brand }).render({ buyer, data, unsubscribeUrl: (await core.links.forBuyers('demo'))(buyer.id) });
		return { buyer, data, mail, segment: { name: 'cart-abandoned', asOf: 1, occasion: 'cart:1' }, variant: 'A', note: 'kept', ...extra };
	};

	it('items go out once: first run on Accepted with all they carried, second run on Not Sent with the reason', async () => {
		const items = [await anItem(), await anItem()];
		const first = await run(toSend('carts'), items);
		expect(first.error).toBeUndefined();
		expect(first.out(0)).toMatchObject(items.map((item, index) => ({ json: { note: 'kept', buyer: item.buyer, delivery: { campaign: 'carts', state: 'accepted', code: '250' } }, pairedItem: { item: index } })));
		expect(first.hints[0]).toMatch(/carts: 2 planned\. Now: 2 accepted\..*cost this month 0\.00 USD/);
		const second = await run(toSend('carts'), items);
		expect([second.out(0), second.out(1)]).toEqual([[], []]);
		expect(second.out(2)).toMatchObject([{ json: { delivery: { cause: 'already-sent', nextStep: expect.stringContaining('nobody is mailed twice') } } }, {}]);
		expect(sink.mails).toHaveLength(2);
		const { results: [signature] } = await dkimVerify(sink.mails[0]!.raw, { resolver: async () => await Promise.resolve([[DKIM_RECORD]]) });
		expect(signature?.status.result).toBe('pass');
	});

	it('a hold-out gets nothing', async () => {
		const result = await run(toSend('test'), [await anItem({ variant: 'holdout' })]);
		expect(result.out(2)).toMatchObject([{ json: { delivery: { state: 'notPlanned', cause: 'holdout' } } }]);
		expect(sink.mails).toEqual([]);
	});

	it('an item without an address → error that names item, field and the node that makes it; nothing was sent', async () => {
		const bad = await anItem();
		delete (bad.buyer as Json).email;
		const result = await run(toSend('strict'), [await anItem(), bad]);
		expect(result.error?.message).toContain('Item 1: `buyer.email`');
		expect(result.error?.description).toContain('Segment Buyers');
		expect(sink.mails).toEqual([]);
	});

	it('the same with Continue On Fail → the error item on the error output, the others are sent', async () => {
		const result = await run(toSend('lenient'), [{ hello: 'world' }, await anItem()], { continueOnFail: true });
		expect(result.out(0)).toMatchObject([{ json: { delivery: { state: 'accepted' } }, pairedItem: { item: 1 } }]);
		expect(result.out(3)).toMatchObject([{ json: { error: expect.stringContaining('Item 0 has no `buyer`') } }]);
	});

	it('server down → an error with the next step, everything stays planned, Send Due sends it once the server is back', async () => {
		const items = [await anItem(), await anItem()];
		const down = await run(toSend('later'), items, { smtpPort: 1 });
		expect(down.error?.message).toContain('No connection to the mail server 127.0.0.1:1');
		expect(down.error?.description).toContain('SMTP_UNREACHABLE');
		const due = await run({ operation: 'sendDue', shop: locator('demo'), campaign: locator('later', 'name'), dueOptions: {} });
		expect(due.out(0)).toMatchObject([{ json: { sendDue: { accepted: 2, campaign: 'later' } } }]);
		expect(sink.mails).toHaveLength(2);
	});

	it('wrong password → told apart from "unreachable"', async () => {
		const strict = await anSmtpSink({ options: { authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(new Error('no')) } });
		const wrong = { ...credentials, sellerMailSenderApi: { ...credentials.sellerMailSenderApi, port: strict.port, user: 'u', password: 'p' } };
		const result = await engine({ node: 'sendCampaign', parameters: toSend('login'), items: [await anItem()], credentials: wrong });
		expect(result.error?.description).toContain('SMTP_LOGIN_REFUSED');
		await strict.stop();
	});

	it('a sender without a postal address → the field is named before anything happens', async () => {
		const lacking = { ...credentials, sellerMailSenderApi: { ...credentials.sellerMailSenderApi, postalAddress: ' ' } };
		const result = await engine({ node: 'sendCampaign', parameters: toSend('address'), items: [await anItem()], credentials: lacking });
		expect(result.error).toMatchObject({ message: 'Seller Mail Sender: “Postal Address” is empty.' });
	});

	it('a DKIM key that is none → said, nothing sent unsigned', async () => {
		const spoiled = { ...credentials, sellerMailSenderApi: { ...credentials.sellerMailSenderApi, dkimPrivateKey: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----' } };
		const result = await engine({ node: 'sendCampaign', parameters: toSend('key'), items: [await anItem()], credentials: spoiled });
		expect(result.error?.message).toContain('DKIM Private Key');
		expect(sink.mails).toEqual([]);
	});

	it('status and log tell what happened, with code and advice', async () => {
		await run(toSend('told'), [await anItem()]);
		const status = await run({ operation: 'getStatus', shop: locator('demo'), campaign: locator('told', 'name') });
		expect(status.out(0)).toMatchObject([{ json: { campaign: { name: 'told', states: { accepted: 1 } } } }]);
		const log = await run({ operation: 'getSendLog', shop: locator('demo'), campaign: locator('test', 'name'), states: [], limit: 10 });
		expect(log.out(0)).toEqual([]);
		const all = await run({ operation: 'getSendLog', shop: locator('demo'), campaign: locator('', 'name'), states: ['accepted'], limit: 3 });
		expect(all.out(0)).toHaveLength(3);
		expect(all.out(0)[0]?.json).toMatchObject({ state: 'accepted', code: '250', site: 'esp' });
	});

	it('Evaluate Health judges the same ledger', async () => {
		const health = await engine({ node: 'evaluateHealth', parameters: { operation: 'health', shop: locator('demo'), sites: [], days: 2 }, credentials });
		expect(health.out(0)).toMatchObject([{ json: { health: { site: 'esp', breached: [], total: { deliveryRate: 1 } } } }]);
		expect(health.hints[0]).toContain('within their limits');
	});
});
