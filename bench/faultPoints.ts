import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryLedger, MailConnection } from '../core/delivery/ports';
import type { SendingPorts } from '../core/openCore';
import type { MarkedStep, WorkerOrder } from './killSteps';

interface Fault {
	order: WorkerOrder;
	/** SQLite answers within the caller's turn, so "inside" is counted in turns there, elsewhere in time */
	isStoreAsync: boolean;
	/** resolves when the parent says so */
	goOn: Promise<void>;
	mailPort: number;
}

/** Puts a worker's fault points between the send run and its ledger and mailer, and tells the parent nothing: the process just dies. */
export function withFaults(ports: SendingPorts, fault: Fault): SendingPorts {
	const at = makeCounter(fault.order);
	const inside = async <Result>(step: MarkedStep, work: () => Promise<Result>): Promise<Result> => {
		if (at(step)) void dieSoon(fault.isStoreAsync);
		return await work();
	};
	const after = (step: MarkedStep): void => void (at(step) && die());
	if (fault.order.dieAt?.step.startsWith('content')) dieWhileWriting(at, fault.mailPort);
	return { ...ports, ledger: faultyLedger(ports.ledger, inside, after, fault), mailer: { ...ports.mailer, connect: async (sender) => faultyConnection(await ports.mailer.connect(sender), after) } };
}

type Inside = <Result>(step: MarkedStep, work: () => Promise<Result>) => Promise<Result>;
type After = (step: MarkedStep) => void;

function faultyLedger(own: DeliveryLedger, inside: Inside, after: After, { order, goOn }: Fault): DeliveryLedger {
	let isStalled = order.stallsAfterClaim === true;
	return {
		...own,
		async plan(...plan) {
			const planned = await inside('planInside', async () => await own.plan(...plan));
			after('planDone');
			return planned;
		},
		recover: async (...worker) => await inside('recoverInside', async () => await own.recover(...worker)),
		async claim(request) {
			const claimed = await inside('claimInside', async () => await own.claim(request));
			if (claimed.deliveries.length > 0) after('claimDone');
			if (claimed.deliveries.length > 0 && isStalled) {
				isStalled = false;
				process.send?.('stalled');
				await goOn;
			}
			return claimed;
		},
		async recordAndMark(results, markIds, worker, now) {
			const write = async (): Promise<Set<string>> => await own.recordAndMark(results, markIds, worker, now);
			const recorded = async (): Promise<Set<string>> => (results.length > 0 ? await inside('recordInside', write) : await write());
			const allowed = markIds.length > 0 ? await inside('markInside', recorded) : await recorded();
			if (markIds.length > 0 && order.stallsAfterClaim) process.send?.('awake');
			if (results.length > 0) after('recordDone');
			if (markIds.length > 0) after('markDone');
			return allowed;
		},
	};
}

function faultyConnection(own: MailConnection, after: After): MailConnection {
	return {
		async transmit(...mail) {
			const result = await own.transmit(...mail);
			if (result.kind === 'accepted') after('answered');
			return result;
		},
		isOpen: () => own.isOpen(),
		close: () => own.close(),
	};
}

/** Whatever goes to the mail server in one piece and is longer than commands are, is content. */
const LONGEST_COMMAND = 1_000;

/** Half of a mail's content, or all of it, reaches the socket; then the process is gone. */
function dieWhileWriting(at: (step: MarkedStep) => boolean, mailPort: number): void {
	const write = Socket.prototype.write as (this: Socket, chunk: Uint8Array | string, ...rest: unknown[]) => boolean;
	Socket.prototype.write = function (this: Socket, chunk: Uint8Array | string, ...rest: unknown[]): boolean {
		const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
		// statements to PostgreSQL are long too
		if (bytes.length <= LONGEST_COMMAND || this.remotePort !== mailPort) return write.call(this, chunk, ...rest);
		if (at('contentHalf')) return write.call(this, bytes.subarray(0, bytes.length / 2), die);
		if (at('contentWhole')) setImmediate(die);
		return write.call(this, chunk, ...rest);
	} as typeof Socket.prototype.write;
}

/** Whether this is the moment: says yes once. */
function makeCounter({ dieAt }: WorkerOrder): (step: MarkedStep) => boolean {
	let left = dieAt?.time ?? 0;
	return (step) => step === dieAt?.step && (left -= 1) === 0;
}

const MOST_TURNS = 60;
const LONGEST_MS = 4;

async function dieSoon(isStoreAsync: boolean): Promise<void> {
	if (isStoreAsync) await sleep(Math.random() * LONGEST_MS);
	else for (let turns = Math.floor(Math.random() * MOST_TURNS); turns > 0; turns -= 1) await Promise.resolve();
	die();
}

function die(): void {
	process.kill(process.pid, 'SIGKILL');
}
