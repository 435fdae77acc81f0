import type { SendRunDeps, SendRunSummary } from './sendRun';

/** Takes over the claims of workers that died: known to be gone, or silent beyond their lease. `self` is at work. */
export async function recoverDead(deps: Pick<SendRunDeps, 'clock' | 'ledger' | 'workers'>, shopId: string, self: string, { recovered }: Pick<SendRunSummary, 'recovered'>): Promise<void> {
	const now = deps.clock.now();
	for (const { worker, leaseEndsAt } of await deps.ledger.listWorkers(shopId)) {
		if (worker === self) continue;
		if (leaseEndsAt > now && !deps.workers.isGone(worker)) continue;
		const { replanned, uncertain } = await deps.ledger.recover(shopId, worker, now);
		recovered.replanned += replanned;
		recovered.uncertain += uncertain;
	}
}
