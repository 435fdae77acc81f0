import fc from 'fast-check';
import { judgeRates } from '../../bench/rates';

/** What judges the throttle must itself be right: lists of arrival times made by hand. */
const SECOND = { windowMs: 1_000, limit: 10 };
const MINUTE = { windowMs: 60_000, limit: 300 };
const evenly = (count: number, everyMs: number, from = 0) => Array.from({ length: count }, (_, index) => from + index * everyMs);
const bursts = (count: number, size: number, everyMs: number) => Array.from({ length: count }, (_, index) => evenly(size, 1, index * everyMs)).flat();

it.each([
	['evenly at the limit', evenly(200, 100), 10, 1],
	['in bursts at the limit', bursts(20, 10, 1_000), 10, 1],
	['one too many in one second', [...evenly(200, 100), 5_050], 11, 1],
	['two bursts that meet in the middle of a second', [...evenly(10, 1, 990), ...evenly(10, 1, 1_020), ...evenly(180, 100, 3_000)], 20, undefined],
	['at nine tenths', evenly(200, 112), 9, 0.9],
	['nothing', [], 0, 0],
])('%s', (_, arrivals, most, used) => {
	const verdict = judgeRates(arrivals, [SECOND]);
	expect(verdict.uses[0]?.most).toBe(most);
	expect(verdict.exceeded.length).toBe(most > 10 ? 1 : 0);
	if (used !== undefined) expect(verdict.usedShare).toBeCloseTo(used, 1);
});

it('a calendar minute is no window: 300 at the end of one and 300 at the start of the next one → exceeded', () => {
	const arrivals = [...evenly(300, 100, 30_000), ...evenly(300, 100, 60_000)];
	expect(judgeRates(arrivals, [SECOND, MINUTE]).exceeded).toEqual([expect.objectContaining({ windowMs: 60_000, most: 600 })]);
});

it('two limits: what holds back is what has to be used', () => {
	const arrivals = [...evenly(300, 100), ...evenly(300, 100, 60_000), ...evenly(300, 100, 120_000)];
	const { exceeded, usedShare, uses } = judgeRates(arrivals, [SECOND, MINUTE]);
	expect([exceeded, usedShare]).toEqual([[], 1]);
	expect(uses[0]?.usedShare).toBeLessThan(0.7);
});

it('a pause in the middle of a window that is not made up for → not enough used', () => {
	const arrivals = [...evenly(150, 200), ...evenly(150, 200, 40_000), ...evenly(150, 200, 75_000), ...evenly(100, 200, 110_000)];
	expect(judgeRates(arrivals, [MINUTE]).usedShare).toBeLessThan(0.95);
});

it('seconds in which nothing ran at all say nothing of the sender; others with nothing do', () => {
	const arrivals = [...evenly(50, 100), ...evenly(50, 100, 9_000)];
	expect(judgeRates(arrivals, [SECOND]).usedShare).toBeLessThan(0.75);
	expect(judgeRates(arrivals, [SECOND], [{ from: 5_000, to: 8_950 }]).usedShare).toBe(1);
	expect(judgeRates(arrivals, [SECOND], [{ from: 7_000, to: 8_950 }]).usedShare).toBeLessThan(0.9);
});

it('the fullest stretch is what counting around every arrival finds', () => {
	fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 60 }), fc.integer({ min: 1, max: 2_000 }), (arrivals, windowMs) => {
		const counted = arrivals.map((end) => arrivals.filter((time) => time <= end && time > end - windowMs).length);
		expect(judgeRates(arrivals, [{ windowMs, limit: 1 }]).uses[0]?.most).toBe(Math.max(0, ...counted));
	}));
});
