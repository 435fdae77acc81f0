import { HOUR_MS } from '../shared/clock';

/** The part of what is left of the error rate that each look may use. */
const SPENT_AT_ONCE = 0.8;

/**
 * The level of the n-th look at the same test (from 1): whoever looks again and again would find a winner by luck in the
 * end, so each look uses up a part of the error rate, the first one most of it, and all of them together stay within it
 * (Bonferroni over the looks, which holds however much they have in common).
 */
export function levelOfLook(alpha: number, look: number): number {
	return alpha * SPENT_AT_ONCE * (1 - SPENT_AT_ONCE) ** (look - 1);
}

/** When the next look is worth its price: when the test has been running for twice as long. */
export function nextLookAt(startedAt: number, now: number): number {
	return now + Math.max(HOUR_MS, now - startedAt);
}
