import type { IExecuteFunctions } from 'n8n-workflow';
import type { SendReport, UsageReport } from '../../../core/campaign/campaign.flow';
import { formatMicroUsd } from '../../../core/campaign/usage';
import { NEVER_DUE_AT } from '../../../core/delivery/ports';
import type { SendRunSummary } from '../../../core/delivery/sendRun';
import { HOUR_MS } from '../../../core/shared/clock';
import { SellerMailError } from '../../../core/shared/errors';
import { addHint, sayCounts, sayInstant } from '../../shared/hint';
import { makeClock } from '../../shared/withCore';

/** What of a campaign waits for its time, and when the first of it is due; null: not by itself. */
export interface Waiting {
	count: number;
	nextDueAt: number | null;
}

/** One sentence for people: accepted, scheduled and when, not sent by cause, cost so far. */
export function hintReport(context: IExecuteFunctions, reports: Array<SendReport & { waiting?: Waiting }>): void {
	for (const { campaign, planned, known, run, usage, test, waiting } of reports) {
		if (planned + known === 0) addHint(context, `${campaign.name}: nobody to mail. The audience is empty, or all of it is held back; Segment Buyers says who was left out and why.`, 'warning');
		const repeat = known > 0 ? ` ${known.toLocaleString('en')} were in the campaign already and are not mailed again.` : '';
		addHint(context, `${campaign.name}: ${planned.toLocaleString('en')} planned.${repeat}${sayTest(test)} ${sayRun(run, usage)}${sayWaiting(context, waiting)}`, hintType(run));
	}
}

function sayWaiting(context: IExecuteFunctions, waiting: Waiting | undefined): string {
	if (!waiting || waiting.count === 0) return '';
	const next = waiting.nextDueAt === null || waiting.nextDueAt === NEVER_DUE_AT || waiting.nextDueAt <= makeClock().now() ? '' : `, the first until ${sayInstant(context, waiting.nextDueAt)}`;
	return ` ${waiting.count.toLocaleString('en')} ${waiting.count === 1 ? 'waits' : 'wait'}${next}, and go${waiting.count === 1 ? 'es' : ''} out with Send Due.`;
}

/** Who sends a test should know what its rest waits for. */
function sayTest(test: SendReport['test']): string {
	if (!test) return '';
	if (test.winner !== null) return ` The A/B test is decided: ${test.winner} goes out.`;
	return ` The rest of the A/B test waits for Pick A/B Winner (by ${test.metric}, after ${test.waitMs / HOUR_MS} hours).`;
}

/** What a run did: "1,204 accepted, 12 deferred; 0.00 USD this month." */
export function sayRun(run: SendRunSummary, usage: UsageReport): string {
	const { accepted, deferred, failed, uncertain, blocked, postponed } = run;
	const counts = sayCounts({ accepted, deferred, failed, uncertain, blocked, postponed }) || 'nothing was due';
	const recovered = run.recovered.uncertain + run.recovered.replanned;
	return [
		`Now: ${counts}.`,
		recovered > 0 ? `An earlier run had died: ${run.recovered.replanned} planned again, ${run.recovered.uncertain} uncertain.` : '',
		run.stoppedBy ? STOPPED[run.stoppedBy] : '',
		run.error ? 'The mail server could not be used; what is planned stays planned.' : '',
		`${usage.mailsToday.toLocaleString('en')} of ${usage.dailyQuota.toLocaleString('en')} today; cost this month ${formatMicroUsd(usage.costMicroUsd)}.`,
	].filter(Boolean).join(' ');
}

export function hintType(run: SendRunSummary): 'info' | 'warning' | 'danger' {
	if (run.error || run.uncertain > 0 || run.recovered.uncertain > 0) return 'danger';
	return run.failed + run.blocked > 0 || run.stoppedBy ? 'warning' : 'info';
}

/** Why the server could not be used; what was planned stays planned, and who waits for it says so. */
export function toRunError(error: unknown): SellerMailError {
	return error instanceof SellerMailError ? error : new SellerMailError('SMTP_UNREACHABLE', { message: (error as Error).message, cause: error });
}

const STOPPED: Readonly<Record<NonNullable<SendRunSummary['stoppedBy']>, string>> = {
	signal: 'Stopped by you; the rest goes out with the next Send Due.',
	time: 'The time limit was reached; the rest goes out with the next Send Due.',
	throttled: 'The rest waits for its rates, or for domains that want a break; it goes out with the next Send Due.',
	'daily-quota': "Today's quota is used up; the rest goes out from tomorrow.",
	'monthly-budget': "This month's budget is used up; the rest waits.",
};
