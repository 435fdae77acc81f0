const SQRT_2_PI = Math.sqrt(2 * Math.PI);
/** Above this the series loses digits and the continued fraction has plenty. */
const TAIL_FROM = 3;

/** P(Z > z) of the standard normal distribution; exact to about 14 digits (Abramowitz and Stegun 26.2.11 and 26.2.14). */
export function normalUpperTail(z: number): number {
	if (z < 0) return 1 - normalUpperTail(-z);
	return z < TAIL_FROM ? 0.5 - density(z) * series(z) : density(z) / continuedFraction(z);
}

/** P(|Z| > |z|). */
export function normalTwoSided(z: number): number {
	return 2 * normalUpperTail(Math.abs(z));
}

/** The z with P(Z > z) = tail, 0 < tail < 1. */
export function normalUpperQuantile(tail: number): number {
	if (tail > 0.5) return -normalUpperQuantile(1 - tail);
	let z = 0;
	// the tail is convex there: Newton's steps go up to the root and never past it
	for (let step = Number.POSITIVE_INFINITY; step > 1e-13; z += step) step = (normalUpperTail(z) - tail) / density(z);
	return z;
}

function density(z: number): number {
	return Math.exp(-z * z / 2) / SQRT_2_PI;
}

function series(z: number): number {
	let term = z;
	let sum = z;
	for (let odd = 3; term > sum * Number.EPSILON / 4; odd += 2) {
		term *= z * z / odd;
		sum += term;
	}
	return sum;
}

function continuedFraction(z: number): number {
	let value = z;
	for (let level = 100; level >= 1; level -= 1) value = z + level / value;
	return value;
}
