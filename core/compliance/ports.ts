import type { Outcome } from '../contract/items';
import type { ConsentPolicy } from './consentPolicy';

/** A finding as the shop's compliance record keeps it. No address, no mail text beyond the evidence. */
export interface FindingRecord {
	id: string;
	shopId: string;
	campaignId: string | null;
	deliveryId: string | null;
	rule: string;
	outcome: Outcome;
	kind: string;
	evidence: string | null;
	occurredAt: number;
}

export interface FindingStore {
	add(findings: FindingRecord[]): Promise<void>;
	/** How often each rule found something since then, most frequent first. */
	countByRule(shopId: string, since: number): Promise<RuleCount[]>;
	/** How many mails sending stopped since then for one of these rules; a mail counts once. */
	countStopped(shopId: string, since: number, rules: readonly string[]): Promise<number>;
	/** most findings that `add` takes at once */
	batchSize: number;
}

/** How often one rule found something. */
export interface RuleCount {
	rule: string;
	outcome: string;
	/** in checks and at sending */
	count: number;
	/** of these: mails that sending stopped */
	stopped: number;
}

/** What is known of a buyer's consent right now; core/buyer answers it. */
export interface ConsentReader {
	consentOf(buyerIds: readonly string[]): Promise<ReadonlyMap<string, KnownConsent>>;
}

export interface KnownConsent {
	country: string | null;
	consent: string;
	consentBasis: string | null;
	consentAt: number | null;
	/** where the consent that counts was given, as its evidence says */
	consentSource?: string | null;
	/** YYYY-MM-DD or YYYY */
	birthDate?: string | null;
	isMarketable: boolean;
	/** what the shop itself asks for on the buyer's site */
	policy?: ConsentPolicy;
	/** unsubscribed, complained, bounced or stopped by hand */
	isMarketingSuppressed: boolean;
}
