import { nextDayStart, usageAt, type UsagePlan } from '../campaign/usage';
import type { NextInWindow, WindowedMail } from '../delivery/ports';
import { DAY_MS } from '../shared/clock';
import { MailQueue, type Waiting } from './mailQueue';

/** Mails that are alike in everything that decides when they leave and what they cost. */
export interface ForecastMails {
	count: number;
	dueAt: number;
	notAfter: number | undefined;
	mail: WindowedMail & { country: string | null };
	/** of the campaign that is estimated: its send comes first */
	isOwn: boolean;
	/** not planned yet */
	isNew: boolean;
	/** the buyers' last mails before; of a buyer with several mails in the forecast one object for all of them */
	last: LastMails;
	/** set: these are mails of one buyer who has others in the forecast */
	buyerId?: string;
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

type Group = ForecastMails & Waiting;

/**
 * Plays the engine's rules forward, as if *Send Due* ran at every instant: the campaign's own send first, then what is due,
 * in order; send windows, a day's quota, a month's budget, one mail a day where the law says so, and 24 hours of one buyer.
 * Keeps one entry for all mails that are alike, so a million recipients need no more memory than their zones and sites.
 * Pure: the caller adds mails, then takes every step of `run`.
 */
export class MailForecast {
	private readonly queue = new MailQueue<Group>();
	private readonly groups = new Map<string, Group>();
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

	add(mails: ForecastMails): void {
		this.wait(mails, mails.dueAt, mails.dueAt);
	}

	/** Yields now and then, so that the caller can let others run. */
	*run(): Generator<void, Forecast> {
		yield* this.sendOwn();
		for (let steps = 0, group = this.take(); group; steps += 1, group = this.take()) {
			this.settle(group, Math.max(group.dueAt, this.settings.now));
			if (steps % STEPS_AT_ONCE === 0) yield;
		}
		const days = [...this.days.values()].filter(({ mails, earlier }) => mails + earlier > 0).sort((a, b) => a.day.localeCompare(b.day));
		return { ...this.result, days: days.map(({ total, ...day }) => ({ ...day, quotaLeft: Math.max(0, day.quota - total) })), months: [...this.months.values()] };
	}

	/** The campaign's send takes what is due of its own before anybody runs *Send Due* for all. */
	private *sendOwn(): Generator<void> {
		const others: Group[] = [];
		for (let steps = 0; (this.queue.first()?.dueAt ?? Infinity) <= this.settings.now; steps += 1) {
			const group = this.take();
			if (!group) break;
			if (group.isOwn) this.settle(group, this.settings.now);
			else others.push(group);
			if (steps % STEPS_AT_ONCE === 0) yield;
		}
		for (const group of others) this.wait(group, group.dueAt, group.order);
	}

	private take(): Group | undefined {
		const group = this.queue.take();
		if (group) this.groups.delete(keyOf(group));
		return group;
	}

	private wait(mails: ForecastMails, dueAt: number, order: number): void {
		if (dueAt - this.settings.now > HORIZON_MS) {
			if (mails.isNew) this.result.neverLeave += mails.count;
			return;
		}
		const group: Group = { ...mails, dueAt, order, serial: (this.serial += 1) };
		// a mail of more than 24 hours before makes none of them free any more: they are alike again
		if (group.buyerId === undefined && dueAt - (group.last.billedAt ?? -Infinity) >= DAY_MS) group.last = { mailedAt: group.last.mailedAt };
		const key = keyOf(group);
		const alike = this.groups.get(key);
		if (alike) {
			alike.count += group.count;
			return;
		}
		this.groups.set(key, group);
		this.queue.add(group);
	}

	/** One look at mails that are due, as a claim would take it. */
	private settle(group: Group, at: number): void {
		const { mail } = group;
		const opensAt = this.nextAt(at)(mail);
		if (opensAt > at) return this.wait(group, opensAt, opensAt);
		if (group.notAfter !== undefined && group.notAfter < at) {
			if (group.isNew) this.result.tooLate += group.count;
			return;
		}
		const { day, month, dailyQuota, billableLimit } = usageAt(this.settings.plan, at);
		const quotaLeft = dailyQuota - this.dayOf(day, at).total;
		if (quotaLeft <= 0) return this.waitForNextDay(group, at);
		const budgetLeft = billableLimit - this.monthOf(month).billable;
		if (budgetLeft <= 0) return this.waitForNextMonth(group, at, { day, month });
		const mailDay = mail.purpose === 'marketing' ? this.settings.mailDayOf(mail.country, mail.timeZone, at) : undefined;
		if (mailDay && (group.last.mailedAt ?? -Infinity) >= mailDay.startsAt) {
			const nextAt = this.nextAt(at)(mail, mailDay.endsAt);
			return this.wait(group, nextAt, nextAt);
		}
		const isFree = at - (group.last.billedAt ?? -Infinity) < DAY_MS;
		const count = Math.min(group.count, quotaLeft, isFree ? Infinity : budgetLeft);
		this.send(group, count, isFree, at, { day, month });
		if (count < group.count) this.wait({ ...group, count: group.count - count }, group.dueAt, group.order);
	}

	private send(group: Group, count: number, isFree: boolean, at: number, { day, month }: { day: string; month: string }): void {
		const ofDay = this.dayOf(day, at);
		const ofMonth = this.monthOf(month);
		ofDay.total += count;
		ofDay[group.isNew ? 'mails' : 'earlier'] += count;
		if (!isFree) ofMonth.billable += count;
		if (group.isNew) ofMonth[isFree ? 'newFree' : 'newBillable'] += count;
		if (group.buyerId === undefined) return;
		if (!isFree) group.last.billedAt = at;
		if (group.mail.purpose === 'marketing') group.last.mailedAt = at;
	}

	/** What doesn't fit today goes out tomorrow, in the buyer's window. */
	private waitForNextDay(group: Group, at: number): void {
		const startsAt = nextDayStart(this.settings.plan.timeZone, at);
		if (this.nextDay?.at !== startsAt) this.nextDay = { at: startsAt, next: this.settings.windowsAt(startsAt) };
		const dueAt = Math.max(this.nextDay.next({ ...group.mail, isWindowBound: true }), at + 1);
		this.wait(group, dueAt, dueAt);
	}

	/** What the budget holds up stays due: it goes out when the next month begins. */
	private waitForNextMonth(group: Group, at: number, stop: { day: string; month: string }): void {
		if (group.isNew) this.result.budgetStop ??= stop;
		let next = at;
		do next = nextDayStart(this.settings.plan.timeZone, next);
		while (usageAt(this.settings.plan, next).month === stop.month);
		this.wait(group, next, group.order);
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

function keyOf({ dueAt, order, serial, notAfter, mail, isOwn, isNew, last, buyerId }: Group): string {
	// mails of one buyer are never alike: the first one makes the second free
	const who = buyerId === undefined ? `${last.billedAt ?? ''} ${last.mailedAt ?? ''}` : `${buyerId} ${serial}`;
	return [dueAt, order, notAfter ?? '', mail.site, mail.timeZone, mail.country ?? '', mail.purpose, mail.isWindowBound, isOwn, isNew, who].join('|');
}
