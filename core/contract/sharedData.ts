import { z } from 'zod';
import { moneySchema } from './items';

const urlSchema = z.string().regex(/^https?:\/\//i, 'expected an address that begins with https://');
/** epoch ms, or a time that staff write: 2026-12-01T00:00:00+01:00 */
const timeSchema = z.union([z.number().int(), z.string().datetime({ offset: true, message: 'expected a time such as 2026-12-01T23:59:00+01:00' }).transform((text) => Date.parse(text))]);

/** What a promotion offers; times become epoch ms. */
export const offerSchema = z
	.object({
		title: z.string().min(1),
		text: z.string().nullish(),
		code: z.string().nullish(),
		discountPercent: z.number().positive().max(100).nullish(),
		/** least order value */
		minimum: moneySchema.nullish(),
		startsAt: timeSchema.nullish(),
		endsAt: timeSchema.nullish(),
		url: urlSchema,
	})
	.passthrough();

/** A product that is the same for everybody. */
export const productSchema = z
	.object({
		name: z.string().min(1),
		imageUrl: urlSchema.nullish(),
		url: urlSchema.nullish(),
		price: moneySchema.nullish(),
		oldPrice: moneySchema.nullish(),
		/** the lowest one in the 30 days before the reduction (Directive 98/6/EC, Article 6a) */
		lowestPrice30Days: moneySchema.nullish(),
		stock: z.number().int().nonnegative().nullish(),
	})
	.passthrough();

/** `data` that all recipients of a mail share: an offer, products, and whatever else a template shows. */
export const sharedDataSchema = z.object({ offer: offerSchema.optional(), products: z.array(productSchema).max(100).optional() }).catchall(z.unknown());
