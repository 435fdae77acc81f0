import { readProof } from '../../../../core/compliance/facts/proofData';

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

describe('what data prove', () => {
	it.each([
		['products', { products: [{ price: eur(5), oldPrice: eur(9), stock: 2 }] }],
		['a cart', { cart: { items: [{ price: eur(5), oldPrice: eur(9), stock: 2 }] } }],
		['one product', { product: { price: eur(5), oldPrice: eur(9), stock: 2 } }],
	])('%s', (_name, data) => expect(readProof(data).products).toEqual([{ price: eur(5), oldPrice: eur(9), lowestPrice30Days: undefined, stock: 2 }]));

	it.each([
		['an offer', { offer: { endsAt: 1_000 } }, [1_000]], ['as a date', { offer: { endsAt: '2026-11-20T00:00:00Z' } }, [Date.UTC(2026, 10, 20)]], ['a coupon', { coupon: { validUntil: 2_000 } }, [2_000]],
		['no date', { offer: { endsAt: 'soon' } }, []], ['a request to confirm has an end of its own', { confirmation: { expiresAt: 1_000 } }, []],
	])('ends: %s', (_name, data, expected) => expect(readProof(data).endsAt).toEqual(expected));

	it('what isn\'t as expected proves nothing and breaks nothing', () => {
		const circle: Record<string, unknown> = { products: [{ price: 'x', stock: '3' }, null, 7], offer: { discountPercent: 'many' } };
		circle.self = circle;
		expect(readProof(circle)).toMatchObject({ discountPercent: undefined, endsAt: [] });
		expect(readProof(circle).products.every(({ price, stock }) => price === undefined && stock === undefined)).toBe(true);
		expect(readProof(undefined)).toMatchObject({ products: [], endsAt: [] });
	});
});
