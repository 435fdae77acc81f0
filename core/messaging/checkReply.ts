import type { ComplianceItem, FindingItem, Outcome } from '../contract/items';
import { UTMOST_LENGTH } from './rules/formatRules';
import type { MessageRule, ReplyFacts } from './rules/messageRule';
import { MESSAGE_RULES } from './rules/registry';

/** Of a longer text the rest is not read: AMZ-LEN refuses it anyway. */
const READ_LIMIT = UTMOST_LENGTH + 1;

export type StaffLanguage = 'en' | 'zh';

/**
 * Checks a reply against Amazon's guidelines and the house rules: pure. The findings are what did not pass; each names the
 * rule and the words. `outcome` is the worst of them.
 */
export function checkReply(reply: Omit<ReplyFacts, 'plain'>, checkedAt: number, staffLanguage: StaffLanguage = 'en'): ComplianceItem {
	const text = reply.text.slice(0, READ_LIMIT);
	const facts: ReplyFacts = { ...reply, text, plain: toPlain(text) };
	const findings = MESSAGE_RULES.flatMap((rule) => toFinding(rule, facts, staffLanguage));
	return { outcome: worstOutcome(findings), checkedAt, findings };
}

/** As it is seen by a word search: compatibility forms unified, invisible characters gone. */
function toPlain(text: string): string {
	return text.normalize('NFKC').replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '');
}

function toFinding(rule: MessageRule, facts: ReplyFacts, staffLanguage: StaffLanguage): FindingItem[] {
	const found = rule.check(facts);
	if (found.outcome === 'pass' || found.outcome === 'notApplicable') return [];
	return [{
		rule: rule.id, outcome: found.outcome, kind: 'amazon',
		message: rule.title[staffLanguage], evidence: found.evidence, law: rule.source, fix: rule.fix[staffLanguage],
	}];
}

function worstOutcome(findings: FindingItem[]): Outcome {
	if (findings.some(({ outcome }) => outcome === 'violation')) return 'violation';
	return findings.length > 0 ? 'needsReview' : 'pass';
}
