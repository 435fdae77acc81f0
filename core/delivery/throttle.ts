import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../shared/clock';
import { sha256 } from '../shared/hash';
import type { SenderProfile, ThrottleSettings } from '../shop/senderProfile';

/** At most `max` mails in any span of `windowMs`. */
export interface RateLimit {
	windowMs: number;
	max: number;
}

/** What binds a sender at an instant. */
export interface ThrottlePlan {
	/** who sends through which server: the same for every worker that uses it */
	key: string;
	sender: readonly RateLimit[];
	/** of each recipient domain (of known providers: of all their domains together) */
	domain: readonly RateLimit[];
	/** most mails on their way to one domain at once; left out: as many as there are connections */
	domainConnections?: number;
}

/** The spans that uses are counted over. */
export const WINDOWS_MS = [SECOND_MS, MINUTE_MS, DAY_MS] as const;

/**
 * Mails a day to one mailbox provider from a domain that is new to it: no provider publishes a number, so they are ours,
 * doubling each day from 50 (reference: mailbox providers' rules, "Rate and warm-up", 2026-11-22). After the last day: no limit.
 */
const WARM_UP_PER_DAY = [50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600] as const;

export function makeThrottlePlan(sender: SenderProfile, now: number): ThrottlePlan {
	const throttle = sender.throttle ?? {};
	const { domainPerSecond, domainPerMinute, domainPerDay, domainConnections } = throttle;
	const warmUp = warmUpCap(throttle, now);
	return {
		key: keyOf(sender),
		sender: toLimits(throttle.perSecond, throttle.perMinute, throttle.perDay),
		domain: toLimits(domainPerSecond, domainPerMinute, warmUp === undefined ? domainPerDay : Math.min(domainPerDay || warmUp, warmUp)),
		...(domainConnections ? { domainConnections } : {}),
	};
}

function keyOf({ smtp, from }: SenderProfile): string {
	return sha256(`${smtp.host}:${smtp.port} ${smtp.user ?? ''} ${from.address.slice(from.address.lastIndexOf('@') + 1)}`).slice(0, 22);
}

function toLimits(...maxima: Array<number | undefined>): RateLimit[] {
	return maxima.flatMap((max, index) => (max && max > 0 ? [{ windowMs: WINDOWS_MS[index] ?? DAY_MS, max }] : []));
}

function warmUpCap({ warmUpFrom }: ThrottleSettings, now: number): number | undefined {
	if (warmUpFrom === undefined || now < warmUpFrom) return undefined;
	return WARM_UP_PER_DAY[Math.floor((now - warmUpFrom) / DAY_MS)];
}

/** Mails of a lane whose span ends at that instant. */
export interface SpanEnd {
	windowMs: number;
	at: number;
	count: number;
}

/**
 * From when on each of the next `count` mails of a lane may leave; 0: at once. `ending`: the spans that end until the last of
 * them may, the oldest first. `used`: what the spans of WINDOWS_MS hold when these have ended.
 */
export function startTimes(ending: readonly SpanEnd[], limits: readonly RateLimit[], used: readonly number[] | undefined, count: number): number[] {
	const starts = Array.from({ length: count }, () => 0);
	for (const { windowMs, max } of limits) {
		const own = ending.filter((end) => end.windowMs === windowMs);
		const freeAtOnce = max - (used?.[WINDOWS_MS.indexOf(windowMs as (typeof WINDOWS_MS)[number])] ?? 0) - own.reduce((sum, end) => sum + end.count, 0);
		let place = Math.max(0, freeAtOnce);
		// a limit that was lowered is exceeded already: the first ends make no room
		let missing = Math.max(0, -freeAtOnce);
		for (const end of own) {
			const room = Math.max(0, end.count - missing);
			missing = Math.max(0, missing - end.count);
			for (const last = place + room; place < last && place < count; place += 1) starts[place] = Math.max(starts[place] ?? 0, end.at);
		}
	}
	return starts;
}

/** While rates hold mails back, claims are no closer together: a claim for each mail would cost more than the mail. */
export function claimPauseMs(windowMs: number): number {
	return Math.min(windowMs / 40, SECOND_MS / 4);
}

/** How a domain's servers have taken our mails lately. */
export interface LanePace {
	/** null: as fast as the plan allows */
	perMinute: number | null;
	restUntil: number;
	/** times in a row that it had to be slowed */
	failures: number;
}

/** This many refusals in a row, of different mails, are about the domain; fewer may be about the mailboxes. */
export const REFUSALS_THAT_SLOW = 3;
const FIRST_REST_MS = MINUTE_MS;
const LONGEST_REST_MS = 15 * MINUTE_MS;
const LONGEST_ASKED_MS = 12 * HOUR_MS;
/** what nobody has measured begins here */
const UNKNOWN_PER_MINUTE = 60;
const STEP_PER_ROUND = 10;
/** a domain that takes this many again is not slow any more */
const FREE_PER_MINUTE = 600;

/** Half as fast, after a rest: a minute, two, four … at most a quarter of an hour, or what the server asked for. */
export function slowDown(pace: LanePace | undefined, acceptedLastMinute: number, now: number, askedForMs = 0): LanePace {
	// answers to mails that were on their way when the rest began are no news
	if (pace && pace.restUntil > now) return { ...pace, restUntil: Math.max(pace.restUntil, now + Math.min(askedForMs, LONGEST_ASKED_MS)) };
	const failures = (pace?.failures ?? 0) + 1;
	const before = pace?.perMinute ?? (acceptedLastMinute || UNKNOWN_PER_MINUTE);
	const restMs = Math.max(Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS), Math.min(askedForMs, LONGEST_ASKED_MS));
	return { perMinute: Math.max(1, Math.floor(before / 2)), restUntil: now + restMs, failures };
}

/** A little faster with each round of accepted mails; `undefined`: no longer slow. */
export function speedUp(pace: LanePace, acceptedCount: number): LanePace | undefined {
	if (pace.perMinute === null) return undefined;
	const perMinute = pace.perMinute + Math.ceil((acceptedCount / pace.perMinute) * STEP_PER_ROUND);
	return perMinute >= FREE_PER_MINUTE ? undefined : { perMinute, restUntil: pace.restUntil, failures: 0 };
}
