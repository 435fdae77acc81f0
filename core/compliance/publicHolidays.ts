import data from '../data/publicHolidays.json';
import { DAY_MS } from '../shared/clock';

interface HolidayRules {
	/** MM-DD */
	fixed: readonly string[];
	/** days after Easter Sunday */
	easter: readonly number[];
	/** MM-DD that moves to the Monday on or after it */
	nextMonday: readonly string[];
	/** a holiday on a Sunday makes the Monday after it one as well */
	isMondayAfterSunday: boolean;
	/** YYYY-MM-DD, once */
	declared: readonly string[];
}

const rulesByCountry = new Map<string, HolidayRules>(Object.entries(data.countries));
const SUNDAY = 0;
const MONDAY = 1;

/**
 * The public holidays of a year as days since 1970-01-01 on the country's calendar, in order; none for a country whose law
 * doesn't mind them. Source: core/data/publicHolidays.json.
 */
export function publicHolidaysOf(country: string, year: number): number[] {
	const rules = rulesByCountry.get(country);
	if (!rules) return [];
	const easter = easterSunday(year);
	const days = [
		...rules.fixed.map((date) => dayOf(`${year}-${date}`)),
		...rules.easter.map((after) => easter + after),
		...rules.nextMonday.map((date) => mondayFrom(dayOf(`${year}-${date}`))),
		...rules.declared.filter((date) => date.startsWith(`${year}-`)).map(dayOf),
	];
	const mondays = rules.isMondayAfterSunday ? days.filter((day) => weekdayOf(day) === SUNDAY).map((day) => day + 1) : [];
	return [...new Set([...days, ...mondays])].sort((a, b) => a - b);
}

/** 0 is Sunday. `day` is in days since 1970-01-01, a Thursday. */
export function weekdayOf(day: number): number {
	return (((day + 4) % 7) + 7) % 7;
}

/** `2026-11-22` → days since 1970-01-01 */
function dayOf(date: string): number {
	return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function mondayFrom(day: number): number {
	return day + ((MONDAY - weekdayOf(day) + 7) % 7);
}

/** Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, ch. 8). */
function easterSunday(year: number): number {
	const [century, inCentury, golden] = [Math.floor(year / 100), year % 100, year % 19];
	const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
	const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
	const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
	const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
	const offset = epact + weekday - 7 * late + 114;
	return Date.UTC(year, Math.floor(offset / 31) - 1, (offset % 31) + 1) / DAY_MS;
}
