import { withPatience } from './patientStore';
import type { AttemptResult, DeliveryLedger } from './ports';

interface Waiting<Value> {
	resolve(value: Value): void;
	reject(error: unknown): void;
}

type Entry =
	| ({ kind: 'result'; result: AttemptResult } & Waiting<void>)
	| ({ kind: 'mark'; deliveryId: string; isWaitedFor: boolean } & Waiting<boolean>);

/**
 * Groups what the connections have to write: whatever gathers while one transaction commits goes into the next.
 * Order is kept, so a connection's result is durable no later than the mark of its next mail, and after a crash no more
 * deliveries are uncertain than connections were open.
 */
export interface LedgerWriter {
	record(result: AttemptResult): Promise<void>;
	/** Resolves to whether the mail may go, once that it goes is durable. `isWaitedFor`: its envelope was sent before, and other mails wait for the connection. */
	markSending(deliveryId: string, isWaitedFor?: boolean): Promise<boolean>;
}

const MAX_GROUP = 200;
/** Others' entries are waited for while a mark's envelope is on its way: this costs nothing where a server is further than that. */
const GATHER_MS = 3;

/** `connections`: when that many marks have gathered, nobody is left who could bring another one. */
export function makeLedgerWriter(ledger: DeliveryLedger, { worker, connections, now }: { worker: string; connections: number; now: () => number }): LedgerWriter {
	const queue: Entry[] = [];
	let goOn: (() => void) | undefined;
	let isWriting = false;
	let failure: unknown;

	function kick(): void {
		if (goOn && isComplete()) goOn();
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
		const marks = queue.filter((entry) => entry.kind === 'mark');
		return queue.length >= MAX_GROUP || marks.length >= connections || marks.some(({ isWaitedFor }) => isWaitedFor);
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
		markSending: async (deliveryId, isWaitedFor = false) => await new Promise<boolean>((resolve, reject) => {
			queue.push({ kind: 'mark', deliveryId, isWaitedFor, resolve, reject });
			kick();
		}),
	};
}
