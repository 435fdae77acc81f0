import { assignVariant, type VariantSplit } from '../../../core/segment/variants';

const split = (fields: Partial<VariantSplit>): VariantSplit => ({ variantCount: 1, testShare: 1, holdoutShare: 0, seed: 'carts', ...fields });
const ids = Array.from({ length: 20_000 }, (_id, index) => `b_${index}`);

function countVariants(fields: Partial<VariantSplit>): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const id of ids) {
		const variant = assignVariant(split(fields), id);
		counts[variant] = (counts[variant] ?? 0) + 1;
	}
	return counts;
}


it('one variant, no hold-out → everybody A', () => {
	expect(countVariants({})).toEqual({ A: ids.length });
});

it.each<[Partial<VariantSplit>, Record<string, number>]>([
	[{ variantCount: 2 }, { A: 0.5, B: 0.5 }],
	[{ variantCount: 5 }, { A: 0.2, B: 0.2, C: 0.2, D: 0.2, E: 0.2 }],
	[{ variantCount: 2, testShare: 0.2, holdoutShare: 0.05 }, { A: 0.1, B: 0.1, holdout: 0.05, rest: 0.75 }],
	[{ variantCount: 2, holdoutShare: 0.1 }, { A: 0.45, B: 0.45, holdout: 0.1 }],
	[{ testShare: 0.9, holdoutShare: 0.5 }, { A: 0.5, holdout: 0.5 }],
])('%j → shares %j', (fields, shares) => {
	const counts = countVariants(fields);
	expect(Object.keys(counts).sort()).toEqual(Object.keys(shares).sort());
	for (const [variant, share] of Object.entries(shares)) expect(Math.abs((counts[variant] ?? 0) / ids.length - share)).toBeLessThan(0.015);
});

it('is the same for the same buyer and seed on every machine, another for another seed', () => {
	const fields = { variantCount: 2 };
	expect(ids.slice(0, 12).map((id) => assignVariant(split(fields), id)).join('')).toBe(FIXED);
	const isSame = ids.filter((id) => assignVariant(split(fields), id) === assignVariant(split({ ...fields, seed: 'other' }), id));
	expect(isSame.length / ids.length).toBeLessThan(0.53);
});

/** Written down once: a change of it would move buyers of running tests to another variant. */
const FIXED = 'ABBBBBABAABA';
