import { makeTimedIds } from '../../../core/shared/ids';
import { systemRandom } from '../../../core/shared/random';

const NOW = Date.UTC(2026, 10, 20, 12);
const take = (now: number, count: number): string[] => {
	const next = makeTimedIds(systemRandom, 'b', now, count);
	return Array.from({ length: count }, next);
};

it('ids have the shape that links expect, and none comes twice', () => {
	const ids = [...take(NOW, 500), ...take(NOW, 500), ...Array.from({ length: 500 }, makeTimedIds(systemRandom, 'b', NOW, 1))];
	for (const id of ids) expect(id).toMatch(/^b_[A-Za-z0-9_-]{20}$/);
	expect(new Set(ids).size).toBe(1_500);
});

it('they grow: within a series, and from one millisecond to the next', () => {
	const ids = [...take(NOW, 100), ...take(NOW + 1, 100), ...take(NOW + 86_400_000, 100)];
	expect(ids).toEqual(ids.toSorted());
});

it.each([0, 1, 63, 64, NOW, Date.UTC(2100, 0, 1)])('at %i ms the time takes seven characters that sort', (now) => {
	const [early, late] = [take(now, 1)[0] ?? '', take(now + 1, 1)[0] ?? ''];
	expect([early.length, late.length]).toEqual([22, 22]);
	expect(early.slice(2, 9) < late.slice(2, 9)).toBe(true);
});
