import { usageAt } from '../campaign/usage';
import { MINUTE_MS, SECOND_MS } from '../shared/clock';
import { mayWait, runConnection, type ConnectionRun } from './connectionRun.flow';
import { makeDeliverySource } from './deliverySource.flow';
import { makeLaneWatch } from './laneWatch';
import { makeLedgerWriter } from './ledgerWriter';
import type { ClaimedId } from './ports';
import { withPatience } from './patientStore';
import { recoverDead } from './recoverDead.flow';
import { makeThrottlePlan, type ThrottlePlan } from './throttle';
import { makeWindowGuard } from './windowGuard';
import type { SendRunDeps, SendRunRequest, SendRunSummary } from './sendRun';

/** How long a claim holds without a sign of life. */
const LEASE_MS = MINUTE_MS;
const HEARTBEAT_MS = 15 * SECOND_MS;

/**
 * Sends what is due, over as many connections as the sender allows. Ends when nothing is due, on the signal, at the time
 * limit, at the quota, or when the server can't be used. Never throws for a mail; throws when the store fails.
 */
export async function runSending(deps: SendRunDeps, request: SendRunRequest): Promise<SendRunSummary> {
	const summary: SendRunSummary = { accepted: 0, deferred: 0, failed: 0, uncertain: 0, blocked: 0, postponed: 0, released: 0, recovered: { replanned: 0, uncertain: 0 } };
	const worker = deps.workers.begin();
	const heartbeat = setInterval(() => void deps.ledger.extendLease(request.shopId, worker, deps.clock.now() + LEASE_MS).catch(() => undefined), HEARTBEAT_MS);
	try {
		await recoverDead(deps, request.shopId, worker, summary);
		await sendAll(deps, request, worker, summary);
		return summary;
	} finally {
		clearInterval(heartbeat);
		deps.workers.end(worker);
	}
}

async function sendAll(deps: SendRunDeps, request: SendRunRequest, worker: string, summary: SendRunSummary): Promise<void> {
	const connections = request.sender.smtp.maxConnections;
	const watch = makeLaneWatch(connections);
	const planAt = (now: number): ThrottlePlan => makeThrottlePlan(request.sender, now);
	const release = async (deliveries: ClaimedId[]): Promise<void> => {
		if (deliveries.length === 0) return;
		summary.released += deliveries.length;
		watch.giveBack(deliveries);
		await withPatience(async () => await deps.ledger.release(deliveries.map(({ id }) => id), worker, deps.clock.now()));
	};
	const source = makeDeliverySource(deps, {
		planAt, watch, release, sleep: deps.sleep,
		request: { shopId: request.shopId, campaignId: request.campaignId, worker, leaseMs: LEASE_MS, limit: connections * 8 },
		usage: (now) => usageAt(request.usage, now),
		windowsAt: request.windowsAt,
		mayGoOn: () => mayGoOn(deps, request, summary),
		summary,
	});
	const run: ConnectionRun = {
		deps, request, worker, summary, source, watch, release, maker: deps.beginMaking(request.sender),
		mayGoOn: () => mayGoOn(deps, request, summary), isOpen: makeWindowGuard(request.windowsAt),
		writer: makeLedgerWriter(deps.ledger, { worker, now: () => deps.clock.now(), mayWait: (marks) => mayWait(run, marks) }), brokenInARow: 0, brokenLanes: new Set(),
		busyCount: 0, takesAlong: false,
	};
	const ended = await Promise.allSettled(Array.from({ length: connections }, async () => await runConnection(run)));
	run.maker.end();
	const left = await source.takeRest();
	summary.released += left.length;
	// a mail that was marked and given back would count as perhaps sent
	await withPatience(async () => await deps.ledger.release(left, worker, deps.clock.now()));
	await deps.ledger.endThrottle(worker, planAt(deps.clock.now()), watch.takeReport(), deps.clock.now());
	const failure = ended.find((end) => end.status === 'rejected');
	if (failure) throw failure.reason;
}

function mayGoOn(deps: SendRunDeps, request: SendRunRequest, summary: SendRunSummary): boolean {
	if (request.signal?.aborted) summary.stoppedBy = 'signal';
	else if (request.stopAt !== undefined && deps.clock.now() >= request.stopAt) summary.stoppedBy = 'time';
	// a quota that ends the claims does not end the run: what is claimed already fits
	return summary.stoppedBy !== 'signal' && summary.stoppedBy !== 'time' && summary.error === undefined;
}
