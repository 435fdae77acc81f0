import { isTimeZone, wallToInstant } from './timeZone';

/** How `3/4/2026` is read: as 4 March (mdy) or 3 April (dmy). */
export type DateOrder = 'mdy' | 'dmy';

export interface InstantOptions {
	/** IANA zone of times that don't name one */
	timeZone: string;
	/** without it a value such as `3/4/2026` is refused unless one of its parts is above 12 */
	dateOrder?: DateOrder;
}

const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const DAY_OR_MONTH_FIRST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?$/i;

/** 1990 to 2100: what a shop's data can be about; also tells seconds from milliseconds */
const EARLIEST_MS = Date.UTC(1990, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/**
 * Parses ISO 8601, epoch seconds or milliseconds, `10/2/2017 10:56` or a Date to epoch ms; `undefined` when it is none of
 * these, is no real date, or is ambiguous.
 */
export function parseInstant(input: unknown, options: InstantOptions): number | undefined {
	if (input instanceof Date) return inRange(input.getTime());
	if (typeof input === 'number') return fromEpoch(input);
	if (typeof input !== 'string') return undefined;
	const text = input.trim();
	if (/^\d{9,13}$/.test(text)) return fromEpoch(Number(text));
	return parseIso(text, options) ?? parseDayOrMonthFirst(text, options);
}

/**
 * What values of one file say about their order: a first part above 12 means dmy, a second one mdy; `ambiguous` when there
 * are such dates and none decides, or they contradict each other; `undefined` when there are none.
 */
export function decideDateOrder(values: Iterable<string>): DateOrder | 'ambiguous' | undefined {
	const seen = { mdy: false, dmy: false, any: false };
	for (const value of values) {
		const order = orderOf(value.trim());
		if (order === undefined) continue;
		seen.any = true;
		if (order !== 'ambiguous') seen[order] = true;
	}
	if (seen.mdy !== seen.dmy) return seen.mdy ? 'mdy' : 'dmy';
	return seen.any ? 'ambiguous' : undefined;
}

function fromEpoch(value: number): number | undefined {
	return inRange(value) ?? inRange(value * 1000);
}

function inRange(at: number): number | undefined {
	const whole = Math.round(at);
	return whole >= EARLIEST_MS && whole < LATEST_MS ? whole : undefined;
}

function parseIso(text: string, options: InstantOptions): number | undefined {
	const match = ISO.exec(text);
	if (!match) return undefined;
	const [, year, month, day, hour, minute, second, fraction, zone] = match;
	const wall = toWall([year, month, day, hour, minute, second]);
	const ms = fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0;
	return wall === undefined ? undefined : settle(wall + ms, zone, options);
}

function parseDayOrMonthFirst(text: string, options: InstantOptions): number | undefined {
	const match = DAY_OR_MONTH_FIRST.exec(text);
	if (!match) return undefined;
	const [, first, , second, year, hour, minute, seconds, half] = match;
	const known = orderOf(text);
	const order = known === 'ambiguous' || (options.dateOrder && !text.includes('.')) ? options.dateOrder : known;
	if (order === undefined) return undefined;
	const [month, day] = order === 'mdy' ? [first, second] : [second, first];
	const wall = toWall([year, month, day, to24Hours(hour, half), minute, seconds]);
	return wall === undefined ? undefined : settle(wall, undefined, options);
}

/** Dots are written by people who put the day first. */
function orderOf(text: string): DateOrder | 'ambiguous' | undefined {
	const match = DAY_OR_MONTH_FIRST.exec(text);
	if (!match) return undefined;
	if (match[2] === '.' || Number(match[1]) > 12) return 'dmy';
	return Number(match[3]) > 12 ? 'mdy' : 'ambiguous';
}

function to24Hours(hour: string | undefined, half: string | undefined): string | undefined {
	if (!hour || !half) return hour;
	if (Number(hour) < 1 || Number(hour) > 12) return '99';
	return String((Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0));
}

/** As if it were UTC; `undefined` for 31 February and 25 o'clock. */
function toWall(parts: Array<string | undefined>): number | undefined {
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
	const wall = Date.UTC(year, month - 1, day, hour, minute, second);
	const isReal = new Date(wall).getUTCDate() === day && month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60;
	return isReal ? wall : undefined;
}

function settle(wall: number, zone: string | undefined, { timeZone }: InstantOptions): number | undefined {
	if (!zone) return isTimeZone(timeZone) ? inRange(wallToInstant(timeZone, wall)) : undefined;
	if (/^(z|utc)$/i.test(zone)) return inRange(wall);
	const sign = zone.startsWith('-') ? -1 : 1;
	const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
	return inRange(wall - sign * (hours * 60 + minutes) * 60_000);
}
