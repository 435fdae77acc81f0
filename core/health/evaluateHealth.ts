import { DateTime } from 'luxon';
import type { HealthSlice } from './ports';
import { BREACH_DAYS, THRESHOLDS, type MetricName } from './thresholds';

/** One site's sending day. Rates are 0..1, `null` without a denominator. */
export interface HealthDay {
	/** YYYY-MM-DD in the shop's time zone: the day on which the mails went out */
	day: string;
	/** mails that came to an end at the server: accepted or refused for good */
	attempted: number;
	/** accepted and not bounced since */
	delivered: number;
	bounced: number;
	unsubscribed: number;
	complained: number;
	/** delivered / attempted */
	deliveryRate: number | null;
	/** unsubscribed / delivered */
	unsubscribeRate: number | null;
	/** complained / delivered */
	complaintRate: number | null;
	breaches: MetricName[];
}

export interface SiteHealth {
	site: string;
	days: HealthDay[];
	total: Omit<HealthDay, 'day' | 'breaches'>;
	/** metrics over their limit on three sending days in a row, ending with the last one */
	breached: MetricName[];
	/** figures of the sending days that the breach is judged on; these may lie before the shown ones */
	judged: SiteHealth['total'];
}

/**
 * Sums the ledger's slices by site and day of the shop's time zone and judges the rates. Days without sending are not
 * days here: they neither break nor extend a run of bad ones. Days and totals are shown from `shownFrom` on; breaches are
 * judged on all slices, and a site in breach is listed even when it sent nothing since.
 */
export function evaluateHealth(slices: HealthSlice[], timeZone: string, shownFrom = 0): SiteHealth[] {
	const bySite = Map.groupBy(slices, (slice) => slice.site);
	return [...bySite].map(([site, ofSite]) => toSiteHealth(site, ofSite, timeZone, shownFrom))
		.filter(({ total, breached }) => total.attempted > 0 || breached.length > 0).sort((a, b) => a.site.localeCompare(b.site));
}

function toSiteHealth(site: string, slices: HealthSlice[], timeZone: string, shownFrom: number): SiteHealth {
	const dayOf = (at: number): string => DateTime.fromMillis(at, { zone: timeZone }).toFormat('yyyy-MM-dd');
	const byDay = Map.groupBy(slices, (slice) => dayOf(slice.at));
	const days = [...byDay].map(([day, ofDay]) => toDay(day, ofDay)).filter((day) => day.attempted > 0).sort((a, b) => a.day.localeCompare(b.day));
	const last = days.slice(-BREACH_DAYS);
	return {
		site,
		days: days.filter(({ day }) => day >= dayOf(shownFrom)),
		total: toTotal(slices.filter((slice) => slice.at >= shownFrom)),
		breached: breachedMetrics(last),
		judged: toTotal(last.flatMap(({ day }) => byDay.get(day) ?? [])),
	};
}

function toTotal(slices: HealthSlice[]): SiteHealth['total'] {
	const { day: _day, breaches: _breaches, ...total } = toDay('', slices);
	return total;
}

function toDay(day: string, slices: HealthSlice[]): HealthDay {
	const sum = (pick: (slice: HealthSlice) => number): number => slices.reduce((total, slice) => total + pick(slice), 0);
	const attempted = sum((slice) => slice.attempted);
	const bounced = sum((slice) => slice.bounced);
	const delivered = Math.max(0, sum((slice) => slice.accepted) - bounced);
	const unsubscribed = sum((slice) => slice.unsubscribed);
	const complained = sum((slice) => slice.complained);
	const rates = {
		deliveryRate: rate(delivered, attempted),
		unsubscribeRate: rate(unsubscribed, delivered),
		complaintRate: rate(complained, delivered),
	};
	return { day, attempted, delivered, bounced, unsubscribed, complained, ...rates, breaches: breachesOf(rates) };
}

function rate(numerator: number, denominator: number): number | null {
	return denominator === 0 ? null : numerator / denominator;
}

function breachesOf(rates: Record<MetricName, number | null>): MetricName[] {
	const isBreached: Record<MetricName, boolean> = {
		deliveryRate: rates.deliveryRate !== null && rates.deliveryRate < THRESHOLDS.minDeliveryRate,
		unsubscribeRate: rates.unsubscribeRate !== null && rates.unsubscribeRate > THRESHOLDS.maxUnsubscribeRate,
		complaintRate: rates.complaintRate !== null && rates.complaintRate > THRESHOLDS.maxComplaintRate,
	};
	return (Object.keys(isBreached) as MetricName[]).filter((metric) => isBreached[metric]);
}

/** "Any of" the limits on consecutive days (M12): a day is bad when any is over; the metrics of the last days are named. */
function breachedMetrics(last: HealthDay[]): MetricName[] {
	if (last.length < BREACH_DAYS || last.some((day) => day.breaches.length === 0)) return [];
	return [...new Set(last.flatMap((day) => day.breaches))];
}
