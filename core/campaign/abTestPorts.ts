import type { NextInWindow } from '../delivery/ports';
import type { PickAnswer, TestMetric } from './pickAnswer';

/** What an operator decides about a test when the campaign is sent. */
export interface TestPlan {
	/** what decides, unless the pick asks for something else */
	metric: TestMetric;
	/** how long a mail must have been out before it counts */
	waitMs: number;
	/** 0..1 of the buyers with a variant who get it now; the others wait like the `rest` that Segment Buyers split off */
	testShare: number;
}

/** A campaign's test, as it stands. */
export interface CampaignTest extends TestPlan {
	campaignId: string;
	/** tests of significance made so far */
	lookCount: number;
	/** before this nobody looks again; null: no look yet, or nothing more will come */
	nextLookAt: number | null;
	/** of the last look, or of the decision */
	answer: PickAnswer | null;
	winner: string | null;
	decidedAt: number | null;
}

export interface AnswerUpdate {
	lookCount: number;
	nextLookAt: number | null;
	answer: PickAnswer;
	winner: string | null;
	decidedAt: number | null;
}

export interface ResultQuery {
	shopId: string;
	campaignId: string;
	/** what happened after this is not looked at */
	now: number;
	/** buyers whose mail was accepted later are not counted yet */
	acceptedUntil: number;
	/** an order counts for so long after the mail was accepted */
	orderWindowMs: number;
	/** of revenue: orders in another one are not added up */
	currency: string;
}

/** What became of one variant's mails. Buyers are counted once, however many of the campaign's mails they got. */
export interface VariantCounts {
	variant: string;
	/** the rest of a test, which got the winner afterwards or still waits for it: not part of the comparison */
	isRest: boolean;
	/** mails in the ledger */
	plannedCount: number;
	/** of them, not over yet: due, put off, or on their way */
	openCount: number;
	/** of the open ones, the latest */
	lastDueAt: number | null;
	/** buyers whose mail was accepted */
	acceptedCount: number;
	firstAcceptedAt: number | null;
	lastAcceptedAt: number | null;
	/** of the accepted, those who count by now; all that follow are of these */
	recipientCount: number;
	openedCount: number;
	clickedCount: number;
	unsubscribedCount: number;
	complainedCount: number;
	/** buyers who ordered */
	orderedCount: number;
	revenueMinor: number;
	/** of the sums a buyer */
	revenueSquares: number;
}

export interface TestStore {
	/** Keeps the plan with the campaign when it has none; an earlier one stays. */
	ensureTest(shopId: string, campaignId: string, plan: TestPlan): Promise<CampaignTest>;
	findTest(campaignId: string): Promise<CampaignTest | undefined>;
	/** In one statement, and only while nobody has decided or looked since `lookCount`; false: somebody has. */
	saveAnswer(campaignId: string, lookCount: number, update: AnswerUpdate): Promise<boolean>;
	/** Decided tests whose rest has not been given the winner yet. */
	listUnreleased(shopId: string, campaignId?: string): Promise<Array<{ campaignId: string; winner: string }>>;
	/** Gives some of the waiting rest the winner and a due time; how many. 0: none is left. */
	release(campaignId: string, winner: string, now: number, nextInWindow: NextInWindow): Promise<number>;
	/** By variant, the test's before the rest's. */
	readVariantCounts(query: ResultQuery): Promise<VariantCounts[]>;
}
