import type { RuleExample } from '../../compliance/rule';
import type { Category } from '../categories';

/** What a rule may look at. */
export interface ReplyFacts {
	subject: string;
	/** exactly what would be sent */
	text: string;
	/** the text for word search: NFKC, invisible characters removed */
	plain: string;
	/** the buyer's language (primary tag) */
	language: string;
	/** the order that the conversation is about */
	orderId?: string;
	trackingNumber?: string;
	category: Category;
}

export type RuleAnswer = { outcome: 'notApplicable' } | { outcome: 'pass' } | { outcome: 'needsReview' | 'violation'; evidence: string };

/** One rule of Amazon's communication guidelines, or of the house: data and a pure check. */
export interface MessageRule {
	/** stable, such as AMZ-PHONE */
	id: string;
	title: { en: string; zh: string };
	/** where the rule comes from, read 2026-11-22 */
	source: string;
	fix: { en: string; zh: string };
	/** for its page in docs/rules */
	example?: RuleExample;
	check(facts: ReplyFacts): RuleAnswer;
}

export const PASS: RuleAnswer = { outcome: 'pass' };
export const NOT_APPLICABLE: RuleAnswer = { outcome: 'notApplicable' };

/** Pass without evidence; else the evidence, shortened, with the outcome that the rule gives it. */
export function answer(outcome: 'needsReview' | 'violation', evidence: string | undefined): RuleAnswer {
	return evidence === undefined ? PASS : { outcome, evidence: evidence.trim().slice(0, 120) };
}

export const GUIDELINES = 'Amazon Communication Guidelines (G1701; forum summary 0280ebb5)';
export const MODEL = 'Amazon Messaging API v1 model';
export const HOUSE = 'house rule';
