import { holmAdjust } from './holm';
import { meanInterval, meanOf, sampleSizeForMeans, welchTest, type Sums } from './means';
import { differenceInterval, rateOf, sampleSizeForRates, twoProportionTest, wilsonInterval, type Interval } from './proportions';

/** Requests of the normal approximation: so many recipients with and without the outcome in each group. */
const LEAST_EXPECTED = 10;
const POWER = 0.8;

/** A variant's outcome: a rate, or a mean with the number of recipients that added to it. */
export type Sample =
	| { kind: 'rate'; variant: string; count: number; of: number }
	| { kind: 'mean'; variant: string; count: number; of: number; sum: number; sumOfSquares: number };

export interface CompareRequest {
	/** level that p-values are held against, 0..1 */
	alpha: number;
	/** of the intervals, 0..1 */
	confidence: number;
	/** recipients of each variant */
	minimumSample: number;
}

export interface RankedVariant {
	variant: string;
	value: number;
	interval: Interval;
}

export interface Comparison {
	/** best first; equal ones by name */
	ranking: RankedVariant[];
	/** `tooFew`: nothing was tested; `notSignificant`: the best one may be so by luck */
	verdict: 'winner' | 'notSignificant' | 'tooFew';
	/** of the best one against the next, after Holm: the greatest over all that it has to beat */
	pValue: number | null;
	/** relative, 0.2 is 20 % more; null when the next one has nothing */
	lift: number | null;
	/** best − next */
	difference: Interval | null;
	/** recipients of each variant that would do; null when no number helps */
	neededPerVariant: number | null;
}

/**
 * Compares two to five variants, each with each. A winner is significantly better than every other one, so two equally
 * good ones give none. Deterministic; the same for the same counts.
 */
export function compareVariants(samples: readonly Sample[], request: CompareRequest): Comparison {
	const sorted = [...samples].sort((a, b) => valueOf(b) - valueOf(a) || (a.variant < b.variant ? -1 : 1));
	const [best, next] = sorted;
	const ranking = sorted.map((sample) => ({ variant: sample.variant, value: valueOf(sample), interval: intervalOf(sample, request.confidence) }));
	if (!best || !next) return { ranking, verdict: 'tooFew', pValue: null, lift: null, difference: null, neededPerVariant: null };
	const shared = { ranking, lift: valueOf(next) === 0 ? null : valueOf(best) / valueOf(next) - 1, difference: differenceOf(best, next, request.confidence) };
	const least = leastRecipients(samples, request.minimumSample);
	if (samples.some((sample) => sample.of < least)) return { ...shared, verdict: 'tooFew', pValue: null, neededPerVariant: Number.isFinite(least) ? least : null };
	const pValue = hardestToBeat(sorted, best);
	if (pValue < request.alpha) return { ...shared, verdict: 'winner', pValue, neededPerVariant: null };
	return { ...shared, verdict: 'notSignificant', pValue, neededPerVariant: neededFor(best, next, request.alpha) };
}

/** For the normal approximation the rarer of outcome and no outcome must be frequent enough, at the rate of all together. */
function leastRecipients(samples: readonly Sample[], minimumSample: number): number {
	const [count, of] = samples.reduce(([counts, all], sample) => [counts + sample.count, all + sample.of], [0, 0]);
	const rarer = of === 0 ? 0 : Math.min(count, of - count) / of;
	// nothing happened, or something happened to everybody: no number of recipients is known to help
	return rarer === 0 ? Number.POSITIVE_INFINITY : Math.max(minimumSample, Math.ceil(LEAST_EXPECTED / rarer));
}

function hardestToBeat(sorted: readonly Sample[], best: Sample): number {
	const pairs = sorted.flatMap((first, index) => sorted.slice(index + 1).map((second) => ({ first, second, pValue: pairTest(first, second) })));
	const adjusted = holmAdjust(pairs.map(({ pValue }) => pValue));
	return Math.max(...pairs.map(({ first }, index) => (first === best ? adjusted[index] ?? 1 : 0)));
}

function pairTest(a: Sample, b: Sample): number {
	return a.kind === 'mean' && b.kind === 'mean' ? welchTest(a, b).pValue : twoProportionTest(a, b).pValue;
}

function neededFor(best: Sample, next: Sample, alpha: number): number | null {
	const aim = { alpha, power: POWER };
	const needed = best.kind === 'mean' && next.kind === 'mean' ? sampleSizeForMeans(best, next, aim) : sampleSizeForRates(valueOf(best), valueOf(next), aim);
	return needed ?? null;
}

function valueOf(sample: Sample): number {
	return sample.kind === 'mean' ? meanOf(sample) : rateOf(sample);
}

function intervalOf(sample: Sample, confidence: number): Interval {
	return sample.kind === 'mean' ? meanInterval(sample, confidence) : wilsonInterval(sample, confidence);
}

function differenceOf(best: Sample, next: Sample, confidence: number): Interval {
	if (best.kind === 'rate' || next.kind === 'rate') return differenceInterval(best, next, confidence);
	return meanDifference(best, next, confidence);
}

function meanDifference(a: Sums, b: Sums, confidence: number): Interval {
	const [first, second] = [meanInterval(a, confidence), meanInterval(b, confidence)];
	const middle = meanOf(a) - meanOf(b);
	const half = Math.hypot(first.high - meanOf(a), second.high - meanOf(b));
	return { low: middle - half, high: middle + half };
}
