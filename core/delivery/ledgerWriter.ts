import { withPatience } from './patientStore';
import type { AttemptResult, DeliveryLedger } from './ports';

interface Waiting<Value> {
	resolve(value: Value): void;
	reject(error: unknown): void;
}

type Entry =
	| ({ kind: 'result'; result: AttemptResult } & Waiting<void>)
	| ({ kind: 'mark'; deliveryId: string } & Waiting<boolean>);

/**
 * Groups what the connections have to write: whatever gathers while one transaction commits goes into the next.
 * Order is kept, so a connection's result is durable no later than the mark of its next mail, and after a crash no more
 * deliveries are uncertain than connections were open.
 */
export interface LedgerWriter {
	record(result: AttemptResult): Promise<void>;
	/** Resolves to whether the mail may go, once that it goes is durable. */
	markSending(deliveryId: string): Promise<boolean>;
	/** What `mayWait` is about has changed. */
	look(): void;
}

const MAX_GROUP = 200;
/** Others' entries are waited for that long at most, while a mark's envelope is on its way and the next mails are being made. */
const GATHER_MS = 8;

interface WriterOptions {
	worker: string;
	now: () => number;
	/** whether that many marks can wait for others to join them */
	mayWait: (marks: number) => boolean;
}

export function makeLedgerWriter(ledger: DeliveryLedger, { worker, now, mayWait }: WriterOptions): LedgerWriter {
	const queue: Entry[] = [];
	let goOn: (() => void) | undefined;
	let isWriting = false;
	let failure: unknown;

	function look(): void {
		if (goOn && isComplete()) goOn();
	}
	function kick(): void {
		look();
		if (isWriting) return;
		isWriting = true;
		void drain();
	}
	async function drain(): Promise<void> {
		while (queue.length > 0) {
			await gather();
			await writeGroup(queue.splice(0, MAX_GROUP));
		}
		isWriting = false;
	}
	/** Lets the other connections' entries join the group: a commit on disk costs as much as a mail. */
	async function gather(): Promise<void> {
		if (isComplete()) return;
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, GATHER_MS);
			goOn = () => {
				clearTimeout(timer);
				resolve();
			};
		});
		goOn = undefined;
	}
	function isComplete(): boolean {
		return queue.length >= MAX_GROUP || !mayWait(queue.filter((entry) => entry.kind === 'mark').length);
	}
	async function writeGroup(group: Entry[]): Promise<void> {
		const results = group.flatMap((entry) => (entry.kind === 'result' ? [entry.result] : []));
		const marks = group.flatMap((entry) => (entry.kind === 'mark' ? [entry.deliveryId] : []));
		try {
			if (failure) throw failure;
			const allowed = await withPatience(async () => await ledger.recordAndMark(results, marks, worker, now()));
			for (const entry of group) entry.kind === 'mark' ? entry.resolve(allowed.has(entry.deliveryId)) : entry.resolve();
		} catch (error) {
			// no mark may succeed after a lost result: it would let a connection leave two deliveries uncertain
			failure ??= error;
			for (const entry of group) entry.reject(error);
		}
	}

	return {
		record: async (result) => await new Promise<void>((resolve, reject) => {
			queue.push({ kind: 'result', result, resolve, reject });
			kick();
		}),
		markSending: async (deliveryId) => await new Promise<boolean>((resolve, reject) => {
			queue.push({ kind: 'mark', deliveryId, resolve, reject });
			kick();
		}),
		look,
	};
}
