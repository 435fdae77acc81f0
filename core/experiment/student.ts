/** P(|T| > |t|) of Student's distribution; `degrees` need not be whole. */
export function studentTwoSided(t: number, degrees: number): number {
	return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

const TINY = 1e-300;
const MAX_TERMS = 500;

/** The regularised incomplete beta function (Abramowitz and Stegun 26.5.8, by Lentz's method). */
function incompleteBeta(x: number, a: number, b: number): number {
	if (x <= 0) return 0;
	if (x >= 1) return 1;
	const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
	// the fraction converges fast on this side only
	return x < (a + 1) / (a + b + 2) ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b;
}

function betaFraction(x: number, a: number, b: number): number {
	let c = 1;
	let d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
	let value = d;
	for (let m = 1; m <= MAX_TERMS; m += 1) {
		const before = value;
		for (const term of [m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))]) {
			d = 1 / awayFromZero(1 + term * d);
			c = awayFromZero(1 + term / c);
			value *= c * d;
		}
		if (Math.abs(value - before) <= Math.abs(value) * 1e-15) break;
	}
	return value;
}

function awayFromZero(value: number): number {
	return Math.abs(value) < TINY ? TINY : value;
}

/** Stirling's series (Abramowitz and Stegun 6.1.41), after moving the argument to where it is exact. */
function logGamma(x: number): number {
	let shift = 0;
	let at = x;
	for (; at < 10; at += 1) shift += Math.log(at);
	const inverse = 1 / (at * at);
	const correction = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1_260 - inverse * (1 / 1_680 - inverse / 1_188)))) / at;
	return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + correction - shift;
}
