import { makeSpreadSample } from '../../../core/segment/spreadSample';

function sampleOf(size: number, entries: Array<[string, number]>): string[] {
	const sample = makeSpreadSample<string>(size);
	entries.forEach(([key, point], index) => sample.add(key, point, `${key}${index}`));
	return sample.entries();
}

it('the lowest points win, whatever order they come in', () => {
	expect(sampleOf(2, [['a', 0.5], ['b', 0.9], ['c', 0.1], ['d', 0.3]])).toEqual(['c2', 'd3']);
	expect(sampleOf(2, [['d', 0.3], ['c', 0.1], ['b', 0.9], ['a', 0.5]])).toEqual(['c1', 'd0']);
});

it('a key counts once, with its first entry', () => expect(sampleOf(3, [['a', 0.5], ['a', 0.5], ['b', 0.7]])).toEqual(['a0', 'b2']));

it('fewer than wanted → all of them; none wanted → none', () => {
	expect(sampleOf(9, [['a', 0.5]])).toEqual(['a0']);
	expect(sampleOf(0, [['a', 0.5]])).toEqual([]);
});
