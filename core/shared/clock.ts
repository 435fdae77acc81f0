/** The only way core learns what time it is: epoch milliseconds UTC. Handed in, so every rule can be tested at any instant. */
export interface Clock {
	now(): number;
}

/** The machine's clock; `offsetMs` moves it (the demo replays a shop's past with it). */
export function systemClock(offsetMs = 0): Clock {
	return { now: () => Date.now() + offsetMs };
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
