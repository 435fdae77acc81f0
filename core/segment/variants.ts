import { hash } from 'node:crypto';

/** A test: its variants share `testShare` of the buyers evenly, `holdoutShare` gets nothing, the others are `rest`. */
export interface VariantSplit {
	/** A, B … : 1 to 5 */
	variantCount: number;
	/** 0..1 of all buyers; 1 when everybody who isn't held out takes part */
	testShare: number;
	/** 0..1 of all buyers */
	holdoutShare: number;
	/** another seed, another split */
	seed: string;
}

export const VARIANT_NAMES = ['A', 'B', 'C', 'D', 'E'] as const;
export const HOLDOUT = 'holdout';
export const REST = 'rest';

/** The variant of a buyer: the same on every machine and in every run. */
export function assignVariant(split: VariantSplit, buyerId: string): string {
	if (split.variantCount === 1 && split.holdoutShare === 0 && split.testShare === 1) return VARIANT_NAMES[0];
	const point = pointOf(split.seed, buyerId);
	if (point < split.holdoutShare) return HOLDOUT;
	const tested = Math.min(split.testShare, 1 - split.holdoutShare);
	const within = (point - split.holdoutShare) / tested;
	if (within >= 1) return REST;
	return VARIANT_NAMES[Math.floor(within * split.variantCount)] ?? VARIANT_NAMES[0];
}

/** 0 ≤ point < 1, evenly spread; the same for the same seed and buyer on every machine. */
export function pointOf(seed: string, buyerId: string): number {
	return hash('sha256', `${seed}\n${buyerId}`, 'buffer').readUIntBE(0, 6) / 2 ** 48;
}
