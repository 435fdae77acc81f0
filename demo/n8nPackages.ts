import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Log } from './runCommand';
import { runCommand } from './runCommand';

const packageJson = z.object({ name: z.string() }).passthrough();

/** What n8n calls npm with when a user installs a node package in the editor (n8n 2.41, community-packages.service). */
const GUI_NPM_FLAGS = [
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/** Makes n8n load the package from where it is developed. */
export function linkPackage(packageDir: string, userFolder: string): void {
	const target = makePlace(readPackage(packageDir).name, userFolder);
	symlinkSync(packageDir, target, 'dir');
}

/** Installs a tarball of `npm pack` the way n8n's editor installs a package, from the tarball instead of the registry. */
export async function installPackageLikeGui(tarball: string, userFolder: string, log: Log): Promise<string> {
	const unpacked = join(userFolder, '.n8n', 'unpacked');
	rmSync(unpacked, { recursive: true, force: true });
	mkdirSync(unpacked, { recursive: true });
	await runCommand('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], { cwd: userFolder, log });
	const target = makePlace(readPackage(unpacked).name, userFolder);
	mkdirSync(dirname(target), { recursive: true });
	renameSync(unpacked, target);
	keepOnlyRuntimeDependencies(target);
	await runCommand('npm', ['install', ...GUI_NPM_FLAGS], { cwd: target, log });
	return target;
}

function readPackage(folder: string) {
	return packageJson.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

/** The empty place of a package among those that n8n loads. */
function makePlace(name: string, userFolder: string): string {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const target = join(nodes, 'node_modules', name);
	mkdirSync(dirname(target), { recursive: true });
	if (!existsSync(join(nodes, 'package.json'))) writeFileSync(join(nodes, 'package.json'), '{"name":"installed-nodes","private":true,"dependencies":{}}');
	rmSync(target, { recursive: true, force: true });
	return target;
}

function keepOnlyRuntimeDependencies(folder: string): void {
	const { devDependencies: _dev, peerDependencies: _peer, optionalDependencies: _optional, ...kept } = readPackage(folder);
	writeFileSync(join(folder, 'package.json'), JSON.stringify(kept, null, 2));
}
