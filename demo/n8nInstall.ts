import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { findInPath, installDebianPackages } from './debianPackages';
import { N8N_VERSION, NODE_VERSION, n8nManifest, nodePackage } from './n8nManifest';
import { withProcessLock } from './processLock';
import type { Log } from './runCommand';
import { formatElapsed, runCommand } from './runCommand';

export interface N8nInstall {
	dir: string;
	/** Node 24, the one that n8n's native module was built for. */
	node: string;
	n8nBin: string;
	version: string;
}

const NEEDED_FREE_BYTES = 4e9;
const PREBUILT_SQLITE = 'https://github.com/TryGhost/node-sqlite3/releases';

/**
 * n8n in the user's cache folder, shared by all clones; installed when it isn't there yet, which takes minutes and is told line by line.
 * A killed installation leaves nothing that would be taken for a whole one. Throws an Error that names the next step.
 */
export async function installN8n({ log }: { log: Log }): Promise<N8nInstall> {
	const dir = installFolder();
	if (!isComplete(dir)) {
		mkdirSync(dirname(dir), { recursive: true });
		const onWait = () => log('Waiting for another installation of n8n to end ...');
		await withProcessLock(`${dir}.lock`, onWait, async () => {
			if (!isComplete(dir)) await install(dir, log);
		});
	}
	return describe(dir);
}

/** What is installed is part of the name: a clone with another list neither breaks nor replaces a running one. */
function installFolder(): string {
	const hash = createHash('sha256').update(JSON.stringify(n8nManifest())).digest('hex').slice(0, 8);
	const name = `n8n-${N8N_VERSION}-node${NODE_VERSION.split('.')[0]}-${process.platform}-${process.arch}-${hash}`;
	return join(cacheFolder(), 'n8n-nodes-seller-mail', name);
}

/** Where this operating system wants files that can be made again. */
function cacheFolder(): string {
	if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

function isComplete(dir: string): boolean {
	return existsSync(join(dir, '.complete'));
}

function describe(dir: string): N8nInstall {
	const modules = join(dir, 'node_modules');
	const node = join(modules, nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	return { dir, node, n8nBin: join(modules, 'n8n', 'bin', 'n8n'), version: N8N_VERSION };
}

async function install(dir: string, log: Log): Promise<void> {
	const startedAt = Date.now();
	removeRemains(dir);
	checkFreeSpace(dirname(dir));
	await ensureSqliteCanBeBuilt(log);
	const partial = `${dir}.partial-${process.pid}`;
	mkdirSync(partial);
	await fill(partial, log);
	writeFileSync(join(partial, '.complete'), new Date().toISOString());
	renameSync(partial, dir);
	log(`n8n ${N8N_VERSION} is installed in ${dir} (${formatElapsed(Date.now() - startedAt)}).`);
}

/** Runs under the lock, so whatever else lies here is of an installation that was killed. */
function removeRemains(dir: string): void {
	const siblings = readdirSync(dirname(dir)).filter((name) => name === basename(dir) || name.startsWith(`${basename(dir)}.partial-`));
	for (const name of siblings) rmSync(join(dirname(dir), name), { recursive: true, force: true });
}

function checkFreeSpace(folder: string): void {
	const { bavail, bsize } = statfsSync(folder);
	if (bavail * bsize >= NEEDED_FREE_BYTES) return;
	const freeGb = ((bavail * bsize) / 1e9).toFixed(1);
	throw new Error(`n8n needs 4 GB in ${folder}, where ${freeGb} GB are free. Free some, or set XDG_CACHE_HOME to another disk, and try again.`);
}

async function ensureSqliteCanBeBuilt(log: Log): Promise<void> {
	if (missingBuildTools().length === 0 || (await isReachable(PREBUILT_SQLITE))) return;
	const debianNames = missingBuildTools().map((tool) => (tool === 'c++' ? 'g++' : tool));
	if (await installDebianPackages(debianNames, log)) return;
	const advice = process.platform === 'darwin' ? '`xcode-select --install`' : '`sudo apt-get install python3 make g++` (or your system\'s like)';
	throw new Error(`n8n's SQLite module has to be compiled, and these are missing: ${missingBuildTools().join(', ')}. Run ${advice} and try again.`);
}

function missingBuildTools(): string[] {
	return ['python3', 'make', 'c++'].filter((tool) => !findInPath(tool));
}

async function isReachable(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) })).ok;
	} catch {
		return false;
	}
}

async function fill(dir: string, log: Log): Promise<void> {
	const { node, n8nBin } = describe(dir);
	writeFileSync(join(dir, 'package.json'), JSON.stringify(n8nManifest(), null, 2));
	log(`[1/3] Downloading n8n ${N8N_VERSION} (3 to 6 minutes, once for all clones) ...`);
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
	await runCommand('npm', ['install', ...flags], { cwd: dir, log });
	log('[2/3] Preparing its SQLite module (1 to 4 minutes where it has to be compiled) ...');
	await runCommand('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'], { cwd: dir, log, env: buildEnv(dir) });
	log('[3/3] Checking ...');
	await runCommand(node, ['-e', "new (require('sqlite3').Database)(':memory:').get('select 1', (e) => process.exit(e ? 1 : 0))"], { cwd: dir, log });
	await runCommand(node, [n8nBin, '--version'], { cwd: dir, log });
}

/** Node 24 first in PATH and its own headers: so nothing has to be fetched from nodejs.org, and no header of another Node is taken. */
function buildEnv(dir: string): NodeJS.ProcessEnv {
	const nodeFolder = join(dir, 'node_modules', nodePackage());
	const env = { ...process.env, PATH: `${join(nodeFolder, 'bin')}${delimiter}${process.env.PATH ?? ''}`, npm_config_jobs: 'max' };
	return existsSync(join(nodeFolder, 'include', 'node', 'node_api.h')) ? { ...env, npm_config_nodedir: nodeFolder } : env;
}
