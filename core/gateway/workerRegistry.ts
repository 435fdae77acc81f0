import { hash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { WorkerRegistry } from '../delivery/ports';
import type { Random } from '../shared/random';

/** At work in this process, whichever core they belong to: two credentials may lead to one store. */
const active = new Set<string>();

/**
 * Workers are named `host/pid/random`. One of this host is gone when its process is, or when it claims to be this very
 * process (a restarted container has the same pid) and isn't at work here. Of other hosts nothing is known: their leases end.
 */
export function makeWorkerRegistry(random: Random): WorkerRegistry {
	const host = hostOfPids();
	return {
		begin() {
			const worker = `${host}/${process.pid}/${random.bytes(6).toString('base64url')}`;
			active.add(worker);
			return worker;
		},
		end: (worker) => void active.delete(worker),
		isGone(worker) {
			const [itsHost, pid] = worker.split('/');
			if (itsHost !== host || !pid) return false;
			return Number(pid) === process.pid ? !active.has(worker) : !isRunning(Number(pid));
		},
	};
}

/** Pids mean something only within their namespace, and namespaces only on their machine since it started: containers and machines may share a host name. */
function hostOfPids(): string {
	try {
		const place = `${readlinkSync('/proc/self/ns/pid')} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')}`;
		return `${hostname()}~${hash('sha256', place, 'hex').slice(0, 12)}`;
	} catch {
		return hostname();
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
