import type { Buyer } from '../buyer/buyer';
import { openContext, saveInBatches, type ReadingOptions, type RecordDeps, type RecordKind, type RowResult } from '../buyer/recordBatches.flow';
import type { RecordTransaction } from '../buyer/ports';
import { resolveBuyers } from '../buyer/resolveBuyers.flow';
import { makeConsentSchema, type ConsentInput } from '../contract/consentRecord';
import { parseEmailAddress } from '../shared/emailAddress';
import { SellerMailError } from '../shared/errors';
import { hmacSha256 } from '../shared/hash';
import { makeId } from '../shared/ids';
import type { ConsentRecord } from './consent';
import type { SuppressionReader } from './ports';
import { recordConsents } from './recordConsents.flow';
import { isActive, type Suppression, type SuppressionReason } from './suppression';

export interface ConsentDeps extends RecordDeps {
	suppressions: SuppressionReader;
}

/** Whom a suppression is about: one of the three. */
export interface SuppressionInput {
	shopId: string;
	emailHash?: string;
	buyerId?: string;
	email?: string;
	reason: SuppressionReason;
	scope: 'marketing' | 'all';
	/** now when left out */
	startsAt?: number;
	/** for ever when left out */
	endsAt?: number | null;
	note?: string;
}

/** Who may be written to: evidence of consent, withdrawals, suppressions. */
export function makeConsentFlow(deps: ConsentDeps) {
	return {
		/** Adds evidence, row by row (`makeConsentSchema`). Idempotent. @throws SellerMailError NOT_FOUND (shop) */
		record: async (shopId: string, rows: readonly unknown[], options?: ReadingOptions): Promise<RowResult[]> =>
			await saveInBatches(deps, shopId, rows, consentKind(deps), options),
		/** The buyer wants no more marketing; planned mail to him stops as well. Idempotent. @throws SellerMailError NOT_FOUND */
		withdraw: async (shopId: string, buyerId: string, act: { source: string; at?: number }): Promise<{ wasAlready: boolean }> =>
			await unsubscribe(deps, shopId, buyerId, { source: act.source, at: act.at ?? deps.clock.now() }, { isEvent: false }),
		/** The same through a mail's unsubscribe link: also an event of that delivery. Idempotent. @throws SellerMailError NOT_FOUND */
		unsubscribe: async (shopId: string, buyerId: string, act: Unsubscribe): Promise<{ wasAlready: boolean }> =>
			await unsubscribe(deps, shopId, buyerId, act, { isEvent: true }),
		/** Stops mail to an address; a known one is renewed. Idempotent. @throws SellerMailError NOT_FOUND, INPUT_INVALID */
		addSuppression: async (input: SuppressionInput): Promise<void> => await addSuppression(deps, input),
		/** A page by id, the buyer's address beside it where he is known. */
		listSuppressions: async (shopId: string, query: { reason?: string; isActiveOnly?: boolean; afterId?: string; limit?: number } = {}) =>
			await deps.suppressions.listSuppressions({
				shopId, reason: query.reason, activeAt: query.isActiveOnly ? deps.clock.now() : undefined, afterId: query.afterId, limit: query.limit ?? 50,
			}),
		/** A buyer's evidence, oldest first. */
		history: async (buyerId: string): Promise<ConsentRecord[]> => await deps.suppressions.listConsentRecords(buyerId),
	};
}

export interface Unsubscribe {
	/** one-click, page, mailto … */
	source: string;
	deliveryId?: string;
	at: number;
}

/** How consent rows are saved; also what an import uses that claims a consent. */
export function consentKind(deps: RecordDeps): RecordKind<ReturnType<typeof makeConsentSchema>> {
	return { makeSchema: makeConsentSchema, save: async (transaction, context, records) => await saveConsents(deps, transaction, context, records) };
}

async function saveConsents(
	deps: RecordDeps, transaction: RecordTransaction, context: Parameters<typeof resolveBuyers>[2], records: ConsentInput[],
): Promise<RowResult[]> {
	// evidence says nothing about the buyer's other data, so it is older than anything that does
	const drafts = records.map(({ email }) => ({ email, sourceUpdatedAt: 0 }));
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
		await recordConsents(deps, transaction, [{ buyer, record: { kind: 'withdrawn', basis: null, source: act.source, occurredAt: act.at } }], now);
		if (options.isEvent) await addEvent(deps, transaction, shopId, buyerId, act);
		return { wasAlready };
	});
}

async function hasOpenRequest(transaction: RecordTransaction, { id, consentAt }: Buyer, now: number): Promise<boolean> {
	const records = await transaction.readConsentRecords([id]);
	return records.some((record) => record.kind === 'requested' && record.occurredAt >= (consentAt ?? 0) && (record.expiresAt ?? 0) > now);
}

/** @throws SellerMailError NOT_FOUND */
export async function getBuyer(transaction: Pick<RecordTransaction, 'readBuyersById'>, buyerId: string): Promise<Buyer> {
	const [buyer] = await transaction.readBuyersById([buyerId]);
	if (buyer) return buyer;
	throw new SellerMailError('NOT_FOUND', { message: `There is no buyer \`${buyerId.slice(0, 60)}\` in this shop.`, context: { field: 'buyer' } });
}

async function addEvent({ random }: ConsentDeps, transaction: RecordTransaction, shopId: string, buyerId: string, act: Unsubscribe): Promise<void> {
	await transaction.addDeliveryEvent({
		id: makeId(random, 'v'), shopId, deliveryId: act.deliveryId ?? null, buyerId, kind: 'unsubscribed', occurredAt: act.at, source: act.source,
		eventKey: `unsubscribe:${act.deliveryId ?? buyerId}`,
	});
}

async function addSuppression(deps: ConsentDeps, input: SuppressionInput): Promise<void> {
	const hashKey = input.shopId === '*' ? await deps.hashKey() : (await openContext(deps, input.shopId)).hashKey;
	await deps.records.transact(input.shopId, async (transaction) => {
		const emailHash = input.emailHash ?? hashOf(input, hashKey) ?? (await getBuyer(transaction, input.buyerId ?? '')).emailHash;
		const suppression: Suppression = {
			id: makeId(deps.random, 's'), shopId: input.shopId, emailHash, reason: input.reason, scope: input.scope,
			startsAt: input.startsAt ?? deps.clock.now(), endsAt: input.endsAt ?? null, note: input.note ?? null,
		};
		await transaction.addSuppressions([suppression]);
	});
}

function hashOf({ email }: SuppressionInput, hashKey: string): string | undefined {
	if (email === undefined) return undefined;
	const parsed = parseEmailAddress(email);
	if (parsed) return hmacSha256(hashKey, parsed.address);
	throw new SellerMailError('INPUT_INVALID', { message: 'Suppression: `email` is no e-mail address.', nextStep: 'Correct `email`, e.g. ana@correo.example.', context: { field: 'email' } });
}
