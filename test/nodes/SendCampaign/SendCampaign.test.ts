import { dkimVerify } from 'mailauth/lib/dkim/verify';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { DKIM_RECORD, aBuyer, aCampaign, aDelivery, aSender, aShop } from '../../support/builders';
import { anEngineShop, type EngineShop } from '../../support/engineShop';
import type { EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { anSmtpSink } from '../../support/smtpSink';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('Send Campaign in n8n\'s engine', () => {
	const settings = sqliteSettings();

	let shop: EngineShop;
	beforeAll(async () => void (shop = await anEngineShop({ settings })));
	beforeEach(() => void shop.sink.mails.splice(0));
	afterAll(async () => await shop.close());

	const run = async (parameters: Json, items: Json[] = [{}], more: { continueOnFail?: boolean; smtpPort?: number } = {}): Promise<EngineRun> =>
		await shop.engine({ node: 'sendCampaign', parameters, items, credentials: more.smtpPort ? credentialsFor(settings.file, more.smtpPort) : shop.credentials, continueOnFail: more.continueOnFail });
	const toSend = (campaign: string): Json => ({ operation: 'send', campaign: locator(campaign, 'name'), when: 'atOnce', options: {} });
	const anItem = async (extra: Json = {}): Promise<Json> => {
		const row = await aBuyer(shop.store.db);
		const buyer = { id: row.id, shop: 'demo', email: row.email ?? '', name: 'Ana', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' };
		const data = { cart: { items: [], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };
		const mail = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aSender(1).brand }).render({ buyer, data, unsubscribeUrl: (await shop.core.links.forBuyers('demo'))(buyer.id) });
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
		expect(shop.sink.mails).toHaveLength(2);
		const { results: [signature] } = await dkimVerify(shop.sink.mails[0]!.raw, { resolver: async () => await Promise.resolve([[DKIM_RECORD]]) });
		expect(signature?.status.result).toBe('pass');
	});

	it('a hold-out gets nothing', async () => {
		const result = await run(toSend('test'), [await anItem({ variant: 'holdout' })]);
		expect(result.out(2)).toMatchObject([{ json: { delivery: { state: 'notPlanned', cause: 'holdout' } } }]);
		expect(shop.sink.mails).toEqual([]);
	});

	it('an item without an address → error that names item, field and the node that makes it; nothing was sent', async () => {
		const bad = await anItem();
		delete (bad.buyer as Json).email;
		const result = await run(toSend('strict'), [await anItem(), bad]);
		expect(result.error?.message).toContain('Item 1: `buyer.email`');
		expect(result.error?.description).toContain('Segment Buyers');
		expect(shop.sink.mails).toEqual([]);
	});

	it('the same with Continue On Fail → the error item on the error output, the others are sent', async () => {
		const result = await run(toSend('lenient'), [{ hello: 'world' }, await anItem()], { continueOnFail: true });
		expect(result.out(0)).toMatchObject([{ json: { delivery: { state: 'accepted' } }, pairedItem: { item: 1 } }]);
		expect(result.out(3)).toMatchObject([{ json: { error: expect.stringContaining('Item 0 has no `buyer`') } }]);
	});

	it('an item with an unknown time zone → named before anything is sent; with Continue On Fail the others are sent', async () => {
		const bad = await anItem();
		(bad.buyer as Json).timeZone = 'Mars/Olympus';
		const strict = await run(toSend('zones'), [await anItem(), bad]);
		expect(strict.error).toMatchObject({ message: 'Item 1: `buyer.timeZone` is no time zone (`Mars/Olympus`).', description: expect.stringMatching(/Europe\/Madrid.*INPUT_INVALID/) });
		expect(shop.sink.mails).toEqual([]);
		const lenient = await run({ ...toSend('zones'), when: 'localWindow' }, [bad, await anItem()], { continueOnFail: true });
		expect([...lenient.out(0), ...lenient.out(1)]).toMatchObject([{ pairedItem: { item: 1 } }]);
		expect(lenient.out(3)).toMatchObject([{ json: { error: expect.stringContaining('Item 0: `buyer.timeZone`') } }]);
	});

	it('a paused campaign → the error says so and what to do', async () => {
		await aCampaign(shop.store.db, 'halted');
		await shop.store.db.updateTable('campaigns').set({ state: 'paused', pause_reason: 'complaints' }).where('name', '=', 'halted').execute();
		const result = await run(toSend('halted'), [await anItem()]);
		expect(result.error).toMatchObject({ message: 'Campaign `halted` is paused: complaints.', description: expect.stringMatching(/Resume it.*CAMPAIGN_PAUSED/) });
	});

	it('a shop without a public address → its items alone fail with Continue On Fail, another shop\'s are sent; without, the next step is shown', async () => {
		await aShop(shop.store.db, { id: 'unlinked' });
		const lacking = await anItem();
		(lacking.buyer as Json).shop = 'unlinked';
		const items = [lacking, await anItem(), lacking];
		const lenient = await run(toSend('two-shops'), items, { continueOnFail: true });
		expect(lenient.out(0)).toMatchObject([{ json: { delivery: { state: 'accepted' } }, pairedItem: { item: 1 } }]);
		expect(lenient.out(3)).toMatchObject([0, 2].map((item) => ({ json: { error: expect.stringContaining('no public address'), details: { nextStep: expect.stringContaining('PUBLIC_ADDRESS_MISSING') } }, pairedItem: { item } })));
		expect((await run(toSend('two-shops'), items)).error?.description).toMatch(/Seller Mail Trigger.*PUBLIC_ADDRESS_MISSING/);
	});

	it('a mail that another execution is sending right now → Scheduled, not sent again', async () => {
		const item = await anItem();
		const campaign = await aCampaign(shop.store.db, 'racing');
		const now = shop.core.clock.now();
		await aDelivery(shop.store.db, {
			campaign_id: campaign, buyer_id: String((item.buyer as Json).id), occasion: 'cart:1', state: 'sending', due_at: now,
			claimed_by: 'other-host/1/x', lease_ends_at: now + 3_600_000, sending_at: now,
		});
		const result = await run(toSend('racing'), [item]);
		expect(result.out(1)).toMatchObject([{ json: { delivery: { state: 'sending', dueAt: now } } }]);
		expect([result.out(0), result.out(2), shop.sink.mails]).toEqual([[], [], []]);
	});

	it('server down for an audience → the error with the next step; with Continue On Fail an error item that says how far the campaign came', async () => {
		const row = await aBuyer(shop.store.db);
		const now = shop.core.clock.now();
		await shop.core.buyers.upsertOrders('demo', [{ orderId: 'o1', email: row.email ?? '', country: 'ES', placedAt: now - 5 * 86_400_000, paidAt: now - 4 * 86_400_000, shippedAt: now - 3 * 86_400_000 }]);
		const audience = await shop.core.segments.freeze({ shopId: 'demo', preset: 'fulfilment-state', parameters: { state: 'shipped' } });
		const id = await shop.core.templates.saveTemplate('demo', { source: { kind: 'library', name: 'logistics-update' }, brand: aSender(1).brand, overrides: {} });
		const items = [{ audience, content: { id, purpose: 'transactional', template: 'logistics-update', languages: ['es'], samples: [] }, note: 'kept' }];
		expect((await run(toSend('parcels'), items, { smtpPort: 1 })).error?.description).toContain('SMTP_UNREACHABLE');
		const lenient = await run(toSend('parcels'), items, { smtpPort: 1, continueOnFail: true });
		expect([lenient.out(0), lenient.out(1), lenient.out(2)]).toEqual([[], [], []]);
		expect(lenient.out(3)).toMatchObject([{ json: { note: 'kept', error: expect.stringContaining('No connection'), details: { nextStep: expect.stringContaining('SMTP_UNREACHABLE'), campaign: { name: 'parcels', known: audience.size, states: { planned: audience.size } } } } }]);
		const up = await run(toSend('parcels'), items);
		expect(up.out(0)).toMatchObject([{ json: { campaign: { accepted: audience.size } } }]);
	});

	it('server down → an error with the next step, everything stays planned, Send Due sends it once the server is back', async () => {
		const items = [await anItem(), await anItem()];
		const down = await run(toSend('later'), items, { smtpPort: 1 });
		expect(down.error?.message).toContain('No connection to the mail server 127.0.0.1:1');
		expect(down.error?.description).toContain('SMTP_UNREACHABLE');
		const due = await run({ operation: 'sendDue', shop: locator('demo'), campaign: locator('later', 'name'), dueOptions: {} });
		expect(due.out(0)).toMatchObject([{ json: { sendDue: { accepted: 2, campaign: 'later' } } }]);
		expect(shop.sink.mails).toHaveLength(2);
	});

	it('wrong password → told apart from "unreachable"', async () => {
		const strict = await anSmtpSink({ options: { authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(new Error('no')) } });
		const wrong = { ...shop.credentials, sellerMailSenderApi: { ...shop.credentials.sellerMailSenderApi, port: strict.port, user: 'u', password: 'p' } };
		const result = await shop.engine({ node: 'sendCampaign', parameters: toSend('login'), items: [await anItem()], credentials: wrong });
		expect(result.error?.description).toContain('SMTP_LOGIN_REFUSED');
		await strict.stop();
	});

	it('a sender without a postal address → the field is named before anything happens', async () => {
		const lacking = { ...shop.credentials, sellerMailSenderApi: { ...shop.credentials.sellerMailSenderApi, postalAddress: ' ' } };
		const result = await shop.engine({ node: 'sendCampaign', parameters: toSend('address'), items: [await anItem()], credentials: lacking });
		expect(result.error).toMatchObject({ message: 'Seller Mail Sender: “Postal Address” is empty.', description: expect.stringContaining('Fill in “Postal Address”') });
		const due = await shop.engine({ node: 'sendCampaign', parameters: { operation: 'sendDue', shop: locator('demo'), campaign: locator('', 'name'), dueOptions: {} }, credentials: lacking });
		expect(due.error?.description).toContain('Fill in “Postal Address”');
	});

	it('a DKIM key that is none → said, nothing sent unsigned', async () => {
		const spoiled = { ...shop.credentials, sellerMailSenderApi: { ...shop.credentials.sellerMailSenderApi, dkimPrivateKey: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----' } };
		const result = await shop.engine({ node: 'sendCampaign', parameters: toSend('key'), items: [await anItem()], credentials: spoiled });
		expect(result.error?.message).toContain('DKIM Private Key');
		expect(shop.sink.mails).toEqual([]);
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
		const health = await shop.engine({ node: 'evaluateHealth', parameters: { operation: 'health', shop: locator('demo'), sites: [], days: 2 }, credentials: shop.credentials });
		expect(health.out(0)).toMatchObject([{ json: { health: { site: 'esp', breached: [], total: { deliveryRate: 1 } } } }]);
		expect(health.hints[0]).toContain('within their limits');
	});

	it('three bad sending days in a row → Breached also when only the last day is shown, with the figures of the three', async () => {
		await aShop(shop.store.db, { id: 'sick' });
		const campaign = await aCampaign(shop.store.db, 'sick', 'marketing', 'sick');
		const buyer = await aBuyer(shop.store.db, { shop_id: 'sick' });
		for (const days of [0, 4, 9]) await aDelivery(shop.store.db, { shop_id: 'sick', campaign_id: campaign, buyer_id: buyer.id, occasion: `${days}`, state: 'failed', cause: 'refused-by-policy', settled_at: shop.core.clock.now() - days * 86_400_000 });
		const health = await shop.engine({ node: 'evaluateHealth', parameters: { operation: 'health', shop: locator('sick'), sites: [], days: 1 }, credentials: shop.credentials });
		expect(health.out(0)).toEqual([]);
		expect(health.out(1)).toMatchObject([{ json: { health: { breached: ['deliveryRate'], total: { attempted: 1 }, advice: [expect.stringContaining('Delivery rate is 0.00 %'), expect.stringContaining('“refused-by-policy” (3)')] } } }]);
		expect(health.out(1)[0]?.json.health.days).toHaveLength(1);
		expect(health.out(1)[0]?.json.health).not.toHaveProperty('judged');
	});
});
