import type { Buyer } from '../buyer/buyer';
import { sha256 } from '../shared/hash';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import { applyConsent, type ConsentRecord, type ConsentStanding } from './consent';
import type { ConsentWriter } from './ports';

/** A piece of evidence about a buyer who is at hand. */
export interface ConsentDraft {
	buyer: Buyer;
	record: Pick<ConsentRecord, 'kind' | 'basis' | 'source' | 'occurredAt'> & Partial<Pick<ConsentRecord, 'wording' | 'language' | 'ip' | 'authorisedBy' | 'requestId' | 'expiresAt' | 'importId'>>;
}

/**
 * Adds evidence and brings the buyers' standing up to date; a withdrawal also stops mail that is already planned (a
 * suppression), a new consent of the buyer's own lifts that again. Idempotent. Answers with the standings that changed.
 */
export async function recordConsents(deps: { random: Random }, writer: ConsentWriter, drafts: ConsentDraft[], now: number): Promise<Map<string, ConsentStanding>> {
	if (drafts.length === 0) return new Map();
	const changed = new Map<string, ConsentStanding>();
	const [stopped, resumed] = [new Map<string, { buyer: Buyer; at: number }>(), new Map<string, Buyer>()];
	for (const { buyer, record } of drafts) {
		const before: ConsentStanding = changed.get(buyer.id) ?? buyer;
		const after = applyConsent(before, record);
		if (after === before) continue;
		changed.set(buyer.id, { consent: after.consent, consentBasis: after.consentBasis, consentAt: after.consentAt });
		if (after.consent === 'withdrawn') stopped.set(buyer.id, { buyer, at: record.occurredAt });
		if (after.consent === 'granted' && before.consent === 'withdrawn') resumed.set(buyer.id, buyer);
	}
	await writer.addConsentRecords(drafts.map((draft) => toRecord(draft, now)));
	const buyers = new Map(drafts.map(({ buyer }) => [buyer.id, buyer]));
	await writer.writeStandings([...changed].flatMap(([id, standing]) => withStanding(buyers.get(id), standing, now)));
	await lift(writer, [...resumed.values()].filter(({ id }) => changed.get(id)?.consent === 'granted'), now);
	await stop(deps, writer, [...stopped.values()].filter(({ buyer }) => changed.get(buyer.id)?.consent === 'withdrawn'));
	return changed;
}

function withStanding(buyer: Buyer | undefined, standing: ConsentStanding, updatedAt: number): Buyer[] {
	return buyer ? [{ ...buyer, ...standing, updatedAt }] : [];
}

async function lift(writer: ConsentWriter, buyers: Buyer[], now: number): Promise<void> {
	const [first] = buyers;
	if (first) await writer.endSuppressions(first.shopId, buyers.map((buyer) => buyer.emailHash), 'unsubscribe', now);
}

async function stop(deps: { random: Random }, writer: ConsentWriter, stopped: Array<{ buyer: Buyer; at: number }>): Promise<void> {
	if (stopped.length === 0) return;
	await writer.addSuppressions(stopped.map(({ buyer, at }) => ({
		id: makeId(deps.random, 's'), shopId: buyer.shopId, emailHash: buyer.emailHash, reason: 'unsubscribe', scope: 'marketing', startsAt: at, endsAt: null, note: null,
	})));
}

/**
 * Made of what the evidence says, so that the same report twice is one record. It begins like the buyer's id, which grows
 * with time: evidence of buyers who came together lies together in the index.
 */
function consentRecordId({ buyer, record }: ConsentDraft): string {
	const { kind, basis, source, occurredAt } = record;
	return `k_${buyer.id.slice(2, 9)}${sha256(JSON.stringify([buyer.shopId, buyer.id, kind, basis, source, occurredAt])).slice(0, 13)}`;
}

function toRecord(draft: ConsentDraft, now: number): ConsentRecord {
	const { buyer, record } = draft;
	const { kind, basis, source, occurredAt } = record;
	return {
		id: consentRecordId(draft),
		shopId: buyer.shopId, buyerId: buyer.id, kind, basis, source, occurredAt, recordedAt: now,
		wording: record.wording ?? null, language: record.language ?? null, ip: record.ip ?? null, authorisedBy: record.authorisedBy ?? null,
		requestId: record.requestId ?? null, expiresAt: record.expiresAt ?? null, importId: record.importId ?? null,
	};
}
