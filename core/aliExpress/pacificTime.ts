import { HOUR_MS } from '../shared/clock';
import { parseInstant } from '../shared/instant';
import { instantToWall } from '../shared/timeZone';

/** AliExpress writes and reads all times of orders like this, without a zone (Open Platform, order methods). */
const ZONE = 'America/Los_Angeles';

/** `2026-11-01 01:30:00` of the platform as an instant: the first one when the clock shows it twice; `undefined` when it is none. */
export function parsePacific(text: unknown): number | undefined {
	return typeof text === 'string' ? parseInstant(text, { timeZone: ZONE }) : undefined;
}

/**
 * The wall-clock times to ask for so that no instant from `from` to `until` is left out. Around the end of summer time the
 * clock runs back over an hour: there the range is an hour wider, and what comes twice is the same order.
 */
export function toPacificRange(from: number, until: number): { start: string; end: string } {
	const wall = (at: number): number => instantToWall(ZONE, at);
	return {
		start: writeWall(Math.min(wall(from), wall(from + HOUR_MS) - HOUR_MS)),
		end: writeWall(Math.max(wall(until), wall(until - HOUR_MS) + HOUR_MS)),
	};
}

function writeWall(wall: number): string {
	return new Date(wall).toISOString().slice(0, 19).replace('T', ' ');
}
