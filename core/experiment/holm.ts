/**
 * P-values adjusted so that each may be held against the same level: the chance that any of them is significant by luck
 * stays below it (Holm 1979). In the order given.
 */
export function holmAdjust(pValues: readonly number[]): number[] {
	const order = pValues.map((pValue, index) => ({ pValue, index })).sort((a, b) => a.pValue - b.pValue);
	const adjusted = new Array<number>(pValues.length).fill(1);
	let least = 0;
	for (const [rank, { pValue, index }] of order.entries()) {
		least = Math.max(least, Math.min(1, pValue * (pValues.length - rank)));
		adjusted[index] = least;
	}
	return adjusted;
}
