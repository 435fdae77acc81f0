import type { TemplateOverrides } from '../../../core/template/templateSource';
import { previewVariants, sampleVariants } from '../../../core/template/variantNames';

const naming = (...variants: Array<'A' | 'B' | 'C' | 'D' | 'E'>): TemplateOverrides => ({ texts: variants.map((variant) => ({ variant, part: 'subject', text: variant })) });

describe('variants to show', () => {
	it.each([
		['no texts by variant → the member\'s own', naming(), ['A', 'B', 'C'], 'B', ['B']],
		['texts for B → B, and one that shares the template\'s', naming('B'), ['A', 'B', 'C'], 'C', ['B', 'C']],
		['the member is a B himself → another one for the template\'s', naming('B'), ['A', 'B'], 'B', ['A', 'B']],
		['texts for all there are → all', naming('A', 'B'), ['A', 'B'], 'A', ['A', 'B']],
		['a variant that the audience lacks → not shown', naming('E'), ['A', 'B'], 'A', ['A']],
		['hold-out and rest get no mail', naming('B'), ['holdout', 'rest', 'A', 'B'], 'holdout', ['A', 'B']],
		['an audience that does not count its variants', naming('B'), [], 'A', ['A']],
	] as Array<[string, TemplateOverrides, string[], string, string[]]>)('of an audience: %s', (_name, overrides, inAudience, own, expected) => {
		expect(sampleVariants(overrides, inAudience, own)).toEqual(expected);
	});

	it.each([
		['none', naming(), [undefined]], ['B → with A', naming('B'), ['A', 'B']], ['A → with B', naming('A'), ['A', 'B']], ['A and B → both', naming('B', 'A'), ['A', 'B']],
		['C → with A, whose text B has too', naming('C'), ['A', 'C']], ['all', naming('A', 'B', 'C', 'D', 'E'), ['A', 'B', 'C', 'D', 'E']],
	] as Array<[string, TemplateOverrides, Array<string | undefined>]>)('in a preview with texts for %s', (_name, overrides, expected) => {
		expect(previewVariants(overrides)).toEqual(expected);
	});
});
