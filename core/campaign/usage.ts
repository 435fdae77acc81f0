import { DAY_MS } from '../shared/clock';
import { instantToWall, wallToInstant } from '../shared/timeZone';
import type { QuotaStep } from '../shop/shop';

/** Requirement M14: mails a day from activation, and from day 30; a shop's own plan can differ. */
const DEFAULT_QUOTA_PLAN: readonly QuotaStep[] = [{ fromDay: 0, mailsPerDay: 2_000 }, { fromDay: 30, mailsPerDay: 5_000 }];
/** Requirement M15: mails a calendar month that cost nothing, and the price of each further one. */
const FREE_MAILS_PER_MONTH = 5_000;
const PRICE_MICRO_USD = 2_500;

export interface UsagePlan extends BillingPlan {
	activatedAt: number;
	timeZone: string;
	/** instead of any plan */
	dailyQuota: number | null;
	/** null or left out: the default */
	quotaPlan?: readonly QuotaStep[] | null;
}

/** What mails cost and what they may. */
export interface BillingPlan extends PricePlan {
	monthlyBudgetMicroUsd: number | null;
}

/** What mails cost; null or left out: the default. */
export interface PricePlan {
	freeMailsPerMonth?: number | null;
	priceMicroUsd?: number | null;
}

/** Where a mail sent at `now` counts, and how many may be counted there. Days and months are the shop's. */
export function usageAt(plan: UsagePlan, now: number): { day: string; month: string; dailyQuota: number; billableLimit: number } {
	const today = dayOf(plan.timeZone, now);
	const day = new Date(today * DAY_MS).toISOString().slice(0, 10);
	return {
		day,
		month: day.slice(0, 7),
		// whole days on the shop's calendar: a day has one quota, whatever hour the shop was activated at and however long the day is
		dailyQuota: plan.dailyQuota ?? quotaOfDay(plan.quotaPlan ?? DEFAULT_QUOTA_PLAN, today - dayOf(plan.timeZone, plan.activatedAt)),
		billableLimit: billableLimit(plan),
	};
}

/** The shop's month that an instant belongs to: YYYY-MM. */
export function monthAt(timeZone: string, at: number): string {
	return new Date(dayOf(timeZone, at) * DAY_MS).toISOString().slice(0, 7);
}

/** The zone's own calendar, in days since 1970-01-01. */
function dayOf(timeZone: string, at: number): number {
	return Math.floor(instantToWall(timeZone, at) / DAY_MS);
}

/** The step that counts: the last one that has begun; before the first one (a shop that is activated later) the first. */
function quotaOfDay(plan: readonly QuotaStep[], day: number): number {
	const step = plan.findLast(({ fromDay }) => fromDay <= day) ?? plan[0];
	return step?.mailsPerDay ?? 0;
}

/** How many billable mails a month a budget pays for, the free ones included. */
export function billableLimit({ monthlyBudgetMicroUsd, ...plan }: BillingPlan): number {
	const { free, price } = pricesOf(plan);
	if (monthlyBudgetMicroUsd === null || price === 0) return Number.MAX_SAFE_INTEGER;
	return free + Math.floor(monthlyBudgetMicroUsd / price);
}

/** What a month with so many billable mails costs by a shop's prices, in micro-dollars. */
export function costMicroUsd(billableCount: number, plan: PricePlan = {}): number {
	const { free, price } = pricesOf(plan);
	return Math.max(0, billableCount - free) * price;
}

/** The prices that count: the shop's own, or the default. */
export function pricesOf({ freeMailsPerMonth, priceMicroUsd }: PricePlan): { free: number; price: number } {
	return { free: freeMailsPerMonth ?? FREE_MAILS_PER_MONTH, price: priceMicroUsd ?? PRICE_MICRO_USD };
}

/** `12_345` micro-dollars → "0.012345 USD". */
export function formatMicroUsd(amountMicroUsd: number): string {
	const whole = Math.floor(amountMicroUsd / 1_000_000);
	const fraction = String(amountMicroUsd % 1_000_000).padStart(6, '0').replace(/0{1,4}$/, '');
	return `${whole}.${fraction} USD`;
}

/** The start of the shop's next day. */
export function nextDayStart(timeZone: string, now: number): number {
	return wallToInstant(timeZone, (dayOf(timeZone, now) + 1) * DAY_MS);
}
