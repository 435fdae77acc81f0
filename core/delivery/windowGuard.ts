import { MINUTE_MS } from '../shared/clock';
import type { ClaimedDelivery, NextInWindow } from './ports';

/**
 * Says of claimed deliveries whether they may still go: between claim and sending a slow server can let a window close.
 * Windows open and close on whole minutes, so what was found for one holds until the next.
 */
export function makeWindowGuard(windowsAt: (now: number) => NextInWindow): (delivery: ClaimedDelivery, now: number) => boolean {
	let minute = NaN;
	let next: NextInWindow | undefined;
	return ({ buyer, purpose, isWindowBound }, now) => {
		const current = Math.floor(now / MINUTE_MS) * MINUTE_MS;
		if (!next || current !== minute) next = windowsAt(current);
		minute = current;
		return next({ site: buyer.site, timeZone: buyer.timeZone, country: buyer.country, purpose, isWindowBound }) <= now;
	};
}
