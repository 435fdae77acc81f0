import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The clone's folder, whether this runs from the source (tests) or from dist/. */
export const ROOT = findRoot(__dirname);

function findRoot(folder: string): string {
	return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder));
}
