import { normalUpperQuantile } from './normal';
import type { Interval } from './proportions';
import { studentTwoSided } from './student';

/** What a mean is made of: enough for its variance, so that a million values need not be read. */
export interface Sums {
	of: number;
	sum: number;
	sumOfSquares: number;
}

/**
 * The two-sided p-value of "both means are equal" by Welch's test, which does not take the variances for equal. 1 when
 * there is nothing to tell them apart.
 */
export function welchTest(a: Sums, b: Sums): { t: number; degrees: number; pValue: number } {
	const [errorA, errorB] = [varianceOf(a) / a.of, varianceOf(b) / b.of];
	const error = errorA + errorB;
	if (!(error > 0)) return { t: 0, degrees: Math.max(1, a.of + b.of - 2), pValue: 1 };
	const t = (meanOf(a) - meanOf(b)) / Math.sqrt(error);
	const degrees = error ** 2 / (errorA ** 2 / (a.of - 1) + errorB ** 2 / (b.of - 1));
	return { t, degrees, pValue: studentTwoSided(t, degrees) };
}

/** Interval of a mean, by the normal distribution: samples are never small here. */
export function meanInterval(sums: Sums, confidence: number): Interval {
	const half = normalUpperQuantile((1 - confidence) / 2) * Math.sqrt(varianceOf(sums) / Math.max(1, sums.of));
	return { low: meanOf(sums) - half, high: meanOf(sums) + half };
}

/** Recipients that each of two groups needs to show the difference of these means; `undefined` when there is none. */
export function sampleSizeForMeans(a: Sums, b: Sums, { alpha, power }: { alpha: number; power: number }): number | undefined {
	const difference = meanOf(a) - meanOf(b);
	if (difference === 0) return undefined;
	const z = normalUpperQuantile(alpha / 2) + normalUpperQuantile(1 - power);
	return Math.ceil((varianceOf(a) + varianceOf(b)) * (z / difference) ** 2);
}

export function meanOf({ of, sum }: Sums): number {
	return of === 0 ? 0 : sum / of;
}

function varianceOf({ of, sum, sumOfSquares }: Sums): number {
	return of < 2 ? 0 : Math.max(0, (sumOfSquares - sum * sum / of) / (of - 1));
}
