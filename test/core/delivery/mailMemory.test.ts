import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAM = join(__dirname, '..', '..', 'support', 'madeMails.cjs');
/**
 * V8 decides anew in each process where objects begin, by when its first collections fall. When values of tags were literals,
 * mails were left behind in every other process; what V8 does with everything else is left a little room.
 */
const PROCESSES = 8;
const MOST_WITH_LEFTOVERS = 1;
/** A mail has 30 */
const MOST_KB_PER_MAIL = 5;

/** With a young generation as large as a mail thread's. */
async function leavesMailsBehind(): Promise<boolean> {
	const { stdout } = await promisify(execFile)(process.execPath, ['--max-semi-space-size=10', PROGRAM]);
	const grown = JSON.parse(stdout) as number[];
	expect(grown).toHaveLength(4);
	return Math.max(...grown) > MOST_KB_PER_MAIL;
}

it('mails made one after the other → they are let go at once, and the heap does not grow from one collection to the next', async () => {
	const left: boolean[] = [];
	for (let index = 0; index < PROCESSES; index += 1) left.push(await leavesMailsBehind());
	expect(left.filter(Boolean).length).toBeLessThanOrEqual(MOST_WITH_LEFTOVERS);
});
