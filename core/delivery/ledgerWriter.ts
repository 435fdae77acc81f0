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
}

const MAX_GROUP = 200;
const QUIET_TURNS = 4;

export function makeLedgerWriter(ledger: DeliveryLedger, worker: string, now: () => number): LedgerWriter {
	const queue: Entry[] = [];
	let isWriting = false;
	let failure: unknown;

	function kick(): void {
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
	/**
	 * Lets the other connections' entries join the group, until some turns of the event loop bring none: a commit on disk
	 * costs as much as a mail. Turns are long when mails are being prepared, and take no time when nothing else is to be done.
	 */
	async function gather(): Promise<void> {
		for (let [quiet, known] = [0, 0]; quiet < QUIET_TURNS && queue.length < MAX_GROUP; quiet += 1) {
			if (queue.length > known) quiet = 0;
			known = queue.length;
			await new Promise((resolve) => setImmediate(resolve));
		}
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
	};
}
