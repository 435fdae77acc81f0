import type { Buyer } from '../buyer/buyer';
import type { ConsentRule } from '../compliance/marketingConsent';
import type { ConsentRecord } from './consent';
import type { Suppression } from './suppression';

/** What a transaction over consent reads and writes. */
export interface ConsentWriter extends Pick<SuppressionReader, 'readSuppressions'> {
	/** Adds evidence; what is there already (same id) stays. */
	addConsentRecords(records: ConsentRecord[]): Promise<void>;
	/** Writes the consent columns of known buyers, and no other. */
	writeStandings(buyers: Buyer[]): Promise<void>;
	/** Adds; a known one (same shop, address and reason) is renewed, and never ends earlier than it did. Older news than its removal by hand don't bring it back. */
	addSuppressions(suppressions: Suppression[]): Promise<void>;
	/** Suppressions for that reason end now: the buyer has asked for mail again. */
	endSuppressions(shopId: string, emailHashes: string[], reason: string, endsAt: number, endedReason?: string): Promise<void>;
	/** The language that the buyer chose himself; mail to him that is planned and not rendered yet comes in it too. */
	writeChosenLanguage(buyerId: string, language: string, now: number): Promise<void>;
	/** All evidence of these buyers, oldest first. */
	readConsentRecords(buyerIds: string[]): Promise<ConsentRecord[]>;
	/** Adds an event of a delivery once; false when it was known. */
	addDeliveryEvent(event: { id: string; shopId: string; deliveryId: string | null; buyerId: string; kind: string; occurredAt: number; source: string; eventKey: string }): Promise<boolean>;
}

/** What is read of consent. */
export interface SuppressionReader {
	/** Those that concern the shop, its own and those for all shops. */
	readSuppressions(shopId: string, emailHashes: string[]): Promise<Suppression[]>;
	/** Page by id; of a shop also those for all shops, of `*` only these. */
	listSuppressions(query: { shopId: string; reason?: string; activeAt?: number; emailHash?: string; afterId?: string; limit: number }): Promise<Array<Suppression & { email: string | null }>>;
	listConsentRecords(buyerId: string): Promise<ConsentRecord[]>;
	findConsentRecord(id: string): Promise<ConsentRecord | undefined>;
	/** Buyers by the hash of their address, of one shop or of all. */
	findBuyersByHash(emailHashes: string[], shopId?: string): Promise<Buyer[]>;
	findBuyersById(ids: string[], shopId: string): Promise<Buyer[]>;
}

/** What a run that asks for consent again reads. */
export interface ReconfirmationReader {
	/**
	 * Buyers whose granted consent expires from now until that instant and who are not suppressed, out of one slice of the
	 * shop's buyers by id; `next` is the slice's end, `undefined` for the last one.
	 */
	readExpiring(
		query: { shopId: string; now: number; expiresUntil: number; rules: Readonly<Record<string, ConsentRule>> }, after: string | undefined,
	): Promise<{ rows: Buyer[]; next: string | undefined }>;
}
