import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { toolEnv } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['core', 'nodes', 'credentials', 'demo', 'bench', 'workflows-examples', 'package.json', 'tsconfig.json', 'gulpfile.js'];
const stampFile = join(root, 'dist', '.built');

/** Builds dist/ unless nothing was changed, added or removed since the last build. */
export async function ensureBuilt(log = console.error) {
	if (!isStale()) return;
	await withLock(join(root, '.cache', 'build.lock'), () => log('Waiting for another build ...'), () => {
		if (isStale()) build(log);
	});
}

function isStale() {
	if (!existsSync(stampFile)) return true;
	const builtAt = statSync(stampFile).mtimeMs;
	return sources.some((source) => isNewer(join(root, source), builtAt));
}

/** A folder's own time changes when a file in it is added or removed. */
function isNewer(path, at) {
	const stats = statSync(path, { throwIfNoEntry: false });
	if (!stats) return false;
	if (stats.mtimeMs > at) return true;
	return stats.isDirectory() && readdirSync(path).some((name) => isNewer(join(path, name), at));
}

function build(log) {
	const startedAt = new Date();
	log('Building ...');
	execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, env: toolEnv(), stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
	mkdirSync(dirname(stampFile), { recursive: true });
	writeFileSync(stampFile, '');
	// The start counts: a file saved while the build ran may not be in it.
	utimesSync(stampFile, startedAt, startedAt);
}
