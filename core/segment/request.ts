import { z } from 'zod';
import { purposeSchema } from '../contract/items';
import type { Shop } from '../shop/shop';
import { SITE_KEYS } from '../shop/sites';
import { SellerMailError } from '../shared/errors';
import { parseInput } from '../contract/parseInput';
import type { SegmentPreset } from './preset';
import type { ConditionGroup, GroupInput } from './condition';
import { presetOfConditions } from './conditionPreset';
import { parseConditions } from './parseConditions';
import { PRESETS } from './presets/registry';
import { settleConditions } from './settleConditions';
import { VARIANT_NAMES } from './variants';

const shareSchema = z.number().min(0).max(1);

/** Whom to pick and what to leave out. */
export const segmentRequestSchema = z.object({
	shopId: z.string().min(1),
	/** one of PRESETS; or `conditions` instead */
	preset: z.string().optional(),
	/** fields, operators and values as people write them, or the same as JSON; read by `parseConditions` */
	conditions: z.custom<GroupInput | string>().optional(),
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
export interface SettledRequest extends Omit<z.output<typeof segmentRequestSchema>, 'preset' | 'conditions' | 'asOf' | 'purpose' | 'name' | 'seed'> {
	preset: SegmentPreset;
	asOf: number;
	purpose: 'marketing' | 'transactional';
	name: string;
	seed: string;
}

/** @throws SellerMailError INPUT_INVALID, NOT_FOUND (preset) */
export function settleRequest(input: SegmentRequest, now: number, shop: Pick<Shop, 'currency' | 'timeZone'>): SettledRequest {
	const { conditions, ...request } = parseInput(segmentRequestSchema, input, 'Segment');
	const preset = conditions !== undefined ? ofConditions(settleConditions(parseConditions(conditions), shop)) : findPreset(request.preset ?? '');
	const name = request.name ?? preset.id;
	const parameters = parseInput(preset.parameters, request.parameters, preset.title) as Record<string, unknown>;
	return { ...request, preset, parameters, name, asOf: request.asOf ?? now, purpose: request.purpose ?? preset.purpose, seed: request.seed ?? name };
}

/** Conditions of one's own have no occasion: one mail a buyer in a campaign. */
function ofConditions(conditions: ConditionGroup): SegmentPreset {
	return presetOfConditions({ id: 'conditions', title: 'Conditions', purpose: 'marketing', parameters: z.record(z.unknown()), conditions: () => conditions, occasion: () => '' });
}

function findPreset(id: string): SegmentPreset {
	const preset = PRESETS.get(id);
	if (!preset) {
		throw new SellerMailError('NOT_FOUND', {
			message: `There is no segment preset \`${id.slice(0, 60)}\`.`,
			nextStep: `Use one of: ${[...PRESETS.keys()].join(', ')}.`,
			context: { field: 'preset' },
		});
	}
	return preset;
}
