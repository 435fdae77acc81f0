import { SECOND_MS } from '../shared/clock';
import { laneOf } from './lane';
import type { AttemptOutcome, ClaimedDelivery, ClaimedId, ThrottleReport } from './ports';
import { REFUSALS_THAT_SLOW, WINDOWS_MS, claimPauseMs } from './throttle';

/** What one run sees of the domains it writes to, and hasn't told the store yet. */
export interface LaneWatch {
	/** Whether another mail may be begun there: a domain that hangs must not take every connection. `after`: the one before on the same connection, whose place it takes. */
	mayBegin(delivery: ClaimedDelivery, now: number, after?: ClaimedDelivery): boolean;
	/** It was handed to a connection, which makes the mail first, or sends the one `after` which it comes. */
	take(delivery: ClaimedDelivery, after?: ClaimedDelivery): void;
	/** The server is told about it. */
	begin(delivery: ClaimedDelivery, now: number): void;
	/** `true`: the domain has just turned out to be slow; its other mails should wait. */
	end(delivery: ClaimedDelivery, outcome: AttemptOutcome, now: number): boolean;
	/** Whether it was handed to a connection, and neither ended nor given back. */
	isInHand(delivery: ClaimedId): boolean;
	/** Whether its domain has turned out to be slow and the store doesn't know yet. */
	isSlow(delivery: ClaimedDelivery): boolean;
	/** Claimed and not sent: what it used is free again. */
	giveBack(deliveries: readonly ClaimedId[]): void;
	/** How long it took from the claim's begin, without waiting for a connection, until a mail's content could leave. */
	noteLead(ms: number): void;
	/** How much earlier than rates let a mail leave it is claimed: what nearly all of the latest took; whoever is quicker waits. */
	leadMs(): number;
	/** What has happened since the last time. */
	takeReport(): ThrottleReport;
	/** It did not get there: it is part of the next one. */
	keepReport(lost: ThrottleReport): void;
	/** Lanes that nothing more should be begun for now. */
	crowded(now: number): string[];
	/** whether mails to more than one domain were seen */
	hasSeveral(): boolean;
}

interface UnderWay {
	id: string;
	since: number;
}

/** Uses are kept this finely; a span may be counted too long by it, never too short. */
const GRAIN_MS = WINDOWS_MS[0] / 500;
/** a mail that has been on its way for longer makes its domain a slow one */
const SLOW_MS = 10 * SECOND_MS;
const KEPT_LEADS = 30;
/** until some are known */
const FIRST_LEAD_MS = 50;
/** claims look no further ahead */
export const LONGEST_LEAD_MS = 250;
/** begun, seen from any instant: not at all */
const NOT_YET = Infinity;

/** `places`: how many mails can be with the connections at once. */
export function makeLaneWatch(places: number): LaneWatch {
	/** by lane; arrays, because a Map in which everything comes and goes leaves its old tables behind (decision 0034) */
	const underWay = new Map<string, UnderWay[]>();
	/** ids; also of what comes after another mail, whose place it has until it begins */
	const inHand: string[] = [];
	const refusals = new Map<string, number>();
	let report = emptyReport();
	const leads: number[] = [];

	const isCrowded = (there: readonly UnderWay[] | undefined, now: number, leaving = 0): boolean => {
		if (!there || there.length === 0) return false;
		return there.length - leaving >= Math.max(1, Math.ceil(places / 2)) || there.some(({ since }) => now - since > SLOW_MS);
	};
	const note = ({ id, domain }: ClaimedDelivery, since: number): void => {
		const name = laneOf(domain ?? '');
		const there = underWay.get(name) ?? [];
		const known = there.find((one) => one.id === id);
		if (known) known.since = since;
		else there.push({ id, since });
		underWay.set(name, there);
	};
	const leave = (delivery: ClaimedId): void => {
		const held = inHand.indexOf(delivery.id);
		if (held >= 0) inHand.splice(held, 1);
		const there = underWay.get(lane(delivery));
		const index = there?.findIndex(({ id }) => id === delivery.id) ?? -1;
		if (index >= 0) there?.splice(index, 1);
	};
	return {
		mayBegin: (delivery, now, after) => !isCrowded(underWay.get(lane(delivery)), now, isInPlaceOf(delivery, after) ? 1 : 0),
		take(delivery, after) {
			if (!inHand.includes(delivery.id)) inHand.push(delivery.id);
			if (!isInPlaceOf(delivery, after)) note(delivery, NOT_YET);
		},
		begin: note,
		end(delivery, outcome, now) {
			leave(delivery);
			// a clock that says `now` may be nearly a millisecond further
			const at = Math.ceil((now + 1) / GRAIN_MS) * GRAIN_MS;
			const name = lane(delivery);
			add(report.ended, `${name} ${at}`, 1);
			if (outcome.kind === 'accepted') {
				refusals.delete(name);
				add(report.accepted, name, 1);
			}
			if (outcome.kind !== 'deferred' || !isAboutDomain(outcome)) return false;
			const inARow = (refusals.get(name) ?? 0) + 1;
			refusals.set(name, inARow);
			if (inARow < REFUSALS_THAT_SLOW) return false;
			refusals.delete(name);
			report.slowed.set(name, Math.max(report.slowed.get(name) ?? 0, outcome.retryAfterMs ?? 0));
			return true;
		},
		isInHand: ({ id }) => inHand.includes(id),
		isSlow: (delivery) => report.slowed.has(lane(delivery)),
		giveBack(deliveries) {
			for (const delivery of deliveries) {
				leave(delivery);
				add(report.givenBack, lane(delivery), 1);
			}
		},
		noteLead(ms) {
			leads.push(Math.max(0, ms));
			if (leads.length > KEPT_LEADS) leads.shift();
		},
		leadMs() {
			const most = leads.length < KEPT_LEADS ? FIRST_LEAD_MS : (leads.toSorted((a, b) => a - b)[Math.floor(KEPT_LEADS * 0.9)] ?? 0);
			return Math.min(most + claimPauseMs(WINDOWS_MS[0]), LONGEST_LEAD_MS);
		},
		takeReport() {
			const taken = report;
			report = emptyReport();
			return taken;
		},
		keepReport(lost) {
			for (const kind of ['ended', 'givenBack', 'accepted'] as const) for (const [key, count] of lost[kind]) add(report[kind], key, count);
			for (const [name, askedForMs] of lost.slowed) report.slowed.set(name, Math.max(report.slowed.get(name) ?? 0, askedForMs));
		},
		crowded: (now) => [...underWay].flatMap(([name, there]) => (isCrowded(there, now) ? [name] : [])),
		hasSeveral: () => underWay.size > 1,
	};
}

function lane({ domain }: ClaimedId): string {
	return laneOf(domain ?? '');
}

function isInPlaceOf(delivery: ClaimedDelivery, before: ClaimedDelivery | undefined): boolean {
	return before !== undefined && lane(before) === lane(delivery);
}

function emptyReport(): ThrottleReport {
	return { ended: new Map(), givenBack: new Map(), accepted: new Map(), slowed: new Map() };
}

function add(counts: Map<string, number>, key: string, by: number): void {
	counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Not about one mailbox (full, disabled, greylisted for its sender), but about the servers behind the domain. */
function isAboutDomain({ scope, code, enhancedCode, cause }: Extract<AttemptOutcome, { kind: 'deferred' }>): boolean {
	if (scope) return scope === 'domain';
	return cause !== 'mailbox-full' && !/^4\.[12]\./.test(enhancedCode ?? '') && /^4(21|50|51)$/.test(code);
}
