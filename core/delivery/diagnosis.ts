import type { Shop } from '../shop/shop';

export type StaffLanguage = Shop['staffLanguage'];

/** What is the matter, how it is known, and what to do; in the staff's language. */
export interface Diagnosis {
	about: 'delivery' | 'campaign' | 'reply';
	/** first level of the send log; null: nothing is wrong */
	code: string | null;
	/** second level */
	cause: string | null;
	summary: string;
	evidence: string[];
	nextStep: string;
}

/** In whose words and clock a diagnosis is given. */
export interface DiagnosisContext {
	now: number;
	language: StaffLanguage;
	/** the shop's */
	timeZone: string;
}
