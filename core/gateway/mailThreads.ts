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

interface Run {
	number: number;
	sender: SenderProfile;
	madeCount: number;
}

export interface MailThreads {
	/** the mails of one run of this sender */
	begin(sender: SenderProfile): MailMaker;
	/** How many threads are at work, for tests. */
	count(): number;
	close(): Promise<void>;
}

/** As many mails of a run are made before threads are begun: they need half a second to be of use. */
const FEW = 50;
/** More would wait for the one thread that sends. */
const MOST_THREADS = 4;
/** Threads that have nothing to do for that long give their memory back. */
const IDLE_MS = 60_000;
const LIMITS = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 256 };
const PROGRAM = join(__dirname, `mailThread.worker${extname(__filename)}`);

/**
 * Renders, checks, writes and signs mails in threads of their own, so that n8n's is free for everybody else. A few mails begin
 * no threads; those, mails of a thread that fails, and a mail whose making throws stay in the thread that asks.
 */
export function makeMailThreads({ program = PROGRAM, few = FEW } = {}): MailThreads {
	let threads: MailThread[] = [];
	/** `broken`: until the next run begins */
	let state: 'usable' | 'broken' | 'closed' = 'usable';
	let lastRun = 0;
	let idle: NodeJS.Timeout | undefined;
	const nextTurn = makeTurns();

	function start(): void {
		clearTimeout(idle);
		if (state !== 'usable' || threads.length > 0) return;
		threads = Array.from({ length: Math.min(MOST_THREADS, availableParallelism()) }, () => new MailThread(program, (thread, isBroken) => {
			if (isBroken && state === 'usable') state = 'broken';
			threads = threads.filter((one) => one !== thread);
		}));
	}
	function leastBusy(): MailThread | undefined {
		return threads.reduce<MailThread | undefined>((best, thread) => (thread.isReady && (!best || thread.load < best.load) ? thread : best), undefined);
	}
	async function stop(): Promise<void> {
		await Promise.all(threads.splice(0).map(async (thread) => await thread.end()));
	}
	function stopWhenIdle(): void {
		if (threads.every(({ load }) => load === 0)) void stop();
	}

	return {
		begin(sender) {
			if (state === 'broken') state = 'usable';
			// the server's password is none of their business
			const run: Run = { number: (lastRun += 1), sender: { ...sender, smtp: { ...sender.smtp, password: undefined } }, madeCount: 0 };
			const here = makeMailMaker(sender, composeMessage);
			return {
				async make(input) {
					run.madeCount += 1;
					if (run.madeCount > few) start();
					// those of an earlier run are there already
					const thread = leastBusy();
					const made = await thread?.make(run, input);
					if (made) return made;
					await nextTurn();
					return await here.make(input);
				},
				end() {
					for (const thread of threads) thread.forget(run);
					clearTimeout(idle);
					idle = setTimeout(stopWhenIdle, IDLE_MS).unref();
				},
			};
		},
		count: () => threads.filter(({ isReady }) => isReady).length,
		async close() {
			state = 'closed';
			clearTimeout(idle);
			await stop();
		},
	};
}

class MailThread {
	isReady = false;
	private readonly worker: Worker;
	/** an array, because a Map's outgrown tables would hold on to every mail (decision 0034) */
	private readonly waiting: Array<{ id: number; resolve: (made: MadeMail | undefined) => void }> = [];
	/** by run: the templates it knows */
	private readonly known = new Map<number, Set<string>>();
	private lastId = 0;

	constructor(program: string, onEnd: (thread: MailThread, isBroken: boolean) => void) {
		this.worker = new Worker(program, { resourceLimits: LIMITS });
		this.worker.unref();
		this.worker.on('message', (answer: MailThreadAnswer) => (answer.kind === 'ready' ? (this.isReady = true) : this.settle(answer.id, answer.made)));
		const end = (isBroken: boolean): void => {
			onEnd(this, isBroken);
			// made by whoever asked
			for (const { id } of [...this.waiting]) this.settle(id, undefined);
		};
		this.worker.on('error', () => end(true));
		this.worker.on('exit', () => end(false));
	}

	/** How many mails it has to make. */
	get load(): number {
		return this.waiting.length;
	}

	/** `undefined`: it failed. */
	async make(run: Run, input: Preparation): Promise<MadeMail | undefined> {
		const { content, delivery } = input;
		const isTemplate = content?.kind === 'template';
		const known = this.known.get(run.number) ?? this.learn(run);
		if (isTemplate && !known.has(delivery.contentId)) {
			known.add(delivery.contentId);
			this.send({ kind: 'content', run: run.number, contentId: delivery.contentId, content });
		}
		const id = (this.lastId += 1);
		return await new Promise((resolve) => {
			this.waiting.push({ id, resolve });
			this.worker.ref();
			this.send({ kind: 'make', run: run.number, id, input: isTemplate ? { ...input, content: undefined } : input });
		});
	}

	forget(run: Run): void {
		if (this.known.delete(run.number)) this.send({ kind: 'end', run: run.number });
	}

	async end(): Promise<void> {
		await this.worker.terminate();
	}

	private learn(run: Run): Set<string> {
		const known = new Set<string>();
		this.known.set(run.number, known);
		this.send({ kind: 'begin', run: run.number, sender: run.sender });
		return known;
	}

	private settle(id: number, made: MadeMail | undefined): void {
		const index = this.waiting.findIndex((one) => one.id === id);
		const [waiting] = index < 0 ? [] : this.waiting.splice(index, 1);
		// an idle thread keeps no process alive
		if (this.waiting.length === 0) this.worker.unref();
		waiting?.resolve(made);
	}

	private send(request: MailThreadRequest): void {
		this.worker.postMessage(request);
	}
}

/** Resolves once for each turn of the event loop: mails are made one at a time there, so that nobody else waits for ten of them. */
function makeTurns(): () => Promise<void> {
	let last = Promise.resolve();
	return async () => await (last = last.then(async () => await new Promise<void>((resolve) => setImmediate(resolve))));
}
