import type { BuyerItem } from '../contract/items';
import type { NextInWindow } from '../delivery/ports';
import { makeWindowPlanner } from '../shop/sendWindow';

/** When a campaign's mails go out. */
export type SendTime =
	| { kind: 'localWindow' }
	| { kind: 'atOnce' }
	/** in the buyer's window, but not before this instant */
	| { kind: 'from'; at: number };

/** A shop's send windows by site: minutes after the buyer's local midnight. */
export type SiteWindows = ReadonlyMap<string, { windowStartMinute: number; windowEndMinute: number }>;

/** The next instant at or after `now` at which a site's window is open in a zone; an unknown site is always open. */
export function windowsAt(windows: SiteWindows, now: number): NextInWindow {
	const planner = makeWindowPlanner(now);
	return (site, timeZone) => {
		const window = windows.get(site);
		return window ? planner.nextInWindow(timeZone, window.windowStartMinute, window.windowEndMinute) : now;
	};
}

/** Gives each buyer the instant at which his mail is due. */
export function planDueAt(when: SendTime, windows: SiteWindows, now: number): (buyer: BuyerItem) => number {
	if (when.kind === 'atOnce') return () => now;
	const next = windowsAt(windows, when.kind === 'from' ? Math.max(when.at, now) : now);
	return (buyer) => next(buyer.site, buyer.timeZone);
}
