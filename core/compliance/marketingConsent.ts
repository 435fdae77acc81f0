import { DAY_MS } from '../shared/clock';
import { meetsPolicy, type ConsentPolicy } from './consentPolicy';
import { findJurisdiction, listJurisdictions, type Jurisdiction } from './jurisdiction';

/** What the store knows about a buyer's wish for marketing (columns of `buyers`). */
export interface MarketingConsent {
	country?: string | null;
	/** unknown | pending | granted | withdrawn */
	consent: string;
	/** explicit | double_opt_in | soft_opt_in | import */
	consentBasis?: string | null;
	/** epoch ms of the evidence */
	consentAt?: number | null;
	/** false: relay addresses and others that must never get marketing */
	isMarketable: boolean;
	/** what the shop itself asks for on the buyer's site; the law's when left out */
	policy?: ConsentPolicy;
}

/** consentExpired: it was given, and the country lets it count no longer without being confirmed again */
export type MarketingAnswer = 'yes' | 'noConsent' | 'consentExpired' | 'unsubscribed' | 'neverMarketable';

/**
 * Whether marketing may go to a buyer at an instant, by the law of his country: the one decision behind segments, the
 * compliance check and the claim before each send. A wish to stop counts everywhere; where the law asks for consent, only a
 * granted one counts, one inferred from a purchase (soft opt-in) only where the country knows it, and none for longer than
 * the country lets it. A shop's own policy may ask for more than the law, never for less.
 */
export function mayReceiveMarketing(input: MarketingConsent & { now: number }): MarketingAnswer {
	if (!input.isMarketable) return 'neverMarketable';
	if (input.consent === 'withdrawn') return 'unsubscribed';
	const answer = askLaw(input);
	return answer === 'yes' && !meetsPolicy(input.policy, input) ? 'noConsent' : answer;
}

function askLaw(input: MarketingConsent & { now: number }): MarketingAnswer {
	const rule = toRule(findJurisdiction(input.country));
	if (!rule.required) return 'yes';
	if (input.consent !== 'granted') return 'noConsent';
	if (input.consentBasis === 'soft_opt_in' && !rule.softOptInAllowed) return 'noConsent';
	const maxAgeDays = maxAgeOf(rule, input.consentBasis);
	if (maxAgeDays === null) return 'yes';
	// a consent without a date can't be shown to be young enough
	if (!input.consentAt) return 'noConsent';
	return input.now - input.consentAt > maxAgeDays * DAY_MS ? 'consentExpired' : 'yes';
}

/** The last instant at which a granted consent counts; `undefined` where none runs out, or where there is none that counts. */
export function consentExpiresAt({ country, consent, consentBasis, consentAt }: Omit<MarketingConsent, 'isMarketable'>): number | undefined {
	if (consent !== 'granted' || !consentAt) return undefined;
	const rule = toRule(findJurisdiction(country));
	const isCounted = rule.required && (consentBasis !== 'soft_opt_in' || rule.softOptInAllowed);
	const maxAgeDays = isCounted ? maxAgeOf(rule, consentBasis) : null;
	return maxAgeDays === null ? undefined : consentAt + maxAgeDays * DAY_MS;
}

export interface ConsentRule {
	/** false: mail may go out until the buyer objects */
	required: boolean;
	/** false: consent with the basis `soft_opt_in` doesn't count */
	softOptInAllowed: boolean;
	/** consent that is older doesn't count; null: it counts until it is withdrawn */
	maxAgeDays: number | null;
	/** the same for the basis `soft_opt_in`; never more than `maxAgeDays` */
	softOptInMaxAgeDays: number | null;
}

/** The same decision as data, for queries: one entry a country and `DEFAULT` for every other and for buyers without one. */
export function consentRuleByCountry(): Record<string, ConsentRule> {
	return Object.fromEntries([...listJurisdictions()].map(([country, jurisdiction]) => [country, toRule(jurisdiction)]));
}

function toRule(jurisdiction: Jurisdiction): ConsentRule {
	const { isConsentRequired, isSoftOptInAllowed, reconsentEveryDays, softOptInMaxAgeDays } = jurisdiction;
	return {
		required: isConsentRequired,
		softOptInAllowed: isSoftOptInAllowed,
		maxAgeDays: reconsentEveryDays,
		softOptInMaxAgeDays: smallest(softOptInMaxAgeDays, reconsentEveryDays),
	};
}

function smallest(a: number | null, b: number | null): number | null {
	return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function maxAgeOf(rule: ConsentRule, basis: string | null | undefined): number | null {
	return basis === 'soft_opt_in' ? rule.softOptInMaxAgeDays : rule.maxAgeDays;
}
