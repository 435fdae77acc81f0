import { normalTwoSided, normalUpperQuantile } from './normal';

/** So many of so many. */
export interface Proportion {
	count: number;
	of: number;
}

export interface Interval {
	low: number;
	high: number;
}

/** The two-sided p-value of "both rates are equal": z-test with the pooled rate. 1 when there is nothing to tell them apart. */
export function twoProportionTest(a: Proportion, b: Proportion): { z: number; pValue: number } {
	const pooled = (a.count + b.count) / (a.of + b.of);
	const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of));
	if (!(error > 0)) return { z: 0, pValue: 1 };
	const z = (rateOf(a) - rateOf(b)) / error;
	return { z, pValue: normalTwoSided(z) };
}

/** Wilson's score interval of a rate: stays inside 0 and 1, and is not empty at 0 of n (Wilson 1927; Newcombe 1998, method 3). */
export function wilsonInterval({ count, of }: Proportion, confidence: number): Interval {
	if (of === 0) return { low: 0, high: 1 };
	const z = zOf(confidence);
	const rate = count / of;
	const middle = rate + z * z / (2 * of);
	const half = z * Math.sqrt(rate * (1 - rate) / of + z * z / (4 * of * of));
	const scale = 1 + z * z / of;
	return { low: count === 0 ? 0 : (middle - half) / scale, high: count === of ? 1 : (middle + half) / scale };
}

/** Interval of the difference a − b, from the two Wilson intervals (Newcombe 1998, method 10). */
export function differenceInterval(a: Proportion, b: Proportion, confidence: number): Interval {
	const [first, second] = [wilsonInterval(a, confidence), wilsonInterval(b, confidence)];
	const [rateA, rateB] = [rateOf(a), rateOf(b)];
	return {
		low: rateA - rateB - Math.hypot(rateA - first.low, second.high - rateB),
		high: rateA - rateB + Math.hypot(first.high - rateA, rateB - second.low),
	};
}

/** Recipients that each of two groups needs to show this difference, whole; `undefined` when there is none (Fleiss 1981). */
export function sampleSizeForRates(rateA: number, rateB: number, { alpha, power }: { alpha: number; power: number }): number | undefined {
	if (rateA === rateB) return undefined;
	const mean = (rateA + rateB) / 2;
	const spread = normalUpperQuantile(alpha / 2) * Math.sqrt(2 * mean * (1 - mean))
		+ normalUpperQuantile(1 - power) * Math.sqrt(rateA * (1 - rateA) + rateB * (1 - rateB));
	return Math.ceil((spread / (rateA - rateB)) ** 2);
}

export function rateOf({ count, of }: Proportion): number {
	return of === 0 ? 0 : count / of;
}

function zOf(confidence: number): number {
	return normalUpperQuantile((1 - confidence) / 2);
}
