/** Numbers that look random and are the same for the same seed, on every machine. */
export interface SeededRandom {
	/** 0 ≤ value < 1 */
	next(): number;
	/** from ≤ value < below, a real number */
	between(from: number, below: number): number;
	/** a whole number, both ends included */
	integer(from: number, to: number): number;
	isHit(share: number): boolean;
	pick<Value>(values: readonly Value[]): Value;
	/** a key, as often as its weight says */
	pickWeighted(weights: Readonly<Record<string, number>>): string;
	/** a copy in another order */
	shuffle<Value>(values: readonly Value[]): Value[];
}

/** mulberry32 (public domain); each `stream` of one seed has its own numbers, so that parts of the shop don't move each other. */
export function makeSeededRandom(seed: number, stream: string): SeededRandom {
	const next = mulberry32([...stream].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), (seed ^ 0x811c9dc5) | 0));
	const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		integer,
		between: (from, below) => from + next() * (below - from),
		isHit: (share) => next() < share,
		pick: (values) => values[integer(0, values.length - 1)] as (typeof values)[number],
		pickWeighted: (weights) => pickWeighted(weights, next()),
		shuffle: (values) => shuffle(values, integer),
	};
}

function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

function pickWeighted(weights: Readonly<Record<string, number>>, point: number): string {
	const entries = Object.entries(weights);
	let rest = point * entries.reduce((sum, [, weight]) => sum + weight, 0);
	for (const [key, weight] of entries) {
		rest -= weight;
		if (rest < 0) return key;
	}
	return entries.at(-1)?.[0] ?? '';
}

/** Fisher–Yates */
function shuffle<Value>(values: readonly Value[], integer: (from: number, to: number) => number): Value[] {
	const shuffled = [...values];
	for (let last = shuffled.length - 1; last > 0; last -= 1) {
		const other = integer(0, last);
		[shuffled[last], shuffled[other]] = [shuffled[other] as Value, shuffled[last] as Value];
	}
	return shuffled;
}
