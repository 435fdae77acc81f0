import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** Copies a store's write-ahead log into its file whenever it is asked to; it waits for nobody, and nobody waits for it. */
const { file } = workerData as { file: string };
const db = new DatabaseSync(file);

parentPort?.on('message', () => {
	try {
		db.exec('pragma wal_checkpoint(passive)');
	} catch {
		// a full disk, a lock: whoever writes next learns of it, and asks again
	}
	parentPort?.postMessage('done');
});
