import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findInPath, installDebianPackages } from './debianPackages';
import type { Log } from './runCommand';

const PROGRAM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const USUAL_PLACES = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
	'/snap/bin/chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Nothing that would call home: on a machine without internet those calls are refused many at a time. */
const FLAGS = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** A browser without a window; a fresh profile each time. */
export async function launchBrowser(log: Log): Promise<Browser> {
	const executablePath = await findChromium(log);
	// Chromium refuses its sandbox to root.
	const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
	return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...sandbox] });
}

/** The path of Chromium, Chrome or Edge; on Debian, as root, installed when there is none. Throws an Error that says what to install. */
export async function findChromium(log: Log): Promise<string> {
	const found = lookForChromium();
	if (found) return found;
	// The fonts are for screenshots of mails in Chinese.
	await installDebianPackages(['chromium', 'fonts-noto-core', 'fonts-noto-cjk'], log);
	const installed = lookForChromium();
	if (installed) return installed;
	throw new Error(
		'No Chromium, Chrome or Edge was found. Install one (`sudo apt-get install chromium`, or `npx playwright-core install chromium`), ' +
			'or name it in PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH, and try again.',
	);
}

function lookForChromium(): string | undefined {
	const named = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH;
	if (named && !existsSync(named)) throw new Error(`PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH names ${named}, which does not exist.`);
	const inPath = PROGRAM_NAMES.map(findInPath).find((path) => path !== undefined);
	return named ?? inPath ?? [chromium.executablePath(), ...USUAL_PLACES].find((path) => existsSync(path));
}
