import type { KnownRun, KnownRuns, Step } from './knownTag';
import type { BodyReader } from './readBody';
import { copyText } from './rememberText';

const MAX_RUNS = 8;
const LEAST_STEPS = 3;
const MAX_CHARACTERS = 20_000;
export const CLOSE: Step = { look: undefined, values: undefined, kept: undefined, text: undefined, piece: undefined };

export function noRuns(): KnownRuns {
	return { runs: [], at: 0, missCount: 0 };
}

export function findRun(known: KnownRuns, html: string, from: number): KnownRun | undefined {
	const { runs } = known;
	for (let step = 1; step <= runs.length; step += 1) {
		const at = (known.at + step) % runs.length;
		const run = runs[at];
		if (!run || html.slice(from, from + run.html.length) !== run.html) continue;
		known.at = at;
		return run;
	}
	known.missCount += 1;
	return undefined;
}

/** At first each, then ever fewer, and more of those that save much: where mails go on in ever new ways nothing is to be gained. */
export function isRunWorthKeeping({ missCount }: KnownRuns, length: number, stepCount: number): boolean {
	return stepCount >= LEAST_STEPS && length <= MAX_CHARACTERS && (missCount <= MAX_RUNS || missCount % 64 < Math.max(2, stepCount / 8));
}

/** Gives how many characters more are kept now. */
export function keepRun(known: KnownRuns, run: KnownRun): number {
	const left = known.runs.length >= MAX_RUNS ? known.runs.shift() : undefined;
	known.runs.push({ ...run, html: copyText(run.html) });
	return run.html.length - (left?.html.length ?? 0);
}

export function tell(reader: BodyReader, steps: readonly Step[]): void {
	for (const { look, values, kept, text, piece } of steps) {
		if (look && values) reader.open(look, values, kept);
		else if (text === undefined) reader.close();
		else reader.text(text, piece);
	}
}
