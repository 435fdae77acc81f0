import { compileTemplate } from '../../../core/template/compileTemplate';
import { aBuyer, aSender } from '../../support/builders';
import { anEngineShop, type EngineShop } from '../../support/engineShop';
import type { EngineRun } from '../../support/n8nEngine';
import { locator } from '../../support/nodeCredentials';
import { smtpError } from '../../support/smtpSink';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

/** What the test's mail server says to a recipient, by his domain. */
const ANSWERS: Readonly<Record<string, [code: number, reply: string]>> = {
	'gmail.com': [550, '5.7.26 Unauthenticated email from lumen-home.example is not accepted due to domain\'s DMARC policy. - gsmtp'],
	'gone.example': [550, '5.1.1 <x@gone.example>: Recipient address rejected: User unknown in virtual mailbox table'],
	'grey.example': [451, '4.7.1 Greylisted, please try again in 300 seconds'],
};

describe('codes and diagnosis in n8n\'s engine', () => {

	let shop: EngineShop;
	beforeAll(async () => void (shop = await anEngineShop({ settings: sqliteSettings(), mailServer: { onRecipient: (address) => {
		const answer = ANSWERS[address.split('@')[1] ?? ''];
		return answer && smtpError(...answer);
	} } })));
	afterAll(async () => await shop.close());

	const run = async (parameters: Json, items: Json[] = [{}]): Promise<EngineRun> => await shop.engine({ node: 'sendCampaign', parameters, items, credentials: shop.credentials });
	const diagnose = async (about: string, more: Json): Promise<EngineRun> => await run({ operation: 'diagnose', shop: locator('demo'), about, ...more });
	let serial = 0;
	const anItem = async (domain: string): Promise<Json> => {
		const email = `secret${(serial += 1)}@${domain}`;
		const row = await aBuyer(shop.store.db, { email });
		const buyer = { id: row.id, shop: 'demo', email, name: 'Ana', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' };
		const data = { cart: { items: [], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };
		const mail = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aSender(1).brand }).render({ buyer, data, unsubscribeUrl: (await shop.core.links.forBuyers('demo'))(buyer.id) });
		return { buyer, data, mail, segment: { name: 'cart-abandoned', asOf: 1, occasion: 'cart:1' }, variant: 'A' };
	};

	it('refusals by three servers → first level in the item, three levels in the log, why in the status, in the staff\'s language', async () => {
		await shop.store.db.updateTable('shops').set({ staff_language: 'zh' }).execute();
		const items = [await anItem('gmail.com'), await anItem('gmail.com'), await anItem('gone.example'), await anItem('grey.example')];
		const before = shop.core.clock.now();
		const sent = await run({ operation: 'send', campaign: locator('codes', 'name'), when: 'atOnce', options: {} }, items);
		expect(sent.error).toBeUndefined();
		expect(sent.out(2).map(({ json }) => (json.delivery as Json).code)).toEqual(['401', '401', '550']);
		expect(sent.out(2)[0]?.json.delivery).toMatchObject({ cause: 'sending-domain-not-verified', message: '对方邮件服务器不信任发信域名。', nextStep: expect.stringContaining('SPF') });
		const put = sent.out(1)[0]?.json.delivery as { code: string; cause: string; dueAt: number };
		expect(put).toMatchObject({ code: '451', cause: 'greylisted' });
		expect(put.dueAt - before).toBeGreaterThanOrEqual(300_000);
		expect(put.dueAt - before).toBeLessThan(420_000);

		const log = await run({ operation: 'getSendLog', shop: locator('demo'), campaign: locator('codes', 'name'), states: ['failed'], limit: 10 });
		expect(log.out(0).map(({ json }) => json).find(({ code }) => code === '401')).toMatchObject({
			code: '401', cause: 'sending-domain-not-verified', smtpCode: '550', enhancedCode: '5.7.26', reply: expect.stringContaining('5.7.26 Unauthenticated'), message: '对方邮件服务器不信任发信域名。',
		});
		const status = await run({ operation: 'getStatus', shop: locator('demo'), campaign: locator('codes', 'name') });
		expect(status.out(0)[0]?.json.campaign).toMatchObject({ why: expect.arrayContaining([expect.objectContaining({ cause: 'sending-domain-not-verified', count: 2, code: '401', nextStep: expect.stringContaining('检查') })]) });
		const suppressed = await shop.store.db.selectFrom('suppressions').select('reason').execute();
		expect(suppressed).toEqual([{ reason: 'hard-bounce' }]); // the mailbox that does not exist, and no one of Gmail's
	});

	it('Diagnose a campaign → the dominating problem with its provider; no address anywhere', async () => {
		await shop.store.db.updateTable('shops').set({ staff_language: 'en' }).execute();
		const result = await diagnose('campaign', { campaign: locator('codes', 'name') });
		expect(result.out(0)).toMatchObject([{ json: { diagnosis: {
			about: 'campaign', code: '401', cause: 'sending-domain-not-verified', problem: { count: 2, provider: 'Gmail', enhancedCode: '5.7.26' }, waiting: [{ reason: 'greylisted', count: 1 }],
		} } }]);
		expect(result.hints[0]).toMatch(/doubts the sending domain\. 100 % of it at Gmail \(5\.7\.26\)\. Check SPF/);
		expect(JSON.stringify(result.out(0))).not.toMatch(/@|secret/);
	});

	it('Diagnose a delivery, its id from the send log → its history and what would happen now', async () => {
		const log = await run({ operation: 'getSendLog', shop: locator('demo'), campaign: locator('codes', 'name'), states: ['failed'], limit: 10 });
		const bounced = log.out(0).map(({ json }) => json).find(({ cause }) => cause === 'mailbox-does-not-exist');
		const result = await run({ operation: 'diagnose', shop: locator('demo'), about: 'delivery', deliveryId: '={{ $json.deliveryId }}' }, [bounced as Json]);
		expect(result.out(0)).toMatchObject([{ json: { diagnosis: {
			about: 'delivery', code: '550', cause: 'mailbox-does-not-exist', delivery: { recipientDomain: 'gone.example', state: 'failed' }, now: { answer: 'refused', cause: 'suppressed:hard-bounce' },
		} } }]);
		expect(JSON.stringify(result.out(0))).not.toMatch(/@|secret/);
	});

	it('Diagnose a reply → what it means', async () => {
		const result = await diagnose('reply', { reply: '421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. - gsmtp' });
		expect(result.out(0)).toMatchObject([{ json: { diagnosis: { about: 'reply', code: '429', cause: 'sending-too-fast', reply: { provider: 'Gmail', concerns: 'domain' } } } }]);
	});

	it('what can not be found → the error says where the id stands', async () => {
		expect((await diagnose('delivery', { deliveryId: 'd_none' })).error).toMatchObject({ message: expect.stringContaining('no delivery `d_none`'), description: expect.stringContaining('Get Send Log') });
		expect((await diagnose('reply', { reply: ' ' })).error?.message).toContain('“Server Reply” is empty');
	});
});
