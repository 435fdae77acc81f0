import type { IExecuteFunctions } from 'n8n-workflow';
import type { ComplianceReport, RuleReport } from '../../../core/compliance/report/complianceReport';
import { addHint, addHintLines } from '../../shared/hint';

const MAX_LINES = 8;

/** The three counts and the most frequent finding; then a line for each rule that found something: how often, what, what to do. */
export function hintChecks(context: IExecuteFunctions, report: ComplianceReport, { emptyAudiences, freed }: { emptyAudiences: number; freed: number }): void {
	if (emptyAudiences > 0) addHint(context, 'The audience is empty: there was no mail to check, so it passes without having been looked at.', 'warning');
	if (report.checked > 0) addHint(context, `${sayCounts(report)}${mostFrequent(report.rules)}`, report.violations > 0 ? 'danger' : report.needsReview > 0 ? 'warning' : 'info');
	if (report.switchedOff.length > 0) addHint(context, `Switched off, here and when they are sent: ${report.switchedOff.join(', ')}.`);
	if (freed > 0) addHint(context, `${say(freed)} of the items are marketing, judged here as order mail. Send Campaign judges them as marketing.`, 'warning');
	// last: it may be long, and n8n scrolls what doesn't fit
	if (report.rules.length > 0) addHintLines(context, toLines(report.rules), report.violations > 0 ? 'danger' : 'warning');
}

function sayCounts({ passed, needsReview, violations }: ComplianceReport): string {
	return `${say(passed)} pass, ${say(needsReview)} need review, ${say(violations)} blocked`;
}

function mostFrequent(rules: readonly RuleReport[]): string {
	const [first] = rules.toSorted((a, b) => b.count - a.count);
	return first ? `; most frequent: ${first.rule} (${say(first.count)})` : '';
}

function toLines(rules: readonly RuleReport[]): string[] {
	const lines = rules.slice(0, MAX_LINES).map(({ rule, count, messages, fixes }) => `${rule} (${say(count)}): ${messages[0]?.text ?? ''} ${fixes[0]?.text ?? ''}`.trim());
	return rules.length > MAX_LINES ? [...lines, `and ${rules.length - MAX_LINES} more`] : lines;
}

function say(count: number): string {
	return count.toLocaleString('en');
}
