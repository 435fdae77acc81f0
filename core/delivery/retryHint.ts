import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../shared/clock';

const UNITS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS };

/** `in 300 seconds`, `after 15 minutes`, `wait 5 min`, `for 2 hours`; a number without a unit is none: it may be anything. */
const IN_WORDS = /\b(?:in|after|wait|within|for|another|least)\s+(?:at least\s+|about\s+)?(\d{1,5})\s*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?)\b/i;
/** `Come back in 00:05:00` */
const AS_CLOCK = /\b(?:in|after|wait|for)\s+(\d{1,2}):([0-5]\d)(?::([0-5]\d))?\b/i;
/** What "for 10 minutes" may be about instead: what happened before, or how often one may. */
const IS_ABOUT_ELSE = /\b(?:in the (?:last|past)|per|every|older than|timed? ?out|idle)\b/i;

/** How long a server says one should wait, if it does: "try again in 300 seconds" → 300,000. */
export function readRetryHint(reply: string): number | undefined {
	if (IS_ABOUT_ELSE.test(reply)) return undefined;
	const clock = AS_CLOCK.exec(reply);
	if (clock) return readClock(clock);
	const [, count, unit = ''] = IN_WORDS.exec(reply) ?? [];
	const unitMs = UNITS[unit.charAt(0).toLowerCase()];
	return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs;
}

/** `00:05:00` is hours, minutes, seconds; `05:00` minutes and seconds. */
function readClock([, first = '0', second = '0', third]: RegExpExecArray): number {
	if (third === undefined) return Number(first) * MINUTE_MS + Number(second) * SECOND_MS;
	return Number(first) * HOUR_MS + Number(second) * MINUTE_MS + Number(third) * SECOND_MS;
}
