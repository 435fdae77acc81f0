/** The lower median of values given as value → how often; `undefined` of none. */
export function median(counts: ReadonlyMap<number, number>): number | undefined {
	const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
	let seen = 0;
	for (const [value, count] of [...counts].sort((a, b) => a[0] - b[0])) {
		seen += count;
		if (seen * 2 >= total) return value;
	}
	return undefined;
}
