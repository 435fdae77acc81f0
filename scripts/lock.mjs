import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 500;
const TAKEOVER_STALE_MS = 10_000;

/**
 * Runs `work` while this process alone holds the lock folder `path`; waits for a living holder, takes over from a dead one.
 * `onWait(pid)` is called once when there is somebody to wait for.
 */
export async function withLock(path, onWait, work) {
	mkdirSync(dirname(path), { recursive: true });
	let isWaitTold = false;
	while (!acquire(path)) {
		if (!isWaitTold) onWait(readHolder(path));
		isWaitTold = true;
		await sleep(POLL_MS);
	}
	try {
		return await work();
	} finally {
		rmSync(path, { recursive: true, force: true });
	}
}

function acquire(path) {
	if (makeFolder(path)) {
		writeFileSync(join(path, 'pid'), String(process.pid));
		return true;
	}
	if (isAbandoned(path)) removeAbandoned(path);
	return false;
}

/** Judged again inside a second lock: two waiters must not both remove, the later one would remove a fresh lock. */
function removeAbandoned(path) {
	const takeover = `${path}.takeover`;
	if (!makeFolder(takeover)) {
		if (ageMs(takeover) > TAKEOVER_STALE_MS) rmSync(takeover, { recursive: true, force: true });
		return;
	}
	if (isAbandoned(path)) rmSync(path, { recursive: true, force: true });
	rmSync(takeover, { recursive: true, force: true });
}

function isAbandoned(path) {
	const holder = readHolder(path);
	// A holder that died between mkdir and writing its pid leaves a folder without one.
	return holder === undefined ? ageMs(path) > TAKEOVER_STALE_MS : !isAlive(holder);
}

function readHolder(path) {
	try {
		const pid = Number(readFileSync(join(path, 'pid'), 'utf8'));
		return Number.isInteger(pid) && pid > 0 ? pid : undefined;
	} catch (error) {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

function makeFolder(path) {
	try {
		mkdirSync(path);
		return true;
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
}

function ageMs(path) {
	const stats = statSync(path, { throwIfNoEntry: false });
	return stats ? Date.now() - stats.mtimeMs : 0;
}
