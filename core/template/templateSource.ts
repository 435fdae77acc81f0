import { z } from 'zod';
import { purposeSchema, type BuyerItem, type MailItem, type MailPurpose } from '../contract/items';
import { VARIANT_NAMES } from '../segment/variants';
import type { Brand } from '../shop/senderProfile';

/** Where a mail's text comes from: a template of the library, or Handlebars written by staff. */
export const templateSourceSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('library'), name: z.string().min(1) }),
	z.object({
		kind: z.literal('own'),
		/** how lists and logs call it */
		name: z.string().optional(),
		purpose: purposeSchema,
		subject: z.string(),
		preheader: z.string().default(''),
		html: z.string(),
		/** made from the HTML when left out */
		text: z.string().optional(),
	}),
]);

/** What of a template's texts can be replaced one by one. */
export const TEXT_PARTS = ['subject', 'preheader', 'heading', 'intro', 'button', 'note'] as const;

/** One text instead of the template's own; without variant or language for all of them. */
export const textOverrideSchema = z.object({
	variant: z.enum(VARIANT_NAMES).optional(),
	/** as the languages are called: `es` */
	language: z.string().min(2).optional(),
	part: z.enum(TEXT_PARTS),
	/** Handlebars without HTML */
	text: z.string().min(1).max(5_000),
});

export const templateOverridesSchema = z.object({
	/** Handlebars; for the library also its own variables, such as {{total}} */
	subject: z.string().optional(),
	preheader: z.string().optional(),
	/** #rrggbb */
	brandColour: z.string().optional(),
	/** one language for all instead of the buyer's */
	language: z.string().optional(),
	/** the most specific one counts, before `subject` and `preheader` above */
	texts: z.array(textOverrideSchema).max(200).optional(),
});

export const brandSchema = z.object({
	company: z.string().min(1),
	postalAddress: z.string().min(1),
	licenceAddress: z.string().min(1),
	phone: z.string().min(1),
	contactEmail: z.string().optional(),
	registrationNumber: z.string().optional(),
	vatNumber: z.string().optional(),
	legalRepresentative: z.string().optional(),
	logoUrl: z.string().optional(),
	colour: z.string().optional(),
	websiteUrl: z.string().optional(),
});

/** What is stored as content of kind `template`, and all that `compileTemplate` needs. */
export const templateBodySchema = z.object({
	source: templateSourceSchema,
	brand: brandSchema,
	overrides: templateOverridesSchema.optional(),
	/** `data` of everybody; each recipient's own goes before it (`mergeData`) */
	sharedData: z.record(z.unknown()).optional(),
	/** site → library template that the shop has chosen there instead */
	templatesBySite: z.record(z.string()).optional(),
});

export type TemplateSource = z.input<typeof templateSourceSchema>;
export type OwnSource = Extract<TemplateSource, { kind: 'own' }>;
export type TextPart = (typeof TEXT_PARTS)[number];
export type TextOverride = z.infer<typeof textOverrideSchema>;
export type TemplateOverrides = z.infer<typeof templateOverridesSchema>;
export type TemplateBody = z.infer<typeof templateBodySchema>;
export type NewTemplateBody = z.input<typeof templateBodySchema>;

export interface CompileOptions {
	brand: Brand;
	overrides?: TemplateOverrides;
	/** what most mails have in `data`; never changed afterwards */
	sharedData?: Record<string, unknown>;
}

export interface RenderInput {
	buyer: BuyerItem;
	data: Record<string, unknown>;
	/** placed as it is in footer and text; required for marketing */
	unsubscribeUrl?: string;
	/** shows this mail in the browser; marketing only, left out of the mail when it is not given */
	viewUrl?: string;
	/** instead of the buyer's */
	language?: string;
	/** of an A/B test: A, B … */
	variant?: string;
}

export interface CompiledTemplate {
	name: string;
	purpose: MailPurpose;
	/** `data` of a mail: the shared ones it was compiled with, and the mail's own before them. Shared values are known again by being the same, not equal. */
	dataOf(own: Record<string, unknown>): Record<string, unknown>;
	/**
	 * One mail; pure and synchronous. `mail.language` is the language really used, `languageFallback: true` says that
	 * English stood in.
	 * @throws SellerMailError TEMPLATE_VARIABLE_MISSING, TEMPLATE_INVALID, INPUT_INVALID
	 */
	render(input: RenderInput): MailItem;
}
