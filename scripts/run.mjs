import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ensureBuilt } from './build.mjs';
import { node24, setup, toolEnv } from './setup.mjs';

/**
 * node scripts/run.mjs [--build] COMMAND [ARGUMENT...]
 * Sets the clone up, builds it if COMMAND is a file under dist/ (or on --build), and runs COMMAND with Node 24.
 * npm skips pre and post scripts under ignore-scripts, and some shells remember where `node` was: hence not in package.json.
 */
async function main() {
	const words = process.argv.slice(2);
	const isBuildAsked = words[0] === '--build';
	const [command, ...args] = isBuildAsked ? words.slice(1) : words;
	if (!command) throw new Error('Usage: node scripts/run.mjs [--build] COMMAND [ARGUMENT...]');
	const isOwnFile = command.startsWith('dist/');
	await setup();
	if (isBuildAsked || isOwnFile) await ensureBuilt();
	return isOwnFile ? run(node24, [command, ...args]) : run(command, args);
}

/** Resolves to the exit code, 128 + signal number for a signal, as a shell says it. */
function run(command, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: 'inherit', env: toolEnv(), shell: process.platform === 'win32' });
		forwardSignals(child);
		child.once('error', reject);
		child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
	});
}

/** At a terminal Ctrl-C reaches the child by itself; twice would mean "now" to it. */
function forwardSignals(child) {
	process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
	process.on('SIGTERM', () => child.kill('SIGTERM'));
	process.on('SIGHUP', () => child.kill('SIGHUP'));
}

main().then(
	(code) => process.exit(code),
	(error) => {
		console.error(error.message);
		process.exit(1);
	},
);
