import { z } from 'zod';
import { SITE_KEYS } from '../shop/sites';
import { isTimeZone } from '../shared/timeZone';

const timeZoneSchema = z.string().refine(isTimeZone, 'expected a time zone such as Europe/Madrid');
const currencySchema = z.string().trim().toUpperCase().regex(/^[A-Z]{3}$/, 'expected three letters such as EUR');
const siteSchema = z.string().refine((key) => SITE_KEYS.includes(key), `expected one of: ${SITE_KEYS.join(', ')}`);
const minuteSchema = z.number().int().min(0).max(24 * 60);

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
});

export type ShopRecord = z.infer<typeof shopRecordSchema>;
export type SiteRecord = z.infer<typeof siteRecordSchema>;
