import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 1000;
const SQLITE_BUSY = 5;

/**
 * Runs `work` while no other process on this machine does so under the same file; `onWait` is called once when it has to wait.
 * An open SQLite transaction is the lock, because the operating system releases it with the process, however that ends: there is
 * no stale lock to recognise, and no race in taking one over.
 */
export async function withProcessLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
	const lock = new DatabaseSync(file, { timeout: 0 });
	try {
		for (let attempt = 0; !tryAcquire(lock); attempt++) {
			if (attempt === 0) onWait();
			await sleep(POLL_MS);
		}
		return await work();
	} finally {
		lock.close();
	}
}

function tryAcquire(lock: DatabaseSync): boolean {
	try {
		lock.exec('BEGIN EXCLUSIVE');
		return true;
	} catch (error) {
		if (isBusy(error)) return false;
		throw error;
	}
}

function isBusy(error: unknown): boolean {
	return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
