import { open, type FileHandle } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { toSqliteError } from './sqliteErrors';

/** Changed rows after which the log is copied into the store file: some ten megabytes of it. */
const CHECKPOINT_ROWS = 1_000;
/** At the end SQLite copies what these left behind in no time worth a thread. */
const FEW_ROWS = 50;
/** SQLITE_FULL and SQLITE_IOERR, for what the file system says */
const SQLITE_CODES: Readonly<Record<string, number>> = { ENOSPC: 13, EDQUOT: 13 };
const SQLITE_IOERR = 10;

/**
 * The write-ahead log of a store file, with the two waits for the disk kept away from the event loop: making commits durable
 * (fsync, in libuv's threads) and copying the log into the store file (a checkpoint, in a thread of its own). SQLite itself
 * would do both inside the commit.
 */
export class SqliteLog {
	private file: FileHandle | undefined;
	private writing: Promise<void> = Promise.resolve();
	private nextSync: Promise<void> | undefined;
	private checkpointer: Checkpointer | undefined;
	private checkpointing: Promise<void> | undefined;
	private changedRows = 0;

	/** `alone` runs its work while nobody writes through this connection. */
	constructor(private readonly storeFile: string, private readonly alone: (work: () => Promise<void>) => Promise<void>) {}

	/** Resolves once everything that was committed before the call survives a power cut; those who wait together share one fsync. */
	async sync(): Promise<void> {
		this.nextSync ??= this.writing.then(async () => {
			// from here on a commit needs the sync after this one
			this.nextSync = undefined;
			const done = this.syncNow();
			this.writing = done.catch(() => undefined);
			await done;
		});
		await this.nextSync;
	}

	noteChanges(rows: number): void {
		this.changedRows += rows;
		if (this.changedRows < CHECKPOINT_ROWS || this.checkpointing) return;
		this.changedRows = 0;
		// the log only grows when it fails; the next one tries again
		this.checkpointing = this.checkpoint().catch(() => undefined).finally(() => (this.checkpointing = undefined));
	}

	async close(): Promise<void> {
		await this.checkpointing;
		if (this.changedRows > FEW_ROWS) await this.startCheckpointer().run();
		await this.checkpointer?.close();
		await this.nextSync?.catch(() => undefined);
		await this.writing;
		await this.file?.close();
	}

	private async syncNow(): Promise<void> {
		try {
			// SQLite holds no locks on its log, so closing this handle releases none
			this.file ??= await open(`${this.storeFile}-wal`, 'r+');
			await this.file.datasync();
		} catch (error) {
			const errcode = SQLITE_CODES[String((error as NodeJS.ErrnoException).code)] ?? SQLITE_IOERR;
			throw toSqliteError(Object.assign(new Error('the log could not be made durable', { cause: error }), { errcode }));
		}
	}

	/** Most of it beside the writers; the rest while they wait, since only a log that was copied to its end begins anew. */
	private async checkpoint(): Promise<void> {
		const checkpointer = this.startCheckpointer();
		await checkpointer.run();
		await this.alone(async () => await checkpointer.run());
	}

	private startCheckpointer(): Checkpointer {
		return (this.checkpointer ??= new Checkpointer(this.storeFile));
	}
}

/** The thread that copies. */
class Checkpointer {
	private readonly worker: Worker;
	private waiting: Array<() => void> = [];
	private isOver = false;

	constructor(file: string) {
		this.worker = new Worker(join(__dirname, `sqliteCheckpoint.worker${extname(__filename)}`), {
			workerData: { file }, execArgv: ['--no-warnings'], resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 },
		});
		this.worker.on('message', () => this.settle()).on('error', () => this.end()).on('exit', () => this.end());
		this.worker.unref();
	}

	/** Never fails: a log that wasn't copied is copied next time, or when the store is closed. */
	async run(): Promise<void> {
		if (this.isOver) return;
		await new Promise<void>((resolve) => {
			this.waiting.push(resolve);
			this.worker.ref();
			this.worker.postMessage('checkpoint');
		});
	}

	async close(): Promise<void> {
		await this.worker.terminate();
	}

	private settle(): void {
		this.waiting.shift()?.();
		// an idle one keeps no process alive
		if (this.waiting.length === 0) this.worker.unref();
	}

	private end(): void {
		this.isOver = true;
		for (const resolve of this.waiting.splice(0)) resolve();
	}
}
