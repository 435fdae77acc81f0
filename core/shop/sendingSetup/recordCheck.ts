import type { DnsFailure } from './dnsAnswer';

export type RecordKind = 'spf' | 'dkim' | 'dmarc';

/** Why a record is judged as it is; the words are in `setupWords`. */
export type CheckReason =
	| 'found' | 'missing' | 'aliasWithoutRecord' | 'dnsUnreachable'
	| 'several' | 'invalid' | 'includeMissing' | 'loop' | 'tooManyLookups' | 'tooManyVoidLookups' | 'tooManyMailHosts' | 'allowsEverybody' | 'allowsNobody' | 'serverMissing'
	| 'signedByProvider' | 'otherKey' | 'revoked' | 'testMode' | 'tooShort' | 'otherKeyType' | 'hashMissing' | 'notForMail' | 'unreadableKey'
	| 'noPolicy' | 'signatureNotAligned' | 'nothingAligned';

/** What is worth knowing although it stops nothing. */
export type CheckNote =
	| 'serverNotSeen' | 'serverNotNamed' | 'macros' | 'ptr' | 'noAll' | 'shortKey' | 'onlyEd25519' | 'policyNone' | 'fromOrganisation' | 'bouncesNotAligned' | 'alignmentUnknown' | 'fillInAddress';

/** A record to enter at the DNS provider. */
export interface DnsRecord {
	type: 'TXT';
	/** the whole name */
	host: string;
	/** the part of it that most DNS panels want, below `zone` */
	name: string;
	zone: string;
	value: string;
}

/** What one record is, against what it must be. */
export interface RecordCheck {
	record: RecordKind;
	/** `notVisible`: nothing is there, or DNS does not show it yet · `wrong`: something else is there · `cantTell`: no answer that says either */
	outcome: 'ok' | 'notVisible' | 'wrong' | 'cantTell';
	reason: CheckReason;
	/** where it was looked for */
	host: string;
	found: string[];
	/** what has to be there, instead of what was found; left out when no record mends it */
	wanted?: DnsRecord;
	/** what the words need: a term, a name, a number */
	detail?: string;
	notes: CheckNote[];
	dnsFailure?: DnsFailure;
	/** since when it is looked for in vain */
	missingSince?: number;
}

/** Whether mail must wait for it. What can't be seen from here, such as a provider's own signature, stops nothing. */
export function isBlocking({ outcome, reason }: RecordCheck): boolean {
	return outcome === 'notVisible' || outcome === 'wrong' || (outcome === 'cantTell' && reason === 'dnsUnreachable');
}

export function cantReach(record: RecordKind, host: string, dnsFailure: DnsFailure): RecordCheck {
	return { record, outcome: 'cantTell', reason: 'dnsUnreachable', host, found: [], notes: [], dnsFailure };
}
