import { DAY_MS, MINUTE_MS } from '../shared/clock';
import { clockChangesBetween, instantToWall, wallToInstants } from '../shared/timeZone';

/** Minutes after local midnight: from start (inclusive) to end (exclusive), within one day. */
export type Span = readonly [start: number, end: number];

/** Hours in which mail may go out, by somebody's calendar. */
export interface Opening {
	timeZone: string;
	/** of a local day, in days since 1970-01-01 on the zone's own calendar */
	spansOn(day: number): readonly Span[];
}

/** Hours that a country's law or a courtesy sets beside the site's own window. */
export interface LegalOpening extends Opening {
	/** tells openings apart when they are remembered */
	key: string;
	/** false: the site's window wins when the two never meet */
	isLaw: boolean;
}

/** A planner for one instant: the same zone, window and law are computed once, however many recipients share them. */
export interface WindowPlanner {
	nextInWindow(timeZone: string, startMinute: number, endMinute: number, legal?: LegalOpening): number;
}

/** Longer than any run of Sundays and holidays; two windows that don't meet in so many days never do. */
const DAYS_TO_TRY = 14;
const MINUTES_A_DAY = 24 * 60;

/**
 * The first instant at or after `now` at which the zone's clock is inside the window [start, end), in minutes after local
 * midnight, and the law's hours are open as well. `now` itself when it is inside. start > end: the window crosses midnight;
 * start = end: always open. Where window and law never meet, the law alone decides.
 * Clock changes: a local time that doesn't exist becomes the next one that does, of one that comes twice the first that is not over is taken.
 * @throws SellerMailError INPUT_INVALID when the zone is not known
 */
export function nextInWindow(now: number, timeZone: string, startMinute: number, endMinute: number, legal?: LegalOpening): number {
	const site: Opening = dailyOpening(timeZone, startMinute, endMinute);
	const both = nextOpen(now, legal ? [site, legal] : [site]);
	return both ?? (legal ? nextOpen(now, [legal.isLaw ? legal : site]) : undefined) ?? now;
}

/** `nextInWindow` for one `now`, remembered per zone, window and law. */
export function makeWindowPlanner(now: number): WindowPlanner {
	const known = new Map<string, number>();
	return {
		nextInWindow(timeZone, startMinute, endMinute, legal) {
			const key = `${timeZone} ${startMinute} ${endMinute} ${legal?.key ?? ''}`;
			const found = known.get(key);
			if (found !== undefined) return found;
			const at = nextInWindow(now, timeZone, startMinute, endMinute, legal);
			known.set(key, at);
			return at;
		},
	};
}

function dailyOpening(timeZone: string, start: number, end: number): Opening {
	const spans: Span[] = start < end ? [[start, end]] : start > end ? [[0, end], [start, MINUTES_A_DAY]] : [[0, MINUTES_A_DAY]];
	return { timeZone, spansOn: () => spans };
}

/**
 * The first instant at which all of them are open. An opening begins where one of its spans does, or where a clock change
 * jumps into one: no other instants need be looked at.
 */
function nextOpen(now: number, openings: readonly Opening[]): number | undefined {
	const areOpen = (at: number): boolean => openings.every((opening) => isOpenAt(opening, at));
	if (areOpen(now)) return now;
	for (let from = now; from < now + DAYS_TO_TRY * DAY_MS; from += DAY_MS) {
		const beginnings = openings.flatMap((opening) => beginningsBetween(opening, from, from + DAY_MS)).sort((a, b) => a - b);
		const opensAt = beginnings.find(areOpen);
		if (opensAt !== undefined) return opensAt;
	}
	return undefined;
}

/** Whether an opening is open at an instant. */
export function isOpenAt({ timeZone, spansOn }: Opening, at: number): boolean {
	const wall = instantToWall(timeZone, at);
	const day = Math.floor(wall / DAY_MS);
	const minute = (wall - day * DAY_MS) / MINUTE_MS;
	return spansOn(day).some(([start, end]) => minute >= start && minute < end);
}

/** From (exclusive) and up to (inclusive); a local day more on each side, for clocks that are put back over midnight. */
function beginningsBetween({ timeZone, spansOn }: Opening, from: number, to: number): number[] {
	const found = clockChangesBetween(timeZone, from, to);
	const lastDay = Math.floor(instantToWall(timeZone, to) / DAY_MS) + 1;
	for (let day = Math.floor(instantToWall(timeZone, from) / DAY_MS) - 1; day <= lastDay; day += 1) {
		for (const [start] of spansOn(day)) found.push(...wallToInstants(timeZone, day * DAY_MS + start * MINUTE_MS));
	}
	return found.filter((at) => at > from && at <= to);
}
