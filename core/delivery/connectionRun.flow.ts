import type { DeliverySource, Sendable } from './deliverySource.flow';
import type { LedgerWriter } from './ledgerWriter';
import type { AttemptOutcome, ClaimedDelivery, MailConnection, OutgoingMessage, TransmitResult } from './ports';
import type { makePreparer } from './prepareDelivery';
import type { SendRunDeps, SendRunRequest, SendRunSummary } from './sendRun';
import { evaluateRefusal } from './smtpReply';

export interface ConnectionRun {
	deps: SendRunDeps;
	request: SendRunRequest;
	worker: string;
	summary: SendRunSummary;
	source: DeliverySource;
	prepare: ReturnType<typeof makePreparer>;
	writer: LedgerWriter;
}

/** Servers close connections after a while or a number of mails; a mail whose content hasn't begun is tried on a new one. */
const CONNECTION_TRIES = 3;

/** One connection's life: takes deliveries until there are none; opens the connection with the first one. */
export async function runConnection(run: ConnectionRun): Promise<void> {
	const line: { connection?: MailConnection; recording: Promise<void> } = { recording: Promise.resolve() };
	try {
		for (let sendable = await run.source.next(); sendable; sendable = await run.source.next()) {
			const message = await makeMessage(run, sendable);
			if (message && !(await send(run, line, sendable, message))) break;
		}
	} finally {
		line.connection?.close();
		await line.recording;
	}
}

async function makeMessage(run: ConnectionRun, { delivery, content }: Sendable): Promise<OutgoingMessage | undefined> {
	const now = run.deps.clock.now();
	const unsubscribeUrl = delivery.purpose === 'marketing' ? run.request.unsubscribeUrl?.(delivery.id) : undefined;
	const prepared = run.prepare({ delivery, content, sender: run.request.sender, unsubscribeUrl, now });
	if (prepared.kind === 'ready') return await run.deps.mailer.compose(prepared.compose);
	run.summary.blocked += 1;
	await run.deps.ledger.block(delivery, prepared.cause, prepared.findings, run.worker, now);
	return undefined;
}

/** Sends one mail and records how it ended. `false`: the server can't be used, the run ends. */
async function send(
	run: ConnectionRun, line: { connection?: MailConnection; recording: Promise<void> }, sendable: Sendable, message: OutgoingMessage,
): Promise<boolean> {
	for (let tries = 1; ; tries += 1) {
		const connection = await connect(run, line, sendable);
		if (!connection) return false;
		const startedAt = run.deps.clock.now();
		const result = await connection.transmit(message, async () => await run.writer.markSending(sendable.delivery.id));
		await line.recording;
		if (result.kind === 'notBegun' && tries < CONNECTION_TRIES) continue;
		return await settle(run, line, sendable, result, startedAt);
	}
}

async function connect(run: ConnectionRun, line: { connection?: MailConnection }, sendable: Sendable): Promise<MailConnection | undefined> {
	if (line.connection?.isOpen()) return line.connection;
	try {
		line.connection = await run.deps.mailer.connect(run.request.sender);
		return line.connection;
	} catch (error) {
		run.summary.error ??= error;
		run.source.putBack(sendable);
		return undefined;
	}
}

async function settle(run: ConnectionRun, line: { recording: Promise<void> }, sendable: Sendable, result: TransmitResult, startedAt: number): Promise<boolean> {
	const { delivery } = sendable;
	if (result.kind === 'withheld') {
		// suppressed, paused, or no longer ours since the claim: the next claim finds out which
		run.summary.released += 1;
		await run.deps.ledger.release([delivery.id], run.worker, run.deps.clock.now());
		return true;
	}
	if (result.kind === 'notBegun') {
		run.summary.error ??= new Error(`The mail server broke off ${CONNECTION_TRIES} times before it took a mail: ${result.reason}`);
		run.source.putBack(sendable);
		return false;
	}
	const endedAt = run.deps.clock.now();
	const outcome = toOutcome(delivery, result, endedAt);
	run.summary[outcome.kind] += 1;
	// not awaited: it is durable no later than this connection's next mark (ledgerWriter)
	line.recording = run.writer.record({ delivery, startedAt, endedAt, outcome });
	line.recording.catch(() => undefined);
	return true;
}

function toOutcome(delivery: ClaimedDelivery, result: Extract<TransmitResult, { kind: 'accepted' | 'refused' | 'unknown' }>, now: number): AttemptOutcome {
	if (result.kind === 'accepted') return result;
	if (result.kind === 'unknown') return { kind: 'uncertain', cause: `connection-lost:${result.reason.slice(0, 80)}` };
	return evaluateRefusal(result, delivery, now);
}
