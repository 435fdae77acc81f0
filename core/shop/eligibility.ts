import { DAY_MS } from '../shared/clock';
import type { Shop } from './shop';

/** What a shop must have reached before it may send marketing (requirement M5). */
export const ELIGIBILITY_THRESHOLDS = { openDays: 90, gmv30DaysUsdCents: 500_000, ratingHundredths: 470, seriousViolationCount: 0 } as const;

export type EligibilityCriterionName = keyof typeof ELIGIBILITY_THRESHOLDS;

export interface EligibilityCriterion {
	criterion: EligibilityCriterionName;
	/** in the unit that the name says; null: nobody has stated it yet */
	value: number | null;
	threshold: number;
	/** `seriousViolationCount` may not be more than its threshold, the others not less */
	comparison: 'atLeast' | 'atMost';
	outcome: 'pass' | 'fail' | 'unknown';
}

export interface Eligibility {
	/** true only when every criterion passes */
	isEligible: boolean;
	criteria: EligibilityCriterion[];
	/** when turnover, rating and violations were read; null: never */
	readAt: number | null;
}

export type EligibilityFacts = Pick<Shop, 'openedAt' | 'gmv30DaysUsdCents' | 'ratingHundredths' | 'seriousViolationCount' | 'eligibilityAt'>;

/** Every criterion with value, threshold and answer; how long the shop is open counts as of `now`, in whole days. */
export function evaluateEligibility(shop: EligibilityFacts, now: number): Eligibility {
	const openDays = shop.openedAt === null ? null : Math.floor((now - shop.openedAt) / DAY_MS);
	const criteria = [
		judge('openDays', openDays, 'atLeast'),
		judge('gmv30DaysUsdCents', shop.gmv30DaysUsdCents, 'atLeast'),
		judge('ratingHundredths', shop.ratingHundredths, 'atLeast'),
		judge('seriousViolationCount', shop.seriousViolationCount, 'atMost'),
	];
	return { isEligible: criteria.every(({ outcome }) => outcome === 'pass'), criteria, readAt: shop.eligibilityAt };
}

function judge(criterion: EligibilityCriterionName, value: number | null, comparison: EligibilityCriterion['comparison']): EligibilityCriterion {
	const threshold = ELIGIBILITY_THRESHOLDS[criterion];
	if (value === null) return { criterion, value, threshold, comparison, outcome: 'unknown' };
	const isMet = comparison === 'atLeast' ? value >= threshold : value <= threshold;
	return { criterion, value, threshold, comparison, outcome: isMet ? 'pass' : 'fail' };
}
