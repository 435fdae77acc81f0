import { z } from 'zod';
import { CONSENT_BASES } from './records';
import { emailField, languageField, lineText, optional, pastInstantField, required, type RecordOptions } from './recordFields';

/** Evidence of what a buyer wished: granted, asked for (not confirmed yet), or withdrawn. */
export function makeConsentSchema(options: RecordOptions) {
	return z.object({
		email: required(emailField),
		kind: required(z.enum(['granted', 'requested', 'withdrawn'], { errorMap: () => ({ message: 'expected one of: granted, requested, withdrawn' }) }).default('granted')),
		basis: optional(z.enum(CONSENT_BASES, { errorMap: () => ({ message: `expected one of: ${CONSENT_BASES.join(', ')}` }) })),
		source: required(lineText(300)),
		wording: optional(lineText(2000)),
		language: optional(languageField),
		ip: optional(lineText(60)),
		authorisedBy: optional(lineText(200)),
		occurredAt: optional(pastInstantField(options)),
	}).refine(({ kind, basis }) => kind !== 'granted' || basis !== undefined, { path: ['basis'], message: `expected one of: ${CONSENT_BASES.join(', ')}; a consent needs its basis` });
}

export type ConsentInput = z.infer<ReturnType<typeof makeConsentSchema>>;
