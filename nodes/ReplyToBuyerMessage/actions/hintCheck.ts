import type { IExecuteFunctions } from 'n8n-workflow';
import type { ComplianceItem } from '../../../core/contract/items';
import { addHint } from '../../shared/hint';

/** "3 drafts: 2 pass, 1 needs a person (AMZ-LANG)". */
export function hintCheck(context: IExecuteFunctions, noun: string, checks: ComplianceItem[]): void {
	if (checks.length === 0) return;
	const rules = (outcome: string): string => {
		const found = checks.filter((check) => check.outcome === outcome);
		const names = new Set(found.flatMap((check) => check.findings.filter((finding) => finding.outcome === outcome).map(({ rule }) => rule)));
		return `${found.length}|${[...names].join(', ')}`;
	};
	const [reviewCount, reviewRules] = rules('needsReview').split('|');
	const [violationCount, violationRules] = rules('violation').split('|');
	const parts = [`${checks.filter(({ outcome }) => outcome === 'pass').length} pass`];
	if (reviewCount !== '0') parts.push(`${reviewCount} for a person to read (${reviewRules})`);
	if (violationCount !== '0') parts.push(`${violationCount} must not be sent (${violationRules})`);
	addHint(context, `${checks.length} ${noun}${checks.length === 1 ? '' : 's'}: ${parts.join(', ')}.`, violationCount === '0' ? 'info' : 'warning');
}
