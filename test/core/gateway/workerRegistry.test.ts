import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { makeWorkerRegistry } from '../../../core/gateway/workerRegistry';
import { systemRandom } from '../../../core/shared/random';

/** Only a worker that can't come back may be taken for gone at once: what it holds is planned again. */
const workers = makeWorkerRegistry(systemRandom);

/** A process that was here and has ended. */
function aDeadPid(): number {
	return spawnSync(process.execPath, ['--version']).pid;
}

function ownHost(): string {
	const worker = workers.begin();
	workers.end(worker);
	return worker.split('/')[0] ?? '';
}

it('at work in this process → not gone; ended → gone', () => {
	const worker = workers.begin();
	expect(workers.isGone(worker)).toBe(false);
	workers.end(worker);
	expect(workers.isGone(worker)).toBe(true);
});

it('of a process that lives → not gone; of one that has ended, or of one that had this pid before → gone', () => {
	expect(workers.isGone(`${ownHost()}/${process.ppid}/x`)).toBe(false);
	expect(workers.isGone(`${ownHost()}/${aDeadPid()}/x`)).toBe(true);
	expect(workers.isGone(`${ownHost()}/${process.pid}/x`)).toBe(true);
});

it('of another machine or another start of it, even one of the same name → never gone, its lease has to end', () => {
	expect(workers.isGone(`${hostname()}~0123456789ab/${aDeadPid()}/x`)).toBe(false);
	expect(workers.isGone(`elsewhere/${aDeadPid()}/x`)).toBe(false);
	expect(workers.isGone('')).toBe(false);
});
