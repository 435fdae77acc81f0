import type { FindingItem } from '../../contract/items';
import { MESSAGE_RULES } from '../../messaging/rules/registry';
import type { StaffText } from '../rule';
import { MAIL_RULES } from '../rules/registry';

/** A rule as a report names it. */
export interface CheckedRule {
	id: string;
	title: StaffText;
	kind: FindingItem['kind'];
}

/** The rules that these profiles (marketing, transactional, amazonMessage) ask for, in the order they are checked. */
export function listCheckedRules(profiles: ReadonlySet<string>): CheckedRule[] {
	return [
		...MAIL_RULES.filter(({ appliesTo }) => appliesTo.some((purpose) => profiles.has(purpose))).map(({ id, title, kind }) => ({ id, title, kind })),
		...(profiles.has('amazonMessage') ? MESSAGE_RULES : []).map(({ id, title }) => ({ id, title, kind: 'amazon' as const })),
	];
}
