/** At most `limit` mails in any stretch of `windowMs`. */
export interface RateLimit {
	windowMs: number;
	limit: number;
}

export interface RateUse extends RateLimit {
	/** the most mails that any such stretch holds, wherever it begins */
	most: number;
	/** mean share of the limit in the whole windows from the first arrival on, those left out in which the machine stood still; undefined: there is none */
	usedShare: number | undefined;
}

/** A stretch in which nothing ran, the measurement included: a sender can't be blamed for it. */
export interface Still {
	from: number;
	to: number;
}

export interface RateVerdict {
	uses: RateUse[];
	/** limits that some stretch exceeds */
	exceeded: RateUse[];
	/** of the limit that holds the sender back most; 0 when no window is whole */
	usedShare: number;
}

/** Judges when mails arrived against limits on sliding windows. The times are in any unit, as long as the windows are in the same one. */
export function judgeRates(arrivals: readonly number[], limits: readonly RateLimit[], stills: readonly Still[] = []): RateVerdict {
	const times = [...arrivals].sort((a, b) => a - b);
	const uses = limits.map((limit): RateUse => ({ ...limit, most: mostWithin(times, limit.windowMs), usedShare: meanShare(times, limit, stills) }));
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

function meanShare(times: readonly number[], { windowMs, limit }: RateLimit, stills: readonly Still[]): number | undefined {
	const [start, end] = [times[0] ?? 0, times.at(-1) ?? 0];
	const counts = Array.from({ length: Math.floor((end - start) / windowMs) }, () => 0);
	for (const time of times) {
		const place = Math.floor((time - start) / windowMs);
		if (place < counts.length) counts[place] = (counts[place] ?? 0) + 1;
	}
	const awake = counts.filter((_, place) => !stills.some(({ from, to }) => from < start + (place + 1) * windowMs && to > start + place * windowMs));
	if (awake.length === 0) return undefined;
	return awake.reduce((sum, count) => sum + count, 0) / (awake.length * limit);
}
