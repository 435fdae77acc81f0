import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { launchBrowser } from '../../demo/browser';
import { ROOT } from '../../demo/root';
import { compileTemplate } from '../../core/template/compileTemplate';
import { LANGUAGES } from '../../core/template/languages/registry';
import { makeSample } from '../../core/template/sampleData';
import { TEMPLATES } from '../../core/template/templates/registry';
import { aBrand, UNSUBSCRIBE_URL } from '../support/mails';

/**
 * Every template in every language as a reader sees it, in a real browser: it fits, can be read in light and dark, begins on
 * the right side. Each look leaves a contact sheet of all languages in `test-results/`.
 */
const sheets = join(ROOT, 'test-results', 'library');
const measure = readFileSync(join(__dirname, 'inBrowser/measureMails.js'), 'utf8');
const BRAND = aBrand({ logoUrl: 'https://shop.example/logo.png', colour: '#b4380f' });
const LOOKS = [
	{ look: '320 px', width: 320, colorScheme: 'light', scale: 1 },
	{ look: '640 px', width: 640, colorScheme: 'light', scale: 0.5 },
	{ look: '320 px, dark', width: 320, colorScheme: 'dark', scale: 1 },
] as const;
type Look = (typeof LOOKS)[number];

let browser: Browser;
const pages = new Map<string, Page>();

beforeAll(async () => {
	mkdirSync(sheets, { recursive: true });
	browser = await launchBrowser((line) => void process.stderr.write(`${line}\n`));
});
afterAll(async () => await browser?.close());

describe.each(TEMPLATES.map(({ name }) => name))('%s', (name) => {
	it.each(LOOKS)('at $look → reads well in all languages', async (look) => {
		expect(await lookAt(look, `${name}-${look.look}`, LANGUAGES.map(({ language, direction }) => ({ title: language, direction, html: render(name, language) })))).toEqual([]);
	});
});

/** As long as data may be: names without a space, large amounts. */
it.each(LOOKS.filter(({ width }) => width === 320))('long words and large amounts at $look → still fit', async (look) => {
	const mails = TEMPLATES.flatMap(({ name }) => LANGUAGES.filter(({ language }) => ['de', 'ar', 'th', 'ru'].includes(language)).map(({ language, direction }) => {
		return { title: `${name} ${language}`, direction, html: render(name, language, lengthen) };
	}));
	expect(await lookAt(look, `long-${look.look}`, mails)).toEqual([]);
});

interface Framed {
	title: string;
	direction: string;
	html: string;
}

/** The mails side by side, each in a frame of the look's width; what is wrong with them. */
async function lookAt(look: Look, sheet: string, mails: Framed[]): Promise<string[]> {
	const page = await pageFor(look);
	const frames = mails.map(({ title, direction, html }) => `<figure><figcaption>${title}</figcaption><iframe title="${title}" data-direction="${direction}" width="${look.width}" srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe></figure>`);
	await page.setContent(`<!doctype html><style>${SHEET}</style>${frames.join('')}`, { waitUntil: 'load' });
	const problems = (await page.evaluate(measure)) as string[];
	await page.screenshot({ path: join(sheets, `${sheet.replace(/[^a-z0-9-]+/g, '-')}.png`), fullPage: true });
	return problems;
}

/** The frames take the page's colour scheme only where they say that they may. */
const SHEET = ':root{color-scheme:light dark} body{margin:0;display:flex;flex-wrap:wrap;gap:12px} figure{margin:0} figcaption{font:16px sans-serif} iframe{border:0;display:block;color-scheme:light dark}';

async function pageFor({ look, width, colorScheme, scale }: Look): Promise<Page> {
	const known = pages.get(look);
	if (known) return known;
	const context = await browser.newContext({ colorScheme, deviceScaleFactor: scale, viewport: { width: 9 * (width + 12), height: 900 } });
	await context.route('**/*', serve);
	const page = await context.newPage();
	pages.set(look, page);
	return page;
}

/** Nothing leaves the machine; pictures are drawn. */
async function serve(route: Route): Promise<void> {
	const url = route.request().url();
	if (!url.endsWith('.png')) return await route.abort();
	await route.fulfill({ contentType: 'image/svg+xml', body: url.includes('logo') ? LOGO : PHOTO });
}

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="260" height="60"><rect y="10" width="40" height="40" rx="8" fill="#b4380f"/><text x="52" y="42" font-family="sans-serif" font-weight="700" font-size="30" fill="#1d2129">Lumen Home</text></svg>';
const PHOTO = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#dfe6f0"/><path d="M60 90 L100 40 L140 90 Z" fill="#b4380f"/><rect x="96" y="90" width="8" height="60" fill="#545d69"/><rect x="70" y="150" width="60" height="10" rx="5" fill="#545d69"/></svg>';

function render(name: string, language: string, change: (data: Record<string, unknown>) => Record<string, unknown> = (data) => data): string {
	const { buyer, data } = makeSample(language);
	return compileTemplate({ kind: 'library', name }, { brand: BRAND }).render({ buyer, data: change(data), unsubscribeUrl: UNSUBSCRIBE_URL, viewUrl: UNSUBSCRIBE_URL }).html;
}

const LONG_NAME = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftslampe';

/** Every product gets a name without a space, every amount three more digits, every code and number forty characters. */
function lengthen(data: Record<string, unknown>): Record<string, unknown> {
	return JSON.parse(JSON.stringify(data), (key, value: unknown) => {
		if (key === 'name' || key === 'productName' || key === 'title') return LONG_NAME;
		if (key === 'amountMinor') return Number(value) * 10_000;
		return key === 'code' || key === 'trackingNumber' || key === 'id' || key === 'source' || key === 'email' ? 'ABCDEFGHIJ'.repeat(4) : value;
	}) as Record<string, unknown>;
}
