import { setImmediate } from 'node:timers/promises';

/**
 * Lets everything else that waits in this process run once. SQLite answers without ever leaving the caller's turn, so a
 * loop over batches has to step aside between them, or the editor and the webhooks stand still.
 */
export async function letOthersRun(): Promise<void> {
	await setImmediate();
}
