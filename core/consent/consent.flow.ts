import { saveAllButErased } from '../buyer/erasedPersons.flow';
import { openContext, saveInBatches, type ReadingOptions, type RecordDeps, type RecordKind, type RowResult } from '../buyer/recordBatches.flow';
import type { Buyer } from '../buyer/buyer';
import type { RecordTransaction } from '../buyer/ports';
import { resolveBuyers } from '../buyer/resolveBuyers.flow';
import { makeConsentSchema, type ConsentInput } from '../contract/consentRecord';
import { SellerMailError } from '../shared/errors';
import { makeId } from '../shared/ids';
import type { ConsentRecord } from './consent';
import type { ReconfirmationReader, SuppressionReader } from './ports';
import { findDueForReconfirmation, type ReconfirmationPage, type ReconfirmationQuery } from './reconfirmation.flow';
import { recordConsents } from './recordConsents.flow';
import { isActive, type Suppression } from './suppression';
import { getBuyer, hashOf, writeSuppressions } from './suppression.flow';

export interface ConsentDeps extends RecordDeps {
	suppressions: SuppressionReader;
	reconfirmations: ReconfirmationReader;
}

/** Who may be written to: evidence of consent, withdrawals, suppressions. */
export function makeConsentFlow(deps: ConsentDeps) {
	return {
		/** Adds evidence, row by row (`makeConsentSchema`). Idempotent. @throws SellerMailError NOT_FOUND (shop) */
		record: async (shopId: string, rows: readonly unknown[], options?: ReadingOptions): Promise<RowResult[]> =>
			await saveInBatches(deps, shopId, rows, consentKind(deps), options),
		/** The buyer wants no more marketing; planned mail to him stops as well. Idempotent. @throws SellerMailError NOT_FOUND */
		withdraw: async (shopId: string, buyerId: string, act: { source: string; at?: number; note?: string }): Promise<{ wasAlready: boolean }> =>
			await unsubscribe(deps, shopId, buyerId, { source: act.source, at: act.at ?? deps.clock.now(), note: act.note }, { isEvent: false }),
		/** The same by address; nobody known by it: the address is stopped all the same. Idempotent. @throws SellerMailError NOT_FOUND (shop), INPUT_INVALID */
		withdrawByEmail: async (shopId: string, email: string, act: { source: string; at?: number; note?: string }): Promise<Withdrawal> =>
			await withdrawByEmail(deps, shopId, email, { source: act.source, at: act.at ?? deps.clock.now(), note: act.note }),
		/** The same through a mail's unsubscribe link: also an event of that delivery. Idempotent. @throws SellerMailError NOT_FOUND */
		unsubscribe: async (shopId: string, buyerId: string, act: Unsubscribe): Promise<{ wasAlready: boolean }> =>
			await unsubscribe(deps, shopId, buyerId, act, { isEvent: true }),
		/** Whose consent expires soon, a page by id. @throws SellerMailError NOT_FOUND (shop) */
		dueForReconfirmation: async (shopId: string, query: ReconfirmationQuery): Promise<ReconfirmationPage> => await findDueForReconfirmation(deps, shopId, query),
		/** A buyer's evidence, oldest first. */
		history: async (buyerId: string): Promise<ConsentRecord[]> => await deps.suppressions.listConsentRecords(buyerId),
		/** Everything that says whether a person may be written to: his evidence and the suppressions of his address, each oldest first. @throws SellerMailError NOT_FOUND, INPUT_INVALID */
		historyOf: async (shopId: string, who: { buyerId: string } | { email: string }): Promise<ConsentHistory> => await historyOf(deps, shopId, who),
	};
}

export interface Unsubscribe {
	/** one-click, page, mailto … */
	source: string;
	deliveryId?: string;
	at: number;
	note?: string;
}

export interface Withdrawal {
	wasAlready: boolean;
	/** undefined: nobody is known by this address */
	buyerId: string | undefined;
}

export interface ConsentHistory {
	/** undefined: nobody is known by this address */
	buyerId: string | undefined;
	records: ConsentRecord[];
	suppressions: Suppression[];
}

/** How consent rows are saved; also what an import uses that claims a consent. */
export function consentKind(deps: RecordDeps): RecordKind<ReturnType<typeof makeConsentSchema>> {
	return {
		makeSchema: makeConsentSchema,
		save: async (transaction, context, records) => await saveAllButErased(transaction, context, records, async (others) => await saveConsents(deps, transaction, context, others)),
	};
}

async function saveConsents(
	deps: RecordDeps, transaction: RecordTransaction, context: Parameters<typeof resolveBuyers>[2], records: ConsentInput[],
): Promise<RowResult[]> {
	// evidence says nothing about the buyer's other data, so it is older than anything that does
	const drafts = records.map(({ email }) => ({ email, sourceUpdatedAt: 0, isTimed: true }));
	const resolved = await resolveBuyers(deps, transaction, context, drafts);
	const evidence = resolved.map(({ buyer }, index) => ({ buyer, record: toEvidence(records[index], context.now) }));
	const changed = await recordConsents(deps, transaction, evidence, context.now);
	return resolved.map(({ buyer }) => ({ kind: changed.has(buyer.id) ? 'saved' : 'unchanged', id: buyer.id }));
}

function toEvidence(record: ConsentInput | undefined, now: number) {
	if (!record) throw new Error('fewer records than buyers');
	const { kind, basis, source, occurredAt, wording, language, ip, authorisedBy } = record;
	return { kind, basis: basis ?? null, source, occurredAt: occurredAt ?? now, wording, language, ip, authorisedBy };
}

async function unsubscribe(deps: ConsentDeps, shopId: string, buyerId: string, act: Unsubscribe, options: { isEvent: boolean }): Promise<{ wasAlready: boolean }> {
	const now = deps.clock.now();
	return await deps.records.transact(shopId, async (transaction) => {
		const buyer = await getBuyer(transaction, buyerId);
		const live = (await transaction.readSuppressions(shopId, [buyer.emailHash])).filter((found) => found.reason === 'unsubscribe' && isActive(found, now));
		const wasAlready = buyer.consent === 'withdrawn' && live.length > 0;
		// a "no" after a request that isn't answered yet is news: the link in its mail must not undo it
		if (wasAlready && !(await hasOpenRequest(transaction, buyer, now))) return { wasAlready };
		await recordConsents(deps, transaction, [{ buyer, record: { kind: 'withdrawn', basis: null, source: act.source, occurredAt: act.at, note: act.note } }], now);
		if (options.isEvent) await addEvent(deps, transaction, shopId, buyerId, act);
		return { wasAlready };
	});
}

async function hasOpenRequest(transaction: RecordTransaction, { id, consentAt }: Buyer, now: number): Promise<boolean> {
	const records = await transaction.readConsentRecords([id]);
	return records.some((record) => record.kind === 'requested' && record.occurredAt >= (consentAt ?? 0) && (record.expiresAt ?? 0) > now);
}

async function addEvent({ random }: ConsentDeps, transaction: RecordTransaction, shopId: string, buyerId: string, act: Unsubscribe): Promise<void> {
	await transaction.addDeliveryEvent({
		id: makeId(random, 'v'), shopId, deliveryId: act.deliveryId ?? null, buyerId, kind: 'unsubscribed', occurredAt: act.at, source: act.source,
		eventKey: `unsubscribe:${act.deliveryId ?? buyerId}`,
	});
}

async function withdrawByEmail(deps: ConsentDeps, shopId: string, email: string, act: Unsubscribe): Promise<Withdrawal> {
	const { hashKey, now } = await openContext(deps, shopId);
	const emailHash = hashOf(email, hashKey);
	const [buyer] = await deps.suppressions.findBuyersByHash([emailHash], shopId);
	if (buyer) return { ...(await unsubscribe(deps, shopId, buyer.id, act, { isEvent: false })), buyerId: buyer.id };
	const wasAlready = await deps.records.transact(shopId, async (transaction) => {
		const known = (await transaction.readSuppressions(shopId, [emailHash])).some((found) => found.reason === 'unsubscribe' && isActive(found, now));
		if (!known) await writeSuppressions(deps, transaction, shopId, [{ shopId, emailHash, reason: 'unsubscribe', scope: 'marketing', startsAt: act.at, endsAt: null, note: act.note, source: act.source }], now);
		return known;
	});
	return { wasAlready, buyerId: undefined };
}

async function historyOf(deps: ConsentDeps, shopId: string, who: { buyerId: string } | { email: string }): Promise<ConsentHistory> {
	const { hashKey } = await openContext(deps, shopId);
	const [buyer] = 'email' in who ? await deps.suppressions.findBuyersByHash([hashOf(who.email, hashKey)], shopId) : await deps.suppressions.findBuyersById([who.buyerId], shopId);
	if (!buyer && 'buyerId' in who) throw new SellerMailError('NOT_FOUND', { message: `There is no buyer \`${who.buyerId.slice(0, 60)}\` in this shop.`, context: { field: 'buyer' } });
	const emailHash = 'email' in who ? hashOf(who.email, hashKey) : (buyer?.emailHash ?? '');
	const suppressions = await deps.suppressions.readSuppressions(shopId, [emailHash]);
	return {
		buyerId: buyer?.id, records: buyer ? await deps.suppressions.listConsentRecords(buyer.id) : [],
		suppressions: suppressions.sort((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1)),
	};
}
