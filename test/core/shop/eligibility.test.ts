import { evaluateEligibility, type EligibilityFacts } from '../../../core/shop/eligibility';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 20, 12);
const facts = (fields: Partial<EligibilityFacts> = {}): EligibilityFacts => ({
	openedAt: NOW - 90 * DAY, gmv30DaysUsdCents: 500_000, ratingHundredths: 470, seriousViolationCount: 0, eligibilityAt: NOW - DAY, ...fields,
});

describe('eligibility of a shop', () => {
	it('exactly at every threshold → eligible, each criterion with value and threshold', () => {
		expect(evaluateEligibility(facts(), NOW)).toEqual({
			isEligible: true, readAt: NOW - DAY,
			criteria: [
				{ criterion: 'openDays', value: 90, threshold: 90, comparison: 'atLeast', outcome: 'pass' },
				{ criterion: 'gmv30DaysUsdCents', value: 500_000, threshold: 500_000, comparison: 'atLeast', outcome: 'pass' },
				{ criterion: 'ratingHundredths', value: 470, threshold: 470, comparison: 'atLeast', outcome: 'pass' },
				{ criterion: 'seriousViolationCount', value: 0, threshold: 0, comparison: 'atMost', outcome: 'pass' },
			],
		});
	});

	it.each<[string, Partial<EligibilityFacts>, string, string]>([
		['a millisecond short of 90 days', { openedAt: NOW - 90 * DAY + 1 }, 'openDays', 'fail'],
		['opens tomorrow', { openedAt: NOW + DAY }, 'openDays', 'fail'],
		['opened at no known time', { openedAt: null }, 'openDays', 'unknown'],
		['a cent short of 5,000 USD', { gmv30DaysUsdCents: 499_999 }, 'gmv30DaysUsdCents', 'fail'],
		['turnover not stated', { gmv30DaysUsdCents: null }, 'gmv30DaysUsdCents', 'unknown'],
		['rating 4.69', { ratingHundredths: 469 }, 'ratingHundredths', 'fail'],
		['rating not stated', { ratingHundredths: null }, 'ratingHundredths', 'unknown'],
		['one serious violation', { seriousViolationCount: 1 }, 'seriousViolationCount', 'fail'],
		['violations not stated', { seriousViolationCount: null }, 'seriousViolationCount', 'unknown'],
	])('%s → not eligible: %s is %s', (_name, fields, criterion, outcome) => {
		const answer = evaluateEligibility(facts(fields), NOW);
		expect(answer.isEligible).toBe(false);
		expect(answer.criteria.filter((found) => found.outcome !== 'pass')).toMatchObject([{ criterion, outcome }]);
	});
});
