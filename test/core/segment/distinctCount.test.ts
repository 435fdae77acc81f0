import { makeDistinctCounter } from '../../../core/segment/distinctCount';
import { pointOf } from '../../../core/segment/variants';

function countOf(ids: number, times: number, capacity: number) {
	const counter = makeDistinctCounter(capacity);
	for (let id = 0; id < ids; id += 1) for (let time = 0; time < times; time += 1) counter.add(pointOf('seed', `b_${id}`));
	return counter.result();
}

it.each([
	[0, 1], [1, 1], [100, 1], [100, 3],
])('%d different ones, %d times each, below the capacity → exact', (ids, times) => expect(countOf(ids, times, 100)).toEqual({ count: ids, isEstimated: false }));

it('above the capacity and each once → exact, because nothing came twice', () => expect(countOf(5_000, 1, 100)).toEqual({ count: 5_000, isEstimated: false }));

it('above the capacity and several times → an estimate that is near, and says that it is one', () => {
	const { count, isEstimated } = countOf(40_000, 2, 2_000);
	expect(isEstimated).toBe(true);
	expect(Math.abs(count / 40_000 - 1)).toBeLessThan(0.06);
});
