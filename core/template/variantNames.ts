import { HOLDOUT, REST, VARIANT_NAMES } from '../segment/variants';
import { namesVariant } from './chooseTexts';
import type { TemplateOverrides } from './templateSource';

/**
 * Which variants of an audience to show: each that has texts of its own, and one of those that share the template's. A buyer's
 * own one stands for the latter where it can.
 */
export function sampleVariants(overrides: TemplateOverrides | undefined, inAudience: readonly string[], own: string): string[] {
	const mailed = inAudience.filter((variant) => variant !== HOLDOUT && variant !== REST).sort();
	const named = mailed.filter((variant) => namesVariant(overrides, variant));
	const others = mailed.filter((variant) => !namesVariant(overrides, variant));
	const other = others.includes(own) ? own : others[0];
	const shown = [...(other === undefined ? [] : [other]), ...named].sort();
	return shown.length > 0 ? shown : [own];
}

/** Variants to show before there is an audience: none without texts by variant, else those named and the first one without. */
export function previewVariants(overrides: TemplateOverrides | undefined): Array<string | undefined> {
	const named = VARIANT_NAMES.filter((variant) => namesVariant(overrides, variant));
	const last = named.at(-1);
	if (last === undefined) return [undefined];
	// a test has two variants at least: who names A alone compares it with B
	const inTest = VARIANT_NAMES.slice(0, Math.max(2, VARIANT_NAMES.indexOf(last) + 1));
	const other = inTest.find((variant) => !named.includes(variant));
	return inTest.filter((variant) => named.includes(variant) || variant === other);
}
