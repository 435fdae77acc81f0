import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One measurement of `npm run bench`. */
export interface Bench {
	name: string;
	title: string;
	/** Figures by key; `--json` prints them as they are. */
	run(options: BenchOptions): Promise<Record<string, number>>;
}

export interface BenchOptions {
	/** the big size */
	isFull: boolean;
	log(line: string): void;
}

export function seconds(startedAt: bigint): number {
	return Number(process.hrtime.bigint() - startedAt) / 1e9;
}

/** Before memory is looked at: what was left behind earlier is no growth. */
export function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
}
