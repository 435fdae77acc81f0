import type { IExecuteFunctions } from 'n8n-workflow';
import type { SendReport, UsageReport } from '../../../core/campaign/campaign.flow';
import { formatMicroUsd } from '../../../core/campaign/usage';
import type { SendRunSummary } from '../../../core/delivery/sendRun';
import { SellerMailError } from '../../../core/shared/errors';
import { addHint, sayCounts } from '../../shared/hint';

/** One sentence for people: accepted, scheduled, not sent by cause, cost so far. */
export function hintReport(context: IExecuteFunctions, reports: SendReport[]): void {
	for (const { campaign, planned, known, run, usage } of reports) {
		if (planned + known === 0) addHint(context, `${campaign.name}: nobody to mail. The audience is empty, or all of it is held back; Segment Buyers says who was left out and why.`, 'warning');
		const repeat = known > 0 ? ` ${known.toLocaleString('en')} were in the campaign already and are not mailed again.` : '';
		addHint(context, `${campaign.name}: ${planned.toLocaleString('en')} planned.${repeat} ${sayRun(run, usage)}`, hintType(run));
	}
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
