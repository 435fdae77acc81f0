import { memoise } from '../../../core/shared/memoise';

it('computes once for each text, and never remembers more than the limit', () => {
	const asked: string[] = [];
	const double = memoise((text) => {
		asked.push(text);
		return text + text;
	}, 2);
	expect(['a', 'a', 'b', 'a', 'c', 'a'].map(double)).toEqual(['aa', 'aa', 'bb', 'aa', 'cc', 'aa']);
	expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

it('a text that is too long is computed each time', () => {
	let count = 0;
	const counted = memoise(() => (count += 1), 2);
	expect([counted('x'.repeat(300)), counted('x'.repeat(300)), counted('x'.repeat(301)), counted('x'.repeat(301))]).toEqual([1, 1, 2, 3]);
});
