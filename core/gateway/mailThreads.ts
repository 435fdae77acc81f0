import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { makeMailMaker } from '../delivery/prepareDelivery';
import type { MadeMail, MailMaker, Preparation } from '../delivery/ports';
import type { SenderProfile } from '../shop/senderProfile';
import type { StoredContent } from '../template/ports';
import { composeMessage } from './mimeMessage';

/** Requests are answered in any order; those of a run come between its `begin` and its `end`. */
export type MailThreadRequest =
	| { kind: 'begin'; run: number; sender: SenderProfile }
	| { kind: 'content'; run: number; contentId: string; content: StoredContent }
	/** a finished mail's content comes along, a template's came before */
	| { kind: 'make'; run: number; id: number; input: Preparation }
	| { kind: 'end'; run: number };

export type MailThreadAnswer =
	| { kind: 'ready' }
	/** `undefined`: it failed */
	| { kind: 'made'; id: number; made: MadeMail | undefined };

interface Thread {
	worker: Worker;
	isReady: boolean;
	waiting: Map<number, (made: MadeMail | undefined) => void>;
	/** by run: the templates it knows */
	knownContents: Map<number, Set<string>>;
}

interface Run {
	number: number;
	sender: SenderProfile;
	madeCount: number;
}

/** As many mails of a run are made before threads are begun: they need half a second to be of use. */
const FEW = 50;
/** More would wait for the one thread that sends. */
const MOST_THREADS = 4;
/** A thread that has nothing to do for that long gives its memory back. */
const IDLE_MS = 60_000;
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/**
 * Renders, checks, writes and signs mails in threads of their own, so that n8n's is free for everybody else. A run of few
 * mails, a thread that fails, and a mail whose making throws stay in the thread that asks.
 */
export function makeMailThreads(): { begin(sender: SenderProfile): MailMaker; close(): Promise<void> } {
	let threads: Thread[] = [];
	let isUsable = true;
	let lastNumber = 0;
	let idle: NodeJS.Timeout | undefined;
	const nextTurn = makeTurns();

	function start(): void {
		clearTimeout(idle);
		if (isUsable && threads.length === 0) threads = Array.from({ length: Math.min(MOST_THREADS, availableParallelism()) }, startThread);
	}
	function startThread(): Thread {
		const thread: Thread = { worker: new Worker(join(__dirname, `mailThread.worker${extname(__filename)}`), { resourceLimits: LIMITS }), isReady: false, waiting: new Map(), knownContents: new Map() };
		thread.worker.unref();
		thread.worker.on('message', (answer: MailThreadAnswer) => (answer.kind === 'ready' ? (thread.isReady = true) : settle(thread, answer.id, answer.made)));
		// one that can't start here, or died: its mails are made by whoever asked
		thread.worker.on('error', () => {
			isUsable = false;
			lose(thread);
		});
		thread.worker.on('exit', () => lose(thread));
		return thread;
	}
	function lose(thread: Thread): void {
		threads = threads.filter((one) => one !== thread);
		for (const id of [...thread.waiting.keys()]) settle(thread, id, undefined);
	}
	function settle(thread: Thread, id: number, made: MadeMail | undefined): void {
		const resolve = thread.waiting.get(id);
		thread.waiting.delete(id);
		// an idle thread keeps no process alive
		if (thread.waiting.size === 0) thread.worker.unref();
		resolve?.(made);
	}
	function leastBusy(): Thread | undefined {
		return threads.reduce<Thread | undefined>((best, thread) => (thread.isReady && (!best || thread.waiting.size < best.waiting.size) ? thread : best), undefined);
	}
	async function ask(thread: Thread, run: Run, input: Preparation): Promise<MadeMail | undefined> {
		const { content, delivery } = input;
		let known = thread.knownContents.get(run.number);
		if (!known) {
			thread.knownContents.set(run.number, known = new Set());
			send(thread, { kind: 'begin', run: run.number, sender: run.sender });
		}
		if (content?.kind === 'template' && !known.has(delivery.contentId)) {
			known.add(delivery.contentId);
			send(thread, { kind: 'content', run: run.number, contentId: delivery.contentId, content });
		}
		const id = (lastNumber += 1);
		return await new Promise((resolve) => {
			thread.waiting.set(id, resolve);
			thread.worker.ref();
			send(thread, { kind: 'make', run: run.number, id, input: content?.kind === 'template' ? { ...input, content: undefined } : input });
		});
	}
	function end(run: Run): void {
		for (const thread of threads) {
			if (thread.knownContents.delete(run.number)) send(thread, { kind: 'end', run: run.number });
		}
		clearTimeout(idle);
		idle = setTimeout(() => void stop(), IDLE_MS).unref();
	}
	async function stop(): Promise<void> {
		if (threads.some(({ waiting }) => waiting.size > 0)) return;
		await Promise.all(threads.splice(0).map(async ({ worker }) => await worker.terminate()));
	}

	return {
		begin(sender) {
			// the server's password is none of their business
			const run: Run = { number: (lastNumber += 1), sender: { ...sender, smtp: { ...sender.smtp, password: undefined } }, madeCount: 0 };
			const here = makeMailMaker(sender, composeMessage);
			return {
				async make(input) {
					run.madeCount += 1;
					if (run.madeCount > FEW) start();
					const thread = run.madeCount > FEW ? leastBusy() : undefined;
					const made = thread && await ask(thread, run, input);
					if (made) return made;
					await nextTurn();
					return await here.make(input);
				},
				end: () => end(run),
			};
		},
		async close() {
			isUsable = false;
			clearTimeout(idle);
			await stop();
		},
	};
}

function send(thread: Thread, request: MailThreadRequest): void {
	thread.worker.postMessage(request);
}

/** Resolves once for each turn of the event loop: mails are made one at a time there, so that nobody else waits for ten of them. */
function makeTurns(): () => Promise<void> {
	let last = Promise.resolve();
	return async () => await (last = last.then(async () => await new Promise<void>((resolve) => setImmediate(resolve))));
}
