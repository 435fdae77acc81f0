import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../demo/browser';
import { ROOT } from '../../demo/root';
import type { UsageSum } from '../../core/billing/ports';
import { makeStatement } from '../../core/billing/statement';
import { renderStatementPage } from '../../core/billing/statementPage';

/** The monthly statement in a real browser: it fits a phone, and its words can be read in light and dark. Pictures in `test-results/`. */
const pictures = join(ROOT, 'test-results', 'statement');
const uses = Array.from({ length: 26 }, (_, index): UsageSum[] => {
	const day = `2026-11-${String(index + 1).padStart(2, '0')}`;
	const use = (campaign: string, count: number, fields: Partial<UsageSum> = {}): UsageSum => ({ day, campaign, isCounted: true, isBillable: true, bounce: null, isCredited: false, count, ...fields });
	return [use('autumn-carts', 300 + ((index * 7_919) % 1_700)), use('秋季上新', 90, { isBillable: false }), use('a-name-without-a-space-that-goes-on-for-longer-than-any-phone-is-wide-and-then-some', 3, { isBillable: false, bounce: 'hard', isCredited: true })];
}).flat();
const statement = makeStatement({ shop: 'demo', shopName: 'Lumen Home', month: '2026-11', timeZone: 'Asia/Shanghai', madeAt: Date.UTC(2026, 11, 1), isOver: true }, { uses, counters: new Map(), prices: undefined }, {});

let browser: Browser;
beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	browser = await launchBrowser((line) => void process.stderr.write(`${line}\n`));
});
afterAll(async () => await browser?.close());

it.each([['en', 1_000, 'light'], ['zh', 1_000, 'dark'], ['en', 320, 'light'], ['zh', 320, 'dark']] as const)('in %s at %i px, %s → nothing sticks out, everything can be read', async (language, width, colorScheme) => {
	const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
	const refused: string[] = [];
	page.on('request', (request) => void refused.push(request.url()));
	await page.setContent(renderStatementPage(statement, language));
	expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
	expect(await page.evaluate(CONTRAST)).toBeGreaterThanOrEqual(4.5);
	expect(refused).toEqual([]);
	await page.screenshot({ path: join(pictures, `${language}-${width}-${colorScheme}.png`), fullPage: true });
	await page.close();
});

/** The least contrast of any text with what is behind it (WCAG 2.2). */
const CONTRAST = `(() => {
	const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
	const light = (rgb) => { const [r, g, b] = rgb.slice(0, 3).map((part) => { const c = part / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	const behind = (element) => { for (let at = element; at; at = at.parentElement) { const back = parse(getComputedStyle(at).backgroundColor); if (back.length === 3 || back[3] > 0) return back; } return [255, 255, 255]; };
	const texts = [...document.querySelectorAll('main *:not(title)')].filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
	return Math.min(...texts.map((element) => {
		const style = getComputedStyle(element);
		const [a, b] = [light(parse(element.namespaceURI.endsWith('svg') ? style.fill : style.color)), light(behind(element))].sort((x, y) => y - x);
		return (a + 0.05) / (b + 0.05);
	}));
})()`;
