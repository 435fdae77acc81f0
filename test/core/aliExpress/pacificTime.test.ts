import fc from 'fast-check';
import { parsePacific, toPacificRange } from '../../../core/aliExpress/pacificTime';
import { pacific } from '../../support/aliExpressServer';

const HOUR = 3_600_000;

describe('times of AliExpress', () => {
	it.each([
		['winter', '2026-12-01 08:00:00', Date.UTC(2026, 11, 1, 16)],
		['summer', '2026-07-01 08:00:00', Date.UTC(2026, 6, 1, 15)],
		['without seconds', '2026-07-01 08:00', Date.UTC(2026, 6, 1, 15)],
		['the hour that comes twice → its first time', '2026-11-01 01:30:00', Date.UTC(2026, 10, 1, 8, 30)],
		['the hour that never comes → the next valid instant', '2026-03-08 02:30:00', Date.UTC(2026, 2, 8, 10)],
	])('%s', (_name, text, at) => expect(parsePacific(text)).toBe(at));

	it.each([[''], ['yesterday'], [undefined], [20261101], ['2026-13-01 00:00:00']])('%s → none', (text) => expect(parsePacific(text)).toBeUndefined());

	it('an ordinary range is exactly itself', () => {
		expect(toPacificRange(Date.UTC(2026, 6, 1), Date.UTC(2026, 6, 2))).toEqual({ start: '2026-06-30 17:00:00', end: '2026-07-01 17:00:00' });
	});

	it('a range that ends or begins within the hour that comes twice still is a range', () => {
		const [first, second] = [Date.UTC(2026, 10, 1, 8, 50), Date.UTC(2026, 10, 1, 9, 20)];
		expect([pacific(first), pacific(second)]).toEqual(['2026-11-01 01:50:00', '2026-11-01 01:20:00']);
		const { start, end } = toPacificRange(first, second);
		expect(start <= '2026-11-01 01:00:00' && end >= '2026-11-01 01:59:59').toBe(true);
	});

	it('whatever the clocks do: each instant in it shows a time in it', () => {
		const around = [Date.UTC(2026, 2, 8, 10), Date.UTC(2026, 10, 1, 9), Date.UTC(2026, 6, 1)];
		fc.assert(fc.property(fc.constantFrom(...around), fc.integer({ min: -180, max: 180 }), fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }), (change, offset, minutes, share) => {
			const from = change + offset * 60_000;
			const until = from + minutes * 60_000;
			const { start, end } = toPacificRange(from, until);
			const shown = pacific(Math.round(from + share * (until - from)));
			expect(start <= shown && shown <= end).toBe(true);
			expect(Date.parse(`${end}Z`) - Date.parse(`${start}Z`)).toBeLessThanOrEqual(until - from + 2 * HOUR);
		}), { numRuns: 500 });
	});
});
