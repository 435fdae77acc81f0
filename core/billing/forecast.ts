import { nextDayStart, usageAt, type UsagePlan } from '../campaign/usage';
import type { NextInWindow, WindowedMail } from '../delivery/ports';
import { DAY_MS } from '../shared/clock';
import { MailQueue, type Waiting } from './mailQueue';

/** One mail to come. */
export interface ForecastMail {
	dueAt: number;
	notAfter: number | undefined;
	mail: WindowedMail & { country: string | null };
	/** of the campaign that is estimated: its send comes first */
	isOwn: boolean;
	/** not planned yet */
	isNew: boolean;
}

/** All mails that one buyer is to get, and those that he had. */
export interface ForecastBuyer {
	mails: readonly ForecastMail[];
	last: LastMails;
}

/** What his next mail costs, and where the law allows one a day, when it may go. */
export interface LastMails {
	billedAt?: number;
	mailedAt?: number;
}

export interface ForecastSettings {
	now: number;
	plan: UsagePlan;
	/** what is used of today's quota and this month's budget */
	used: { ofDay: number; ofMonth: number };
	windowsAt: (at: number) => NextInWindow;
	mailDayOf: (country: string | null, timeZone: string, at: number) => { startsAt: number; endsAt: number } | undefined;
}

export interface ForecastDay {
	/** YYYY-MM-DD in the shop's zone */
	day: string;
	/** new mails that leave on it */
	mails: number;
	/** mails that were planned before and leave on it */
	earlier: number;
	quota: number;
	/** what is left of the quota when they are gone */
	quotaLeft: number;
}

export interface ForecastMonth {
	/** YYYY-MM in the shop's zone */
	month: string;
	/** billable mails, those of before included */
	billable: number;
	/** of them the new ones */
	newBillable: number;
	/** new mails within 24 hours after a billed one to the same buyer */
	newFree: number;
}

export interface Forecast {
	days: ForecastDay[];
	months: ForecastMonth[];
	/** new mails whose *not after* comes before their turn */
	tooLate: number;
	/** new mails that don't leave within three years */
	neverLeave: number;
	/** when the budget first holds something up */
	budgetStop: { day: string; month: string } | undefined;
}

/** Nobody plans further ahead; a quota of nothing would be waited for without an end. */
const HORIZON_MS = 3 * 365 * DAY_MS;
/** Steps between two chances for others to run: a step takes some microseconds. */
const STEPS_AT_ONCE = 200;

/** `order`: when it was first due; what the budget holds up keeps its place. */
type Pending = ForecastMail & { order: number };

/** Buyers who are alike in everything that decides when their mails leave and what they cost. */
interface Cohort extends Waiting {
	count: number;
	/** the first one is next */
	pending: readonly [Pending, ...Pending[]];
	last: LastMails;
}

/**
 * Plays the engine's rules forward, as if *Send Due* ran at every instant: the campaign's own send first, then what is due,
 * in order; send windows, a day's quota, a month's budget, one mail a day where the law says so, and 24 hours of one buyer.
 * Keeps one entry for all buyers that are alike, so a million recipients need no more memory than their zones and sites;
 * where the quota falls between them, the entry is split.
 * Pure: the caller adds buyers, then takes every step of `run`.
 */
export class MailForecast {
	private readonly queue = new MailQueue<Cohort>();
	private readonly cohorts = new Map<string, Cohort>();
	private readonly days = new Map<string, ForecastDay & { total: number }>();
	private readonly months = new Map<string, ForecastMonth>();
	private readonly result: Pick<Forecast, 'tooLate' | 'neverLeave' | 'budgetStop'> = { tooLate: 0, neverLeave: 0, budgetStop: undefined };
	private windows: { at: number; next: NextInWindow } | undefined;
	private nextDay: { at: number; next: NextInWindow } | undefined;
	private serial = 0;

	constructor(private readonly settings: ForecastSettings) {
		const { day, month } = usageAt(settings.plan, settings.now);
		this.dayOf(day, settings.now).total = settings.used.ofDay;
		this.monthOf(month).billable = settings.used.ofMonth;
	}

	add({ mails, last }: ForecastBuyer): void {
		this.wait(1, mails.map((mail) => ({ ...mail, order: mail.dueAt })), last);
	}

	/** Yields now and then, so that the caller can let others run. */
	*run(): Generator<void, Forecast> {
		for (let steps = 0, cohort = this.take(); cohort; steps += 1, cohort = this.take()) {
			this.settle(cohort);
			if (steps % STEPS_AT_ONCE === 0) yield;
		}
		const days = [...this.days.values()].filter(({ mails, earlier }) => mails + earlier > 0).sort((a, b) => a.day.localeCompare(b.day));
		return { ...this.result, days: days.map(({ total, ...day }) => ({ ...day, quotaLeft: Math.max(0, day.quota - total) })), months: [...this.months.values()] };
	}

	private take(): Cohort | undefined {
		const cohort = this.queue.take();
		if (cohort) this.cohorts.delete(keyOf(cohort));
		return cohort;
	}

	private wait(count: number, mails: readonly Pending[], last: LastMails): void {
		const { now } = this.settings;
		const [first, ...others] = mails.map((mail) => ({ mail, ...this.turnOf(mail) })).sort((a, b) => a.at - b.at || a.rank - b.rank || a.mail.order - b.mail.order);
		if (!first) return;
		if (first.at - now > HORIZON_MS) {
			this.result.neverLeave += count * mails.filter(({ isNew }) => isNew).length;
			return;
		}
		const cohort: Cohort = {
			count, pending: [first.mail, ...others.map(({ mail }) => mail)], at: first.at, rank: first.rank, order: first.mail.order, serial: (this.serial += 1),
			// a mail that is longer ago decides nothing any more: they are alike again
			last: { billedAt: since(last.billedAt, first.at - DAY_MS), mailedAt: since(last.mailedAt, first.at - 2 * DAY_MS) },
		};
		const key = keyOf(cohort);
		const alike = this.cohorts.get(key);
		if (alike) {
			alike.count += count;
			return;
		}
		this.cohorts.set(key, cohort);
		this.queue.add(cohort);
	}

	/** The campaign's own send takes what is due of it before anybody runs *Send Due* for all. */
	private turnOf({ dueAt, isOwn }: Pending): { at: number; rank: number } {
		const { now } = this.settings;
		return { at: Math.max(dueAt, now), rank: isOwn && dueAt <= now ? 0 : 1 };
	}

	/** One look at mails that are due, as a claim would take it. */
	private settle(cohort: Cohort): void {
		const { at, count, pending: [next, ...others], last } = cohort;
		const { mail } = next;
		const putOff = (dueAt: number, order = dueAt): void => this.wait(count, [{ ...next, dueAt, order }, ...others], last);
		const opensAt = this.nextAt(at)(mail);
		if (opensAt > at) return putOff(opensAt);
		if (next.notAfter !== undefined && next.notAfter < at) {
			if (next.isNew) this.result.tooLate += count;
			return this.wait(count, others, last);
		}
		const { day, month, dailyQuota, billableLimit } = usageAt(this.settings.plan, at);
		const quotaLeft = dailyQuota - this.dayOf(day, at).total;
		if (quotaLeft <= 0) return putOff(this.tomorrow(mail, at));
		const budgetLeft = billableLimit - this.monthOf(month).billable;
		if (budgetLeft <= 0) {
			if (next.isNew) this.result.budgetStop ??= { day, month };
			return putOff(this.nextMonth(at, month), next.order);
		}
		const mailDay = mail.purpose === 'marketing' ? this.settings.mailDayOf(mail.country, mail.timeZone, at) : undefined;
		if (mailDay && (last.mailedAt ?? -Infinity) >= mailDay.startsAt) return putOff(this.nextAt(at)(mail, mailDay.endsAt));
		const isFree = at - (last.billedAt ?? -Infinity) < DAY_MS;
		const sent = Math.min(count, quotaLeft, isFree ? Infinity : budgetLeft);
		this.count(next, sent, isFree, this.dayOf(day, at), this.monthOf(month));
		this.wait(sent, others, { billedAt: isFree ? last.billedAt : at, mailedAt: mailDay ? at : last.mailedAt });
		if (sent < count) this.wait(count - sent, cohort.pending, last);
	}

	private count({ isNew }: Pending, sent: number, isFree: boolean, ofDay: ForecastDay & { total: number }, ofMonth: ForecastMonth): void {
		ofDay.total += sent;
		ofDay[isNew ? 'mails' : 'earlier'] += sent;
		if (!isFree) ofMonth.billable += sent;
		if (isNew) ofMonth[isFree ? 'newFree' : 'newBillable'] += sent;
	}

	/** What doesn't fit today goes out tomorrow, in the buyer's window. */
	private tomorrow(mail: WindowedMail, at: number): number {
		const startsAt = nextDayStart(this.settings.plan.timeZone, at);
		if (this.nextDay?.at !== startsAt) this.nextDay = { at: startsAt, next: this.settings.windowsAt(startsAt) };
		return Math.max(this.nextDay.next({ ...mail, isWindowBound: true }), at + 1);
	}

	/** What the budget holds up stays due: it goes out when the next month begins. */
	private nextMonth(at: number, month: string): number {
		let next = at;
		do next = nextDayStart(this.settings.plan.timeZone, next);
		while (usageAt(this.settings.plan, next).month === month);
		return next;
	}

	private nextAt(at: number): NextInWindow {
		if (this.windows?.at !== at) this.windows = { at, next: this.settings.windowsAt(at) };
		return this.windows.next;
	}

	private dayOf(day: string, at: number): ForecastDay & { total: number } {
		const known = this.days.get(day) ?? { day, mails: 0, earlier: 0, quota: usageAt(this.settings.plan, at).dailyQuota, quotaLeft: 0, total: 0 };
		this.days.set(day, known);
		return known;
	}

	private monthOf(month: string): ForecastMonth {
		const known = this.months.get(month) ?? { month, billable: 0, newBillable: 0, newFree: 0 };
		this.months.set(month, known);
		return known;
	}
}

function since(at: number | undefined, from: number): number | undefined {
	return at !== undefined && at > from ? at : undefined;
}

function keyOf({ pending, last }: Cohort): string {
	return [last.billedAt ?? '', last.mailedAt ?? '', ...pending.map(keyOfMail)].join('|');
}

function keyOfMail({ dueAt, order, notAfter, mail, isOwn, isNew }: Pending): string {
	return [dueAt, order, notAfter ?? '', mail.site, mail.timeZone, mail.country ?? '', mail.purpose, mail.isWindowBound, isOwn, isNew].join(' ');
}
