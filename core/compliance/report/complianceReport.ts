import type { ComplianceItem, FindingItem } from '../../contract/items';
import { listCheckedRules, type CheckedRule } from './checkedRules';

/** One checked item of a run. Of the buyer only what tells mails apart: never an address or a name. */
export interface CheckedItem {
	/** its number as n8n counts: from 0 */
	itemIndex: number;
	shop?: string;
	language?: string;
	country?: string;
	compliance: ComplianceItem;
}

/** What one rule found in a run. */
export interface RuleReport {
	rule: string;
	kind: FindingItem['kind'];
	/** the worst of its findings */
	outcome: 'violation' | 'needsReview';
	/** items in which it found something */
	count: number;
	/** distinct, most frequent first, at most MAX_SAMPLES each */
	messages: Counted[];
	laws: Counted[];
	evidence: Counted[];
	fixes: Counted[];
	/** the first of them, at most MAX_ITEMS */
	items: Array<Omit<CheckedItem, 'compliance'>>;
}

export interface Counted {
	text: string;
	count: number;
}

/** A whole run of Compliance Check: bounded in size, however many mails it had. */
export interface ComplianceReport {
	checkedAt: number;
	shops: string[];
	profiles: string[];
	checked: number;
	passed: number;
	needsReview: number;
	violations: number;
	/** items that held nothing to check */
	failed: number;
	switchedOff: string[];
	/** violations first, then the most frequent */
	rules: RuleReport[];
	/** everything that was looked at, also what found nothing */
	checkedRules: CheckedRule[];
}

const MAX_SAMPLES = 5;
const MAX_ITEMS = 20;
/** Distinct texts that are told apart while counting: evidence may be another one in each of 100,000 mails. */
const MAX_DISTINCT = 1_000;
const MAX_EVIDENCE = 200;
const MAX_TEXT = 800;

/** Sums a run up by rule. Pure. */
export function makeComplianceReport(items: readonly CheckedItem[], failed: number, checkedAt: number): ComplianceReport {
	const count = (outcome: string): number => items.filter(({ compliance }) => compliance.outcome === outcome).length;
	const [needsReview, violations] = [count('needsReview'), count('violation')];
	const profiles = distinct(items.flatMap(({ compliance }) => compliance.profile ?? []));
	return {
		checkedAt, profiles, failed, needsReview, violations, checked: items.length, passed: items.length - needsReview - violations,
		shops: distinct(items.flatMap(({ shop }) => shop ?? [])),
		switchedOff: distinct(items.flatMap(({ compliance }) => compliance.switchedOff ?? [])),
		rules: [...groupByRule(items)].map(([rule, found]) => toRuleReport(rule, found)).sort(byWeight),
		checkedRules: listCheckedRules(new Set(profiles)),
	};
}

type Found = Array<{ item: CheckedItem; finding: FindingItem }>;

function groupByRule(items: readonly CheckedItem[]): Map<string, Found> {
	return Map.groupBy(items.flatMap((item) => item.compliance.findings.map((finding) => ({ item, finding }))), ({ finding }) => finding.rule);
}

function toRuleReport(rule: string, found: Found): RuleReport {
	const items = [...new Set(found.map(({ item }) => item))];
	const texts = (key: 'message' | 'law' | 'evidence' | 'fix'): Counted[] => countTexts(found.flatMap(({ finding }) => finding[key] ?? []), key === 'evidence' ? MAX_EVIDENCE : MAX_TEXT);
	return {
		rule, kind: found[0]?.finding.kind ?? 'content', count: items.length,
		outcome: found.some(({ finding }) => finding.outcome === 'violation') ? 'violation' : 'needsReview',
		messages: texts('message'), laws: texts('law'), evidence: texts('evidence'), fixes: texts('fix'),
		items: items.slice(0, MAX_ITEMS).map(({ itemIndex, shop, language, country }) => ({ itemIndex, shop, language, country })),
	};
}

function countTexts(texts: readonly string[], maxLength: number): Counted[] {
	const found = new Map<string, number>();
	for (const text of texts) if (found.size < MAX_DISTINCT || found.has(text)) add(found, text, 1);
	const shown = new Map<string, number>();
	for (const [text, count] of found) add(shown, presentable(text, maxLength), count);
	return [...shown].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count).slice(0, MAX_SAMPLES);
}

function add(counts: Map<string, number>, text: string, count: number): void {
	counts.set(text, (counts.get(text) ?? 0) + count);
}

/** Evidence is a mail's own words: cut short, and an address that stands in them is not for a report. */
function presentable(long: string, maxLength: number): string {
	const text = long.length > maxLength ? `${long.slice(0, maxLength)}…` : long;
	const masked = text.includes('@') ? text.replace(/[^\s@<>"'()]{0,64}@[^\s@<>"'()]*/g, '…@…') : text;
	return masked.toWellFormed();
}

function byWeight(a: RuleReport, b: RuleReport): number {
	if (a.outcome !== b.outcome) return a.outcome === 'violation' ? -1 : 1;
	return b.count - a.count || a.rule.localeCompare(b.rule, 'en');
}

function distinct(texts: readonly string[]): string[] {
	return [...new Set(texts)];
}
