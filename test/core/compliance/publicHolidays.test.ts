import { DateTime } from 'luxon';
import { publicHolidaysOf, weekdayOf } from '../../../core/compliance/publicHolidays';

const DAY = 86_400_000;
const listed = (country: string, year: number): string[] => publicHolidaysOf(country, year).map((day) => new Date(day * DAY).toISOString().slice(5, 10));

describe('publicHolidaysOf', () => {
	// as the countries' governments publish them
	it.each([
		['CO', 2026, '01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25'],
		['CO', 2027, '01-01 01-11 03-22 03-25 03-26 05-01 05-10 05-31 06-07 07-05 07-20 08-07 08-16 10-18 11-01 11-15 12-08 12-25'],
		['ZA', 2026, '01-01 03-21 04-03 04-06 04-27 05-01 06-16 08-09 08-10 09-24 12-16 12-25 12-26'],
		['ZA', 2027, '01-01 03-21 03-22 03-26 03-29 04-27 05-01 06-16 08-09 09-24 12-16 12-25 12-26 12-27'],
	])('%s %d', (country, year, expected) => {
		expect(listed(country, year)).toEqual(expected.split(' '));
	});

	it('Easter Sundays of three centuries', () => {
		const easters = [[1818, '03-22'], [1943, '04-25'], [1954, '04-18'], [2000, '04-23'], [2025, '04-20'], [2026, '04-05'], [2038, '04-25'], [2049, '04-18'], [2100, '03-28']] as const;
		for (const [year, date] of easters) expect(publicHolidaysOf('ZA', year)).toContain(Date.parse(`${year}-${date}T00:00:00Z`) / DAY + 1); // Family Day
	});

	it('a country whose law minds no holidays → none', () => {
		expect(publicHolidaysOf('DE', 2026)).toEqual([]);
		expect(publicHolidaysOf('constructor', 2026)).toEqual([]);
	});

	it('weekdays before and after 1970', () => {
		for (const date of ['1969-12-28', '1970-01-01', '2026-11-22', '2028-02-29']) expect(weekdayOf(Date.parse(date) / DAY)).toBe(DateTime.fromISO(date).weekday % 7);
	});
});
