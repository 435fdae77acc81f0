/** Keeps a few of many by their points, whatever order they come in: the lowest points win, each key once, the first of its kind. */
export function makeSpreadSample<Entry>(size: number): { add(key: string, point: number, entry: Entry): void; entries(): Entry[] } {
	const kept: Array<{ key: string; point: number; entry: Entry }> = [];
	return {
		add(key, point, entry) {
			const highest = kept.length < size ? Infinity : (kept.at(-1)?.point ?? -Infinity);
			if (point >= highest || kept.some((known) => known.key === key)) return;
			const after = kept.findIndex((known) => known.point > point);
			kept.splice(after === -1 ? kept.length : after, 0, { key, point, entry });
			if (kept.length > size) kept.pop();
		},
		entries: () => kept.map(({ entry }) => entry),
	};
}
