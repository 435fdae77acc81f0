import { z, type ZodTypeAny } from 'zod';
import {
	amountField, birthDateField, countryField, currencyField, emailField, instantField, languageField, lineText, optional, pastInstantField, required, settleAmount, timeZoneField, urlField,
	fulfilmentField, type RecordOptions,
} from './recordFields';

/** The rows that come in by webhook, file or workflow. Fields that are missing or empty weren't given; unknown ones are left out. */

/** Bases of a marketing consent, weakest first. */
export const CONSENT_BASES = ['import', 'soft_opt_in', 'explicit', 'double_opt_in'] as const;
export type ConsentBasis = (typeof CONSENT_BASES)[number];

const basisField = z.enum(CONSENT_BASES, { errorMap: () => ({ message: `expected one of: ${CONSENT_BASES.join(', ')}` }) });

/** A buyer: his address is required, the rest as far as it is known. */
export function makeBuyerSchema(options: RecordOptions) {
	return z.object({
		email: required(emailField),
		externalId: optional(lineText(120)),
		name: optional(lineText(200)),
		country: optional(countryField),
		language: optional(languageField),
		timeZone: optional(timeZoneField),
		/** YYYY-MM-DD or YYYY: countries have a least age for marketing */
		birthDate: optional(birthDateField),
		/** given together with where it was given: stored as consent evidence */
		consentBasis: optional(basisField),
		consentAt: optional(pastInstantField(options)),
		consentSource: optional(lineText(300)),
		updatedAt: optional(pastInstantField(options)),
	});
}

/** An order: `orderId` is required; of a new one also its time and the buyer's address. */
export function makeOrderSchema(options: RecordOptions) {
	const instant = optional(pastInstantField(options));
	return z.object({
		orderId: required(lineText(120)),
		email: optional(emailField),
		buyerExternalId: optional(lineText(120)),
		name: optional(lineText(200)),
		country: optional(countryField),
		language: optional(languageField),
		placedAt: instant,
		paidAt: instant,
		shippedAt: instant,
		deliveredAt: instant,
		estimatedDeliveryAt: optional(instantField(options)),
		canceledAt: instant,
		returnedAt: instant,
		returnReason: optional(lineText(300)),
		status: optional(lineText(60)),
		currency: optional(currencyField),
		total: optional(amountField),
		carrier: optional(lineText(120)),
		trackingNumber: optional(lineText(120)),
		fulfilledBy: optional(fulfilmentField),
		items: optional(z.array(itemSchema).max(500)),
		updatedAt: instant,
	}).transform((order, context) => {
		const total = settleAmount(order.total, order.currency ?? options.currency);
		if (order.total !== undefined && !total) context.addIssue({ code: 'custom', path: ['total'], message: 'expected an amount such as 38.40' });
		const currency = total?.currency ?? order.currency;
		return { ...order, total, currency, items: order.items?.map((item) => ({ ...item, price: settleAmount(item.price, currency ?? options.currency) })) };
	});
}

/** Something a buyer did. Of a cart: `subject` is its id, `items` and `url` what is in it and where it is. */
export function makeEventSchema(options: RecordOptions) {
	return z.object({
		kind: required(lineText(40)),
		email: optional(emailField),
		buyerId: optional(lineText(60)),
		name: optional(lineText(200)),
		country: optional(countryField),
		language: optional(languageField),
		subject: required(lineText(200)),
		occurredAt: required(pastInstantField(options)),
		currency: optional(currencyField),
		value: optional(amountField),
		items: optional(z.array(itemSchema).max(100)),
		url: optional(urlField),
		eventKey: optional(lineText(300)),
	}).transform((event) => {
		const currency = event.currency ?? options.currency;
		const items = event.items?.map((item) => ({ ...item, price: settleAmount(item.price, currency) }));
		return { ...event, value: settleAmount(event.value, currency), items };
	});
}

const itemSchema = z.object({
	sku: optional(lineText(120)),
	productId: optional(lineText(120)),
	category: optional(lineText(200)),
	name: required(lineText(300)),
	quantity: z.preprocess((value) => value ?? 1, z.coerce.number().int().min(1).max(100_000)),
	price: optional(amountField),
	imageUrl: optional(urlField),
});

export type BuyerRecord = z.infer<ReturnType<typeof makeBuyerSchema>>;
export type OrderRecord = z.infer<ReturnType<typeof makeOrderSchema>>;
export type EventRecord = z.infer<ReturnType<typeof makeEventSchema>>;
export type RecordItem = NonNullable<OrderRecord['items']>[number];

export interface RejectedRow {
	kind: 'rejected';
	field: string;
	/** what was expected and what came */
	reason: string;
}

/** One row by its schema: the record, or why it can't be one. Never throws. */
export function parseRecord<Schema extends ZodTypeAny>(schema: Schema, row: unknown): { kind: 'parsed'; record: z.infer<Schema> } | RejectedRow {
	const parsed = schema.safeParse(row);
	if (parsed.success) return { kind: 'parsed', record: parsed.data as z.infer<Schema> };
	const issue = parsed.error.issues[0];
	return { kind: 'rejected', field: issue?.path.join('.') || 'row', reason: issue?.message ?? 'wrong shape' };
}
