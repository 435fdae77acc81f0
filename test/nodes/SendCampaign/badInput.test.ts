import { compileTemplate } from '../../../core/template/compileTemplate';
import { aBuyer, aSender } from '../../support/builders';
import { anEngineShop, type EngineShop } from '../../support/engineShop';
import type { EngineRun, TestedNode } from '../../support/n8nEngine';
import { locator } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('Send Campaign: what staff enter by mistake, in n8n\'s engine', () => {
	let shop: EngineShop;
	beforeAll(async () => void (shop = await anEngineShop({ settings: sqliteSettings() })));
	afterAll(async () => await shop.close());

	const run = async (parameters: Json, items: Json[] = [{}], more: Partial<TestedNode> = {}): Promise<EngineRun> =>
		await shop.engine({ node: 'sendCampaign', parameters, items, credentials: shop.credentials, ...more });
	const toSend = (campaign: string, options: Json = {}): Json => ({ operation: 'send', campaign: locator(campaign, 'name'), when: 'atOnce', options });
	const about = (operation: string, campaign: string, more: Json = {}): Json => ({ operation, shop: locator('demo'), campaign: locator(campaign, 'name'), ...more });
	const anItem = async (): Promise<Json> => {
		const row = await aBuyer(shop.store.db);
		const buyer = { id: row.id, shop: 'demo', email: row.email ?? '', name: 'Ana', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' };
		const data = { cart: { items: [], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };
		const mail = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aSender(1).brand }).render({ buyer, data, unsubscribeUrl: (await shop.core.links.forBuyers('demo'))(buyer.id) });
		return { buyer, data, mail, segment: { name: 'cart-abandoned', asOf: 1, occasion: 'cart:1' }, variant: 'A' };
	};
	const campaigns = async (): Promise<string[]> => (await shop.core.campaigns.list('demo')).map(({ name }) => name);

	it('a canceled campaign → the run failed; n8n does not take it for a press on Stop', async () => {
		await run(toSend('over'), [await anItem()]);
		await run(about('cancel', 'over'));
		const paused = await run(about('pause', 'over', { reason: 'x' }));
		expect(paused.status).toBe('error');
		expect(paused.error?.message.replace('\u2060', '')).toBe('Campaign `over` is canceled.');
		expect(paused.error?.description).toContain('CAMPAIGN_CANCELED');
		expect((await run(about('getStatus', 'canceled-orders'))).status).toBe('error');
		const lenient = await run(toSend('over'), [await anItem()], { continueOnFail: 'regular' });
		expect(lenient.out(2)).toMatchObject([{ json: { error: 'Campaign `over` is canceled.', nextStep: expect.stringContaining('new campaign name') } }]);
		expect([lenient.out(0), lenient.out(1)]).toEqual([[], []]);
		expect((await run(about('cancel', 'over'))).hints).toEqual(['over was already canceled: nothing waited.']);
		expect((await run(about('sendDue', 'over', { dueOptions: {} }))).hints).toContain('over is canceled: nothing of it is sent any more.');
	});

	it('a time after which nothing could leave → refused before anything is planned, so that the buyers are not lost to the campaign', async () => {
		const late = await run(toSend('late', { notAfter: '2020-01-01T00:00:00' }), [await anItem()]);
		expect(late.error).toMatchObject({ message: expect.stringMatching(/“Not After” is in the past.*Nothing was planned/), description: expect.stringContaining('Choose a later time') });
		const crossed = await run({ ...toSend('late', { notAfter: '2090-01-01T00:00:00' }), when: 'from', from: '2090-02-01T00:00:00' }, [await anItem()]);
		expect(crossed.error?.message).toContain('not later than “Not Before”');
		expect(await campaigns()).not.toContain('late');
	});

	it.each([
		['Stop After (Minutes)', { maxMinutes: -5 }],
		['Test Share (%)', { abTest: { test: { testShare: 300 } } }],
		['Wait (Hours)', { abTest: { test: { waitHours: -3 } } }],
	])('%s out of its bounds → named as the panel names it; no campaign is begun', async (label, options) => {
		const result = await run(toSend('odd', options), [await anItem()]);
		expect(result.error?.message).toContain(`“${label}” is not a number `);
		expect(await campaigns()).not.toContain('odd');
	});

	it('Limit −1 → refused by log and list', async () => {
		expect((await run(about('getSendLog', '', { states: [], limit: -1, logOptions: {} }))).error?.message).toBe('“Limit” is not a number 1 or more.');
		expect((await run(about('settleUncertain', '', { decision: 'list', limit: 0 }))).error?.message).toContain('“Limit”');
	});

	it('Estimate without a campaign → the next step is shown; with Continue On Fail an error item for each buyer', async () => {
		const estimate = { operation: 'estimate', campaign: locator(' ', 'name'), when: 'atOnce', options: {} };
		expect((await run(estimate, [await anItem()])).error).toMatchObject({ message: '“Campaign” is empty.', description: expect.stringContaining('Give the campaign a name') });
		expect((await run(estimate, [await anItem(), await anItem()], { continueOnFail: true })).out(1)).toMatchObject([{ json: { error: '“Campaign” is empty.' } }, {}]);
	});

	it('a campaign or a shop that is not there → said, with where a campaign comes from', async () => {
		expect((await run(about('pause', 'nope', { reason: 'x' }))).error).toMatchObject({ message: 'Shop `demo` has no campaign `nope`.', description: expect.stringContaining('A campaign begins with its first Send.') });
		for (const parameters of [about('getStatus', ''), about('getSendLog', '', { states: [], logOptions: {} }), about('settleUncertain', '', { decision: 'list' })]) {
			expect((await run({ ...parameters, shop: locator('nobody') })).error?.message).toContain('no shop `nobody`');
		}
	});

	it('nothing to show, nothing to do → said so', async () => {
		await run(toSend('fine'), [await anItem()]);
		expect((await run(about('getSendLog', 'fine', { states: ['bounced'], logOptions: {} }))).hints).toEqual(['No mail in the log fits. Take filters away to see more.']);
		expect((await run(about('settleUncertain', 'fine', { decision: 'resend', isTwiceAccepted: true }))).hints).toEqual(['Nothing is uncertain.']);
		expect((await run(about('resendFailed', 'fine', { causes: [] }))).hints).toEqual(['fine: nothing to send again; nothing of it failed or was blocked.']);
		expect((await run(about('resume', 'fine', { resumeAction: 'resume' }))).hints).toEqual(['fine was not paused, it is active. Nothing was changed.']);
	});
});

describe('Send Campaign: what its hints say', () => {
	let shop: EngineShop;
	beforeAll(async () => void (shop = await anEngineShop({ settings: sqliteSettings() })));
	afterAll(async () => await shop.close());

	it('planned for later → how many wait and until when, in Send, Get Status, and Send Due of a paused campaign', async () => {
		const run = async (parameters: Json, items: Json[] = [{}]): Promise<EngineRun> => await shop.engine({ node: 'sendCampaign', parameters, items, credentials: shop.credentials });
		const about = (operation: string, more: Json = {}): Json => ({ operation, shop: locator('demo'), campaign: locator('later', 'name'), ...more });
		expect((await run({ ...about('getStatus'), campaign: locator('', 'name') })).hints).toEqual(['This shop has no campaign yet; one begins with its first Send.']);
		const row = await aBuyer(shop.store.db);
		const buyer = { id: row.id, shop: 'demo', email: row.email ?? '', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' };
		const mail = compileTemplate({ kind: 'library', name: 'win-back' }, { brand: aSender(1).brand }).render({ buyer, data: {}, unsubscribeUrl: (await shop.core.links.forBuyers('demo'))(buyer.id) });
		const sent = await run({ operation: 'send', campaign: locator('later', 'name'), when: 'from', from: '2090-02-01T12:00:00', options: {} }, [{ buyer, mail }]);
		expect(sent.hints[0]).toMatch(/1 waits, the first until 2090-02-\d\d \d\d:\d\d \(.+\), and goes out with Send Due\.$/);
		await run(about('pause', { reason: 'wrong price' }));
		expect((await run(about('getStatus'))).hints[0]).toMatch(/^later, paused \(wrong price\): 1 planned; next due 2090-02-\d\d \d\d:\d\d \(.+\)\.$/);
		expect((await run(about('sendDue', { dueOptions: {} }))).hints).toContain('later is paused (wrong price): nothing of it is sent until Resume.');
	});
});
