import { median } from '../../../core/segment/median';

it.each<[number[], number | undefined]>([[[], undefined], [[5], 5], [[1, 9], 1], [[1, 5, 9], 5], [[30, 7, 7, 7], 7], [[1, 1, 2, 9, 9, 9], 2]])('median of %j → %p', (values, expected) => {
	const counts = new Map<number, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	expect(median(counts)).toBe(expected);
});
