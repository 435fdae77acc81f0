import { findJurisdiction } from '../compliance/jurisdiction';
import { SECOND_MS } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { toOutcome } from './attemptOutcome';
import type { DeliverySource, Making, Sendable } from './deliverySource.flow';
import { laneOf } from './lane';
import { LONGEST_LEAD_MS, type LaneWatch } from './laneWatch';
import type { LedgerWriter } from './ledgerWriter';
import type { ClaimedDelivery, MadeMail, MailConnection, MailMaker, OutgoingMessage, TransmitResult } from './ports';
import type { SendRunDeps, SendRunRequest, SendRunSummary } from './sendRun';

export interface ConnectionRun {
	deps: SendRunDeps;
	request: SendRunRequest;
	worker: string;
	summary: SendRunSummary;
	source: DeliverySource;
	maker: MailMaker;
	/** whether a claimed mail's window is still open */
	isOpen: (delivery: ClaimedDelivery, now: number) => boolean;
	writer: LedgerWriter;
	watch: LaneWatch;
	/** `false`: stopped, out of time, or the server can't be used: nothing new is begun */
	mayGoOn: () => boolean;
	/** claims go back unsent */
	release: (deliveries: ClaimedDelivery[]) => Promise<void>;
	/** deliveries in a row, over all connections, on which the server broke off before it took one */
	brokenInARow: number;
	/** the domains of these */
	brokenLanes: Set<string>;
	/** connections with a mail under way */
	busyCount: number;
	/** the server takes an envelope behind a content */
	takesAlong: boolean;
}

interface Line {
	connection?: MailConnection;
	recording: Promise<void>;
	/** what this connection sends next: its envelope may be on its way already */
	following?: Ready & { since: number; timer: NodeJS.Timeout };
}

/** Servers close connections after a while or a number of mails; a mail whose content hasn't begun is tried on a new one. */
const CONNECTION_TRIES = 3;
/** It is noted as going out by then: what takes longer is put off, since its buyer may have unsubscribed meanwhile. */
const QUICK_MS = 5 * SECOND_MS;
/** One mail that makes the server hang up is put off; several different ones mean that the server is the problem. */
const MAX_BROKEN_IN_A_ROW = 5;

/** What was made ahead and waited for longer is made anew; what waits behind another mail for longer is anybody's again. */
const MADE_AHEAD_MS = 5 * SECOND_MS;

/** A mail that can go out as it is. */
interface Ready {
	sendable: Sendable;
	message: OutgoingMessage;
}

/** One connection's life: takes deliveries until there are none; opens the connection with the first one. */
export async function runConnection(run: ConnectionRun): Promise<void> {
	const line: Line = { recording: Promise.resolve() };
	try {
		for (let ready = await prepareNext(run); ready; ready = takeUp(run, line) ?? (await prepareNext(run))) {
			// the run was stopped while the mail was being made
			if (!run.mayGoOn()) return run.source.putBack(ready.sendable);
			run.busyCount += 1;
			if (!(await send(run, line, ready).finally(() => (run.busyCount -= 1)))) return;
		}
	} finally {
		leaveFollowing(run, line);
		line.connection?.close();
		await line.recording;
	}
}

/** While a content leaves: the mail that comes next on this connection, if one is ready. */
function follow(run: ConnectionRun, line: Line, { delivery }: Sendable): OutgoingMessage | undefined {
	run.takesAlong = true;
	if (line.following) return line.following.message;
	const now = run.deps.clock.now();
	const sendable = run.source.nextMade(delivery, (making) => isFresh(making, now) && making.message !== undefined);
	const message = sendable?.making?.message;
	if (!sendable || !message) return undefined;
	line.following = { sendable, message, since: now, timer: setTimeout(() => leaveFollowing(run, line), MADE_AHEAD_MS) };
	makeAhead(run, now);
	return message;
}

/** Nobody waits behind a server that hangs; what its envelope began ends with the connection. */
function leaveFollowing(run: ConnectionRun, line: Line): void {
	if (!line.following) return;
	clearTimeout(line.following.timer);
	run.source.putBack(line.following.sendable);
	line.following = undefined;
}

function takeUp(run: ConnectionRun, line: Line): Ready | undefined {
	const { following } = line;
	if (!following) return undefined;
	clearTimeout(following.timer);
	line.following = undefined;
	// waiting for a connection is no part of the lead
	following.sendable.leadFrom += run.deps.clock.now() - following.since;
	return following;
}

/** `undefined`: nothing more can be sent in this run. */
async function prepareNext(run: ConnectionRun): Promise<Ready | undefined> {
	for (let sendable = await run.source.next(); sendable; sendable = await run.source.next()) {
		const message = await prepare(run, sendable);
		if (message === 'runEnded') return undefined;
		if (message !== 'settled') return { sendable, message };
	}
	return undefined;
}

/** `settled`: this delivery went back or is blocked. */
async function prepare(run: ConnectionRun, sendable: Sendable): Promise<OutgoingMessage | 'settled' | 'runEnded'> {
	const { delivery } = sendable;
	const now = run.deps.clock.now();
	if (!run.isOpen(delivery, now)) return await giveBack(run, delivery);
	let made: MadeMail;
	try {
		const making = isFresh(sendable.making, now) ? sendable.making.made : make(run, sendable, now);
		makeAhead(run, now);
		made = await making;
	} catch (error) {
		return endRun(run, sendable, error);
	}
	if (made.kind === 'ready') return made.message;
	if (made.kind === 'tooLate') return await giveBack(run, delivery);
	run.summary.blocked += 1;
	run.watch.giveBack([delivery]);
	await run.deps.ledger.block(delivery, made.cause, made.findings, run.worker, now);
	return 'settled';
}

/** While mails are under way, the next ones are made; whichever connection is free first takes them. */
function makeAhead(run: ConnectionRun, now: number): void {
	for (const sendable of upcoming(run)) {
		if (isFresh(sendable.making, now)) continue;
		const making: Making = { since: now, made: make(run, sendable, now) };
		sendable.making = making;
		// whoever takes it learns of a failure
		making.made.then((made) => {
			making.message = made.kind === 'ready' ? made.message : undefined;
			run.writer.look();
		}, () => undefined);
	}
}

/** One for each connection, and as many that are being made meanwhile. */
function upcoming(run: ConnectionRun): readonly Sendable[] {
	return run.source.upcoming(run.request.sender.smtp.maxConnections * 2);
}

/**
 * Whether marks wait for others to join them: until each connection has its mark there or, where contents take the next
 * envelope along, until there is a mail for each that can go along. When mails wait for connections that is at once; when
 * connections wait for mails, so does the commit, and costs nobody anything.
 */
export function mayWait(run: ConnectionRun, markCount: number): boolean {
	if (markCount === 0) return true;
	if (!run.takesAlong) return markCount < run.request.sender.smtp.maxConnections;
	return upcoming(run).filter(({ making }) => making?.message !== undefined).length < run.busyCount;
}

/** A mail bears its hour, and its law was looked at for that hour. */
function isFresh(making: Making | undefined, now: number): making is Making {
	return making !== undefined && now - making.since <= MADE_AHEAD_MS;
}

/** @throws SellerMailError PUBLIC_ADDRESS_MISSING, SENDER_PROFILE_INCOMPLETE */
async function make(run: ConnectionRun, { delivery, content }: Sendable, now: number): Promise<MadeMail> {
	const unsubscribeUrl = needsWayOut(delivery) ? run.request.unsubscribeUrl?.(delivery.id) : undefined;
	if (delivery.purpose === 'marketing' && !unsubscribeUrl) throw noPublicAddress(delivery.shopId);
	return await run.maker.make({ delivery, content, unsubscribeUrl, viewUrl: unsubscribeUrl && run.request.viewUrl?.(delivery.id), now });
}

/** Marketing always; an order's mail where the recipient's country wants it. */
function needsWayOut({ purpose, buyer }: ClaimedDelivery): boolean {
	return purpose === 'marketing' || findJurisdiction(buyer.country).isUnsubscribeAlwaysNeeded;
}

/** The delivery goes back unsent; the next claim finds out what is to become of it. */
async function giveBack(run: ConnectionRun, delivery: ClaimedDelivery): Promise<'settled'> {
	await run.release([delivery]);
	return 'settled';
}

/** The delivery goes back unsent, and the run ends with the reason. */
function endRun(run: ConnectionRun, sendable: Sendable, error: unknown): 'runEnded' {
	run.summary.error ??= error;
	run.source.putBack(sendable);
	return 'runEnded';
}

function noPublicAddress(shopId: string): SellerMailError {
	return new SellerMailError('PUBLIC_ADDRESS_MISSING', { message: `Shop \`${shopId}\` has no public address for unsubscribe links.`, context: { shop: shopId } });
}

/** Sends one mail and records how it ended. `false`: nothing more can be sent in this run. */
async function send(run: ConnectionRun, line: Line, { sendable, message }: Ready): Promise<boolean> {
	const { delivery } = sendable;
	run.watch.begin(delivery, run.deps.clock.now());
	let noted: { at: number; mayGo: Promise<boolean> } | undefined;
	for (let tries = 1; ; tries += 1) {
		try {
			if (!line.connection?.isOpen()) line.connection = await run.deps.mailer.connect(run.request.sender);
		} catch (error) {
			endRun(run, sendable, error);
			return false;
		}
		let startedAt = run.deps.clock.now();
		if (!run.isOpen(delivery, startedAt)) return (await giveBack(run, delivery)) === 'settled';
		// the disk and the server are waited for at the same time; no content leaves before both have answered
		const { at, mayGo } = (noted ??= { at: startedAt, mayGo: run.writer.markSending(delivery.id) });
		mayGo.catch(() => undefined);
		const result = await line.connection.transmit(message, async () => {
			// a slow server can let a window close after the mail was checked
			startedAt = run.deps.clock.now();
			return run.isOpen(delivery, startedAt) && await mayGo && await holdForRates(run, sendable);
		}, () => follow(run, line, sendable));
		if (result.kind === 'notBegun' && !run.mayGoOn()) return (await giveBack(run, delivery)) === 'settled';
		if (result.kind === 'notBegun' && tries < CONNECTION_TRIES && run.deps.clock.now() - at < QUICK_MS) continue;
		return (await settle(run, line, sendable, result, startedAt)) === 'settled';
	}
}

/** Claims are made a little early, so that the way to the server costs a rate nothing; no content leaves before its time. */
async function holdForRates(run: ConnectionRun, { delivery, leadFrom }: Sendable): Promise<true> {
	run.watch.noteLead(run.deps.clock.now() - leadFrom);
	const { notBefore = 0 } = delivery;
	// again, because timers may fire a millisecond early; not for long, because what is further ahead than any claim looks means that the clock was set back
	for (let waited = 0, now = run.deps.clock.now(); now < notBefore && waited < 2 * LONGEST_LEAD_MS; now = run.deps.clock.now()) {
		const ms = Math.min(notBefore - now, LONGEST_LEAD_MS);
		await run.deps.sleep(ms);
		waited += ms;
	}
	return true;
}

async function settle(run: ConnectionRun, line: Line, sendable: Sendable, result: TransmitResult, startedAt: number): Promise<'settled' | 'runEnded'> {
	const { delivery } = sendable;
	const endedAt = run.deps.clock.now();
	if (result.kind === 'withheld') {
		// suppressed, paused, its hours over, or no longer ours since the claim: the next claim finds out which
		return await giveBack(run, delivery);
	}
	countBroken(run, delivery, result.kind === 'notBegun');
	// of one domain among several it is that domain's trouble: it rests, and the others go on
	if (run.brokenInARow >= MAX_BROKEN_IN_A_ROW && !isLanesOwnTrouble(run, delivery)) return endRun(run, sendable, brokenOff(result));
	const outcome = toOutcome(delivery, result, endedAt);
	if (outcome.kind === 'senderRefused') return endRun(run, sendable, senderRefused(outcome.reply));
	run.summary[outcome.kind] += 1;
	const isLaneSlow = run.watch.end(delivery, outcome, endedAt);
	// not awaited: it is durable no later than this connection's next mark (ledgerWriter)
	line.recording = run.writer.record({ delivery, startedAt, endedAt, outcome });
	line.recording.catch(() => undefined);
	if (isLaneSlow) await run.source.dropLane(delivery);
	return 'settled';
}

function countBroken(run: ConnectionRun, { domain }: ClaimedDelivery, isBroken: boolean): void {
	run.brokenInARow = isBroken ? run.brokenInARow + 1 : 0;
	if (isBroken) run.brokenLanes.add(laneOf(domain ?? ''));
	// with every mail: a Set that is cleared leaves its old table behind (decision 0034)
	else if (run.brokenLanes.size > 0) run.brokenLanes = new Set();
}

function isLanesOwnTrouble(run: ConnectionRun, { domain }: ClaimedDelivery): boolean {
	return run.watch.hasSeveral() && run.brokenLanes.size === 1 && Boolean(domain);
}

function brokenOff(result: TransmitResult): SellerMailError {
	return new SellerMailError('SMTP_UNREACHABLE', { message: `The mail server broke off ${MAX_BROKEN_IN_A_ROW} times in a row before it took a mail${'reason' in result ? `: ${result.reason}` : ''}.` });
}

function senderRefused(reply: string): SellerMailError {
	return new SellerMailError('SMTP_SENDER_REFUSED', { message: `The mail server refuses this sender: ${reply}` });
}
