import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { compileTemplate } from '../../core/template/compileTemplate';
import { launchBrowser } from '../../demo/browser';
import { SHOP, startDemo, type DemoEnvironment } from '../../demo/demoEnvironment';
import { freePort } from '../../demo/freePort';
import { itemsOf } from '../../demo/n8nExecution';
import { ROOT } from '../../demo/root';
import { aSender } from '../support/builders';

/** The public pages as buyers meet them: in the real n8n, in a real browser without JavaScript, by its webhook and by their own port. */
const EXAMPLE = 'consent-and-unsubscribe-pages';
const folder = mkdtempSync(join(tmpdir(), 'seller-mail-pages-'));
const pictures = join(ROOT, 'test-results');
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const TABLES = ['buyers', 'suppressions', 'consent_records', 'delivery_events'] as const;
let demo: DemoEnvironment;
let browser: Browser;
let workflow: string;

beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	demo = await startDemo({ userFolder: join(folder, 'n8n'), log, load: async (core) => void (await core.shops.save({ id: SHOP, name: 'Lumen Home', defaultSite: 'deu', timeZone: 'Europe/Berlin', currency: 'EUR' })) });
	browser = await launchBrowser(log);
	workflow = demo.workflows.get(EXAMPLE) ?? '';
	await demo.client.publish(workflow);
});

afterAll(async () => {
	await browser?.close();
	await demo?.stop();
	rmSync(folder, { recursive: true, force: true });
});

let serial = 0;
const aBuyer = async (more: object = {}): Promise<{ id: string; url: string; consent: () => Promise<string | undefined> }> => {
	const [result] = await demo.core.buyers.upsertBuyers(SHOP, [{ email: `reader${(serial += 1)}@mail.example`, country: 'DE', consentBasis: 'double_opt_in', consentAt: '2026-01-01T00:00:00Z', consentSource: 'form', ...more }]);
	const id = result && 'id' in result ? result.id : '';
	return { id, url: (await demo.core.links.forBuyers(SHOP))(id), consent: async () => (await demo.core.buyers.consentOf([id])).get(id)?.consent };
};
const countExecutions = async (): Promise<number> => (await demo.client.executions(workflow)).length;
const openPage = async (options: BrowserContextOptions = {}): Promise<Page> => await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 700, height: 900 }, ...options })).newPage();
/** The newest execution that the trigger started with such an event. */
const eventItem = async (mode: string, event: object) => await waitFor(`an execution about ${JSON.stringify(event)}`, async () => {
	for (const { id, mode: found } of (await demo.client.executions(workflow)).slice(0, 5)) {
		if (found !== mode) continue;
		const json = itemsOf(await demo.client.execution(id), 'Seller Mail Trigger')[0]?.json;
		if (json && Object.entries(event).every(([key, value]) => json[key] === value)) return json;
	}
	return undefined;
});

/** What holds for both ways of serving. */
function itServesPages(way: string, mode: string): void {
	it('visits leave no execution and change nothing', async () => {
		const { url } = await aBuyer();
		const before = [await countExecutions(), await dumpTables()];
		for (let visit = 0; visit < 30; visit += 1) expect((await fetch(url, { method: visit % 3 ? 'GET' : 'HEAD' })).status).toBe(200);
		expect([await countExecutions(), await dumpTables()]).toEqual(before);
	});

	it.each([
		['German, 700 px', 'de', {}], ['German, 320 px, dark', 'de', { viewport: { width: 320, height: 700 }, colorScheme: 'dark' }],
		['Arabic, 320 px', 'ar', { viewport: { width: 320, height: 700 } }], ['Arabic, 700 px, dark', 'ar', { colorScheme: 'dark' }],
	] as Array<[string, string, BrowserContextOptions]>)('in the browser, %s: fits, can be read, works by keyboard', async (name, language, options) => {
		const { url, consent } = await aBuyer({ language });
		const page = await openPage(options);
		await page.goto(url);
		await page.screenshot({ path: join(pictures, `page-${way}-${name.replace(/[^a-z0-9]+/gi, '-')}.png`), fullPage: true });
		const root = page.locator('html');
		expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual([language, language === 'ar' ? 'rtl' : 'ltr']);
		expect(await root.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
		for (const button of await page.locator('button, select, .choice').all()) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
		await page.keyboard.press('Tab');
		expect(await page.locator('button[value=unsubscribe]:focus-visible').count()).toBe(1);
		await page.keyboard.press('Enter');
		await page.locator('button[value=subscribe]').waitFor();
		expect(await consent()).toBe('withdrawn');
		await page.context().close();
	});

	it('pause, resume, language, unsubscribe, subscribe again: each starts the workflow once with its item', async () => {
		const { id, url, consent } = await aBuyer({ country: 'DE' });
		const page = await openPage();
		await page.goto(url);
		await page.locator('input[value="90"]').check();
		await page.click('button[value=pause]');
		await eventItem(mode, { event: 'preferenceChanged', change: 'paused', buyerId: id });
		await page.click('button[value=resume]');
		await eventItem(mode, { event: 'preferenceChanged', change: 'resumed', buyerId: id });
		await page.selectOption('select', 'pl');
		await page.click('button[value=language]');
		expect(await page.locator('html').getAttribute('lang')).toBe('pl');
		await eventItem(mode, { event: 'preferenceChanged', change: 'language', language: 'pl', buyerId: id });
		await page.click('button[value=unsubscribe]');
		await eventItem(mode, { event: 'unsubscribed', buyerId: id });
		expect(await consent()).toBe('withdrawn');
		await page.click('button[value=subscribe]');
		expect(await eventItem(mode, { event: 'preferenceChanged', change: 'subscribedAgain', buyerId: id })).toMatchObject({ shop: SHOP, deliveryId: null, at: expect.any(Number) });
		expect((await demo.core.consent.history(id)).at(-1)).toMatchObject({ kind: 'granted', basis: 'double_opt_in', language: 'pl', ip: expect.stringMatching(/127\.0\.0\.1|::1/), wording: expect.stringContaining('Lumen Home') });
		const before = await countExecutions();
		await fetch(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'act=subscribe' });
		expect(await countExecutions()).toBe(before);
		await page.context().close();
	});

	const part = (boundary: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`;
	it.each([
		['urlencoded', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'], ['multipart', 'multipart/form-data; boundary=b1', part('b1')],
		['multipart, odd boundary', 'multipart/form-data; boundary="--=_a\'b+c"', part("--=_a'b+c")],
	])('one-click by %s: 200 at once, no redirect, no cookie', async (_name, contentType, body) => {
		const { id, url, consent } = await aBuyer();
		const answer = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body, redirect: 'manual' });
		expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
		expect(await consent()).toBe('withdrawn');
		expect((await demo.core.consent.history(id)).at(-1)).toMatchObject({ kind: 'withdrawn', source: 'one-click' });
	});

	it.each([
		['none', ''], ['a list', '?t[]=a'], ['an object', '?t[a]=b'], ['twice', '?t=a&t=b'], ['NUL', '?t=%00'], ['very long', `?t=${'a'.repeat(6_000)}`],
		['a forged signature', '?t=v.d_aaaaaaaaaaaaaaaaaaaa.1.aaaaaaaaaaaaaaaaaaaaaa'],
	])('hostile token (%s) → 404, never 500', async (_name, query) => {
		const { url = '' } = (await demo.core.links.publicAddress(SHOP)) ?? {};
		expect([(await fetch(`${url}${query}`)).status, (await fetch(`${url}${query}`, { method: 'POST' })).status]).toEqual([404, 404]);
	});

	it('double opt-in from the example: sign-up, mail, button, consent', async () => {
		const before = demo.inbox.messages();
		const execution = await demo.client.run(workflow, { trigger: 'Try it', timeoutMs: 120_000 });
		expect(execution.error).toBeUndefined();
		const asked = itemsOf(execution, 'Asked')[0]?.json as { doubleOptIn: { outcome: string; buyerId: string; requestId: string } };
		expect(asked.doubleOptIn.outcome).toBe('requested');
		expect(demo.inbox.messages()).toBe(before + 1);
		const { html = '' } = await PostalMime.parse(demo.inbox.all().at(-1)?.source ?? '');
		const page = await openPage();
		await page.setContent(html);
		await page.screenshot({ path: join(pictures, 'confirm-mail.png'), fullPage: true });
		const link = (await page.locator('a.sm-button').getAttribute('href')) ?? '';
		await page.goto(link);
		await page.screenshot({ path: join(pictures, `confirm-page-${way}.png`), fullPage: true });
		expect((await demo.core.buyers.consentOf([asked.doubleOptIn.buyerId])).get(asked.doubleOptIn.buyerId)?.consent).toBe('pending');
		await page.click('button[value=confirm]');
		expect(await page.locator('button').count()).toBe(0);
		expect(await eventItem(mode, { event: 'consentConfirmed', buyerId: asked.doubleOptIn.buyerId })).toMatchObject({ requestId: asked.doubleOptIn.requestId, source: 'Newsletter form' });
		expect((await demo.core.buyers.consentOf([asked.doubleOptIn.buyerId])).get(asked.doubleOptIn.buyerId)).toMatchObject({ consent: 'granted', consentBasis: 'double_opt_in' });
		await page.context().close();
	});

	it('view in browser: the mail, sandboxed; its unsubscribe link leads to the page, whose button works', async () => {
		const { id } = await aBuyer({ language: 'de' });
		const view = await sendOffer(id);
		const page = await openPage({ javaScriptEnabled: true });
		const answer = await page.goto(view);
		await page.screenshot({ path: join(pictures, `view-in-browser-${way}.png`), fullPage: true });
		expect([answer?.status(), answer?.headers()['content-security-policy']]).toEqual([200, expect.stringContaining('sandbox')]);
		await page.click('a.sm-unsubscribe');
		await page.click('button[value=unsubscribe]');
		await page.locator('button[value=subscribe]').waitFor();
		expect((await demo.core.buyers.consentOf([id])).get(id)?.consent).toBe('withdrawn');
		await page.context().close();
	});
}

describe('by n8n’s webhook', () => {
	it('publishing enters its address', async () => {
		expect((await demo.core.links.publicAddress(SHOP))?.url).toMatch(/\/webhook\/[0-9a-f-]{36}\/m$/);
	});
	itServesPages('webhook', 'webhook');

	it('a test run in the editor takes what its test address got', async () => {
		const started = await demo.client['call']('POST', `/rest/workflows/${workflow}/run`, 'listening', { triggerToStartFrom: { name: 'Seller Mail Trigger' } });
		expect(started).toMatchObject({ waitingForWebhook: true });
		const { id, url } = await aBuyer();
		await waitFor('the test address', async () => ((await fetch(url.replace('/webhook/', '/webhook-test/'), { method: 'POST' })).status === 200 ? true : undefined));
		await eventItem('manual', { event: 'unsubscribed', buyerId: id });
		// the end of the test run leaves the published address alone
		expect((await demo.core.links.publicAddress(SHOP))?.url).toMatch(/\/webhook\/[0-9a-f-]{36}\/m$/);
		expect((await fetch(url)).status).toBe(200);
	});
});

describe('by their own port', () => {
	let port: number;
	let oldLink: string;

	beforeAll(async () => {
		port = await freePort();
		oldLink = (await aBuyer()).url;
		await demo.client.unpublish(workflow);
		await demo.client.updateWorkflow(workflow, withTrigger({ serveOn: 'ownPort', port, host: '127.0.0.1', publicAddress: `http://127.0.0.1:${port}/links/` }));
		await demo.client.publish(workflow);
	});

	it('publishing enters the address of the port; links of before go on working', async () => {
		expect((await demo.core.links.publicAddress(SHOP))?.url).toBe(`http://127.0.0.1:${port}/links/m`);
		expect((await fetch(oldLink)).status).toBe(200);
	});
	itServesPages('port', 'trigger');

	it('published again while it serves → serves on', async () => {
		await demo.client.updateWorkflow(workflow, withTrigger({ serveOn: 'ownPort', port, host: '127.0.0.1', publicAddress: `http://127.0.0.1:${port}` }));
		await demo.client.publish(workflow);
		const { url } = await waitFor('the new address', async () => ((await demo.core.links.publicAddress(SHOP))?.url === `http://127.0.0.1:${port}/m` ? await aBuyer() : undefined));
		expect((await fetch(url)).status).toBe(200);
	});

	it('a second workflow on the same port → publishing says what is wrong; the first goes on', async () => {
		const { nodes, ...example } = withTrigger({ serveOn: 'ownPort', port, host: '127.0.0.1', publicAddress: 'https://other.example' });
		const trigger = nodes.filter((node) => node.type.endsWith('sellerMailTrigger')).map((node) => ({ ...node, webhookId: randomUUID() }));
		const second = await demo.client.importWorkflow({ ...example, nodes: trigger, connections: {}, name: 'Second' });
		await expect(demo.client.publish(second.id)).rejects.toThrow(new RegExp(`Port ${port}`));
		await demo.client.unpublish(second.id);
		expect((await fetch((await aBuyer()).url)).status).toBe(200);
	});

	it('after a crash of n8n → serves again by itself', async () => {
		await demo.killAndRestart();
		const { url } = await aBuyer();
		await waitFor('the port', async () => (await fetch(url).catch(() => undefined))?.status === 200 || undefined);
	});

	it('unpublished → the port is free and the address gone', async () => {
		const { url } = await aBuyer();
		await demo.client.unpublish(workflow);
		await waitFor('the address to go', async () => ((await demo.core.links.publicAddress(SHOP)) ? undefined : true));
		await waitFor('the port to close', async () => await fetch(url).then(() => undefined, () => true));
	});
});

interface ExampleWorkflow {
	name: string;
	nodes: Array<{ type: string; parameters: object; credentials?: Record<string, { id: string }>; webhookId?: string }>;
	connections: Record<string, unknown>;
	settings: Record<string, unknown>;
	[key: string]: unknown;
}

/** The example with another setting of its trigger, and the credentials of this n8n. */
function withTrigger(parameters: object): ExampleWorkflow {
	const example = JSON.parse(readFileSync(join(ROOT, 'workflows-examples', `${EXAMPLE}.json`), 'utf8')) as ExampleWorkflow;
	for (const node of example.nodes) {
		for (const type of Object.keys(node.credentials ?? {})) if (node.credentials) node.credentials[type] = credentialsByType.get(type) ?? { id: '' };
		if (node.type.endsWith('sellerMailTrigger')) node.parameters = { ...node.parameters, ...parameters };
	}
	return example;
}

const credentialsByType = new Map<string, { id: string; name: string }>();
beforeAll(async () => {
	for (const { id, name, type } of await demo.client.credentials()) credentialsByType.set(type, { id, name });
});

/** One marketing mail as Send Campaign sends it; answers with its view link. */
async function sendOffer(buyerId: string): Promise<string> {
	const buyer = (await demo.core.buyers.list(SHOP, { limit: 500 })).find(({ id }) => id === buyerId);
	if (!buyer) throw new Error('the buyer is not in the store');
	const sender = { ...aSender(demo.inbox.smtp.port), dkim: undefined };
	const mail = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: sender.brand }).render({
		buyer, data: { cart: { value: { amountMinor: 3_840, currency: 'EUR' }, items: [{ name: 'Schreibtischlampe', quantity: 1 }], url: 'https://lumen-home.example/cart' } },
		unsubscribeUrl: (await demo.core.links.forBuyers(SHOP))(buyer.id), viewUrl: (await demo.core.links.viewsForBuyers(SHOP))(buyer.id),
	});
	const { deliveries } = await demo.core.campaigns.sendItems(SHOP, sender, [{ buyer, mail, occasion: buyer.id, variant: 'A' }], { campaign: 'carts', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
	expect(deliveries).toMatchObject([{ state: 'accepted' }]);
	return (await demo.core.links.viewsForDeliveries(SHOP))(deliveries[0]?.id ?? '');
}

async function dumpTables(): Promise<string> {
	const { DatabaseSync } = await import('node:sqlite');
	const db = new DatabaseSync(demo.storeFile, { readOnly: true });
	try {
		return TABLES.map((table) => JSON.stringify(db.prepare(`select * from ${table} order by id`).all())).join('\n');
	} finally {
		db.close();
	}
}

/** Asks until there is an answer; gives up after a minute. */
async function waitFor<Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> {
	for (let tries = 0; tries < 600; tries += 1) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`${what} did not come`);
}
