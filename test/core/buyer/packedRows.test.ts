import { PLACES, makePackedRows } from '../../../core/buyer/packedRows';

it('rows come back place by place, in their order, and the place is empty then', () => {
	const rows = makePackedRows(3);
	const given = Array.from({ length: 5_000 }, (_row, index) => [String(index), index % 7 === 0 ? '' : `名前 ${index}`, 'x'.repeat(index % 40)]);
	given.forEach((fields, index) => rows.add(index % PLACES, fields));
	for (let place = 0; place < PLACES; place += 1) expect([...rows.take(place)]).toEqual(given.filter((_fields, index) => index % PLACES === place));
	expect([...rows.take(0)]).toEqual([]);
	expect(rows.bytes()).toBe(0);
});

it('a row that is bigger than a block is kept whole', () => {
	const rows = makePackedRows(2);
	const big = ['é'.repeat(20_000), 'b'];
	rows.add(1, ['a', '']);
	rows.add(1, big);
	rows.add(1, ['c', 'd']);
	expect([...rows.take(1)]).toEqual([['a', ''], big, ['c', 'd']]);
});
