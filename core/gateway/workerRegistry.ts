import { hostname } from 'node:os';
import type { WorkerRegistry } from '../delivery/ports';
import type { Random } from '../shared/random';

/**
 * Workers are named `host/pid/random`. One of this host is gone when its process is, or when it claims to be this very
 * process (a restarted container has the same pid) and isn't at work here. Of other hosts nothing is known: their leases end.
 */
export function makeWorkerRegistry(random: Random): WorkerRegistry {
	const active = new Set<string>();
	return {
		begin() {
			const worker = `${hostname()}/${process.pid}/${random.bytes(6).toString('base64url')}`;
			active.add(worker);
			return worker;
		},
		end: (worker) => void active.delete(worker),
		isGone(worker) {
			const [host, pid] = worker.split('/');
			if (host !== hostname() || !pid) return false;
			return Number(pid) === process.pid ? !active.has(worker) : !isRunning(Number(pid));
		},
	};
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
