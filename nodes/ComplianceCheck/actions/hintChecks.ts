import type { IExecuteFunctions } from 'n8n-workflow';
import type { ComplianceItem } from '../../../core/contract/items';
import { addHint } from '../../shared/hint';

/** "4,800 pass, 12 need review, 0 blocked; most frequent: value-in-first-50 (12)". */
export function hintChecks(context: IExecuteFunctions, checks: readonly ComplianceItem[], emptyAudienceCount: number): void {
	if (emptyAudienceCount > 0) addHint(context, 'The audience is empty: there was no mail to check, so it passes without having been looked at.', 'warning');
	if (checks.length === 0) return;
	const count = (outcome: string): number => checks.filter((check) => check.outcome === outcome).length;
	const blocked = count('violation');
	const review = count('needsReview');
	const summary = `${say(checks.length - blocked - review)} pass, ${say(review)} need review, ${say(blocked)} blocked`;
	addHint(context, `${summary}${mostFrequent(checks)}`, blocked > 0 ? 'danger' : review > 0 ? 'warning' : 'info');
}

function mostFrequent(checks: readonly ComplianceItem[]): string {
	const byRule = new Map<string, number>();
	for (const { rule } of checks.flatMap((check) => check.findings)) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
	const [first] = [...byRule].sort((a, b) => b[1] - a[1]);
	return first ? `; most frequent: ${first[0]} (${say(first[1])})` : '';
}

function say(count: number): string {
	return count.toLocaleString('en');
}
