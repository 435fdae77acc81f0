import { z } from 'zod';

/**
 * The shapes that travel between nodes (`docs/architecture.md`, "Items"). Each node adds its own key and leaves the
 * others alone; unknown keys pass through untouched. Times are epoch ms UTC, money is in minor units.
 */
export const moneySchema = z.object({ amountMinor: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) }).passthrough();

export const buyerSchema = z
	.object({
		id: z.string().min(1),
		shop: z.string().min(1),
		email: z.string().min(3),
		name: z.string().optional(),
		country: z.string().length(2).optional(),
		language: z.string().min(2),
		site: z.string().min(1),
		siteSource: z.string().optional(),
		timeZone: z.string().min(1),
	})
	.passthrough();

export const segmentSchema = z
	.object({
		name: z.string().min(1),
		asOf: z.number().int(),
		occasion: z.string(),
		why: z.array(z.string()).optional(),
	})
	.passthrough();

export const audienceSchema = z
	.object({
		id: z.string().min(1),
		shop: z.string().min(1),
		segment: z.string().min(1),
		asOf: z.number().int(),
		size: z.number().int().nonnegative(),
		bySite: z.record(z.number().int()),
		byVariant: z.record(z.number().int()),
		leftOut: z.record(z.number().int()),
	})
	.passthrough();

export const purposeSchema = z.enum(['marketing', 'transactional']);

export const mailSchema = z
	.object({
		purpose: purposeSchema,
		template: z.string().optional(),
		language: z.string().min(2),
		subject: z.string().min(1),
		preheader: z.string().default(''),
		html: z.string().min(1),
		text: z.string().min(1),
		bytes: z.number().int().optional(),
		contentId: z.string().optional(),
	})
	.passthrough();

/** What Render Template makes of an audience: content in the store, and rendered samples to look at and to check. */
export const contentSchema = z
	.object({
		id: z.string().min(1),
		purpose: purposeSchema,
		template: z.string(),
		languages: z.array(z.string()),
		samples: z.array(z.object({ buyer: buyerSchema, mail: mailSchema }).passthrough()),
	})
	.passthrough();

export const outcomeSchema = z.enum(['notApplicable', 'pass', 'needsReview', 'violation']);

export const findingSchema = z
	.object({
		rule: z.string(),
		outcome: outcomeSchema,
		kind: z.enum(['legal', 'content', 'provider', 'amazon']),
		message: z.string(),
		evidence: z.string().optional(),
		law: z.string().optional(),
		fix: z.string().optional(),
	})
	.passthrough();

export const complianceSchema = z
	.object({
		outcome: outcomeSchema,
		checkedAt: z.number().int(),
		findings: z.array(findingSchema),
		/** what it was judged as: marketing, transactional or amazonMessage */
		profile: z.string().optional(),
		/** rules that were not checked because the operator switched them off; sending leaves them out too */
		switchedOff: z.array(z.string()).optional(),
	})
	.passthrough();

export const deliveryStateSchema = z.enum([
	'planned', 'claimed', 'sending', 'accepted', 'delivered', 'bounced', 'complained', 'deferred', 'failed', 'uncertain', 'blocked', 'canceled',
]);

export type MoneyItem = z.infer<typeof moneySchema>;
export type BuyerItem = z.infer<typeof buyerSchema>;
export type SegmentItem = z.infer<typeof segmentSchema>;
export type AudienceItem = z.infer<typeof audienceSchema>;
export type MailPurpose = z.infer<typeof purposeSchema>;
export type MailItem = z.infer<typeof mailSchema>;
export type ContentItem = z.infer<typeof contentSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
export type FindingItem = z.infer<typeof findingSchema>;
export type ComplianceItem = z.infer<typeof complianceSchema>;
export type DeliveryState = z.infer<typeof deliveryStateSchema>;
