import fc from 'fast-check';
import { z } from 'zod';
import { moneySchema } from '../../../../core/contract/items';
import { makeGuard } from '../../../../core/template/templates/makeGuard';
import { itemsSchema } from '../../../../core/template/templates/productRows';

const cart = z.object({ items: itemsSchema, value: moneySchema.nullish(), url: z.string().nullish() }).passthrough();
const guard = makeGuard(cart);

const money = fc.record({ amountMinor: fc.constantFrom<unknown>(1, 0, -5, 1.5, NaN, Infinity, '1', null), currency: fc.constantFrom<unknown>('EUR', 'eur', 'EURO', 1, undefined), note: fc.constant('kept') }, { requiredKeys: [] });
const odd = fc.constantFrom<unknown>(null, undefined, 'x', 1, NaN, [], {}, new Date(0), new Map());
const item = fc.oneof({ weight: 6, arbitrary: fc.record({ name: fc.oneof(fc.string(), odd), quantity: fc.oneof(fc.integer(), odd), price: fc.oneof(money, odd), other: odd }, { requiredKeys: [] }) }, { weight: 1, arbitrary: odd });
const value = fc.record({ items: fc.oneof(fc.array(item, { maxLength: 3 }), odd), value: fc.oneof(money, odd), url: fc.oneof(fc.string(), odd) }, { requiredKeys: [] });

describe('makeGuard', () => {
	it('whatever it lets pass has the shape for zod too, and is what zod makes of it', () => {
		let passed = 0;
		fc.assert(fc.property(value, (data) => {
			if (!guard(data)) return;
			passed += 1;
			expect(cart.safeParse(data)).toEqual({ success: true, data });
		}), { numRuns: 3_000 });
		expect(passed).toBeGreaterThan(100);
	});

	it('the carts that there are pass', () => {
		expect(guard({ items: [{ name: 'Mug', quantity: 2, price: { amountMinor: 499, currency: 'USD' }, imageUrl: null }], value: { amountMinor: 998, currency: 'USD' }, url: 'https://shop.example/cart', id: 7 })).toBe(true);
	});

	it.each([
		['a list with a hole', z.array(z.string()), Array(1)],
		['keys that zod takes away', z.object({ a: z.string() }), { a: 'x', b: 1 }],
		['a value that zod changes', z.string().trim(), ' x'],
		['a value that zod puts in', z.object({ a: z.string().default('x') }).passthrough(), {}],
		['a bound', z.number().max(100), 1],
		['a list that may not be empty', z.array(z.string()).nonempty(), []],
		['an object of a class', z.object({}).passthrough(), new Date(0)],
	])('%s → left to zod', (_name, schema, data) => {
		expect(makeGuard(schema)(data)).toBe(false);
	});
});
