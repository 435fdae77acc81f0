import type { StoreSettings } from '../../../core/store/storeSettings';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { aBuyer, aSender } from '../../support/builders';
import { anEngineShop, type EngineShop } from '../../support/engineShop';
import type { EngineRun, TestedNode } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { smtpError } from '../../support/smtpSink';
import { STORE_KINDS, postgresSettings, sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe.each(STORE_KINDS)('Send Campaign\'s operations in n8n\'s engine on %s', (kind) => {
	let onContent: (to: string) => Promise<Error | undefined> | Error | undefined;
	const settings: StoreSettings = kind === 'sqlite' ? sqliteSettings() : postgresSettings();

	let shop: EngineShop;
	beforeAll(async () => {
		onContent = () => undefined;
		shop = await anEngineShop({ settings, mailServer: { onContent: async ({ to }) => await onContent(to) } });
	});
	beforeEach(() => {
		shop.sink.mails.splice(0);
		onContent = () => undefined;
	});
	afterAll(async () => await shop.close());

	const run = async (parameters: Json, items: Json[] = [{}], more: Partial<TestedNode> = {}): Promise<EngineRun> =>
		await shop.engine({ node: 'sendCampaign', parameters, items, credentials: shop.credentials, ...more });
	const toSend = (campaign: string): Json => ({ operation: 'send', campaign: locator(campaign, 'name'), when: 'atOnce', options: {} });
	const about = (operation: string, campaign: string, more: Json = {}): Json => ({ operation, shop: locator('demo'), campaign: locator(campaign, 'name'), ...more });
	const dueOf = (campaign: string): Json => about('sendDue', campaign, { dueOptions: {} });
	const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aSender(1).brand });
	const anItem = async (): Promise<Json> => {
		const row = await aBuyer(shop.store.db);
		const buyer = { id: row.id, shop: 'demo', email: row.email ?? '', name: 'Ana', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' };
		const data = { cart: { items: [], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };
		const mail = template.render({ buyer, data, unsubscribeUrl: (await shop.core.links.forBuyers('demo'))(buyer.id) });
		return { buyer, data, mail, segment: { name: 'cart-abandoned', asOf: 1, occasion: 'cart:1' }, variant: 'A' };
	};
	const someItems = async (count: number): Promise<Json[]> => {
		const items: Json[] = [];
		for (let i = 0; i < count; i += 1) items.push(await anItem());
		return items;
	};

	it('Pause in the middle of another execution\'s run, Resume with its count, Send Due sends the rest', async () => {
		const items = await someItems(40);
		let pausing: Promise<EngineRun> | undefined;
		onContent = async () => void (shop.sink.mails.length >= 5 && (await (pausing ??= run(about('pause', 'autumn', { reason: 'wrong price' }))))) as undefined;
		const sent = await run(toSend('autumn'), items);
		expect((await pausing)?.hints[0]).toMatch(/autumn is paused: \d+ people wait/);
		expect(shop.sink.mails.length).toBeLessThan(12);
		expect(sent.out(1)).toHaveLength(40 - shop.sink.mails.length);
		expect((await run(toSend('autumn'), items)).error?.message).toBe('Campaign `autumn` is paused: wrong price.');

		const waiting = 40 - shop.sink.mails.length;
		const counted = await run(about('resume', 'autumn', { resumeAction: 'count' }));
		expect(counted.hints[0]).toBe(`Resuming autumn sends to ${waiting} people. Nothing was changed.`);
		expect((await run(dueOf('autumn'))).out(0)).toMatchObject([{ json: { sendDue: { accepted: 0 } } }]);
		const resumed = await run(about('resume', 'autumn', { resumeAction: 'resume' }));
		expect(resumed.out(0)).toMatchObject([{ json: { campaign: { state: 'active', isChanged: true, waiting: { people: waiting } } } }]);
		await run(dueOf('autumn'));
		expect(new Set(shop.sink.mails.map((mail) => mail.to)).size).toBe(40);
		expect(shop.sink.mails).toHaveLength(40);
	});

	it('Cancel → what waited is canceled, said with its number; sending to it is refused', async () => {
		const down = credentialsFor('', 1);
		await run(toSend('spring'), await someItems(3), { credentials: { ...down, sellerMailStoreApi: { ...settings } } });
		const canceled = await run(about('cancel', 'spring'));
		expect(canceled.hints[0]).toBe('spring is canceled: 3 mails that waited are not sent.');
		expect(canceled.out(0)).toMatchObject([{ json: { campaign: { state: 'canceled', canceled: 3 } } }]);
		expect((await run(toSend('spring'), await someItems(1))).error?.description).toContain('CAMPAIGN_CANCELED');
	});

	it('Get Status from another execution while it runs → done, waiting, pace', async () => {
		let looking: Promise<EngineRun> | undefined;
		onContent = async () => void (shop.sink.mails.length >= 10 && (await (looking ??= run(about('getStatus', 'watched'))))) as undefined;
		await run(toSend('watched'), await someItems(30));
		const status = await looking;
		expect(status?.hints[0]).toMatch(/^watched is running \(1 worker\): \d+ of 30 done \(\d+ %\), \d+ a minute/);
		expect(status?.out(0)).toMatchObject([{ json: { campaign: { progress: { isRunning: true, total: 30 } } } }]);
	});

	it('Stop in the editor → ends within two seconds although the server answers slowly; the rest is sent by Send Due', async () => {
		const stop = new AbortController();
		let stoppedAt = 0;
		onContent = async () => {
			if (shop.sink.mails.length >= 6 && stoppedAt === 0) {
				stoppedAt = performance.now();
				stop.abort();
			}
			await new Promise((resolve) => setTimeout(resolve, stoppedAt ? 600 : 20));
			return undefined;
		};
		await run(toSend('stopped'), await someItems(30), { signal: stop.signal });
		expect(performance.now() - stoppedAt).toBeLessThan(2_000);
		await new Promise((resolve) => setTimeout(resolve, 700));
		const before = shop.sink.mails.length;
		expect(before).toBeLessThan(12);
		expect(await shop.core.campaigns.status('demo', 'stopped')).toMatchObject([{ states: { accepted: before, planned: 30 - before }, progress: { underWay: 0 } }]);
		onContent = () => undefined;
		await run(dueOf('stopped'));
		expect(new Set(shop.sink.mails.map((mail) => mail.to)).size).toBe(30);
		expect(shop.sink.mails).toHaveLength(30);
	});

	it('the node is retried five times against a server that fails in between → each mail once', async () => {
		const items = await someItems(20);
		const down = { ...credentialsFor('', 1), sellerMailStoreApi: { ...settings } };
		for (const attempt of [1, 2, 3, 4, 5]) {
			onContent = () => (attempt < 5 && shop.sink.mails.length >= attempt * 3 ? smtpError(550, '5.4.5 Daily user sending limit exceeded') : undefined);
			await run(toSend('retried'), items, attempt === 2 ? { credentials: down } : {});
		}
		await run(dueOf('retried'));
		expect(new Set(shop.sink.mails.map((mail) => mail.to)).size).toBe(20);
		expect(shop.sink.mails).toHaveLength(20);
		expect(await shop.core.campaigns.status('demo', 'retried')).toMatchObject([{ states: { accepted: 20 } }]);
	});

	it('Test Send → one marked mail to my own address with its compliance; a buyer\'s address is refused', async () => {
		const items = await someItems(2);
		const test = await run({ operation: 'testSend', to: 'me@lumen-home.example', testOptions: {} }, items);
		expect(test.error).toBeUndefined();
		expect(test.out(0)).toMatchObject([{ json: { test: { subject: expect.stringMatching(/^\[Test\] /), sent: [{ to: 'me@lumen-home.example', state: 'accepted' }] }, compliance: { findings: expect.any(Array) } } }, { json: { test: { sent: [] } } }]);
		expect(test.hints[0]).toMatch(/^Test: 1 of 1 accepted\. Compliance: /);
		expect(shop.sink.mails.map((mail) => mail.to)).toEqual(['me@lumen-home.example']);
		const refused = await run({ operation: 'testSend', to: String((items[1]!.buyer as Json).email), testOptions: {} }, items);
		expect(refused.error?.description).toContain('TEST_TO_BUYER');
		expect((await run({ operation: 'testSend', to: 'me@lumen-home.example', testOptions: { mails: 'all' } }, items)).out(0)).toHaveLength(2);
		expect(shop.sink.mails).toHaveLength(3);
	});

	it('Settle Uncertain: list, refused without the confirmation, leave one, resend the other', async () => {
		const down = { ...credentialsFor('', 1), sellerMailStoreApi: { ...settings } };
		await run(toSend('doubt'), await someItems(2), { credentials: down });
		await shop.store.db.updateTable('deliveries').set({ state: 'uncertain', cause: 'connection-lost:reset', settled_at: shop.core.clock.now(), attempt_count: 1 })
			.where('campaign_id', '=', (eb) => eb.selectFrom('campaigns').select('id').where('name', '=', 'doubt')).execute();
		expect((await run(about('getStatus', 'doubt'))).hints).toContainEqual('2 mails may have arrived or not: decide with Settle Uncertain.');
		const listed = await run(about('settleUncertain', 'doubt', { decision: 'list', limit: 10 }));
		expect(listed.out(0)).toMatchObject([{ json: { state: 'uncertain', messageIdStart: expect.stringMatching(/^<d_[\w-]+@$/), nextStep: expect.stringContaining('Message-ID') } }, {}]);
		const [first, second] = listed.out(0).map((item) => String(item.json.deliveryId));
		const refused = await run(about('settleUncertain', 'doubt', { decision: 'resend', deliveryId: '', isTwiceAccepted: false }));
		expect(refused.error?.message).toContain('Some May Get It Twice');
		expect((await run(about('settleUncertain', 'doubt', { decision: 'leave', deliveryId: first }))).out(0)).toMatchObject([{ json: { uncertain: { count: 1, deliveryIds: [first] } } }]);
		expect((await run(about('settleUncertain', 'doubt', { decision: 'resend', deliveryId: '', isTwiceAccepted: true }))).out(0)).toMatchObject([{ json: { uncertain: { deliveryIds: [second] } } }]);
		await run(dueOf('doubt'));
		expect(shop.sink.mails).toHaveLength(1);
	});

	it('Resend Failed plans again what can be mended, and the log shows every attempt', async () => {
		onContent = () => smtpError(554, '5.7.1 spam');
		await run(toSend('mended'), await someItems(2));
		onContent = () => undefined;
		const resent = await run(about('resendFailed', 'mended', { causes: [] }));
		expect(resent.hints[0]).toMatch(/mended: 2 planned again .*0 stay unsent/);
		await run(dueOf('mended'));
		expect(shop.sink.mails).toHaveLength(2);
		const log = await run(about('getSendLog', 'mended', { states: [], limit: 10, logOptions: { withAttempts: true, since: new Date(shop.core.clock.now() - 3_600_000).toISOString() } }));
		expect(log.out(0)).toMatchObject([{ json: { state: 'accepted', attempts: 2, history: [{ code: '554' }, { outcome: 'accepted' }] } }, {}]);
		expect((await run(about('getSendLog', 'mended', { states: [], limit: 10, logOptions: { cause: 'refused' } }))).out(0)).toEqual([]);
	});
});
