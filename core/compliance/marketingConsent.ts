import { meetsPolicy, type ConsentPolicy } from './consentPolicy';
import { findJurisdiction, listJurisdictions } from './jurisdiction';

/** What the store knows about a buyer's wish for marketing (columns of `buyers`). */
export interface MarketingConsent {
	country?: string | null;
	/** unknown | pending | granted | withdrawn */
	consent: string;
	/** explicit | double_opt_in | soft_opt_in | import */
	consentBasis?: string | null;
	/** false: relay addresses and others that must never get marketing */
	isMarketable: boolean;
	/** what the shop itself asks for on the buyer's site; the law's when left out */
	policy?: ConsentPolicy;
}

export type MarketingAnswer = 'yes' | 'noConsent' | 'unsubscribed' | 'neverMarketable';

/**
 * Whether marketing may go to a buyer, by the law of his country: the one decision behind segments, the compliance check
 * and the claim before each send. A wish to stop counts everywhere; where the law asks for consent, only a granted one
 * counts, and one inferred from a purchase (soft opt-in) only where the country knows it. A shop's own policy may ask for
 * more than the law, never for less.
 */
export function mayReceiveMarketing(input: MarketingConsent): MarketingAnswer {
	if (!input.isMarketable) return 'neverMarketable';
	if (input.consent === 'withdrawn') return 'unsubscribed';
	if (!meetsPolicy(input.policy, input)) return 'noConsent';
	const { isConsentRequired, isSoftOptInAllowed } = findJurisdiction(input.country);
	if (!isConsentRequired) return 'yes';
	if (input.consent !== 'granted') return 'noConsent';
	return input.consentBasis === 'soft_opt_in' && !isSoftOptInAllowed ? 'noConsent' : 'yes';
}

export interface ConsentRule {
	/** false: mail may go out until the buyer objects */
	required: boolean;
	/** false: consent with the basis `soft_opt_in` doesn't count */
	softOptInAllowed: boolean;
}

/** The same decision as data, for queries: one entry a country and `DEFAULT` for every other and for buyers without one. */
export function consentRuleByCountry(): Record<string, ConsentRule> {
	const rules = [...listJurisdictions()].map(([country, jurisdiction]) => [
		country,
		{ required: jurisdiction.isConsentRequired, softOptInAllowed: jurisdiction.isSoftOptInAllowed },
	]);
	return Object.fromEntries(rules) as Record<string, ConsentRule>;
}
