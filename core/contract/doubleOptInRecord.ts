import { z } from 'zod';
import { countryField, emailField, languageField, lineText, optional, required } from './recordFields';

/** Somebody entered an address to get marketing: where, under which words, in which language. */
export const doubleOptInSchema = z.object({
	email: required(emailField),
	source: required(lineText(100)),
	/** what he was shown; the product's own words when left out */
	wording: optional(lineText(2000)),
	language: optional(languageField),
	/** counts for a buyer who is new */
	country: optional(countryField),
	ip: optional(lineText(45)),
});

export type DoubleOptInRow = z.infer<typeof doubleOptInSchema>;
