import { findMailDay } from '../compliance/legalOpening';
import { SECOND_MS, type Clock } from '../shared/clock';
import type { Sleep } from '../shared/sleep';
import type { StoredContent } from '../template/ports';
import { laneOf } from './lane';
import type { LaneWatch } from './laneWatch';
import { withPatience } from './patientStore';
import type { ClaimRequest, ClaimResult, ClaimedDelivery, ClaimedId, MadeMail, NextInWindow, OutgoingMessage } from './ports';
import { recoverDead } from './recoverDead.flow';
import type { SendRunDeps, SendRunSummary } from './sendRun';
import type { ThrottlePlan } from './throttle';

export interface Sendable {
	delivery: ClaimedDelivery;
	content: StoredContent | undefined;
	/** its mail, where it is being made already */
	making?: Making;
	/** when it was handed to a connection, less what its claim took */
	leadFrom: number;
}

export interface Making {
	since: number;
	made: Promise<MadeMail>;
	/** once it is there */
	message?: OutgoingMessage;
}

/** Hands claimed deliveries to the connections; claims the next batch while the last one is being sent. */
export interface DeliverySource {
	/** `undefined`: nothing more to send in this run. */
	next(): Promise<Sendable | undefined>;
	/** What a connection can send right behind `current`: one whose mail is made and `isFit`. */
	nextMade(current: ClaimedDelivery, isFit: (making: Making | undefined) => boolean): Sendable | undefined;
	/** Those that are likely to be next. */
	upcoming(count: number): readonly Sendable[];
	/** A delivery that another connection should try. */
	putBack(sendable: Sendable): void;
	/** What is ready for the same domain as this one goes back unsent. */
	dropLane(delivery: ClaimedDelivery): Promise<void>;
	/** Ids of what was claimed and not taken; the source is empty then. */
	takeRest(): Promise<string[]>;
}

interface SourceOptions {
	request: Omit<ClaimRequest, 'now' | 'usage' | 'nextInWindow' | 'mailDayOf' | 'throttle' | 'turn'>;
	usage: (now: number) => ClaimRequest['usage'];
	windowsAt: (now: number) => NextInWindow;
	planAt: (now: number) => ThrottlePlan;
	watch: LaneWatch;
	/** given back: counted nowhere */
	release: (deliveries: ClaimedId[]) => Promise<void>;
	mayGoOn: () => boolean;
	sleep: Sleep;
	summary: SendRunSummary;
}

type Claiming = ClaimRequest & Required<Pick<ClaimRequest, 'throttle'>>;

/** A run waits this long for its rates; what takes longer is for the next run. */
const LONGEST_WAIT_MS = 90 * SECOND_MS;
/** how soon a wait notices that the run shall end */
const WAIT_STEP_MS = 200;
/** for how long it is believed that nothing else is due but what every connection is at already */
const ALONE_MS = SECOND_MS;
/** While rates hold mails back, this often it is looked whether what another worker holds is a dead one's. */
const LOOK_FOR_DEAD_MS = SECOND_MS;
/** waits after which a clock that hasn't moved stands still */
const MOST_STILL = 20;

export function makeDeliverySource(deps: Pick<SendRunDeps, 'clock' | 'ledger' | 'contents' | 'workers'>, options: SourceOptions): DeliverySource {
	const { watch } = options;
	const ready: Sendable[] = [];
	/** claimed, and their content could not be read: given back at the end */
	let claimedOnly: ClaimedDelivery[] = [];
	let claiming: Promise<void> | undefined;
	let isExhausted = false;
	let notBefore = 0;
	let aloneUntil = 0;
	let turn = 0;
	/** what the last claim took */
	let claimMs = 0;
	const lookForDead = makeLookout(deps, options);

	async function claim(avoid: readonly string[]): Promise<void> {
		if (!(await waitUntil(deps.clock, options, notBefore))) return void (isExhausted = true);
		if (notBefore > 0) await lookForDead();
		const { result, now } = await claimPatiently(deps, options, () => toRequest(options, deps.clock.now(), turn++, avoid), ({ id }) => ready.some(({ delivery }) => delivery.id === id));
		addUp(options.summary, result);
		note(result, avoid, now);
		claimedOnly.push(...result.deliveries);
		const contents = await deps.contents.getMany([...new Set(result.deliveries.map((delivery) => delivery.contentId))]);
		claimedOnly = [];
		for (const delivery of result.deliveries) addReady(ready, watch, { delivery, content: contents.get(delivery.contentId), leadFrom: 0 });
		claimMs = deps.clock.now() - now;
		await options.release(takeOut(ready, (delivery) => watch.isSlow(delivery))); // turned out while they were being claimed
	}

	function note({ deliveries, blockedCount, putOffCount, stoppedBy, throttledUntil }: ClaimResult, avoid: readonly string[], now: number): void {
		notBefore = throttledUntil !== undefined && throttledUntil <= now + LONGEST_WAIT_MS ? throttledUntil : 0;
		const isEmpty = deliveries.length + blockedCount + putOffCount === 0;
		if (isEmpty && avoid.length > 0) return void (aloneUntil = now + ALONE_MS);
		if (isEmpty && throttledUntil !== undefined && notBefore === 0) options.summary.stoppedBy ??= 'throttled';
		if (stoppedBy || (isEmpty && notBefore === 0)) isExhausted = true;
	}

	function refill(avoid: readonly string[] = []): Promise<void> {
		claiming ??= claim(avoid).finally(() => (claiming = undefined));
		return claiming;
	}

	/** The first whose domain doesn't take up too many connections already. */
	function takeReady(now: number): Sendable | undefined {
		const index = ready.findIndex(({ delivery }) => watch.mayBegin(delivery, now));
		const isAlone = index < 0 && now < aloneUntil;
		return index >= 0 || isAlone ? handOut(Math.max(0, index), now) : undefined;
	}

	function handOut(index: number, now: number, after?: ClaimedDelivery): Sendable | undefined {
		const [sendable] = ready.splice(index, 1);
		if (!sendable) return undefined;
		watch.take(sendable.delivery, after);
		sendable.leadFrom = now - claimMs;
		// a failure shows at the next refill, which is awaited
		if (ready.length < options.request.limit / 4 && !isExhausted && now >= notBefore) refill().catch(() => undefined);
		return sendable;
	}

	return {
		async next() {
			for (;;) {
				if (!options.mayGoOn()) return undefined;
				const now = deps.clock.now();
				const sendable = takeReady(now);
				if (sendable) return sendable;
				if (ready.length > 0 && isExhausted && !claiming) aloneUntil = now + ALONE_MS;
				else if (isExhausted && !claiming) return undefined;
				else await refill(ready.length > 0 ? watch.crowded(now) : []);
			}
		},
		nextMade(current, isFit) {
			if (!options.mayGoOn()) return undefined;
			const now = deps.clock.now();
			const index = ready.findIndex(({ delivery, making }) => isFit(making) && (now < aloneUntil || watch.mayBegin(delivery, now, current)));
			return index >= 0 ? handOut(index, now, current) : undefined;
		},
		upcoming: (count) => ready.slice(0, count),
		putBack: (sendable) => void ready.unshift(sendable),
		dropLane: async ({ domain }) => await options.release(takeOut(ready, (other) => laneOf(other.domain ?? '') === laneOf(domain ?? ''))),
		async takeRest() {
			await claiming?.catch(() => undefined);
			const rest = [...ready.splice(0).map(({ delivery }) => delivery), ...claimedOnly];
			watch.giveBack(rest);
			return rest.map(({ id }) => id);
		},
	};
}

/**
 * A claim whose answer was lost on the way may have been made: what it took goes back before the next one, because it would
 * wait here for nobody, and count against the rates.
 */
async function claimPatiently(deps: Pick<SendRunDeps, 'ledger'>, options: SourceOptions, toNext: () => Claiming, isReady: (delivery: ClaimedId) => boolean): Promise<{ result: ClaimResult; now: number }> {
	const { watch } = options;
	let unsure: Claiming | undefined;
	const settle = async ({ throttle, ...request }: Claiming): Promise<void> => {
		const lost = (await deps.ledger.listClaimed(request)).filter((delivery) => !watch.isInHand(delivery) && !isReady(delivery));
		unsure = undefined;
		// where something was claimed, the report was written with it
		if (lost.length === 0) watch.keepReport(throttle.report);
		await options.release(lost);
	};
	try {
		return await withPatience(async () => {
			if (unsure) await settle(unsure);
			const request = (unsure = toNext());
			return { result: await deps.ledger.claim(request), now: request.now };
		}, options.mayGoOn);
	} catch (error) {
		if (unsure) watch.keepReport(unsure.throttle.report);
		throw error;
	}
}

/**
 * What was taken away while this run stood still for longer than its lease, and is its own again, may still be here: of two
 * that are one delivery, one would be given back while the other is being sent.
 */
function addReady(ready: Sendable[], watch: LaneWatch, sendable: Sendable): void {
	const index = ready.findIndex(({ delivery }) => delivery.id === sendable.delivery.id);
	if (index >= 0) ready[index] = sendable;
	else if (!watch.isInHand(sendable.delivery)) ready.push(sendable);
}

function takeOut(ready: Sendable[], isDropped: (delivery: ClaimedDelivery) => boolean): ClaimedDelivery[] {
	const dropped = ready.filter(({ delivery }) => isDropped(delivery));
	for (const sendable of dropped) ready.splice(ready.indexOf(sendable), 1);
	return dropped.map(({ delivery }) => delivery);
}

function addUp(summary: SendRunSummary, { blockedCount, putOffCount, stoppedBy }: ClaimResult): void {
	summary.blocked += blockedCount;
	summary.postponed += putOffCount;
	if (stoppedBy) summary.stoppedBy ??= stoppedBy;
}

function toRequest({ request, usage, windowsAt, planAt, watch }: SourceOptions, now: number, turn: number, avoid: readonly string[]): Claiming {
	return {
		...request, now, turn, usage: usage(now), nextInWindow: windowsAt(now), mailDayOf: (country, timeZone) => findMailDay(country, timeZone, now),
		throttle: { ...planAt(now), report: watch.takeReport(), avoid, leadMs: watch.leadMs() },
	};
}

function makeLookout(deps: Parameters<typeof recoverDead>[0], { request, summary, mayGoOn }: SourceOptions): () => Promise<void> {
	let lookedAt = deps.clock.now();
	return async () => {
		if (deps.clock.now() - lookedAt < LOOK_FOR_DEAD_MS) return;
		lookedAt = deps.clock.now();
		await withPatience(async () => await recoverDead(deps, request.shopId, request.worker, summary), mayGoOn);
	};
}

/** `false`: the run shall end, or the clock stands still. */
async function waitUntil(clock: Clock, { mayGoOn, sleep }: Pick<SourceOptions, 'mayGoOn' | 'sleep'>, at: number): Promise<boolean> {
	for (let [now, stillFor] = [clock.now(), 0]; now < at; ) {
		if (!mayGoOn()) return false;
		// nobody waits for that long: the clock was set back
		if (at - now > LONGEST_WAIT_MS) return true;
		await sleep(Math.min(at - now, WAIT_STEP_MS));
		const before = now;
		now = clock.now();
		// a timer may fire within the millisecond it was set in
		stillFor = now > before ? 0 : stillFor + 1;
		if (stillFor > MOST_STILL) return false;
	}
	return true;
}
