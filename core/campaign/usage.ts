import { DateTime } from 'luxon';
import { DAY_MS } from '../shared/clock';

/** Requirement M14: mails a day from activation, and from day 30. */
const FIRST_DAILY_QUOTA = 2_000;
const LATER_DAILY_QUOTA = 5_000;
const LATER_FROM_DAY = 30;
/** Requirement M15: mails a calendar month that cost nothing, and the price of each further one. */
export const FREE_MAILS_PER_MONTH = 5_000;
export const PRICE_MICRO_USD = 2_500;

export interface UsagePlan {
	activatedAt: number;
	timeZone: string;
	dailyQuota: number | null;
	monthlyBudgetMicroUsd: number | null;
}

/** Where a mail sent at `now` counts, and how many may be counted there. Days and months are the shop's. */
export function usageAt(plan: UsagePlan, now: number): { day: string; month: string; dailyQuota: number; billableLimit: number } {
	const local = DateTime.fromMillis(now, { zone: plan.timeZone });
	const days = Math.floor((now - plan.activatedAt) / DAY_MS);
	return {
		day: local.toFormat('yyyy-MM-dd'),
		month: local.toFormat('yyyy-MM'),
		dailyQuota: plan.dailyQuota ?? (days >= LATER_FROM_DAY ? LATER_DAILY_QUOTA : FIRST_DAILY_QUOTA),
		billableLimit: billableLimit(plan.monthlyBudgetMicroUsd),
	};
}

/** How many billable mails a month a budget pays for, the free ones included. */
function billableLimit(budgetMicroUsd: number | null): number {
	if (budgetMicroUsd === null) return Number.MAX_SAFE_INTEGER;
	return FREE_MAILS_PER_MONTH + Math.floor(budgetMicroUsd / PRICE_MICRO_USD);
}

/** What a month with so many billable mails costs, in micro-dollars. */
export function costMicroUsd(billableCount: number): number {
	return Math.max(0, billableCount - FREE_MAILS_PER_MONTH) * PRICE_MICRO_USD;
}

/** `12_345` micro-dollars → "0.012345 USD". */
export function formatMicroUsd(amountMicroUsd: number): string {
	const whole = Math.floor(amountMicroUsd / 1_000_000);
	const fraction = String(amountMicroUsd % 1_000_000).padStart(6, '0').replace(/0{1,4}$/, '');
	return `${whole}.${fraction} USD`;
}

/** The start of the shop's next day. */
export function nextDayStart(timeZone: string, now: number): number {
	return DateTime.fromMillis(now, { zone: timeZone }).plus({ days: 1 }).startOf('day').toMillis();
}
