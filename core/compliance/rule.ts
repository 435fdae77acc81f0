import type { FindingItem, MailPurpose, Outcome } from '../contract/items';
import type { Brand } from '../shop/senderProfile';
import type { ConsentPolicy } from './consentPolicy';
import type { MailFacts } from './facts/mailFacts';
import type { Jurisdiction } from './jurisdiction';

/** A text for staff in the two languages they read. */
export interface StaffText {
	en: string;
	zh: string;
}

/** Who gets the mail, as the store knows him. */
export interface Recipient {
	country?: string | null;
	language?: string | null;
	consent: 'unknown' | 'pending' | 'granted' | 'withdrawn';
	/** explicit | double_opt_in | soft_opt_in | import */
	consentBasis?: string | null;
	/** epoch ms of the evidence */
	consentAt?: number | null;
	isMarketable: boolean;
	/** what the shop itself asks for on the buyer's site; the law's when left out */
	policy?: ConsentPolicy;
	/** never shown in findings */
	email?: string | null;
	/** as he is greeted; never shown in findings */
	name?: string | null;
	/** the clock that a country's hours count on, where it has none of its own */
	timeZone?: string | null;
	/** where the consent was given, as its evidence says */
	consentSource?: string | null;
	/** YYYY-MM-DD or YYYY */
	birthDate?: string | null;
}

/** How a mail travels: what mailbox providers look at before they read a word of it. */
export interface Envelope {
	from: { name: string; address: string };
	/** where bounces go: what SPF is asked about */
	bounceAddress?: string;
	/** d= of the signature */
	dkimDomain?: string;
	/** headers beside From, To, Subject, Date, Message-ID */
	headers: Readonly<Record<string, string>>;
	/** lower-case names that the signature covers */
	signedHeaders: readonly string[];
}

/** Everything a rule may look at. */
export interface CheckFacts {
	mail: MailFacts;
	brand: Brand;
	/** left out where it isn't known yet: rules about it don't apply */
	envelope?: Envelope;
	/** what the mail was made of: the proof of its prices, stocks and dates; left out when it isn't known */
	data?: Readonly<Record<string, unknown>>;
	/** of the recipient's country */
	recipient?: Recipient & { jurisdiction: Jurisdiction };
	/** the link that must be in the mail */
	unsubscribeUrl?: string;
	/** the instant at which the mail leaves; left out where it isn't leaving yet */
	sendAt?: number;
	now: number;
}

export interface RuleResult {
	outcome: Outcome;
	/** key into the rule's `messages` */
	message?: string;
	/** what was found, in the mail's own words or numbers; never an address */
	evidence?: string;
	/** instead of the rule's: the recipient's country's */
	law?: string;
}

/**
 * One thing a mail must or should be: a legal rule's breach is a violation, a content rule's is for a person to look at,
 * except the limits that the product sets itself.
 */
export interface Rule {
	/** file name and name in findings, logs and docs */
	id: string;
	title: StaffText;
	kind: FindingItem['kind'];
	law?: string;
	/** where the rule is from, and of when */
	source: string;
	fix: StaffText;
	appliesTo: readonly MailPurpose[];
	/** what a breach is */
	severity: 'needsReview' | 'violation';
	/** may an operator switch it off? Never for legal rules and what keeps a mail readable and safe. */
	isSwitchable: boolean;
	/** for its page in docs/rules */
	measured?: StaffText;
	example?: RuleExample;
	messages: Readonly<Record<string, StaffText>>;
	check(facts: CheckFacts): RuleResult;
}

/** Words that break a rule and words that keep it, with all else in order; they are tried out when docs/rules is made. */
export interface RuleExample {
	/** text: HTML of a mail's body, or the whole text of a message */
	part: 'subject' | 'text';
	fails: string;
	passes: string;
}

export const PASS: RuleResult = { outcome: 'pass' };
export const NOT_APPLICABLE: RuleResult = { outcome: 'notApplicable' };
