import { costMicroUsd, usageAt, type UsagePlan } from '../../../core/campaign/usage';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 20, 12);
const plan = (fields: Partial<UsagePlan> = {}): UsagePlan => ({ activatedAt: NOW, timeZone: 'UTC', dailyQuota: null, monthlyBudgetMicroUsd: null, ...fields });
const own = [{ fromDay: 0, mailsPerDay: 10 }, { fromDay: 7, mailsPerDay: 70 }, { fromDay: 14, mailsPerDay: 0 }];

describe('quota of a day', () => {
	it.each<[string, Partial<UsagePlan>, number]>([
		['on the first day', {}, 2000],
		['a millisecond before day 30', { activatedAt: NOW - 30 * DAY + 1 }, 2000],
		['on day 30', { activatedAt: NOW - 30 * DAY }, 5000],
		['activated in the future', { activatedAt: NOW + 5 * DAY }, 2000],
		['own plan, first day', { quotaPlan: own }, 10],
		['own plan, day 6', { quotaPlan: own, activatedAt: NOW - 6 * DAY }, 10],
		['own plan, day 7', { quotaPlan: own, activatedAt: NOW - 7 * DAY }, 70],
		['own plan, a step of nothing', { quotaPlan: own, activatedAt: NOW - 99 * DAY }, 0],
		['own plan, before activation', { quotaPlan: own, activatedAt: NOW + DAY }, 10],
		['a flat quota beats any plan', { quotaPlan: own, dailyQuota: 3 }, 3],
		['a flat quota of nothing stops everything', { dailyQuota: 0 }, 0],
	])('%s → %j is %i', (_name, fields, quota) => {
		expect(usageAt(plan(fields), NOW).dailyQuota).toBe(quota);
	});
});

describe('what mails cost', () => {
	it.each<[string, number, Parameters<typeof costMicroUsd>[1], number]>([
		['the free ones', 5000, undefined, 0],
		['one more', 5001, undefined, 2500],
		['a million', 1_000_000, undefined, 995_000 * 2500],
		['own prices', 103, { freeMailsPerMonth: 100, priceMicroUsd: 333 }, 999],
		['nothing is free', 2, { freeMailsPerMonth: 0, priceMicroUsd: 1 }, 2],
		['everything is free', 1_000_000, { freeMailsPerMonth: 0, priceMicroUsd: 0 }, 0],
		['null means the default', 5001, { freeMailsPerMonth: null, priceMicroUsd: null }, 2500],
	])('%s: %i with %j → %i micro-dollars', (_name, count, prices, cost) => {
		expect(costMicroUsd(count, prices)).toBe(cost);
	});

	it.each<[Partial<UsagePlan>, number]>([
		[{ monthlyBudgetMicroUsd: 2500 }, 5001], [{ monthlyBudgetMicroUsd: 2499 }, 5000], [{ monthlyBudgetMicroUsd: 0 }, 5000],
		[{ monthlyBudgetMicroUsd: 1000, freeMailsPerMonth: 10, priceMicroUsd: 300 }, 13],
		[{ monthlyBudgetMicroUsd: 0, priceMicroUsd: 0 }, Number.MAX_SAFE_INTEGER], [{}, Number.MAX_SAFE_INTEGER],
	])('a budget %j pays for %i mails, and never one more', (fields, limit) => {
		expect(usageAt(plan(fields), NOW).billableLimit).toBe(limit);
		if (limit < Number.MAX_SAFE_INTEGER) expect(costMicroUsd(limit, fields)).toBeLessThanOrEqual(fields.monthlyBudgetMicroUsd ?? 0);
	});
});
