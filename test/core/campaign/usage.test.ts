import { costMicroUsd, nextDayStart, usageAt, type UsagePlan } from '../../../core/campaign/usage';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 20, 12);
const plan = (fields: Partial<UsagePlan> = {}): UsagePlan => ({ activatedAt: NOW, timeZone: 'UTC', dailyQuota: null, monthlyBudgetMicroUsd: null, ...fields });
const own = [{ fromDay: 0, mailsPerDay: 10 }, { fromDay: 7, mailsPerDay: 70 }, { fromDay: 14, mailsPerDay: 0 }];

describe('quota of a day', () => {
	it.each<[string, Partial<UsagePlan>, number]>([
		['on the first day', {}, 2000],
		['on day 29', { activatedAt: NOW - 29 * DAY }, 2000],
		['on day 30', { activatedAt: NOW - 30 * DAY }, 5000],
		['on day 30, at an hour before that of the activation', { activatedAt: NOW - 30 * DAY + 11 * HOUR }, 5000],
		['on day 29, at an hour after that of the activation', { activatedAt: NOW - 29 * DAY - 11 * HOUR }, 2000],
		['on day 30 in UTC, which is day 29 in the shop\'s zone', { activatedAt: NOW - 30 * DAY + 4 * HOUR, timeZone: 'Asia/Shanghai' }, 2000],
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

describe('days of the shop', () => {
	it.each([
		['the clocks are put back', 'America/New_York', '2026-11-01T04:00:00Z', '2026-11-01', 25],
		['the clocks are put forward', 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-08', 23],
		['midnight does not exist', 'Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24', 23],
		['an ordinary one', 'Asia/Kolkata', '2026-11-19T18:30:00Z', '2026-11-20', 24],
	])('%s in %s → from %s on it is %s, for %i hours', (_name, timeZone, from, day, hours) => {
		const startsAt = Date.parse(from);
		expect(usageAt(plan({ timeZone }), startsAt)).toMatchObject({ day, month: day.slice(0, 7) });
		expect(usageAt(plan({ timeZone }), startsAt - 1).day < day).toBe(true);
		expect(nextDayStart(timeZone, startsAt)).toBe(startsAt + hours * HOUR);
		expect(nextDayStart(timeZone, startsAt + hours * HOUR - 1)).toBe(startsAt + hours * HOUR);
		expect(usageAt(plan({ timeZone }), startsAt + hours * HOUR - 1).day).toBe(day);
	});

	it('a month ends where the shop is', () => {
		expect(usageAt(plan({ timeZone: 'Asia/Shanghai' }), Date.UTC(2026, 10, 30, 16))).toMatchObject({ day: '2026-12-01', month: '2026-12' });
		expect(usageAt(plan({ timeZone: 'America/Los_Angeles' }), Date.UTC(2026, 11, 1, 7, 59))).toMatchObject({ day: '2026-11-30', month: '2026-11' });
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
