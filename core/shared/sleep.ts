import { setTimeout as wait } from 'node:timers/promises';

/** Waits; ends early, and quietly, when the signal says stop. Handed in, so that no test ever waits. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export const systemSleep: Sleep = async (ms, signal) => {
	await wait(ms, undefined, { signal }).catch((error: unknown) => {
		if (!signal?.aborted) throw error;
	});
};
