import { IANAZone } from 'luxon';
import { MINUTE_MS } from './clock';
import { SellerMailError } from './errors';

/** A wall-clock time is written as the epoch ms that it would be in UTC; that makes arithmetic on it plain. */
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Whether this is a time zone that the runtime knows (`Europe/Madrid`). */
export function isTimeZone(timeZone: string): boolean {
	return IANAZone.create(timeZone).isValid;
}

/** What the zone's clocks show at an instant. @throws SellerMailError INPUT_INVALID when the zone is not known */
export function instantToWall(timeZone: string, at: number): number {
	return at + offsetAt(knownZone(timeZone), at) * MINUTE_MS;
}

/** The instant of a wall-clock time: the first one when it comes twice, the next valid one when the clock skips it. */
export function wallToInstant(timeZone: string, wall: number): number {
	return Math.min(...wallToInstants(timeZone, wall));
}

/** One instant, or two in order when the clock shows the time twice. The offsets a day before and after are all that can apply. */
export function wallToInstants(timeZone: string, wall: number): number[] {
	const zone = knownZone(timeZone);
	const before = wall - offsetAt(zone, wall - DAY_MS) * MINUTE_MS;
	const after = wall - offsetAt(zone, wall + DAY_MS) * MINUTE_MS;
	const fitting = [...new Set([before, after])].filter((at) => at + offsetAt(zone, at) * MINUTE_MS === wall);
	if (fitting.length > 0) return fitting.sort((a, b) => a - b);
	return [findClockChange(zone, Math.min(before, after), Math.max(before, after))];
}

/** The instants from (exclusive) and up to (inclusive) at which the zone's clocks are put forward or back, in order. */
export function clockChangesBetween(timeZone: string, from: number, to: number): number[] {
	const zone = knownZone(timeZone);
	const changes: number[] = [];
	for (let day = Math.floor(from / DAY_MS); day * DAY_MS < to; day += 1) {
		if (offsetOfDay(zone, day) !== offsetOfDay(zone, day + 1)) changes.push(findClockChange(zone, day * DAY_MS, (day + 1) * DAY_MS));
	}
	return changes.filter((at) => at > from && at <= to);
}

/** Offsets at the beginning of UTC days, by zone: Intl takes about 10 µs for each, and an import asks a million times. */
const dayOffsets = new Map<string, Map<number, number>>();

/** Minutes east of UTC. Between two days with the same offset there is no clock change; else the exact instant is asked for. */
function offsetAt(zone: IANAZone, at: number): number {
	const day = Math.floor(at / DAY_MS);
	const offset = offsetOfDay(zone, day);
	return offset === offsetOfDay(zone, day + 1) ? offset : zone.offset(at);
}

function offsetOfDay(zone: IANAZone, day: number): number {
	const known = dayOffsets.get(zone.name) ?? new Map<number, number>();
	dayOffsets.set(zone.name, known);
	const offset = known.get(day) ?? zone.offset(day * DAY_MS);
	known.set(day, offset);
	return offset;
}

function knownZone(timeZone: string): IANAZone {
	const zone = IANAZone.create(timeZone);
	if (zone.isValid) return zone;
	throw new SellerMailError('INPUT_INVALID', {
		message: `\`${timeZone.slice(0, 60)}\` is not a time zone.`,
		nextStep: 'Use a name such as Europe/Madrid or America/New_York.',
		context: { field: 'timeZone' },
	});
}

/** The instant of the clock change between two others, to the minute. */
function findClockChange(zone: IANAZone, from: number, to: number): number {
	const offset = zone.offset(from);
	let [low, high] = [Math.floor(from / MINUTE_MS), Math.ceil(to / MINUTE_MS)];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (zone.offset(middle * MINUTE_MS) === offset) low = middle;
		else high = middle;
	}
	return high * MINUTE_MS;
}
