import type { Buyer } from '../buyer/buyer';
import type { RecordTransaction } from '../buyer/ports';
import type { RecordDeps } from '../buyer/recordBatches.flow';
import { QUARANTINE_DAYS } from '../delivery/smtpReply';
import { DAY_MS } from '../shared/clock';
import { explainEmailAddress, parseEmailAddress } from '../shared/emailAddress';
import { SellerMailError } from '../shared/errors';
import { hmacSha256 } from '../shared/hash';
import { makeId } from '../shared/ids';
import type { SuppressionReader } from './ports';
import { recordConsents } from './recordConsents.flow';
import { isActive, type Suppression, type SuppressionReason } from './suppression';

export interface SuppressionDeps extends RecordDeps {
	suppressions: SuppressionReader;
}

/** Whom a suppression is about: one of the three. */
export interface Suppressed {
	/** `*`: all shops */
	shopId: string;
	emailHash?: string;
	buyerId?: string;
	email?: string;
}

export interface SuppressionInput extends Suppressed {
	reason: SuppressionReason;
	scope: 'marketing' | 'all';
	/** now when left out */
	startsAt?: number;
	/** for ever when left out; a hard bounce rests 30 days (requirement M13) */
	endsAt?: number | null;
	note?: string;
	/** page, one-click, import, a person … */
	source?: string;
}

/** A suppression before it has an id. */
export type SuppressionDraft = Omit<Suppression, 'id' | 'startsAt' | 'endsAt' | 'note'> & Partial<Pick<SuppressionInput, 'startsAt' | 'endsAt' | 'note'>>;

export interface SuppressionQuery {
	reason?: string;
	isActiveOnly?: boolean;
	/** exactly this address */
	email?: string;
	afterId?: string;
	limit?: number;
}

export interface RemovalInput extends Suppressed {
	/** all but `erased` when left out */
	reason?: SuppressionReason;
	/** why it is removed; kept with it */
	why: string;
}

export interface Removal {
	/** what ended now */
	removed: Array<{ id: string; reason: SuppressionReason }>;
	/** what still stops marketing: other suppressions, and `withdrawn` consent, which only the buyer himself can give again */
	stillStoppedBy: string[];
}

/** Addresses that get no mail: added, ended, listed. */
export function makeSuppressionFlow(deps: SuppressionDeps) {
	return {
		/**
		 * Stops mail to an address; a known one is renewed. An unsubscribe or a complaint also withdraws the consent of buyers with
		 * it. Idempotent. @throws SellerMailError NOT_FOUND, INPUT_INVALID
		 */
		addSuppression: async (input: SuppressionInput): Promise<Suppression> => await addSuppression(deps, input),
		/** Ends suppressions of an address; who has unsubscribed or complained stays without consent. Idempotent. @throws SellerMailError NOT_FOUND, INPUT_INVALID */
		removeSuppression: async (input: RemovalInput): Promise<Removal> => await removeSuppression(deps, input),
		/** A page by id, the buyer's address beside it where he is known. `*`: only those for all shops. @throws SellerMailError INPUT_INVALID */
		listSuppressions: async (shopId: string, query: SuppressionQuery = {}) => await deps.suppressions.listSuppressions({
			shopId, reason: query.reason, activeAt: query.isActiveOnly ? deps.clock.now() : undefined, afterId: query.afterId, limit: query.limit ?? 50,
			emailHash: query.email === undefined ? undefined : hashOf(query.email, await deps.hashKey()),
		}),
	};
}

/** Writes suppressions of one shop (or `*`) and withdraws the consent that some of them end; answers with them as they stand, in order. */
export async function writeSuppressions(deps: SuppressionDeps, transaction: RecordTransaction, shopId: string, drafts: SuppressionDraft[], now: number): Promise<Suppression[]> {
	const suppressions = drafts.map((draft) => toSuppression(deps, draft, now));
	const once = [...new Map(suppressions.map((suppression) => [keyOf(suppression), suppression])).values()];
	await transaction.addSuppressions(once);
	if (shopId !== '*') await withdraw(deps, transaction, await transaction.readBuyersByHash(hashesThatWithdraw(once)), once, now);
	const stored = new Map((await transaction.readSuppressions(shopId, once.map(({ emailHash }) => emailHash))).map((found) => [keyOf(found), found]));
	return suppressions.map((suppression) => stored.get(keyOf(suppression)) ?? suppression);
}

/** The same for all shops: each one's buyers, in its own transaction. */
export async function withdrawEverywhere(deps: SuppressionDeps, suppressions: Suppression[], now: number): Promise<void> {
	const buyers = await deps.suppressions.findBuyersByHash(hashesThatWithdraw(suppressions));
	for (const [shopId, group] of Map.groupBy(buyers, (buyer) => buyer.shopId)) {
		await deps.records.transact(shopId, async (transaction) => await withdraw(deps, transaction, group, suppressions, now));
	}
}

/** The keyed hash under which an address is kept. @throws SellerMailError INPUT_INVALID */
export function hashOf(email: string, hashKey: string): string {
	const parsed = parseEmailAddress(email);
	if (parsed) return hmacSha256(hashKey, parsed.address);
	throw new SellerMailError('INPUT_INVALID', { message: `\`email\` is no e-mail address: ${explainEmailAddress(email) ?? ''}.`, nextStep: 'Correct `email`, e.g. ana@correo.example.', context: { field: 'email' } });
}

/** @throws SellerMailError NOT_FOUND */
export async function getBuyer(transaction: Pick<RecordTransaction, 'readBuyersById'>, buyerId: string): Promise<Buyer> {
	const [buyer] = await transaction.readBuyersById([buyerId]);
	if (buyer) return buyer;
	throw new SellerMailError('NOT_FOUND', { message: `There is no buyer \`${buyerId.slice(0, 60)}\` in this shop.`, context: { field: 'buyer' } });
}

async function addSuppression(deps: SuppressionDeps, input: SuppressionInput): Promise<Suppression> {
	const hash = await readHash(deps, input);
	const now = deps.clock.now();
	const added = await deps.records.transact(input.shopId, async (transaction) => {
		const { shopId, reason, scope, startsAt, endsAt, note, source } = input;
		const emailHash = hash ?? (await getBuyer(transaction, input.buyerId ?? '')).emailHash;
		return (await writeSuppressions(deps, transaction, shopId, [{ shopId, emailHash, reason, scope, startsAt, endsAt, note, source }], now))[0];
	});
	if (!added) throw new Error('a suppression that was just written is missing');
	if (input.shopId === '*') await withdrawEverywhere(deps, [added], now);
	return added;
}

async function removeSuppression(deps: SuppressionDeps, input: RemovalInput): Promise<Removal> {
	const why = input.why.trim();
	if (!why) throw new SellerMailError('INPUT_INVALID', { message: 'A suppression is removed only with a reason.', nextStep: 'Say in “Why” who decided it and what for; it is kept.', context: { field: 'why' } });
	const hash = await readHash(deps, input);
	const now = deps.clock.now();
	return await deps.records.transact(input.shopId, async (transaction) => {
		const emailHash = hash ?? (await getBuyer(transaction, input.buyerId ?? '')).emailHash;
		const inForce = (await transaction.readSuppressions(input.shopId, [emailHash])).filter((found) => isActive(found, now));
		const ending = inForce.filter((found) => found.shopId === input.shopId && (input.reason ? found.reason === input.reason : found.reason !== 'erased'));
		for (const { reason } of ending) await transaction.endSuppressions(input.shopId, [emailHash], reason, now, why.slice(0, 500));
		const rest = inForce.filter((found) => !ending.includes(found)).map(({ shopId, reason }) => (shopId === '*' && input.shopId !== '*' ? `${reason} (all shops)` : reason));
		const isWithdrawn = input.shopId !== '*' && (await transaction.readBuyersByHash([emailHash])).some(({ consent }) => consent === 'withdrawn');
		return { removed: ending.map(({ id, reason }) => ({ id, reason })), stillStoppedBy: [...rest, ...(isWithdrawn ? ['withdrawn'] : [])] };
	});
}

/** Before the transaction: what it needs must not wait for the connection that it holds. */
async function readHash({ shops, hashKey }: SuppressionDeps, { shopId, emailHash, email }: Suppressed): Promise<string | undefined> {
	if (shopId !== '*') await shops.get(shopId);
	return emailHash ?? (email === undefined ? undefined : hashOf(email, await hashKey()));
}

function toSuppression({ random }: SuppressionDeps, draft: SuppressionDraft, now: number): Suppression {
	const startsAt = draft.startsAt ?? now;
	const usualEnd = draft.reason === 'hard-bounce' ? startsAt + QUARANTINE_DAYS * DAY_MS : null;
	return { ...draft, id: makeId(random, 's'), startsAt, endsAt: draft.endsAt === undefined ? usualEnd : draft.endsAt, note: draft.note ?? null, source: draft.source ?? null };
}

function keyOf({ shopId, emailHash, reason }: Suppression): string {
	return `${shopId} ${reason} ${emailHash}`;
}

/** The buyer has said no: when the suppression is gone, there is still no consent. */
const WITHDRAWING: readonly SuppressionReason[] = ['unsubscribe', 'complaint'];

function hashesThatWithdraw(suppressions: Suppression[]): string[] {
	return [...new Set(suppressions.filter(({ reason }) => WITHDRAWING.includes(reason)).map(({ emailHash }) => emailHash))];
}

async function withdraw(deps: SuppressionDeps, transaction: RecordTransaction, buyers: Buyer[], suppressions: Suppression[], now: number): Promise<void> {
	const ofHash = new Map(suppressions.filter(({ reason }) => WITHDRAWING.includes(reason)).map((suppression) => [suppression.emailHash, suppression]));
	const drafts = buyers.filter(({ consent }) => consent !== 'withdrawn').flatMap((buyer) => {
		const found = ofHash.get(buyer.emailHash);
		return found ? [{ buyer, record: { kind: 'withdrawn' as const, basis: null, source: found.source ?? found.reason, occurredAt: found.startsAt } }] : [];
	});
	await recordConsents(deps, transaction, drafts, now, { withSuppressions: false });
}
