import { findMailDay } from '../compliance/legalOpening';
import type { StoredContent } from '../template/ports';
import type { ClaimRequest, ClaimedDelivery, NextInWindow } from './ports';
import type { SendRunDeps, SendRunSummary } from './sendRun';

export interface Sendable {
	delivery: ClaimedDelivery;
	content: StoredContent | undefined;
}

/** Hands claimed deliveries to the connections; claims the next batch while the last one is being sent. */
export interface DeliverySource {
	/** `undefined`: nothing more to send in this run. */
	next(): Promise<Sendable | undefined>;
	/** A delivery that another connection should try. */
	putBack(sendable: Sendable): void;
	/** Ids of what was claimed and not taken; the source is empty then. */
	takeRest(): Promise<string[]>;
}

interface SourceOptions {
	request: Omit<ClaimRequest, 'now' | 'usage' | 'nextInWindow' | 'mailDayOf'>;
	usage: (now: number) => ClaimRequest['usage'];
	windowsAt: (now: number) => NextInWindow;
	mayGoOn: () => boolean;
	summary: SendRunSummary;
}

export function makeDeliverySource(deps: Pick<SendRunDeps, 'clock' | 'ledger' | 'contents'>, options: SourceOptions): DeliverySource {
	const ready: Sendable[] = [];
	/** claimed, and their content could not be read: given back at the end */
	const claimedOnly = new Set<string>();
	let claiming: Promise<void> | undefined;
	let isExhausted = false;

	async function claim(): Promise<void> {
		const now = deps.clock.now();
		const result = await deps.ledger.claim({
			...options.request, now, usage: options.usage(now), nextInWindow: options.windowsAt(now),
			mailDayOf: (country, timeZone) => findMailDay(country, timeZone, now),
		});
		options.summary.blocked += result.blockedCount;
		options.summary.postponed += result.putOffCount;
		if (result.stoppedBy) options.summary.stoppedBy ??= result.stoppedBy;
		if (result.stoppedBy) isExhausted = true;
		if (result.deliveries.length + result.blockedCount + result.putOffCount === 0) isExhausted = true;
		for (const delivery of result.deliveries) claimedOnly.add(delivery.id);
		const contents = await deps.contents.getMany([...new Set(result.deliveries.map((delivery) => delivery.contentId))]);
		for (const delivery of result.deliveries) {
			claimedOnly.delete(delivery.id);
			ready.push({ delivery, content: contents.get(delivery.contentId) });
		}
	}

	function refill(): Promise<void> {
		claiming ??= claim().finally(() => (claiming = undefined));
		return claiming;
	}

	return {
		async next() {
			for (;;) {
				if (!options.mayGoOn()) return undefined;
				const sendable = ready.shift();
				if (sendable) {
					// a failure shows at the next refill, which is awaited
					if (ready.length < options.request.limit / 4 && !isExhausted) refill().catch(() => undefined);
					return sendable;
				}
				if (isExhausted && !claiming) return undefined;
				await refill();
			}
		},
		putBack: (sendable) => void ready.unshift(sendable),
		async takeRest() {
			await claiming?.catch(() => undefined);
			return [...ready.splice(0).map((sendable) => sendable.delivery.id), ...claimedOnly];
		},
	};
}
