import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Log } from './runCommand';
import { runCommand } from './runCommand';

/** Installs Debian packages where that needs no questions: as root, with apt-get. False where it can't. */
export async function installDebianPackages(names: string[], log: Log): Promise<boolean> {
	if (process.getuid?.() !== 0 || !findInPath('apt-get')) return false;
	log(`Installing ${names.join(', ')} with apt-get ...`);
	const options = { cwd: '/', log, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
	await runCommand('apt-get', ['update', '-qq'], options);
	await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
	return true;
}

/** The full path of a program, or undefined where PATH has none. */
export function findInPath(name: string): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
