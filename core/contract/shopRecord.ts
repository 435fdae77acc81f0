import { z } from 'zod';
import { CONSENT_POLICIES } from '../compliance/consentPolicy';
import { SITE_KEYS } from '../shop/sites';
import { isTimeZone } from '../shared/timeZone';

const timeZoneSchema = z.string().refine(isTimeZone, 'expected a time zone such as Europe/Madrid');
const currencySchema = z.string().trim().toUpperCase().regex(/^[A-Z]{3}$/, 'expected three letters such as EUR');
const siteSchema = z.string().refine((key) => SITE_KEYS.includes(key), `expected one of: ${SITE_KEYS.join(', ')}`);
const minuteSchema = z.number().int().min(0).max(24 * 60);
const templateNameSchema = z.string().trim().min(1, 'expected the name of a template').max(120);
const countSchema = z.number().int().nonnegative();

/** Steps of a quota plan, sorted by day; the first one begins with the activation. */
const quotaPlanSchema = z.array(z.object({ fromDay: countSchema.max(36_500), mailsPerDay: countSchema.max(1_000_000_000) })).min(1, 'expected at least one step').max(50)
	.transform((steps) => [...steps].sort((a, b) => a.fromDay - b.fromDay))
	.refine((steps) => steps[0]?.fromDay === 0, 'expected a step from day 0')
	.refine((steps) => new Set(steps.map(({ fromDay }) => fromDay)).size === steps.length, 'expected one step a day');

/** What staff say about a shop; when it exists, what is left out stays as it is. */
export const shopRecordSchema = z.object({
	id: z.string().trim().toLowerCase().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and dashes, 40 at most'),
	name: z.string().trim().min(1, 'expected a name').max(120).optional(),
	defaultSite: siteSchema.optional(),
	timeZone: timeZoneSchema.optional(),
	currency: currencySchema.optional(),
	staffLanguage: z.enum(['en', 'zh']).optional(),
	openedAt: z.number().int().nullable().optional(),
	activatedAt: z.number().int().optional(),
	dailyQuota: z.number().int().nonnegative().nullable().optional(),
	monthlyBudgetMicroUsd: z.number().int().nonnegative().nullable().optional(),
	isImportApproved: z.boolean().optional(),
	ratingHundredths: countSchema.max(500, 'expected a rating from 0.00 to 5.00').nullable().optional(),
	gmv30DaysUsdCents: countSchema.nullable().optional(),
	seriousViolationCount: countSchema.nullable().optional(),
	/** when the three above were read; now when left out together with a new value */
	eligibilityAt: z.number().int().nullable().optional(),
	quotaPlan: quotaPlanSchema.nullable().optional(),
	freeMailsPerMonth: countSchema.max(1_000_000_000).nullable().optional(),
	priceMicroUsd: countSchema.max(1_000_000_000).nullable().optional(),
	defaultTemplate: templateNameSchema.nullable().optional(),
});

/** A shop's own settings for a site: null goes back to the built-in value, what is left out stays. */
export const siteRecordSchema = z.object({
	site: siteSchema,
	isActive: z.boolean().optional(),
	language: z.string().min(2).max(35).nullable().optional(),
	timeZone: timeZoneSchema.nullable().optional(),
	currency: currencySchema.nullable().optional(),
	windowStartMinute: minuteSchema.nullable().optional(),
	windowEndMinute: minuteSchema.nullable().optional(),
	/** library template → the shop's own choice; replaces the whole list */
	templates: z.record(templateNameSchema, templateNameSchema).nullable().optional(),
	consentPolicy: z.enum(CONSENT_POLICIES).nullable().optional(),
	minDaysBetweenMails: z.number().int().min(1).max(365).nullable().optional(),
});

export type ShopRecord = z.infer<typeof shopRecordSchema>;
export type SiteRecord = z.infer<typeof siteRecordSchema>;
