import { DAY_MS, MINUTE_MS } from '../shared/clock';
import { instantToWall, wallToInstants } from '../shared/timeZone';

/** A planner for one instant: the same zone and window are computed once, however many recipients share them. */
export interface WindowPlanner {
	nextInWindow(timeZone: string, startMinute: number, endMinute: number): number;
}

/** A window can fall into the hour that a clock change skips, and then the next day's counts; more days are not needed. */
const DAYS_TO_TRY = 3;

/**
 * The first instant at or after `now` at which the zone's clock is inside the window [start, end), in minutes after local
 * midnight. `now` itself when it is inside. start > end: the window crosses midnight; start = end: always open.
 * Clock changes: a local time that doesn't exist becomes the next one that does, of one that comes twice the first that is not over is taken.
 * @throws SellerMailError INPUT_INVALID when the zone is not known
 */
export function nextInWindow(now: number, timeZone: string, startMinute: number, endMinute: number): number {
	const isOpen = (at: number): boolean => isInside(localMinute(timeZone, at), startMinute, endMinute);
	if (isOpen(now)) return now;
	const today = Math.floor(instantToWall(timeZone, now) / DAY_MS) * DAY_MS;
	for (let day = 0; day < DAYS_TO_TRY; day += 1) {
		const openings = wallToInstants(timeZone, today + day * DAY_MS + startMinute * MINUTE_MS);
		const opensAt = openings.find((at) => at >= now && isOpen(at));
		if (opensAt !== undefined) return opensAt;
	}
	return now;
}

/** `nextInWindow` for one `now`, remembered per zone and window. */
export function makeWindowPlanner(now: number): WindowPlanner {
	const known = new Map<string, number>();
	return {
		nextInWindow(timeZone, startMinute, endMinute) {
			const key = `${timeZone} ${startMinute} ${endMinute}`;
			const found = known.get(key);
			if (found !== undefined) return found;
			const at = nextInWindow(now, timeZone, startMinute, endMinute);
			known.set(key, at);
			return at;
		},
	};
}

function isInside(minute: number, start: number, end: number): boolean {
	if (start === end) return true;
	return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

function localMinute(timeZone: string, at: number): number {
	return Math.floor((instantToWall(timeZone, at) % DAY_MS) / MINUTE_MS);
}
