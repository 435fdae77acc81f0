import { findLegalOpening } from '../compliance/legalOpening';
import type { BuyerItem, MailPurpose } from '../contract/items';
import type { NextInWindow } from '../delivery/ports';
import { makeWindowPlanner } from '../shop/sendWindow';

/** When a campaign's mails go out. */
export type SendTime =
	| { kind: 'localWindow' }
	/** marketing still waits for the hours that the recipient's law leaves to it */
	| { kind: 'atOnce' }
	/** in the buyer's window, but not before this instant */
	| { kind: 'from'; at: number };

/** A shop's send windows by site: minutes after the buyer's local midnight. */
export type SiteWindows = ReadonlyMap<string, { windowStartMinute: number; windowEndMinute: number }>;

const ALWAYS = { windowStartMinute: 0, windowEndMinute: 0 } as const;

/**
 * The next instant at or after `now` at which a mail may go: inside its site's window, where it is bound to one (an unknown
 * site is always open), and for marketing inside the hours of the recipient's law. A courtesy binds only what is
 * window-bound. `notBefore` asks for a later instant.
 */
export function windowsAt(windows: SiteWindows, now: number): NextInWindow {
	const planner = makeWindowPlanner(now);
	return (mail, notBefore = now) => {
		const { windowStartMinute, windowEndMinute } = (mail.isWindowBound ? windows.get(mail.site) : undefined) ?? ALWAYS;
		const legal = mail.purpose === 'marketing' ? findLegalOpening(mail.country, mail.timeZone) : undefined;
		const binding = legal && (legal.isLaw || mail.isWindowBound) ? legal : undefined;
		const at = notBefore > now ? makeWindowPlanner(notBefore) : planner;
		return at.nextInWindow(mail.timeZone, windowStartMinute, windowEndMinute, binding);
	};
}

/** Gives each buyer the instant at which his mail is due. */
export function planDueAt(when: SendTime, purpose: MailPurpose, windows: SiteWindows, now: number): (buyer: BuyerItem) => number {
	const next = windowsAt(windows, when.kind === 'from' ? Math.max(when.at, now) : now);
	const isWindowBound = when.kind !== 'atOnce';
	return ({ site, timeZone, country }) => next({ site, timeZone, country, purpose, isWindowBound });
}
