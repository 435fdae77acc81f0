import type { ConsentBasis } from '../contract/records';

/** unknown: never asked; pending: asked, not confirmed */
export type ConsentState = 'unknown' | 'pending' | 'granted' | 'withdrawn';

/** A person in a shop's data. */
export interface Buyer {
	id: string;
	shopId: string;
	/** null after erasure; the hash stays, so that suppressions keep working */
	email: string | null;
	emailHash: string;
	externalId: string | null;
	name: string | null;
	country: string | null;
	/** stated by somebody; null: the site's language is used */
	language: string | null;
	/** when the buyer chose it himself: then nobody else changes it */
	languageChosenAt?: number | null;
	site: string;
	siteSource: string;
	timeZone: string;
	/** derived from the consent records */
	consent: ConsentState;
	consentBasis: ConsentBasis | null;
	consentAt: number | null;
	isMarketable: boolean;
	/** when the source last changed these data: older news never overwrite newer */
	sourceUpdatedAt: number;
	createdAt: number;
	updatedAt: number;
}
