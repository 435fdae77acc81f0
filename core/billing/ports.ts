import type { MailPurpose } from '../contract/items';

/** What the bill needs of the store beside the claims, which count by themselves. */
export interface BillingStore {
	/** See `bounceUsage`: how many deliveries came off the bill. */
	recordBounces(deliveryIds: string[], kind: 'hard' | 'soft', at: number): Promise<number>;
	/** Everything that was counted in a month (YYYY-MM), and the counters that stopped or let go, as of one moment. */
	readMonth(shopId: string, month: string): Promise<MonthUsage>;
}

export interface MonthUsage {
	uses: UsageSum[];
	/** by day (YYYY-MM-DD) and the month itself */
	counters: Map<string, number>;
	/** of a month that was over when the shop's prices changed */
	prices: { freeMailsPerMonth: number; priceMicroUsd: number } | undefined;
}

/** Uses that are alike, of one campaign on one day. */
export interface UsageSum {
	day: string;
	/** null: no longer known */
	campaign: string | null;
	isCounted: boolean;
	isBillable: boolean;
	bounce: 'hard' | 'soft' | null;
	isCredited: boolean;
	count: number;
}

/** Somebody who is to be mailed, as an estimate needs him. */
export interface EstimateRecipient {
	buyerId: string;
	occasion: string;
	/** `holdout` gets nothing; `rest` waits for the winner; `left-out`: the segment left him out, and kept the item */
	variant: string;
	/** of an item: what it says of its buyer; an audience's come from the store */
	buyer?: { site: string; timeZone: string; country?: string | null };
}

/** What the store knows of a buyer that decides whether, when and at what price he is mailed. */
export interface BuyerFacts {
	site: string;
	timeZone: string;
	country: string | null;
	isErased: boolean;
	/** why a mail that is due at an instant would not go; the cause of the send log */
	refusalAt(at: number, purpose: MailPurpose, notAfter: number | undefined): string | undefined;
	/** the last mail of 24 hours that was billed */
	lastBilledAt: number | undefined;
	/** the last marketing mail of two days */
	lastMailedAt: number | undefined;
	/** mails to him that are planned already, by whatever active campaign */
	queued: readonly QueuedMail[];
	/** occasion → state of what is in this campaign's ledger */
	known: ReadonlyMap<string, string>;
}

/** A mail that is planned already, of any active campaign of the shop. */
export interface QueuedMail {
	buyerId: string;
	campaignId: string;
	dueAt: number;
	notAfter: number | undefined;
	site: string;
	purpose: MailPurpose;
	isWindowBound: boolean;
}

/** Reads for estimates: nothing here writes. */
export interface EstimateStore {
	/** Members after a position (−1: from the start), in order; without their data. */
	readMembers(audienceId: string, afterPosition: number, limit: number): Promise<Array<EstimateRecipient & { position: number }>>;
	/** Buyers with several mails in an audience. */
	findRepeated(audienceId: string): AsyncGenerator<string[]>;
	/** By buyer; a buyer who is not in this shop is missing. */
	readFacts(query: FactsQuery): Promise<Map<string, BuyerFacts>>;
	/** Buyers with planned mails who are not in the audience, each once. */
	findQueued(shopId: string, exceptAudienceId: string | undefined): AsyncGenerator<string[]>;
}

export interface FactsQuery {
	shopId: string;
	/** left out while there is no such campaign */
	campaignId: string | undefined;
	buyerIds: string[];
	now: number;
}
