import type { DnsAnswer } from './dnsAnswer';
import { isAligned, organisationOf, toDnsRecord } from './organisation';
import { parseTags } from './parseTags';
import { cantReach, type CheckNote, type RecordCheck } from './recordCheck';

/** What providers ask of a bulk sender at least; the shop may ask receivers for more. Source: mailbox-provider-rules.md section 1. */
const LEAST_RECORD = 'v=DMARC1; p=none';
const POLICIES = ['none', 'quarantine', 'reject'];

export interface DmarcFacts {
	fromDomain: string;
	/** of the signature made here; left out when the provider signs */
	dkimDomain: string | undefined;
	bounceDomain: string;
	/** TXT at `_dmarc` of the From domain */
	own: DnsAnswer;
	/** the same of its organisation; left out when that is the From domain itself */
	organisation: DnsAnswer | undefined;
}

export function dmarcHost(domain: string): string {
	return `_dmarc.${domain}`;
}

/** Whether the From domain has a policy (its own, else its organisation's), and our mail can pass it. RFC 7489 sections 3.1 and 6.6.3. */
export function judgeDmarc(facts: DmarcFacts): RecordCheck {
	const host = dmarcHost(facts.fromDomain);
	const wanted = toDnsRecord(host, LEAST_RECORD);
	if (facts.own.kind === 'unreachable') return cantReach('dmarc', host, facts.own.reason);
	const own = recordsOf(facts.own);
	if (own.length > 0) return judgeRecords(facts, own, { host, wanted });
	const stray = textsOf(facts.own).filter((text) => /dmarc/i.test(text));
	if (stray.length > 0) return { record: 'dmarc', outcome: 'wrong', reason: 'invalid', host, found: stray, wanted, notes: [] };
	if (facts.organisation?.kind === 'unreachable') return cantReach('dmarc', dmarcHost(organisationOf(facts.fromDomain)), facts.organisation.reason);
	const above = facts.organisation ? recordsOf(facts.organisation) : [];
	if (above.length === 0) return { record: 'dmarc', outcome: 'notVisible', reason: 'missing', host, found: [], wanted, notes: [] };
	return judgeRecords(facts, above, { host: dmarcHost(organisationOf(facts.fromDomain)), wanted, isAbove: true });
}

function textsOf(answer: DnsAnswer): string[] {
	return answer.kind === 'found' ? answer.values : [];
}

function recordsOf(answer: DnsAnswer): string[] {
	return textsOf(answer).filter((text) => /^\s*v\s*=\s*DMARC1\s*(?:;|$)/.test(text));
}

function judgeRecords(facts: DmarcFacts, found: string[], { host, wanted, isAbove = false }: { host: string; wanted: RecordCheck['wanted']; isAbove?: boolean }): RecordCheck {
	const base = { record: 'dmarc' as const, host, found };
	if (found.length > 1) return { ...base, outcome: 'wrong', reason: 'several', detail: String(found.length), wanted, notes: [] };
	const tags = parseTags(found[0] ?? '');
	if (!tags) return { ...base, outcome: 'wrong', reason: 'invalid', wanted, notes: [] };
	const policy = ((isAbove ? tags.get('sp') : undefined) ?? tags.get('p'))?.toLowerCase();
	if (policy === undefined || !POLICIES.includes(policy) || !tags.has('p')) return { ...base, outcome: 'wrong', reason: 'noPolicy', wanted, notes: [] };
	const notes: CheckNote[] = [...(isAbove ? ['fromOrganisation' as const] : []), ...(policy === 'none' ? ['policyNone' as const] : [])];
	return { ...base, ...judgeAlignment(facts, tags), notes: [...notes, ...bounceNotes(facts, tags)] };
}

type Alignment = Pick<RecordCheck, 'outcome' | 'reason' | 'detail'>;

/** A mail passes by its signature or by its bounce address; forwarding breaks the second, so our own signature has to hold. */
function judgeAlignment(facts: DmarcFacts, tags: ReadonlyMap<string, string>): Alignment {
	const { fromDomain, dkimDomain } = facts;
	if (dkimDomain !== undefined) {
		return isAligned(dkimDomain, fromDomain, modeOf(tags, 'adkim')) ? { outcome: 'ok', reason: 'found' } : { outcome: 'wrong', reason: 'signatureNotAligned', detail: dkimDomain };
	}
	if (isBounceAligned(facts, tags)) return { outcome: 'ok', reason: 'found' };
	return { outcome: 'cantTell', reason: 'nothingAligned', detail: facts.bounceDomain };
}

function bounceNotes(facts: DmarcFacts, tags: ReadonlyMap<string, string>): CheckNote[] {
	if (facts.dkimDomain === undefined) return ['alignmentUnknown'];
	return isBounceAligned(facts, tags) ? [] : ['bouncesNotAligned'];
}

function isBounceAligned({ bounceDomain, fromDomain }: DmarcFacts, tags: ReadonlyMap<string, string>): boolean {
	return isAligned(bounceDomain, fromDomain, modeOf(tags, 'aspf'));
}

function modeOf(tags: ReadonlyMap<string, string>, name: 'adkim' | 'aspf'): 'relaxed' | 'strict' {
	return tags.get(name)?.toLowerCase() === 's' ? 'strict' : 'relaxed';
}
