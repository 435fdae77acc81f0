import type { MailPurpose } from '../contract/items';

/** One delivery with everything that happened to it, oldest first. No address: the buyer's id and the domain of his mailbox. */
export interface DeliveryHistory {
	id: string;
	campaign: { name: string; state: string; pauseReason: string | null };
	buyerId: string;
	/** null: the buyer's data were erased */
	recipientDomain: string | null;
	country: string | null;
	timeZone: string;
	site: string;
	purpose: MailPurpose;
	state: string;
	cause: string | null;
	plannedAt: number;
	dueAt: number;
	isWindowBound: boolean;
	sendingAt: number | null;
	settledAt: number | null;
	/** until when a worker holds it */
	leaseEndsAt: number | null;
	attempts: Array<{ startedAt: number; endedAt: number; outcome: string; code: string | null; enhancedCode: string | null; reply: string | null }>;
	events: Array<{ kind: string; occurredAt: number; source: string }>;
	findings: Array<{ rule: string; outcome: string; evidence: string | null; occurredAt: number }>;
	/** of the buyer's address, ended ones too */
	suppressions: Array<{ reason: string; scope: string; startsAt: number; endsAt: number | null; source: string | null }>;
	/** the cause with which a claim would refuse a mail like this now */
	refusedNow: string | undefined;
}

/** Refusals that are alike. */
export interface RefusalGroup {
	state: string;
	cause: string;
	code: string | null;
	enhancedCode: string | null;
	/** null: erased since */
	domain: string | null;
	count: number;
	/** one server's words */
	reply: string | null;
}

export interface CampaignFacts {
	/** `isDue`: its time has come; of what is over it says nothing */
	states: Array<{ state: string; cause: string | null; isDue: boolean; count: number; firstDueAt: number }>;
	/** what servers refused, put off, or left without an answer; the most frequent first */
	refusals: RefusalGroup[];
	/** planned or put off, and due */
	overdueCount: number;
	/** since when the oldest of them is due */
	overdueSince: number | null;
	/** held by a worker whose lease has ended */
	expiredLeaseCount: number;
	/** held by a worker that is alive */
	heldCount: number;
	/** when a server last answered in this shop */
	lastAttemptAt: number | null;
}

export interface DiagnoseStore {
	findDelivery(shopId: string, deliveryId: string, now: number): Promise<DeliveryHistory | undefined>;
	readCampaign(shopId: string, campaignId: string, now: number): Promise<CampaignFacts>;
}
