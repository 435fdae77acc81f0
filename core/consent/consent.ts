import { CONSENT_BASES, type ConsentBasis } from '../contract/records';
import type { ConsentState } from '../buyer/buyer';

/** One piece of evidence; they are only ever added. */
export interface ConsentRecord {
	id: string;
	shopId: string;
	buyerId: string;
	/** granted, requested (double opt-in not confirmed yet), withdrawn */
	kind: 'granted' | 'requested' | 'withdrawn';
	basis: ConsentBasis | null;
	/** what the buyer was shown */
	wording: string | null;
	language: string | null;
	/** where it was given: a form, a checkout, an import */
	source: string;
	ip: string | null;
	authorisedBy: string | null;
	occurredAt: number;
	recordedAt: number;
	/** of a confirmation: the request (`k_…`) that it answers */
	requestId: string | null;
	/** of a request: after this it can no longer be confirmed */
	expiresAt: number | null;
	/** the import (`x_…`) that claimed it */
	importId: string | null;
}

/** Where a buyer stands: the columns that are derived from the records. */
export interface ConsentStanding {
	consent: ConsentState;
	consentBasis: ConsentBasis | null;
	consentAt: number | null;
}

/** Only the buyer himself can undo his withdrawal; a file or a purchase can't. */
const OWN_ACT: readonly ConsentBasis[] = ['explicit', 'double_opt_in'];

/** Where the buyer stands after a record. Records may arrive in any order. */
export function applyConsent(standing: ConsentStanding, record: Pick<ConsentRecord, 'kind' | 'basis' | 'occurredAt'>): ConsentStanding {
	if (record.kind === 'withdrawn') return applyWithdrawal(standing, record.occurredAt);
	if (record.kind === 'requested') return standing.consent === 'unknown' ? { ...standing, consent: 'pending', consentAt: record.occurredAt } : standing;
	return applyGrant(standing, record.basis ?? 'import', record.occurredAt);
}

function applyWithdrawal(standing: ConsentStanding, occurredAt: number): ConsentStanding {
	const isKnown = standing.consent === 'withdrawn' && occurredAt <= (standing.consentAt ?? 0);
	const isOlder = standing.consent === 'granted' && occurredAt < (standing.consentAt ?? 0) && isOwnAct(standing.consentBasis);
	return isKnown || isOlder ? standing : { consent: 'withdrawn', consentBasis: standing.consentBasis, consentAt: occurredAt };
}

function applyGrant(standing: ConsentStanding, basis: ConsentBasis, occurredAt: number): ConsentStanding {
	const granted: ConsentStanding = { consent: 'granted', consentBasis: basis, consentAt: occurredAt };
	if (standing.consent === 'withdrawn') return isOwnAct(basis) && occurredAt > (standing.consentAt ?? 0) ? granted : standing;
	if (standing.consent !== 'granted' || standing.consentBasis === null) return granted;
	if (strength(basis) <= strength(standing.consentBasis)) return renew(standing, basis, occurredAt);
	return isOwnAct(standing.consentBasis) ? { ...granted, consentAt: Math.max(occurredAt, standing.consentAt ?? 0) } : granted;
}

/** The same consent given again lasts from then on; so does a weaker one, when both are the buyer's own acts. */
function renew(standing: ConsentStanding, basis: ConsentBasis, occurredAt: number): ConsentStanding {
	const isRenewed = (basis === standing.consentBasis || isOwnAct(basis)) && occurredAt > (standing.consentAt ?? 0);
	return isRenewed ? { ...standing, consentAt: occurredAt } : standing;
}

function isOwnAct(basis: ConsentBasis | null): boolean {
	return basis !== null && OWN_ACT.includes(basis);
}

function strength(basis: ConsentBasis): number {
	return CONSENT_BASES.indexOf(basis);
}
