import type { DeliveryState, MailPurpose } from '../contract/items';
import type { CampaignProgress } from './progress';
import type { UsagePlan } from './usage';

export interface Campaign {
	id: string;
	shopId: string;
	name: string;
	purpose: MailPurpose;
	state: 'active' | 'paused' | 'canceled';
	pauseReason: string | null;
	/** rules that its mails are not checked against */
	switchedOff: string[];
}

export interface CampaignCounts extends Campaign {
	/** deliveries by state */
	states: Record<string, number>;
	/** of what isn't going out: deliveries by cause */
	causes: Record<string, number>;
	nextDueAt: number | null;
}

/** How far a campaign is, and whether somebody is at it. */
export interface CampaignStatus extends CampaignCounts {
	progress: CampaignProgress;
}

export interface SendLogEntry {
	deliveryId: string;
	campaign: string;
	buyerId: string;
	email: string | null;
	site: string;
	language: string;
	state: string;
	code: string | null;
	enhancedCode: string | null;
	cause: string | null;
	reply: string | null;
	dueAt: number;
	/** SMTP transactions so far */
	attempts: number;
	/** when the last attempt handed its content to the server; null: none has begun */
	dispatchedAt: number | null;
	settledAt: number | null;
}

export interface SendLogFilter {
	shopId: string;
	campaignId?: string;
	deliveryId?: string;
	states?: DeliveryState[];
	/** a cause, or its beginning */
	cause?: string;
	/** only what changed at or after it */
	since?: number;
	limit: number;
}

/** One SMTP transaction of a delivery. */
export interface AttemptEntry {
	number: number;
	startedAt: number;
	endedAt: number;
	outcome: string;
	code: string | null;
	enhancedCode: string | null;
	reply: string | null;
}

export interface CampaignStore {
	/** Creates it when it is new; the purpose of an existing one stays. */
	ensureCampaign(shopId: string, name: string, purpose: MailPurpose): Promise<Campaign>;
	/** Replaces what is switched off; claims from now on read it. */
	saveSwitchedOff(campaignId: string, switchedOff: readonly string[]): Promise<void>;
	findCampaign(shopId: string, name: string): Promise<Campaign | undefined>;
	listCampaigns(shopId?: string): Promise<Campaign[]>;
	readStatus(campaign: Campaign): Promise<CampaignCounts>;
	readLog(filter: SendLogFilter): Promise<SendLogEntry[]>;
	/** By delivery, in order. */
	readAttempts(deliveryIds: readonly string[]): Promise<Map<string, AttemptEntry[]>>;
	/** `undefined` for a shop that isn't there. */
	readUsagePlan(shopId: string): Promise<UsagePlan | undefined>;
	readUsage(shopId: string, day: string, month: string): Promise<{ ofDay: number; ofMonth: number }>;
}
