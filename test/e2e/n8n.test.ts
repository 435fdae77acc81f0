import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { launchBrowser } from '../../demo/browser';
import { checkInbox } from '../../demo/checkInbox';
import { EXAMPLES, SHOP, startDemo, type DemoEnvironment } from '../../demo/demoEnvironment';
import { itemsOf } from '../../demo/n8nExecution';
import { installPackageLikeGui } from '../../demo/n8nPackages';
import { demoOwner } from '../../demo/n8nServer';
import { readLedger } from '../../demo/readLedger';
import { ROOT } from '../../demo/root';
import { generateShop } from '../../demo/shopGenerator';
import { loadShop } from '../../demo/shopLoader';
import { PANELS, panelWorkflow } from './panels';

/** The packed package, installed with the flags of n8n's GUI, in the real n8n; the real editor in a real browser. */
const folder = mkdtempSync(join(tmpdir(), 'seller-mail-e2e-'));
const pictures = join(ROOT, 'test-results');
const CONNECTIONS = 5;
const log = (line: string): void => void process.stderr.write(`${line}\n`);
let demo: DemoEnvironment;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
	demo = await startDemo({
		userFolder: join(folder, 'n8n'), log, inboxDelayMs: 4,
		load: async (core) => await loadShop(core, generateShop({ seed: 20261122, now: core.clock.now() })),
		install: async (userFolder, say) => void (await installPackageLikeGui(join(folder, packed), userFolder, say)),
	});
	browser = await launchBrowser(log);
	page = await (await browser.newContext({ viewport: { width: 1500, height: 1000 } })).newPage();
	await signIn();
});

afterAll(async () => {
	await browser?.close();
	await demo?.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function signIn(): Promise<void> {
	await page.goto(`${demo.n8n.url}/signin`);
	await page.fill('[data-test-id=emailOrLdapLoginId] input, input[name=emailOrLdapLoginId]', demoOwner.email);
	await page.fill('input[type=password]', demoOwner.password);
	await page.click('[data-test-id=form-submit-button]');
	await page.waitForURL(/home|workflow/);
}

async function openWorkflow(id: string): Promise<void> {
	await page.goto(`${demo.n8n.url}/workflow/${id}`);
	await page.waitForSelector('[data-test-id=canvas-node]');
}

const workflowOf = (example: string): string => demo.workflows.get(example) ?? '';

describe('credentials', () => {
	it('Test really connects: says yes, and says what is wrong', async () => {
		const saved = await demo.client.credentials();
		const byType = (type: string) => saved.find((credential) => credential.type === type)!;
		const store = byType('sellerMailStoreApi');
		const sender = byType('sellerMailSenderApi');
		const test = async (credential: typeof store, data: Record<string, unknown>) => await demo.client.testCredential({ id: '', name: credential.name, type: credential.type, data: data as never });
		expect(await test(store, { kind: 'sqlite', file: '' })).toMatchObject({ status: 'OK', message: expect.stringContaining('1 shop') });
		expect(await test(store, { kind: 'postgres', host: '127.0.0.1', port: 1, database: 'x', user: 'x', password: 'x', schema: 'x', tls: 'off' })).toMatchObject({ status: 'Error', message: expect.stringContaining('nothing answers') });
		const smtp = { host: demo.inbox.smtp.host, port: demo.inbox.smtp.port, security: 'none', fromName: 'Lumen Home', fromAddress: 'a@mail.lumen-home.example', company: 'x', postalAddress: 'x', licenceAddress: 'x', phone: 'x' };
		expect(await test(sender, smtp)).toMatchObject({ status: 'OK' });
		expect(await test(sender, { ...smtp, port: 1 })).toMatchObject({ status: 'Error', message: expect.stringContaining('No connection') });
		expect(await test(sender, { ...smtp, security: 'starttls' })).toMatchObject({ status: 'Error', message: expect.stringContaining('No encrypted connection') });
	});
});

describe('panels in the editor', () => {
	let workflow: string;
	beforeAll(async () => {
		const credentials = await demo.client.credentials();
		workflow = (await demo.client.importWorkflow(panelWorkflow(credentials) as never)).id;
		await openWorkflow(workflow);
	});
	afterAll(async () => {
		await page.emulateMedia({ colorScheme: 'light' });
		await page.setViewportSize({ width: 1500, height: 1000 });
	});

	it.each(PANELS)('$name shows its fields', async ({ name, fields, node, picture = node }) => {
		await page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
		for (const field of fields) await page.locator(`[data-test-id="parameter-input-${field}"]`).first().waitFor({ timeout: 20_000 });
		const text = await page.locator('body').innerText();
		expect(text).not.toContain('Install this node');
		expect(text).not.toMatch(/\[object Object\]|undefined/);
		await page.mouse.move(5, 5);
		await page.screenshot({ path: join(pictures, `node-${picture}.png`) });
		await page.keyboard.press('Escape');
		await page.locator(`[data-test-id="parameter-input-${fields[0]}"]`).first().waitFor({ state: 'hidden' });
	});

	it('the shop is chosen from a list that the store fills', async () => {
		await page.locator('[data-test-id=canvas-node][data-node-name="Segment Buyers"]').dblclick();
		await page.locator('[data-test-id="parameter-input-shop"] input').last().click();
		await page.getByText('Lumen Home', { exact: false }).first().waitFor({ timeout: 20_000 });
		await page.keyboard.press('Escape');
	});

	it('conditions: a changed field brings its own operator and value along, in a narrow and dark editor too', async () => {
		await page.emulateMedia({ colorScheme: 'dark' });
		await openWorkflow(workflow);
		await page.locator('[data-test-id=canvas-node][data-node-name="Conditions"]').dblclick();
		await page.setViewportSize({ width: 1000, height: 1400 });
		const first = (field: string) => page.locator(`[data-test-id="parameter-input-${field}"]`).first();
		await first('numberOperator').waitFor();
		await first('field').locator('input').click();
		await page.locator('[data-test-id="parameter-input-item"]:visible').filter({ hasText: 'Consent: Marketing Consent' }).click();
		await first('consentStateChoices').waitFor();
		await first('numberOperator').waitFor({ state: 'detached' });
		await page.mouse.move(5, 5);
		await page.screenshot({ path: join(pictures, 'node-segmentBuyers-narrow-dark.png') });
	});
});

describe('the abandoned-cart example', () => {
	it('publishing it enters the public address into the shop', async () => {
		expect(await demo.core.links.publicAddress(SHOP)).toBeUndefined();
		await demo.client.publish(workflowOf('abandoned-cart'));
		expect((await demo.core.links.publicAddress(SHOP))?.url).toMatch(/\/webhook\/[0-9a-f-]{36}\/m$/);
	});

	it('takes carts and orders by webhook', async () => {
		const at = new Date(demo.core.clock.now() - 5 * 3_600_000).toISOString();
		const post = async (path: string, body: unknown): Promise<number> =>
			(await fetch(`${demo.n8n.url}/webhook/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status;
		const cart = { cartId: 'web-1', email: 'web-buyer@mail.example', country: 'US', language: 'en', updatedAt: at, value: 25.5, currency: 'USD', items: [{ name: 'Lamp', quantity: 1, price: 25.5 }], url: 'https://lumen-home.example/cart/web-1' };
		expect(await post('seller-mail-cart', cart)).toBe(200);
		await waitFor('the cart', async () => (await abandonedCarts()).has('cart:web-1'));
		expect(await post('seller-mail-order', { orderId: 'web-o1', email: 'web-buyer@mail.example', country: 'US', placedAt: new Date(demo.core.clock.now() - 3_600_000).toISOString(), total: 25.5, currency: 'USD' })).toBe(200);
		await waitFor('the order', async () => !(await abandonedCarts()).has('cart:web-1'));
	});

	it('kill -9 of n8n in the middle of the send, start again, send due: inbox and ledger agree, nobody got it twice', async () => {
		await demo.client.start(workflowOf('abandoned-cart'), 'Try it');
		await waitFor('300 mails', () => demo.inbox.messages() >= 300);
		const before = demo.inbox.messages();
		await demo.killAndRestart();
		expect(before).toBeLessThan(1_000);
		const execution = await demo.client.run(workflowOf('abandoned-cart'), { trigger: 'Every Ten Minutes', timeoutMs: 300_000 });
		expect(execution.status).toBe('success');
		const ledger = await readLedger(demo.storeFile);
		const { faults, mails } = await checkInbox(demo.inbox.all(), ledger, demo.dkimRecord);
		expect(faults).toEqual([]);
		expect(mails).toBeGreaterThanOrEqual(1_000);
		expect(ledger.filter((row) => row.state === 'uncertain').length).toBeLessThanOrEqual(CONNECTIONS);
		expect(ledger.filter((row) => row.state === 'claimed' || row.state === 'sending')).toEqual([]);
		expect(itemsOf(execution, 'Send Due')[0]?.json).toMatchObject({ sendDue: { shop: SHOP } });
	});

	it('run again: only what became due meanwhile may leave, and the hint says that nobody is mailed again', async () => {
		const before = await readLedger(demo.storeFile);
		const execution = await demo.client.run(workflowOf('abandoned-cart'), { trigger: 'Try it', timeoutMs: 300_000 });
		expect(execution.status).toBe('success');
		const wasDue = new Map(before.map((row) => [row.id, row]));
		const newlySent = (await readLedger(demo.storeFile)).filter((row) => row.state === 'accepted' && wasDue.get(row.id)?.state !== 'accepted');
		expect(newlySent.filter((row) => (wasDue.get(row.id)?.dueAt ?? 0) > demo.core.clock.now())).toEqual([]);
		expect(execution.runData['Send Campaign']?.[0]?.hints?.[0]?.message).toContain('not mailed again');
		expect((await checkInbox(demo.inbox.all(), await readLedger(demo.storeFile), demo.dkimRecord)).faults).toEqual([]);
	});

	it('the unsubscribe page in the browser: opening changes nothing, the button does, pressing again says the same', async () => {
		const { unsubscribeLinks } = await checkInbox(demo.inbox.all().slice(0, 40), await readLedger(demo.storeFile), demo.dkimRecord);
		const link = unsubscribeLinks[0] ?? '';
		const token = new URL(link).searchParams.get('t');
		const buyer = await demo.core.links.resolve(token);
		const isSuppressed = async (): Promise<boolean> => (await demo.core.buyers.consentOf([buyer?.buyerId ?? ''])).get(buyer?.buyerId ?? '')?.consent === 'withdrawn';
		for (let scan = 0; scan < 20; scan += 1) expect((await fetch(link)).status).toBe(200);
		expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
		expect(await isSuppressed()).toBe(false);

		const reader = await (await browser.newContext({ viewport: { width: 390, height: 700 }, javaScriptEnabled: false })).newPage();
		await reader.goto(link);
		await reader.screenshot({ path: join(pictures, 'unsubscribe.png') });
		const unsubscribe = reader.locator('button[value=unsubscribe]');
		await unsubscribe.click();
		const title = await reader.locator('h1').innerText();
		expect(title).not.toBe('');
		expect(await unsubscribe.count()).toBe(0);
		expect(await isSuppressed()).toBe(true);
		await reader.goto(link);
		expect([await reader.locator('h1').innerText(), await unsubscribe.count()]).toEqual([title, 0]);
		await waitFor('the workflow that the event starts', async () => (await demo.client.executions(workflowOf('abandoned-cart'))).some((execution) => execution.mode === 'webhook'));
	});

	it.each([
		['urlencoded', { 'content-type': 'application/x-www-form-urlencoded' }, 'List-Unsubscribe=One-Click'],
		['multipart', {}, (() => { const form = new FormData(); form.set('List-Unsubscribe', 'One-Click'); return form; })()],
	] as const)('one-click by %s POST: 200 at once, no redirect, no cookie', async (kind, headers, body) => {
		const { unsubscribeLinks } = await checkInbox(demo.inbox.all().slice(kind === 'multipart' ? 50 : 60, 70), await readLedger(demo.storeFile), demo.dkimRecord);
		const link = unsubscribeLinks[0] ?? '';
		const answer = await fetch(link, { method: 'POST', headers, body, redirect: 'manual' });
		expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
		const buyer = await demo.core.links.resolve(new URL(link).searchParams.get('t'));
		expect((await demo.core.buyers.consentOf([buyer?.buyerId ?? ''])).get(buyer?.buyerId ?? '')?.consent).toBe('withdrawn');
	});

	it('an altered link → a page that says so, nothing changed', async () => {
		const { url = '' } = (await demo.core.links.publicAddress(SHOP)) ?? {};
		const answer = await fetch(`${url}?t=d_aaaaaaaaaaaaaaaaaaaa.1.aaaaaaaaaaaaaaaaaaaaaa`, { method: 'POST' });
		expect(answer.status).toBe(404);
	});

	it('looks right on the canvas', async () => {
		for (const example of EXAMPLES) {
			await openWorkflow(workflowOf(example));
			await page.waitForTimeout(1_500);
			await page.screenshot({ path: join(pictures, `canvas-${example}.png`) });
			expect(await page.locator('[data-test-id=canvas-node]').count()).toBeGreaterThan(4);
			expect(await page.getByText('Install this node').count()).toBe(0);
		}
	});

	it('shows its mails in the inbox', async () => {
		await page.goto(demo.inbox.webUrl);
		await page.screenshot({ path: join(pictures, 'inbox.png') });
		expect(await page.locator('a[href^="/mail/"]').count()).toBeGreaterThan(50);
		const [mail] = demo.inbox.all();
		const parsed = await PostalMime.parse(mail?.source ?? '');
		const language = parsed.headers.find(({ key }) => key.toLowerCase() === 'content-language')?.value ?? '-';
		const reader = await (await browser.newContext({ viewport: { width: 640, height: 760 } })).newPage();
		await reader.setContent(parsed.html ?? '');
		await reader.screenshot({ path: join(pictures, 'mail.png'), fullPage: true });
		expect((await reader.locator('html').getAttribute('lang'))?.slice(0, 2)).toBe(language.slice(0, 2));
	});
});

describe('the other examples', () => {
	it('order updates go out as order mail, without unsubscribe header', async () => {
		const before = demo.inbox.messages();
		const execution = await demo.client.run(workflowOf('order-updates'), { trigger: 'Try it', timeoutMs: 300_000 });
		expect(execution.error).toBeUndefined();
		const rows = (await readLedger(demo.storeFile)).filter((row) => row.campaign === 'order-updates');
		expect(rows.length).toBeGreaterThan(100);
		expect(demo.inbox.messages() - before).toBe(rows.filter((row) => row.state === 'accepted').length);
		expect((await checkInbox(demo.inbox.all(), await readLedger(demo.storeFile), demo.dkimRecord)).faults).toEqual([]);
	});

	it('repurchase: each buyer whose time has come once, two variants, the held-out ones get nothing', async () => {
		const before = demo.inbox.messages();
		const execution = await demo.client.run(workflowOf('scheduled-repurchase'), { trigger: 'Try it', timeoutMs: 300_000 });
		expect(execution.error).toBeUndefined();
		const [{ json: { audience } } = { json: {} }] = itemsOf(execution, 'Segment Buyers') as Array<{ json: { audience?: { size: number; byVariant: Record<string, number> } } }>;
		expect(Object.keys(audience?.byVariant ?? {}).sort()).toEqual(['A', 'B', 'holdout']);
		const rows = (await readLedger(demo.storeFile)).filter((row) => row.campaign === 'repurchase');
		expect(rows.length).toBe((audience?.size ?? 0) - (audience?.byVariant.holdout ?? 0));
		expect(rows.length).toBeGreaterThan(50);
		expect(demo.inbox.messages() - before).toBe(rows.filter((row) => row.state === 'accepted').length);
		const due = await demo.client.run(workflowOf('scheduled-repurchase'), { trigger: 'Every Ten Minutes', timeoutMs: 120_000 });
		expect(due.error).toBeUndefined();
		expect((await checkInbox(demo.inbox.all(), await readLedger(demo.storeFile), demo.dkimRecord)).faults).toEqual([]);
	});

	it('the Amazon inbox answers what it may, once, and leaves the rest to a person', async () => {
		const before = demo.inbox.messages();
		const first = await demo.client.run(workflowOf('amazon-inbox'), { trigger: 'When clicking Execute', timeoutMs: 120_000 });
		expect(first.error).toBeUndefined();
		const answers = demo.inbox.all().slice(before);
		expect(answers.map((mail) => mail.to.join())).toEqual([expect.stringMatching(/@marketplace\.amazon\./)]);
		await demo.client.run(workflowOf('amazon-inbox'), { trigger: 'When clicking Execute', timeoutMs: 120_000 });
		expect(demo.inbox.messages() - before).toBe(1);
	});
});

describe('a buyer who is erased', () => {
	it('later runs, their execution data, n8n\'s log and the store\'s files no longer hold the address', async () => {
		const mailed = (await readLedger(demo.storeFile)).filter((row) => row.campaign === 'abandoned-cart' && row.state === 'accepted').map((row) => row.email);
		const email = mailed.find((address) => address && !address.startsWith('web-')) ?? '';
		expect(await demo.core.buyers.list(SHOP, { limit: 1, email })).toHaveLength(1);
		const loggedBefore = readFileSync(demo.n8n.logFile).length;
		await demo.core.personalData.erase({ shopId: SHOP, isEveryShop: true, person: { email } });

		const look = await demo.client.importWorkflow(await lookWorkflow());
		const runs = [await demo.client.run(look.id, { trigger: 'Start' }), await demo.client.run(workflowOf('abandoned-cart'), { trigger: 'Try it', timeoutMs: 300_000 })];
		expect(runs.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(itemsOf(runs[0]!, 'Send Log').length).toBeGreaterThan(500);
		const kept = [...runs.map((run) => JSON.stringify(run)), readFileSync(demo.n8n.logFile).subarray(loggedBefore).toString('latin1')];
		const files = ['', '-wal', '-shm'].map((suffix) => `${demo.storeFile}${suffix}`).filter((file) => existsSync(file)).map((file) => readFileSync(file).toString('latin1'));
		for (const text of [...kept, ...files]) expect(text.toLowerCase().includes(email.toLowerCase())).toBe(false);
	});
});

/** Everything that staff look at: buyers, log and segment. */
async function lookWorkflow() {
	const saved = await demo.client.credentials();
	const credentials = Object.fromEntries(saved.map(({ id, name, type }) => [type, { id, name }]));
	const shop = { __rl: true, mode: 'id', value: SHOP };
	const ours = (name: string, type: string, parameters: Record<string, unknown>, index: number) =>
		({ id: `00000000-0000-4000-8000-00000000010${index}`, name, type: `n8n-nodes-seller-mail.${type}`, typeVersion: 1, position: [200, index * 200], parameters: { shop, ...parameters }, credentials });
	const names = ['Buyers', 'Send Log', 'Segment'];
	return {
		name: 'Look', settings: { executionOrder: 'v1' },
		nodes: [
			{ id: '00000000-0000-4000-8000-000000000100', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			ours('Buyers', 'sellerMailRecords', { resource: 'buyer', operation: 'getMany', limit: 20_000 }, 1),
			ours('Send Log', 'sendCampaign', { operation: 'getSendLog', limit: 20_000 }, 2),
			ours('Segment', 'segmentBuyers', { selectBy: 'preset', preset: 'cart-abandoned', options: { withLeftOut: true } }, 3),
		],
		connections: { Start: { main: [names.map((node) => ({ node, type: 'main', index: 0 }))] } },
	};
}

async function abandonedCarts(): Promise<Set<string>> {
	const occasions = new Set<string>();
	for await (const { recipients, leftOutRecipients } of demo.core.segments.select({ shopId: SHOP, preset: 'cart-abandoned', withLeftOut: true })) {
		for (const { segment } of [...recipients, ...leftOutRecipients]) occasions.add(segment.occasion);
	}
	return occasions;
}

/** Asks until it is so; gives up after a minute and a half. */
async function waitFor(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
	for (let tries = 0; tries < 1_800; tries += 1) {
		if (await isSo()) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`${what} did not come`);
}
