import { mergeData } from '../../../core/template/mergeData';
import { readSharedData } from '../../../core/template/readSharedData';

const OFFER = { title: 'Spring', url: 'https://shop.example/spring' };

describe('shared data', () => {
	it.each([['nothing', undefined], ['an empty text', ''], ['an empty object', '{}'], ['null', null]])('%s → none', (_name, given) => {
		expect(readSharedData(given)).toBeUndefined();
	});

	it('text and objects are read alike; times become epoch ms, other keys stay', () => {
		const given = { offer: { ...OFFER, endsAt: '2026-12-01T23:59:00+01:00', startsAt: 5, note: 'kept' }, products: [{ name: 'Lamp', price: { amountMinor: 990, currency: 'EUR' }, stock: 3 }], season: 'spring' };
		const expected = { ...given, offer: { ...given.offer, endsAt: Date.UTC(2026, 11, 1, 22, 59) } };
		expect(readSharedData(given)).toEqual(expected);
		expect(readSharedData(JSON.stringify(given))).toEqual(expected);
	});

	it.each([
		['no JSON', '{offer: x}', 'can not be read as JSON'],
		['a list', '[1]', 'is no object'],
		['a number', 7, 'is no object'],
		['a function', () => 1, 'can not be read as JSON'],
		['an offer without its address', { offer: { title: 'x' } }, '`offer.url` is not as expected'],
		['an address that is a script', { offer: { ...OFFER, url: 'javascript:alert(1)' } }, '`offer.url`'],
		['an amount as text', { products: [{ name: 'x', price: '9.90' }] }, '`products.0.price`'],
		['a date without its zone', { offer: { ...OFFER, endsAt: '2026-12-01' } }, '`offer.endsAt`'],
		['more than 100 thousand characters', { note: 'x'.repeat(100_001) }, 'longer than 100 thousand'],
		['5 MB of text', 'x'.repeat(5_000_000), 'longer than 100 thousand'],
		['a depth without end', `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`, 'nested more than 20 deep'],
	])('%s → INPUT_INVALID', (_name, given, message) => {
		expect(() => readSharedData(given)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(message) }));
	});

	it('a key named like the prototype stays data', () => {
		const shared = readSharedData('{"__proto__":{"polluted":1},"a":1}');
		expect(mergeData(shared, {}).polluted).toBeUndefined();
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

it('a recipient\'s own data go before everybody\'s', () => {
	expect(mergeData({ offer: 1, cart: 2 }, { cart: 3 })).toEqual({ offer: 1, cart: 3 });
	expect(mergeData(undefined, { cart: 3 })).toEqual({ cart: 3 });
});
