import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../demo/browser';
import { SHOP, startDemo, type DemoEnvironment } from '../../demo/demoEnvironment';
import { itemsOf } from '../../demo/n8nExecution';
import { demoOwner } from '../../demo/n8nServer';
import { ROOT } from '../../demo/root';
import { aSender } from '../support/builders';

/** Compliance Check as staff meet it in the real editor: its panel for each profile, and the report as a file. */
const folder = mkdtempSync(join(tmpdir(), 'seller-mail-check-'));
const pictures = join(ROOT, 'test-results');
const reportFile = join(folder, 'report.html');
const log = (line: string): void => void process.stderr.write(`${line}\n`);
let demo: DemoEnvironment;
let browser: Browser;
let page: Page;
let workflow: string;

beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	demo = await startDemo({ userFolder: join(folder, 'n8n'), log, load: async (core) => void (await core.shops.save({ id: SHOP, name: 'Lumen Home', staffLanguage: 'zh' })) });
	browser = await launchBrowser(log);
	page = await (await browser.newContext({ viewport: { width: 1500, height: 1100 }, acceptDownloads: true })).newPage();
	await signIn();
	workflow = (await demo.client.importWorkflow(aWorkflow(await demo.client.credentials()))).id;
});

afterAll(async () => {
	await browser?.close();
	await demo?.stop();
	rmSync(folder, { recursive: true, force: true });
});

it('the panel shows its fields, and for an Amazon message only those that apply', async () => {
	await openNode('Check');
	for (const name of ['profile', 'rulesSwitchedOff', 'needsReviewAs', 'reportFile']) await field(name).waitFor();
	await page.getByText('can not be switched off').first().waitFor();
	await page.mouse.move(5, 5);
	await page.screenshot({ path: join(pictures, 'complianceCheck-panel.png') });
	await field('rulesSwitchedOff').locator('input').first().click();
	await page.getByText('图片占比低于 60%').first().waitFor();
	await page.screenshot({ path: join(pictures, 'complianceCheck-rules.png') });
	expect(await page.getByText('页脚中的邮寄地址').count()).toBe(0); // a legal rule is not offered
	await page.keyboard.press('Escape');
	await openNode('Amazon');
	await field('profile').waitFor();
	expect(await field('rulesSwitchedOff').count()).toBe(0);
	await page.mouse.move(5, 5);
	await page.screenshot({ path: join(pictures, 'complianceCheck-amazon.png') });
});

it('a run: the report leaves by an output of its own', async () => {
	const execution = await demo.client.run(workflow, { trigger: 'Try it', timeoutMs: 120_000 });
	expect(execution.error).toBeUndefined();
	expect([0, 1, 2, 3].map((output) => itemsOf(execution, 'Check', output).length)).toEqual([0, 0, 2, 1]);
	writeFileSync(reportFile, String(itemsOf(execution, 'Check', 3)[0]?.json.html));
});

it('in the editor: hints with a line for each rule, the report on its own tab, its file downloaded', async () => {
	await page.goto(`${demo.n8n.url}/workflow/${workflow}`);
	await page.locator('[data-test-id=canvas-node][data-node-name="Check"]').waitFor();
	await page.locator('[data-test-id=execute-workflow-button]').click();
	await page.locator('[data-test-id=canvas-node][data-node-name="Check"] [data-test-id=canvas-node-status-success]').waitFor({ timeout: 60_000 });
	await page.screenshot({ path: join(pictures, 'complianceCheck-canvas.png') });
	await page.locator('[data-test-id=canvas-node][data-node-name="Check"]').dblclick();
	const output = page.locator('[data-test-id=output-panel]');
	await output.getByText('2 blocked').first().waitFor();
	await page.mouse.move(5, 5);
	await page.screenshot({ path: join(pictures, 'complianceCheck-hints.png') });
	await output.locator('[data-test-id=branches]').getByText(/Report/).click();
	await output.locator('[data-test-id=radio-button-binary]').click();
	await page.screenshot({ path: join(pictures, 'complianceCheck-file.png') });
	const download = page.waitForEvent('download');
	await output.locator('[data-test-id=ndv-download-binary-data]').click();
	const file = join(folder, 'downloaded.html');
	await (await download).saveAs(file);
	expect(readFileSync(file, 'utf8').replace(/\d\d:\d\d UTC/, '')).toBe(readFileSync(reportFile, 'utf8').replace(/\d\d:\d\d UTC/, ''));
});

it.each([
	['light', { viewport: { width: 1000, height: 900 } }], ['dark', { viewport: { width: 1000, height: 900 }, colorScheme: 'dark' as const }], ['narrow', { viewport: { width: 320, height: 800 } }],
])('the report, %s: fits, in the staff\'s language, nothing loaded', async (name, options) => {
	const reader = await (await browser.newContext({ ...options, javaScriptEnabled: false })).newPage();
	const requests: string[] = [];
	reader.on('request', (request) => requests.push(request.url()));
	await reader.goto(`file://${reportFile}`);
	await reader.screenshot({ path: join(pictures, `complianceCheck-report-${name}.png`), fullPage: true });
	expect(await reader.locator('html').getAttribute('lang')).toBe('zh-CN');
	expect(await reader.locator('h1').innerText()).toBe('合规检查报告');
	const [width, inner] = [await reader.locator('html').evaluate((root) => root.scrollWidth), options.viewport.width];
	expect(width).toBeLessThanOrEqual(inner);
	expect(requests).toHaveLength(1);
});

const field = (name: string) => page.locator(`[data-test-id="parameter-input-${name}"]`);

async function openNode(name: string): Promise<void> {
	await page.goto(`${demo.n8n.url}/workflow/${workflow}`);
	await page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
}

async function signIn(): Promise<void> {
	await page.goto(`${demo.n8n.url}/signin`);
	await page.fill('[data-test-id=emailOrLdapLoginId] input, input[name=emailOrLdapLoginId]', demoOwner.email);
	await page.fill('input[type=password]', demoOwner.password);
	await page.click('[data-test-id=form-submit-button]');
	await page.waitForURL(/home|workflow/);
}

/** Two mails that are stopped, one of them with markup where it does not belong, into a check with a report. */
function aWorkflow(credentials: Array<{ id: string; name: string; type: string }>) {
	const chosen = Object.fromEntries(credentials.map(({ id, name, type }) => [type, { id, name }]));
	const parameters = { profile: 'mail', rulesSwitchedOff: ['value-in-first-50'], options: { needsReviewAs: 'review', reportFile: true } };
	const node = (id: number, name: string, type: string, typeVersion: number, more: object) => ({ id: `00000000-0000-4000-8000-00000000001${id}`, name, type, typeVersion, position: [id * 220, 0], ...more });
	return {
		name: 'Compliance check', settings: { executionOrder: 'v1' },
		nodes: [
			node(0, 'Try it', 'n8n-nodes-base.manualTrigger', 1, { parameters: {} }),
			node(1, 'Mails', 'n8n-nodes-base.set', 3.4, { parameters: { mode: 'raw', jsonOutput: JSON.stringify({ mails: [aBlockedMail('Lamps'), aBlockedMail('</bdi><script>document.title="x"</script> {{name}}')] }), options: {} } }),
			node(2, 'Each', 'n8n-nodes-base.splitOut', 1, { parameters: { fieldToSplitOut: 'mails', options: {} } }),
			node(3, 'Check', 'n8n-nodes-seller-mail.complianceCheck', 1, { parameters, credentials: chosen }),
			node(4, 'Amazon', 'n8n-nodes-seller-mail.complianceCheck', 1, { parameters: { profile: 'amazonMessage', options: {} }, credentials: chosen }),
		],
		connections: Object.fromEntries([['Try it', 'Mails'], ['Mails', 'Each'], ['Each', 'Check']].map(([from, to]) => [from, { main: [[{ node: to, type: 'main', index: 0 }]] }])),
	};
}

function aBlockedMail(words: string): object {
	const { company, postalAddress } = aSender(1).brand;
	const html = `<html><body><img src="https://cdn.example/a.png" width="600" height="900" alt="Lamps"><p>${words}</p><p>${company}, ${postalAddress}</p></body></html>`;
	const buyer = { id: 'b_1', shop: SHOP, email: 'ana@correo.example', country: 'DE', language: 'de', site: 'deu', timeZone: 'Europe/Berlin' };
	return { buyer, mail: { purpose: 'marketing', language: 'de', subject: `RE: ${words}`, preheader: '', html, text: words } };
}
