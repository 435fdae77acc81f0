/** Points that are kept: 1 % off at most, as a rule, and a few megabytes for any number of them. */
const CAPACITY = 65_536;

export interface DistinctCount {
	count: number;
	isEstimated: boolean;
}

/**
 * Counts different points (0 ≤ point < 1, evenly spread) in bounded memory: exactly up to the capacity, then from the lowest
 * half, quarter … of them. When none of the kept ones came twice, each of all is taken to have come once.
 */
export function makeDistinctCounter(capacity = CAPACITY): { add(point: number): void; result(): DistinctCount } {
	let [kept, below, added, hasRepeats] = [new Set<number>(), 1, 0, false];
	return {
		add(point) {
			added += 1;
			if (point >= below) return;
			hasRepeats ||= kept.has(point);
			kept.add(point);
			while (kept.size > capacity) {
				below /= 2;
				kept = new Set([...kept].filter((known) => known < below));
			}
		},
		result: () => (hasRepeats ? { count: Math.round(kept.size / below), isEstimated: below < 1 } : { count: added, isEstimated: false }),
	};
}
