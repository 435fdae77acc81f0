import type { ComplianceItem, FindingItem, MailItem, MailPurpose, Outcome } from '../contract/items';
import type { Brand } from '../shop/senderProfile';
import { measureMail } from './facts/measureMail';
import { findJurisdiction } from './jurisdiction';
import type { CheckFacts, Envelope, Recipient, Rule, RuleResult } from './rule';
import { MAIL_RULES } from './rules/registry';

export interface CheckInput {
	mail: MailItem;
	/** left out: rules about the recipient don't apply */
	recipient?: Recipient;
	brand: Brand;
	/** the link that must be in the mail; left out: one that looks like it is for a person to look at */
	unsubscribeUrl?: string;
	/** left out: rules about sender and headers don't apply */
	envelope?: Envelope;
	/** what the mail was made of; left out: claims of price, stock and time are for a person to look at */
	data?: Readonly<Record<string, unknown>>;
	/** rules that the operator switched off; only those that may be are left out of the check */
	switchedOff?: readonly string[];
	/** the instant at which the mail leaves; left out: rules about hours don't apply */
	sendAt?: number;
	/** language of messages and advice; English when left out */
	staffLanguage?: 'en' | 'zh';
}

/**
 * Checks a rendered mail against every rule: to explain in Compliance Check, to enforce in Send Campaign. Pure and
 * synchronous. `outcome` is the worst of all rules; `findings` are those that didn't pass.
 */
export function checkMail(input: CheckInput, now: number): ComplianceItem {
	const facts = toFacts(input, now);
	const findings: FindingItem[] = [];
	for (const rule of RULES_OF[facts.mail.purpose]) {
		if (rule.isSwitchable && input.switchedOff?.includes(rule.id)) continue;
		const finding = toFinding(rule, rule.check(facts), input.staffLanguage ?? 'en');
		if (finding) findings.push(finding);
	}
	return { outcome: worstOutcome(findings.map((finding) => finding.outcome)), checkedAt: now, findings };
}

const RULES_OF: Readonly<Record<MailPurpose, readonly Rule[]>> = {
	marketing: MAIL_RULES.filter(({ appliesTo }) => appliesTo.includes('marketing')),
	transactional: MAIL_RULES.filter(({ appliesTo }) => appliesTo.includes('transactional')),
};

/** `violation` beats `needsReview` beats `pass`. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
	if (outcomes.includes('violation')) return 'violation';
	return outcomes.includes('needsReview') ? 'needsReview' : 'pass';
}

function toFacts({ mail, recipient, brand, unsubscribeUrl, envelope, data, sendAt }: CheckInput, now: number): CheckFacts {
	return {
		mail: measureMail(mail),
		brand,
		unsubscribeUrl,
		envelope,
		data,
		sendAt,
		now,
		...(recipient ? { recipient: { ...recipient, jurisdiction: findJurisdiction(recipient.country) } } : {}),
	};
}

function toFinding(rule: Rule, result: RuleResult, language: 'en' | 'zh'): FindingItem | undefined {
	if (result.outcome === 'pass' || result.outcome === 'notApplicable') return undefined;
	const law = result.law ?? rule.law;
	return {
		rule: rule.id,
		outcome: result.outcome,
		kind: rule.kind,
		message: (rule.messages[result.message ?? ''] ?? rule.title)[language],
		...(result.evidence ? { evidence: result.evidence } : {}),
		...(law ? { law } : {}),
		fix: rule.fix[language],
	};
}
