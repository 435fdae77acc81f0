import { spawn } from 'node:child_process';

/** Takes one line for a person to read. */
export type Log = (line: string) => void;

export interface CommandOptions {
	cwd: string;
	log: Log;
	env?: NodeJS.ProcessEnv;
}

const REPORT_EVERY_MS = 10_000;
const KEPT_OUTPUT_CHARS = 20_000;

/** Runs a command to its end and gives back what it printed; says every ten seconds that it still runs. Throws with the last lines. */
export function runCommand(command: string, args: string[], options: CommandOptions): Promise<string> {
	const startedAt = Date.now();
	const ticker = setInterval(() => options.log(`      ... ${formatElapsed(Date.now() - startedAt)}`), REPORT_EVERY_MS);
	return spawnToEnd(command, args, options).finally(() => clearInterval(ticker));
}

/** "8 s", "2 min 05 s" */
export function formatElapsed(ms: number): string {
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function spawnToEnd(command: string, args: string[], { cwd, env }: CommandOptions): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
		let output = '';
		const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT_CHARS));
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.once('error', (cause) => reject(new Error(`\`${command}\` could not be started: ${cause.message}`, { cause })));
		child.once('close', (code, signal) => {
			if (code === 0) return resolve(output);
			reject(new Error(`\`${command} ${args.join(' ')}\` ended with ${signal ?? code}:\n${lastLines(output, 15)}`));
		});
	});
}

/** The last lines of a text that say something. */
export function lastLines(text: string, count: number): string {
	return text
		.split('\n')
		.filter((line) => line.trim() !== '')
		.slice(-count)
		.join('\n');
}
