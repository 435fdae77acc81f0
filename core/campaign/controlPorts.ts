import type { SendLogEntry } from './ports';
import type { CampaignActivity } from './progress';

/** Whom a campaign still means to reach. */
export interface WaitingCount {
	deliveries: number;
	/** buyers among them who are neither erased nor suppressed */
	people: number;
	/** of `people`, those with a mail that is due */
	duePeople: number;
}

/** How deliveries end that were not sent, or not taken. */
export type UnsentState = 'failed' | 'blocked';

export interface UncertainFilter {
	shopId: string;
	/** all campaigns of the shop when left out */
	campaignId?: string;
	/** only this one */
	deliveryId?: string;
}

/** What an event says of a delivery whose end was open. */
export interface DeliveryEventInput {
	deliveryId: string;
	kind: 'delivered' | 'bounced';
	/** of a bounce: the mailbox is gone; such a mail costs nothing */
	isHard?: boolean;
	occurredAt: number;
	/** who reported it */
	source: string;
	/** makes recording idempotent */
	eventKey: string;
}

/** People's decisions about campaigns and deliveries, as writes. */
export interface CampaignControl {
	/** Changes the state if it is one of `from`. `false`: it was not. */
	setState(campaignId: string, from: readonly string[], to: { state: 'active' | 'paused' | 'canceled'; pauseReason: string | null }, now: number): Promise<boolean>;
	countWaiting(campaignId: string, now: number): Promise<WaitingCount>;
	/** Planned and put-off deliveries of a canceled campaign become canceled; gives their number. */
	cancelWaiting(campaignId: string, now: number): Promise<number>;
	readActivity(shopId: string, campaignId: string, now: number): Promise<CampaignActivity>;
	/** Uncertain deliveries that nobody has decided about, oldest first. */
	listUncertain(filter: UncertainFilter, limit: number): Promise<SendLogEntry[]>;
	/** They stay uncertain, counted as perhaps arrived, and are listed no more; gives their ids. */
	leaveUncertain(filter: UncertainFilter, now: number): Promise<string[]>;
	/** They are planned again as if they had not gone out; gives their ids. */
	replanUncertain(filter: UncertainFilter, now: number): Promise<string[]>;
	/** Deliveries by state and cause that might be sent again. */
	countUnsent(shopId: string, campaignId: string): Promise<Array<{ state: UnsentState; cause: string; count: number }>>;
	/** What failed or was blocked for these causes is planned again; gives the number. */
	replanUnsent(shopId: string, campaignId: string, causes: ReadonlyArray<{ state: UnsentState; cause: string }>, now: number): Promise<number>;
	/** Keeps the event; an uncertain or accepted delivery becomes what it says. `false`: it changed nothing. */
	settleByEvent(shopId: string, event: DeliveryEventInput): Promise<boolean>;
	/** Which of these addresses belong to buyers of the shop. */
	findBuyerAddresses(shopId: string, addresses: readonly string[]): Promise<string[]>;
}
