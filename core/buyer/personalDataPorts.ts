import type { Buyer } from './buyer';

/** Rows as the store keeps them, with names in the core's way; times are epoch ms UTC, money is in minor or micro units. */
export type PersonalRow = Record<string, unknown>;

/** Everything that one shop keeps on a person. */
export interface ShopPersonalData {
	shop: string;
	profile: PersonalRow;
	/** each with its `items` */
	orders: PersonalRow[];
	events: PersonalRow[];
	consentRecords: PersonalRow[];
	audiences: PersonalRow[];
	/** each with its `attempts` */
	deliveries: PersonalRow[];
	/** what was rendered for him alone: subject and text */
	mails: PersonalRow[];
	deliveryEvents: PersonalRow[];
	usage: PersonalRow[];
	findings: PersonalRow[];
	/** Amazon's, each with its `messages` */
	conversations: PersonalRow[];
}

/** What was removed or made anonymous. */
export interface EraseCounts {
	orders: number;
	events: number;
	consentRecords: number;
	deliveries: number;
	/** of these: had not left yet, and won't */
	stoppedDeliveries: number;
	mails: number;
	messages: number;
	audienceMembers: number;
	/** places in free text of others where the address stood */
	mentions: number;
}

export interface Erasure {
	buyer: Buyer;
	/** what stays in place of the keyed hash of his address */
	newEmailHash: string;
	now: number;
}

export interface PersonalDataStore {
	/** All of one buyer. */
	read(buyer: Buyer): Promise<ShopPersonalData>;
	/** Replaces an address wherever it stands in free text, and removes mails made for these buyers that nobody sent. */
	removeMentions(address: string, buyerIds: string[]): Promise<Pick<EraseCounts, 'mentions' | 'mails'>>;
	/** Empties what his audiences hold of him. */
	eraseFromAudiences(buyer: Buyer): Promise<number>;
	/** Everything else, in one transaction that no send and no upsert can get into. Idempotent. */
	erase(erasure: Erasure): Promise<Omit<EraseCounts, 'audienceMembers' | 'mentions'>>;
	/** Texts of suppressions that stay. */
	clearNotes(emailHash: string, shopId: string | undefined): Promise<void>;
	/** Makes sure that the files hold no older copy; false when another process was reading all the time (run it again then). */
	settle(): Promise<boolean>;
}
