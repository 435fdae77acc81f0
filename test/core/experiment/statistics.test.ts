import { holmAdjust } from '../../../core/experiment/holm';
import { welchTest } from '../../../core/experiment/means';
import { normalTwoSided, normalUpperQuantile, normalUpperTail } from '../../../core/experiment/normal';
import { differenceInterval, sampleSizeForRates, twoProportionTest, wilsonInterval } from '../../../core/experiment/proportions';
import { studentTwoSided } from '../../../core/experiment/student';

/** Each expectation is a published number; the source stands with it. */
describe('the normal distribution', () => {
	// Abramowitz and Stegun (1964), table 26.1: P(x), and table 26.2 for the far tail
	it.each([[0, 0.5], [0.5, 0.308537538725987], [1, 0.158655253931457], [2, 0.022750131948179], [3, 0.001349898031630], [4, 3.167124183311992e-5], [5, 2.866515718791939e-7]])('upper tail of %d', (z, tail) => {
		expect(normalUpperTail(z) / tail).toBeCloseTo(1, 10);
		expect(normalUpperTail(-z)).toBeCloseTo(1 - tail, 12);
	});

	// the usual critical values, Abramowitz and Stegun table 26.5
	it.each([[0.05, 1.644853627], [0.025, 1.959963985], [0.005, 2.575829304], [0.5, 0]])('quantile of an upper tail of %d', (tail, z) => {
		expect(normalUpperQuantile(tail)).toBeCloseTo(z, 8);
	});
});

describe('Student\'s distribution', () => {
	// critical values of t, two-sided 5 % and 1 %: NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2
	it.each([[12.706, 1, 0.05], [2.571, 5, 0.05], [2.228, 10, 0.05], [1.984, 100, 0.05], [63.657, 1, 0.01], [4.032, 5, 0.01], [2.626, 100, 0.01]])('t = %d with %d degrees', (t, degrees, pValue) => {
		expect(studentTwoSided(t, degrees)).toBeCloseTo(pValue, 4);
	});

	it('in closed form: 1 degree is Cauchy\'s, 2 degrees 1 − t/√(2+t²), many degrees the normal one', () => {
		for (const t of [0.1, 1, 3, 30]) {
			expect(studentTwoSided(t, 1)).toBeCloseTo(1 - 2 * Math.atan(t) / Math.PI, 12);
			expect(studentTwoSided(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
		}
		expect(studentTwoSided(2, 1e7)).toBeCloseTo(normalTwoSided(2), 7);
		expect([studentTwoSided(0, 7), studentTwoSided(1e9, 7)]).toEqual([1, expect.closeTo(0, 12)]);
	});
});

describe('two rates', () => {
	it('z-test, pooled → 0.159, the example of statsmodels.stats.proportion.proportions_ztest (5 of 83, 12 of 99)', () => {
		expect(twoProportionTest({ count: 5, of: 83 }, { count: 12, of: 99 }).pValue.toFixed(3)).toBe('0.159');
	});

	it('z² is the χ² of the 2 × 2 table without correction', () => {
		const [a, b, c, d] = [30, 170, 55, 145];
		const total = a + b + c + d;
		const chiSquare = total * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d));
		expect(twoProportionTest({ count: a, of: a + b }, { count: c, of: c + d }).z ** 2).toBeCloseTo(chiSquare, 9);
	});

	// Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3
	it.each([[81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718]])('Wilson interval of %d of %d', (count, of, low, high) => {
		const found = wilsonInterval({ count, of }, 0.95);
		expect([found.low.toFixed(4), found.high.toFixed(4)]).toEqual([low.toFixed(4), high.toFixed(4)]);
	});

	// Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10
	it.each([[56, 70, 48, 80, 0.0524, 0.3339], [9, 10, 3, 10, 0.1705, 0.809], [10, 10, 0, 10, 0.6075, 1]])('interval of %d/%d − %d/%d', (a, n, b, m, low, high) => {
		const found = differenceInterval({ count: a, of: n }, { count: b, of: m }, 0.95);
		expect([found.low.toFixed(4), found.high.toFixed(4)]).toEqual([low.toFixed(4), high.toFixed(4)]);
	});

	it('recipients needed → 76.7, the example of R\'s power.prop.test(p1 = .50, p2 = .75, power = .90), here rounded up', () => {
		expect(sampleSizeForRates(0.5, 0.75, { alpha: 0.05, power: 0.9 })).toBe(77);
		expect(sampleSizeForRates(0.3, 0.3, { alpha: 0.05, power: 0.9 })).toBeUndefined();
	});

	it('nothing, everything, or nobody tells nothing apart', () => {
		for (const [count, of] of [[0, 50], [50, 50], [0, 0]] as const) expect(twoProportionTest({ count, of }, { count, of }).pValue).toBe(1);
		expect(wilsonInterval({ count: 0, of: 0 }, 0.95)).toEqual({ low: 0, high: 1 });
	});
});

describe('two means', () => {
	const sumsOf = (of: number, mean: number, deviation: number) => ({ of, sum: of * mean, sumOfSquares: deviation ** 2 * (of - 1) + of * mean ** 2 });

	it('Welch\'s test → T = −12.94627 with 136.8750 degrees, NIST/SEMATECH e-Handbook 1.3.5.3 (AUTO83B.DAT, unequal variances)', () => {
		const found = welchTest(sumsOf(249, 20.14458, 6.41470), sumsOf(79, 30.48101, 6.10771));
		expect(found.t).toBeCloseTo(-12.94627, 4);
		expect(found.degrees).toBeCloseTo(136.875, 2);
		expect(found.pValue).toBeLessThan(1e-20);
	});

	it('one value each, or all values the same → nothing to tell apart', () => {
		expect(welchTest(sumsOf(1, 3, 0), sumsOf(1, 5, 0)).pValue).toBe(1);
		expect(welchTest({ of: 9, sum: 0, sumOfSquares: 0 }, { of: 9, sum: 0, sumOfSquares: 0 }).pValue).toBe(1);
	});
});

describe('Holm', () => {
	it('the example of Wikipedia, Holm–Bonferroni method: 0.01, 0.04, 0.03, 0.005 → the first and the last stay below 0.05', () => {
		expect(holmAdjust([0.01, 0.04, 0.03, 0.005]).map((pValue) => pValue.toFixed(3))).toEqual(['0.030', '0.060', '0.060', '0.020']);
	});

	it('never above 1, one alone is left as it is', () => {
		expect([holmAdjust([0.9, 0.8]), holmAdjust([0.2]), holmAdjust([])]).toEqual([[1, 1], [0.2], []]);
	});
});
