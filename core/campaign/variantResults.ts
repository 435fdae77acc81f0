import { meanInterval, meanOf } from '../experiment/means';
import { rateOf, wilsonInterval } from '../experiment/proportions';
import { HOUR_MS } from '../shared/clock';
import type { CampaignTest, VariantCounts } from './abTestPorts';
import type { TestMetric } from './pickAnswer';

/** A share with what it is a share of, and the 95 % interval that it lies in. */
export interface Rate {
	count: number;
	rate: number;
	of: 'recipients';
	low: number;
	high: number;
}

export interface VariantResult {
	variant: string;
	/** test: took part · rest: got the winner afterwards, or waits for it; compared with nobody */
	group: 'test' | 'rest';
	/** mails in the ledger */
	planned: number;
	/** of them, not over yet */
	open: number;
	/** buyers whose mail was accepted, each once: the denominator of all rates */
	recipients: number;
	opened: Rate;
	clicked: Rate;
	unsubscribed: Rate;
	complained: Rate;
	ordered: Rate;
	/** of orders in the shop's currency */
	revenueMinor: number;
	revenuePerRecipientMinor: { value: number; low: number; high: number };
}

export interface CampaignResults {
	campaign: string;
	currency: string;
	/** an order counts when it was placed so soon after the mail was accepted */
	orderWindowDays: number;
	test?: { metric: TestMetric; waitHours: number; testShare: number; looks: number; winner: string | null; decidedBy: string | null; decidedAt: number | null };
	variants: VariantResult[];
}

const CONFIDENCE = 0.95;

/** Counts as people read them. */
export function toVariantResults(counts: readonly VariantCounts[], { test, ...about }: { campaign: string; currency: string; orderWindowDays: number; test?: CampaignTest }): CampaignResults {
	return { ...about, ...(test ? { test: toTest(test) } : {}), variants: counts.map(toResult) };
}

function toTest({ metric, waitMs, testShare, lookCount, winner, decidedAt, answer }: CampaignTest): CampaignResults['test'] {
	return { metric, waitHours: waitMs / HOUR_MS, testShare, looks: lookCount, winner, decidedBy: winner === null ? null : (answer?.decidedBy ?? null), decidedAt };
}

function toResult(counts: VariantCounts): VariantResult {
	const { recipientCount: of, revenueMinor, revenueSquares } = counts;
	const rate = (count: number): Rate => ({ count, rate: rateOf({ count, of }), of: 'recipients', ...wilsonInterval({ count, of }, CONFIDENCE) });
	const sums = { of, sum: revenueMinor, sumOfSquares: revenueSquares };
	return {
		variant: counts.variant, group: counts.isRest ? 'rest' : 'test', planned: counts.plannedCount, open: counts.openCount, recipients: of,
		opened: rate(counts.openedCount), clicked: rate(counts.clickedCount), unsubscribed: rate(counts.unsubscribedCount), complained: rate(counts.complainedCount),
		ordered: rate(counts.orderedCount), revenueMinor, revenuePerRecipientMinor: { value: meanOf(sums), ...meanInterval(sums, CONFIDENCE) },
	};
}
