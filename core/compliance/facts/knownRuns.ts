import { CONTAINERS } from './bodyParts';
import type { ElementLook } from './elementLook';
import type { KnownPart, KnownRun, KnownRuns, Step } from './knownTag';
import { isSpace, makeBodyReader, type BodyReader } from './readBody';
import { copyText } from './rememberText';

const MAX_RUNS = 8;
const LEAST_STEPS = 3;
const MAX_CHARACTERS = 20_000;
export const CLOSE: Step = { look: undefined, values: undefined, kept: undefined, text: undefined, piece: undefined, part: undefined };

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
	known.runs.push({ ...run, html: copyText(run.html), steps: joinParts(run.steps) });
	return run.html.length - (left?.html.length ?? 0);
}

export function tell(reader: BodyReader, steps: readonly Step[]): void {
	for (const { look, values, kept, text, piece, part } of steps) {
		if (look && values) reader.open(look, values, kept);
		else if (text !== undefined) reader.text(text, piece);
		else if (!part) reader.close();
		else if (!reader.part(part)) tell(reader, part.steps);
	}
}

function joinParts(steps: readonly Step[]): Step[] {
	const joined: Step[] = [];
	let at = 0;
	for (let step = steps[at]; step; step = steps[at]) {
		const end = endOfPart(steps, at);
		joined.push(end > at ? { ...CLOSE, part: makePart(steps.slice(at, end)) } : step);
		at = Math.max(end, at + 1);
	}
	return joined;
}

/** Behind the last of the elements that begin at a step and at those behind it; the step itself when none does. */
function endOfPart(steps: readonly Step[], from: number): number {
	if (!steps[from]?.look) return from;
	let end = from;
	let depth = 0;
	/** of the outermost container; a link that has none in here may belong to what is around it */
	let containerDepth = 0;
	for (let at = from; at < steps.length; at += 1) {
		const { look, text } = steps[at] ?? CLOSE;
		if (look) {
			if (depth === 0 ? !beginsPart(look) : !isPlain(look) || (look.isLink && containerDepth === 0)) return end;
			depth += 1;
			if (containerDepth === 0 && CONTAINERS.has(look.name)) containerDepth = depth;
		} else if (text === undefined) {
			if (depth === 0) return end;
			if (depth === containerDepth) containerDepth = 0;
			depth -= 1;
			if (depth === 0) end = at + 1;
		} else if (depth === 0 && !isSpace(text)) return end;
	}
	return end;
}

function makePart(steps: readonly Step[]): KnownPart {
	const reader = makeBodyReader();
	tell(reader, steps);
	const { passages, blocks, links, images, elementCount } = reader.end();
	return { steps, passages, blocks, links, images, elementCount, textLength: steps.reduce((sum, { text = '' }) => sum + text.trim().length, 0) };
}

/** Whether an element may be within a part, and may begin one. */
function isPlain({ isUnseen, activeContent, name }: ElementLook): boolean {
	return !isUnseen && activeContent.length === 0 && name !== 'html' && name !== 'body';
}

function beginsPart(look: ElementLook): boolean {
	return !look.isInline && !look.own.isHidden && !look.isLink && isPlain(look);
}
