import { costMicroUsd, pricesOf, type PricePlan } from '../campaign/usage';
import type { MonthUsage, UsageSum } from './ports';

/** What was counted on a day, or of a campaign. `mails` = `billable` + `repeats` + `bouncedLater`. */
export interface StatementCounts {
	/** against the daily quota */
	mails: number;
	billable: number;
	/** to a buyer with a billed mail within 24 hours before: free */
	repeats: number;
	/** addresses that don't take mail: refused at once (counted nowhere) or reported later */
	hardBounces: number;
	/** of them those of mails that had left already */
	bouncedLater: number;
	/** of these the ones that came off the bill */
	credited: number;
	/** refused for another reason: counted */
	softBounces: number;
}

export interface Statement {
	shop: string;
	shopName: string;
	/** YYYY-MM, the shop's */
	month: string;
	timeZone: string;
	madeAt: number;
	/** false: the month goes on */
	isOver: boolean;
	prices: { freeMails: number; priceMicroUsd: number };
	days: Array<StatementCounts & { day: string; costMicroUsd: number }>;
	campaigns: Array<StatementCounts & { campaign: string | null }>;
	total: StatementCounts & { free: number; charged: number; costMicroUsd: number };
	/** where a counter and the ledger's rows don't say the same; none: checked, and they do */
	differences: Array<{ period: string; counter: number; ledger: number }>;
}

/** A month's bill out of its rows, checked against the counters that quota and budget go by. Pure. */
export function makeStatement(
	head: Pick<Statement, 'shop' | 'shopName' | 'month' | 'timeZone' | 'madeAt' | 'isOver'>, usage: MonthUsage, ownPrices: PricePlan,
): Statement {
	const plan = usage.prices ?? ownPrices;
	const { free, price } = pricesOf(plan);
	const total = sum(usage.uses);
	const days = withCosts([...Map.groupBy(usage.uses, (use) => use.day)].map(([day, uses]) => ({ day, ...sum(uses) })).sort((a, b) => a.day.localeCompare(b.day)), plan);
	const campaigns = [...Map.groupBy(usage.uses, (use) => use.campaign)].map(([campaign, uses]) => ({ campaign, ...sum(uses) }));
	return {
		...head, prices: { freeMails: free, priceMicroUsd: price }, days,
		campaigns: campaigns.sort((a, b) => b.mails - a.mails || (a.campaign ?? '').localeCompare(b.campaign ?? '')),
		total: { ...total, free: Math.min(total.billable, free), charged: Math.max(0, total.billable - free), costMicroUsd: costMicroUsd(total.billable, plan) },
		differences: findDifferences(head.month, total, days, usage.counters),
	};
}

function sum(uses: readonly UsageSum[]): StatementCounts {
	const count = (isMeant: (use: UsageSum) => boolean): number => uses.reduce((total, use) => (isMeant(use) ? total + use.count : total), 0);
	return {
		mails: count((use) => use.isCounted), billable: count((use) => use.isBillable),
		repeats: count((use) => use.isCounted && !use.isBillable && use.bounce !== 'hard'),
		hardBounces: count((use) => use.bounce === 'hard'), bouncedLater: count((use) => use.bounce === 'hard' && use.isCounted),
		credited: count((use) => use.isCredited), softBounces: count((use) => use.bounce === 'soft'),
	};
}

/** The free mails are those of the month's first days. */
function withCosts<Day extends StatementCounts>(days: Day[], plan: PricePlan): Array<Day & { costMicroUsd: number }> {
	let billable = 0;
	return days.map((day) => {
		const before = costMicroUsd(billable, plan);
		billable += day.billable;
		return { ...day, costMicroUsd: costMicroUsd(billable, plan) - before };
	});
}

function findDifferences(month: string, total: StatementCounts, days: ReadonlyArray<StatementCounts & { day: string }>, counters: ReadonlyMap<string, number>): Statement['differences'] {
	const ledger = new Map([[month, total.billable], ...days.map(({ day, mails }): [string, number] => [day, mails])]);
	return [...new Set([...ledger.keys(), ...counters.keys()])].sort()
		.map((period) => ({ period, counter: counters.get(period) ?? 0, ledger: ledger.get(period) ?? 0 })).filter(({ counter, ledger: rows }) => counter !== rows);
}
