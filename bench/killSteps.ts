/** Moments of a send run at which a worker can be told to die; each is named for what has just happened. */
export const MARKED_STEPS = [
	'planInside', 'planDone', 'recoverInside', 'claimInside', 'claimDone', 'markInside', 'markDone', 'contentHalf', 'contentWhole', 'answered', 'recordInside', 'recordDone',
] as const;
export type MarkedStep = (typeof MARKED_STEPS)[number];

/** `random`: killed from outside at any moment. `overtaken`: stalls after its claim, loses its lease to a second worker, wakes up; both are killed. */
export type KillStep = MarkedStep | 'random' | 'overtaken';

/** What the parent tells a worker that has loaded everything. */
export interface WorkerOrder {
	campaign: string;
	audienceId: string;
	contentId: string;
	/** it dies at the n-th time */
	dieAt?: { step: MarkedStep; time: number };
	/** it stops after its first claim until the next message */
	stallsAfterClaim?: boolean;
	/** its clock is ahead by that much */
	aheadMs?: number;
}

const PLAN_BATCH = 250;

/** Which time to die at, so that the life sends about `mails` before; recovery and the first claim come once. */
export function timeOf(step: MarkedStep, { recipients, mails }: { recipients: number; mails: number }): number {
	const most: Readonly<Record<MarkedStep, number>> = {
		planInside: recipients / PLAN_BATCH, planDone: recipients / PLAN_BATCH, recoverInside: 1, claimInside: 2, claimDone: 2,
		// results and marks of several connections share a transaction
		markInside: mails / 3, markDone: mails / 3, recordInside: mails / 3, recordDone: mails / 3, contentHalf: mails, contentWhole: mails, answered: mails,
	};
	return 1 + Math.floor(Math.random() * most[step]);
}

/** The first kills of each campaign: while it is planned, and one that leaves something to recover. */
export const PLAN_KILLS: readonly KillStep[] = ['planInside', 'planDone', 'planInside', 'random'];

/** The kills after that, over all campaigns: a random moment, then the next step in turn. */
export function* laterKills(): Generator<KillStep, never> {
	const others: KillStep[] = MARKED_STEPS.filter((step) => !step.startsWith('plan'));
	for (let turn = 0; ; turn += 1) {
		const step = [...others, 'overtaken' as const][turn % (others.length + 1)];
		yield 'random';
		if (step) yield step;
	}
}
