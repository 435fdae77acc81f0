import type { Campaign } from '../campaign/ports';
import { costMicroUsd, type UsagePlan } from '../campaign/usage';
import type { Forecast, ForecastDay } from './forecast';

/** What a send would do. */
export interface Estimate {
	shop: string;
	campaign: string;
	/** null: there is no such campaign yet */
	campaignState: Campaign['state'] | null;
	asOf: number;
	recipients: number;
	/** mails that the send would plan and that would leave */
	mails: number;
	/** recipients without a mail, by the cause that the send log would name */
	leftOut: Record<string, number>;
	/** days of the shop on which something leaves, in order */
	days: ForecastDay[];
	months: EstimatedMonth[];
	/** what the month has cost so far */
	spentMicroUsd: number;
	/** what these mails add to the bills of all months */
	costMicroUsd: number;
	/** the shop's day on which the last of them leaves; null: none leaves */
	lastDay: string | null;
	/** when the month's budget first holds something up; null: it doesn't */
	budgetStop: { day: string; month: string } | null;
	/** mails that would still wait after three years: quota or budget leave no room for them */
	neverLeave: number;
}

export interface EstimatedMonth {
	/** YYYY-MM in the shop's zone */
	month: string;
	/** billable mails of the shop, those of before included */
	billable: number;
	/** of them these mails */
	newBillable: number;
	/** of these mails those that cost nothing: the buyer had a billed one within 24 hours before */
	newFree: number;
	/** the shop's bill of the month */
	costMicroUsd: number;
	/** what these mails add to it */
	addedMicroUsd: number;
}

interface EstimateInput {
	now: number;
	shopId: string;
	request: { campaign: string };
	campaign: Campaign | undefined;
	counts: { recipients: number; planned: number; leftOut: Record<string, number> };
	plan: UsagePlan;
	spentMicroUsd: number;
	result: Forecast;
}

/** The forecast as staff read it. */
export function toEstimate({ now, shopId, request, campaign, counts, plan, spentMicroUsd, result }: EstimateInput): Estimate {
	const { days, tooLate, neverLeave, budgetStop } = result;
	const months = result.months.map((month): EstimatedMonth => {
		const cost = costMicroUsd(month.billable, plan);
		return { ...month, costMicroUsd: cost, addedMicroUsd: cost - costMicroUsd(month.billable - month.newBillable, plan) };
	});
	return {
		shop: shopId, campaign: request.campaign, campaignState: campaign?.state ?? null, asOf: now, recipients: counts.recipients,
		mails: counts.planned - tooLate,
		leftOut: tooLate > 0 ? { ...counts.leftOut, 'too-late': (counts.leftOut['too-late'] ?? 0) + tooLate } : counts.leftOut,
		days, months, spentMicroUsd, costMicroUsd: months.reduce((sum, month) => sum + month.addedMicroUsd, 0),
		lastDay: days.findLast((day) => day.mails > 0)?.day ?? null, budgetStop: budgetStop ?? null, neverLeave,
	};
}
