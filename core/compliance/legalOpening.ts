import { DAY_MS } from '../shared/clock';
import { instantToWall, wallToInstant } from '../shared/timeZone';
import type { LegalOpening, Span } from '../shop/sendWindow';
import { findJurisdiction, type Jurisdiction, type LegalWindow } from './jurisdiction';
import { publicHolidaysOf, weekdayOf } from './publicHolidays';

/** A country's hours for marketing mail; those without a zone of their own count on the buyer's clock. `undefined`: any time. */
export function findLegalOpening(country: string | undefined | null, buyerTimeZone: string): LegalOpening | undefined {
	const jurisdiction = findJurisdiction(country);
	const window = jurisdiction.sendWindow;
	return window && openingIn(jurisdiction, window, window.timeZone ?? buyerTimeZone);
}

/** Where a buyer may get one marketing mail a day: the day that an instant belongs to. `undefined`: as many as the shop likes. */
export function findMailDay(country: string | undefined | null, buyerTimeZone: string, now: number): { startsAt: number; endsAt: number } | undefined {
	const { isOneMailADay, sendWindow } = findJurisdiction(country);
	if (!isOneMailADay) return undefined;
	const timeZone = sendWindow?.timeZone ?? buyerTimeZone;
	const midnight = Math.floor(instantToWall(timeZone, now) / DAY_MS) * DAY_MS;
	return { startsAt: wallToInstant(timeZone, midnight), endsAt: wallToInstant(timeZone, midnight + DAY_MS) };
}

/** Openings by country and zone: a campaign asks for each of its recipients. */
const openings = new Map<string, LegalOpening>();
const SUNDAY = 7;

function openingIn({ country }: Jurisdiction, window: LegalWindow, timeZone: string): LegalOpening {
	const key = `${country} ${timeZone}`;
	const known = openings.get(key);
	if (known) return known;
	const spansByWeekday = Array.from({ length: SUNDAY + 1 }, (_, weekday) => spansOf(window, weekday));
	const isClosed = window.isClosedOnHolidays ? holidayCalendar(country) : () => false;
	const opening: LegalOpening = {
		key, timeZone, isLaw: window.isLaw,
		spansOn: (day) => (isClosed(day) ? [] : (spansByWeekday[weekdayOf(day) || SUNDAY] ?? [])),
	};
	openings.set(key, opening);
	return opening;
}

function spansOf(window: LegalWindow, weekday: number): Span[] {
	return window.spans.filter(({ days }) => days.includes(weekday)).map(({ fromMinute, toMinute }): Span => [fromMinute, toMinute]);
}

function holidayCalendar(country: string): (day: number) => boolean {
	const years = new Map<number, ReadonlySet<number>>();
	return (day) => {
		const year = new Date(day * DAY_MS).getUTCFullYear();
		const holidays = years.get(year) ?? new Set(publicHolidaysOf(country, year));
		years.set(year, holidays);
		return holidays.has(day);
	};
}
