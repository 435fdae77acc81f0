/** At most `limit` mails in any stretch of `windowMs`. */
export interface RateLimit {
	windowMs: number;
	limit: number;
}

export interface RateUse extends RateLimit {
	/** the most mails that any such stretch holds, wherever it begins */
	most: number;
	/** mean share of the limit in the whole windows from the first arrival on; undefined: there is no whole one */
	usedShare: number | undefined;
}

export interface RateVerdict {
	uses: RateUse[];
	/** limits that some stretch exceeds */
	exceeded: RateUse[];
	/** of the limit that holds the sender back most; 0 when no window is whole */
	usedShare: number;
}

/** Judges when mails arrived against limits on sliding windows. The times are in any unit, as long as the windows are in the same one. */
export function judgeRates(arrivals: readonly number[], limits: readonly RateLimit[]): RateVerdict {
	const times = [...arrivals].sort((a, b) => a - b);
	const uses = limits.map((limit): RateUse => ({ ...limit, most: mostWithin(times, limit.windowMs), usedShare: meanShare(times, limit) }));
	return { uses, exceeded: uses.filter(({ most, limit }) => most > limit), usedShare: Math.max(0, ...uses.flatMap(({ usedShare }) => usedShare ?? [])) };
}

/** The fullest stretch ends with some arrival; two arrivals exactly one window apart do not share one. */
function mostWithin(times: readonly number[], windowMs: number): number {
	let most = 0;
	let first = 0;
	for (const [index, time] of times.entries()) {
		while (time - (times[first] ?? time) >= windowMs) first += 1;
		most = Math.max(most, index - first + 1);
	}
	return most;
}

function meanShare(times: readonly number[], { windowMs, limit }: RateLimit): number | undefined {
	const [start, end] = [times[0] ?? 0, times.at(-1) ?? 0];
	const windows = Math.floor((end - start) / windowMs);
	if (windows < 1) return undefined;
	return times.filter((time) => time < start + windows * windowMs).length / (windows * limit);
}
