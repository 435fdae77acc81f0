import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { makeMailMaker } from '../delivery/prepareDelivery';
import type { MadeMail, MailMaker } from '../delivery/ports';
import type { SenderProfile } from '../shop/senderProfile';
import type { StoredContent } from '../template/ports';
import type { MailThreadAnswer, MailThreadRequest } from './mailThreads';
import { composeMessage } from './mimeMessage';

/** Makes mails in a thread of its own. What fails here is made again where errors are known by their classes. */

interface Run {
	maker: MailMaker;
	contents: Map<string, StoredContent>;
}

/** n8n's own thread goes first. Linux knows a priority of a single thread; elsewhere it would be the whole process's. */
const NICE = 5;
if (process.platform === 'linux') setPriority(0, NICE);

const runs = new Map<number, Run>();

/** The last run's: the next one of the same sender goes on with what it has read, since a template takes as long to read as thirty mails to make. */
let last: { sender: string; maker: MailMaker; runCount: number } | undefined;
/** So often; what templates were read in between is forgotten then. */
const MOST_RUNS = 50;

function makerOf(sender: SenderProfile): MailMaker {
	const key = JSON.stringify(sender);
	if (last?.sender !== key || last.runCount >= MOST_RUNS) last = { sender: key, maker: makeMailMaker(sender, composeMessage), runCount: 0 };
	last.runCount += 1;
	return last.maker;
}

parentPort?.on('message', (request: MailThreadRequest) => {
	switch (request.kind) {
		case 'begin': return void runs.set(request.run, { maker: makerOf(request.sender), contents: new Map() });
		case 'content': return void runs.get(request.run)?.contents.set(request.contentId, request.content);
		case 'make': return void make(request).then((made) => answer(request.id, made), () => answer(request.id, undefined));
		case 'end': return void runs.delete(request.run);
	}
});
parentPort?.postMessage({ kind: 'ready' } satisfies MailThreadAnswer);

async function make({ run: number, input }: Extract<MailThreadRequest, { kind: 'make' }>): Promise<MadeMail> {
	const run = runs.get(number);
	if (!run) throw new Error('the run is over');
	return await run.maker.make({ ...input, content: input.content ?? run.contents.get(input.delivery.contentId) });
}

function answer(id: number, made: MadeMail | undefined): void {
	parentPort?.postMessage({ kind: 'made', id, made } satisfies MailThreadAnswer);
}
