/** 1 to 5 by the least values of 2, 3, 4 and 5. */
export function scoreOf(value: number, bounds: readonly number[]): number {
	return 1 + bounds.filter((bound) => value >= bound).length;
}

/** The four bounds that split values, given as value → how many, into fifths. Equal values always get one score. */
export function boundsOfFifths(counts: ReadonlyMap<number, number>): number[] {
	const values = [...counts].sort((a, b) => a[0] - b[0]);
	const total = values.reduce((sum, [, count]) => sum + count, 0);
	const bounds: number[] = [];
	let below = 0;
	for (const [value, count] of values) {
		while (bounds.length < 4 && below >= (total * (bounds.length + 1)) / 5) bounds.push(value);
		below += count;
	}
	while (bounds.length < 4) bounds.push(Infinity);
	return bounds;
}
