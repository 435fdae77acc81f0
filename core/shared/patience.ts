import { SECOND_MS } from './clock';
import type { Sleep } from './sleep';

/** 2, 4, 8 … seconds: together a good two minutes */
const WAITS_MS = [2, 4, 8, 16, 32, 64].map((seconds) => seconds * SECOND_MS);

/** Calls until the answer is more than "later", with growing pauses; the last answer counts. A stop ends the patience. */
export async function callPatiently<Answer extends { kind: string }>(sleep: Sleep, call: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
	for (const waitMs of WAITS_MS) {
		const answer = await call();
		if (signal?.aborted || (answer.kind !== 'throttled' && answer.kind !== 'unreachable')) return answer;
		await sleep(waitMs, signal);
	}
	return await call();
}
