import type { Buyer } from '../buyer/buyer';
import { sha256 } from '../shared/hash';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import { applyConsent, type ConsentRecord, type ConsentStanding } from './consent';
import type { ConsentWriter } from './ports';

/** A piece of evidence about a buyer who is at hand. */
export interface ConsentDraft {
	buyer: Buyer;
	record: Pick<ConsentRecord, 'kind' | 'basis' | 'source' | 'occurredAt'> & Partial<Pick<ConsentRecord, 'wording' | 'language' | 'ip' | 'authorisedBy' | 'requestId' | 'expiresAt' | 'importId'>> & {
		/** goes to the suppression that a withdrawal makes */
		note?: string;
	};
}

/**
 * Adds evidence and brings the buyers' standing up to date; a withdrawal also stops mail that is already planned (a
 * suppression), a new consent of the buyer's own lifts that again. Idempotent. Answers with the standings that changed.
 * `withSuppressions` false: the caller stops the mail in a way of his own.
 */
export async function recordConsents(
	deps: { random: Random }, writer: ConsentWriter, drafts: ConsentDraft[], now: number, options: { withSuppressions: boolean } = { withSuppressions: true },
): Promise<Map<string, ConsentStanding>> {
	if (drafts.length === 0) return new Map();
	const changed = new Map<string, ConsentStanding>();
	const [stopped, resumed] = [new Map<string, Stopped>(), new Map<string, Buyer>()];
	for (const { buyer, record } of drafts) {
		const before: ConsentStanding = changed.get(buyer.id) ?? buyer;
		const after = applyConsent(before, record);
		if (after === before) continue;
		changed.set(buyer.id, { consent: after.consent, consentBasis: after.consentBasis, consentAt: after.consentAt });
		if (after.consent === 'withdrawn') stopped.set(buyer.id, { buyer, at: record.occurredAt, source: record.source, note: record.note });
		if (after.consent === 'granted' && before.consent === 'withdrawn') resumed.set(buyer.id, buyer);
	}
	await writer.addConsentRecords(drafts.map((draft) => toRecord(draft, now)));
	const buyers = new Map(drafts.map(({ buyer }) => [buyer.id, buyer]));
	await writer.writeStandings([...changed].flatMap(([id, standing]) => withStanding(buyers.get(id), standing, now)));
	if (!options.withSuppressions) return changed;
	await lift(writer, [...resumed.values()].filter(({ id }) => changed.get(id)?.consent === 'granted'), now);
	await stop(deps, writer, [...stopped.values()].filter(({ buyer }) => changed.get(buyer.id)?.consent === 'withdrawn'));
	return changed;
}

interface Stopped {
	buyer: Buyer;
	at: number;
	source: string;
	note: string | undefined;
}

function withStanding(buyer: Buyer | undefined, standing: ConsentStanding, updatedAt: number): Buyer[] {
	return buyer ? [{ ...buyer, ...standing, updatedAt }] : [];
}

async function lift(writer: ConsentWriter, buyers: Buyer[], now: number): Promise<void> {
	const [first] = buyers;
	if (first) await writer.endSuppressions(first.shopId, buyers.map((buyer) => buyer.emailHash), 'unsubscribe', now);
}

async function stop(deps: { random: Random }, writer: ConsentWriter, stopped: Stopped[]): Promise<void> {
	if (stopped.length === 0) return;
	await writer.addSuppressions(stopped.map(({ buyer, at, source, note }) => ({
		id: makeId(deps.random, 's'), shopId: buyer.shopId, emailHash: buyer.emailHash, reason: 'unsubscribe', scope: 'marketing', startsAt: at, endsAt: null, note: note ?? null, source,
	})));
}

/**
 * Made of what the evidence says, so that the same report twice is one record. It begins like the buyer's id, which grows
 * with time: evidence of buyers who came together lies together in the index.
 */
export function consentRecordId({ buyer, record }: ConsentDraft): string {
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
