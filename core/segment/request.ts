import { z } from 'zod';
import { purposeSchema } from '../contract/items';
import { SITE_KEYS } from '../shop/sites';
import { SellerMailError } from '../shared/errors';
import { parseInput } from '../contract/parseInput';
import type { SegmentPreset } from './preset';
import { PRESETS } from './presets';
import { VARIANT_NAMES } from './variants';

const shareSchema = z.number().min(0).max(1);

/** Whom to pick and what to leave out. */
export const segmentRequestSchema = z.object({
	shopId: z.string().min(1),
	/** cart-abandoned, fulfilment-state, repurchase-due */
	preset: z.string(),
	/** the preset's own; defaults where left out */
	parameters: z.record(z.unknown()).default({}),
	/** site keys; empty: all */
	sites: z.array(z.enum(SITE_KEYS as [string, ...string[]])).default([]),
	/** epoch ms; now when left out */
	asOf: z.number().int().positive().optional(),
	/** most recipients */
	limit: z.number().int().positive().optional(),
	variantCount: z.number().int().min(1).max(VARIANT_NAMES.length).default(1),
	testShare: shareSchema.refine((share) => share > 0, 'expected more than 0').default(1),
	holdoutShare: shareSchema.refine((share) => share < 1, 'expected less than 1').default(0),
	/** another seed, another split; the segment's name when left out */
	seed: z.string().optional(),
	/** leaves out buyers who got marketing in so many days before the instant, or since */
	notMailedWithinDays: z.number().positive().optional(),
	/** the preset's own when left out */
	purpose: purposeSchema.optional(),
	/** the preset's id when left out */
	name: z.string().min(1).max(120).optional(),
	/** also hand out those who are left out, with the reason */
	withLeftOut: z.boolean().default(false),
});

export type SegmentRequest = z.input<typeof segmentRequestSchema>;

/** A request with everything settled. */
export interface SettledRequest extends Omit<z.output<typeof segmentRequestSchema>, 'preset' | 'asOf' | 'purpose' | 'name' | 'seed'> {
	preset: SegmentPreset;
	asOf: number;
	purpose: 'marketing' | 'transactional';
	name: string;
	seed: string;
}

/** @throws SellerMailError INPUT_INVALID, NOT_FOUND (preset) */
export function settleRequest(input: SegmentRequest, now: number): SettledRequest {
	const request = parseInput(segmentRequestSchema, input, 'Segment');
	const preset = PRESETS.get(request.preset);
	if (!preset) {
		throw new SellerMailError('NOT_FOUND', {
			message: `There is no segment preset \`${request.preset.slice(0, 60)}\`.`,
			nextStep: `Use one of: ${[...PRESETS.keys()].join(', ')}.`,
			context: { field: 'preset' },
		});
	}
	const name = request.name ?? preset.id;
	const parameters = parseInput(preset.parameters, request.parameters, preset.title) as Record<string, unknown>;
	return { ...request, preset, parameters, name, asOf: request.asOf ?? now, purpose: request.purpose ?? preset.purpose, seed: request.seed ?? name };
}
