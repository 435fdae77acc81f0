import type { ConsentBasis } from '../contract/records';
import type { FieldAges } from './mergeFields';

/** unknown: never asked; pending: asked, not confirmed */
export type ConsentState = 'unknown' | 'pending' | 'granted' | 'withdrawn';

const ERASED = 'erased:';

/** What stands in place of the hash of a buyer who was erased. */
export function makeErasedHash(id: string): string {
	return `${ERASED}${id}`;
}

/** Whether this row is what is left of somebody who was erased. A buyer without an address need not be one. */
export function isErasedBuyer({ emailHash }: Pick<Buyer, 'emailHash'>): boolean {
	return emailHash.startsWith(ERASED);
}

/** A person in a shop's data. */
export interface Buyer {
	id: string;
	shopId: string;
	/** null after erasure, and while a marketplace hides it */
	email: string | null;
	/** of the address, or of the marketplace's id of a buyer whose address it hides */
	emailHash: string;
	externalId: string | null;
	name: string | null;
	country: string | null;
	/** stated by somebody; null: the site's language is used */
	language: string | null;
	/** when the buyer chose it himself: then nobody else changes it */
	languageChosenAt?: number | null;
	/** YYYY-MM-DD or YYYY */
	birthDate?: string | null;
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
	/** of what was stated about him; left out: written before ages were kept */
	fieldAges?: FieldAges;
	createdAt: number;
	updatedAt: number;
}
