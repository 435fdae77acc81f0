import type { Buyer } from '../buyer/buyer';
import type { RecordTransaction } from '../buyer/ports';
import type { RecordDeps } from '../buyer/recordBatches.flow';
import { findJurisdiction } from '../compliance/jurisdiction';
import { DAY_MS } from '../shared/clock';
import { makeId } from '../shared/ids';
import { recordConsents } from './recordConsents.flow';
import { standingOf } from './standing';
import { getBuyer } from './suppression.flow';

/** How long a buyer may ask for silence. */
export const PAUSE_DAYS = [30, 90] as const;

/** What a buyer was shown and where, when he agreed by his own act. */
export interface OwnConsent {
	source: string;
	wording: string;
	language: string;
	ip: string | null;
}

/** What became of an act: a repeat changes nothing. */
export interface ActResult {
	wasAlready: boolean;
}

/** What a buyer does on his page of preferences. Every act counts at the next claim, and may be repeated. */
export function makePreferencesFlow(deps: RecordDeps) {
	return {
		/** No marketing for some days; another length replaces the running one. @throws SellerMailError NOT_FOUND */
		pause: async (shopId: string, buyerId: string, act: { days: number; source: string }): Promise<ActResult & { until: number }> =>
			await withBuyer(deps, shopId, buyerId, async (transaction, buyer, now) => await pause(deps, transaction, buyer, act, now)),
		/** A pause ends now. @throws SellerMailError NOT_FOUND */
		resume: async (shopId: string, buyerId: string): Promise<ActResult> =>
			await withBuyer(deps, shopId, buyerId, async (transaction, buyer, now) => await resume(transaction, buyer, now)),
		/** The language of his mails from now on, whatever his shop says of it later. @throws SellerMailError NOT_FOUND */
		chooseLanguage: async (shopId: string, buyerId: string, language: string): Promise<ActResult> =>
			await withBuyer(deps, shopId, buyerId, async (transaction, buyer, now) => await chooseLanguage(transaction, buyer, language, now)),
		/**
		 * Marketing again, after he had stopped it: consent of his own, with its evidence. Refused while something stops mail that
		 * he can't undo himself (bounce, complaint). @throws SellerMailError NOT_FOUND
		 */
		subscribeAgain: async (shopId: string, buyerId: string, consent: OwnConsent): Promise<ActResult & { isRefused: boolean }> =>
			await withBuyer(deps, shopId, buyerId, async (transaction, buyer, now) => await subscribeAgain(deps, transaction, buyer, consent, now)),
	};
}

async function withBuyer<Result>(
	deps: RecordDeps, shopId: string, buyerId: string, act: (transaction: RecordTransaction, buyer: Buyer, now: number) => Promise<Result>,
): Promise<Result> {
	const now = deps.clock.now();
	return await deps.records.transact(shopId, async (transaction) => await act(transaction, await getBuyer(transaction, buyerId), now));
}

async function pause(
	deps: RecordDeps, transaction: RecordTransaction, buyer: Buyer, { days, source }: { days: number; source: string }, now: number,
): Promise<ActResult & { until: number }> {
	const until = now + days * DAY_MS;
	const running = await readPause(transaction, buyer, now);
	// pressed again within a day: the same wish, not a longer one
	if (running && running <= until && running > until - DAY_MS) return { wasAlready: true, until: running };
	await transaction.endSuppressions(buyer.shopId, [buyer.emailHash], 'paused', now);
	await transaction.addSuppressions([{
		id: makeId(deps.random, 's'), shopId: buyer.shopId, emailHash: buyer.emailHash, reason: 'paused', scope: 'marketing',
		startsAt: now, endsAt: until, note: null, source,
	}]);
	return { wasAlready: false, until };
}

async function resume(transaction: RecordTransaction, buyer: Buyer, now: number): Promise<ActResult> {
	if (!(await readPause(transaction, buyer, now))) return { wasAlready: true };
	await transaction.endSuppressions(buyer.shopId, [buyer.emailHash], 'paused', now);
	return { wasAlready: false };
}

async function chooseLanguage(transaction: RecordTransaction, buyer: Buyer, language: string, now: number): Promise<ActResult> {
	if (buyer.language === language && typeof buyer.languageChosenAt === 'number') return { wasAlready: true };
	await transaction.writeChosenLanguage(buyer.id, language, now);
	return { wasAlready: false };
}

async function subscribeAgain(
	deps: RecordDeps, transaction: RecordTransaction, buyer: Buyer, consent: OwnConsent, now: number,
): Promise<ActResult & { isRefused: boolean }> {
	const standing = standingOf(buyer, await transaction.readSuppressions(buyer.shopId, [buyer.emailHash]), now);
	if (standing.kind === 'stopped') return { wasAlready: false, isRefused: true };
	if (standing.kind !== 'unsubscribed') return { wasAlready: true, isRefused: false };
	await recordConsents(deps, transaction, [{ buyer, record: { ...consent, kind: 'granted', basis: basisFor(buyer), occurredAt: now } }], now);
	await liftOwnStops(transaction, buyer, now);
	return { wasAlready: false, isRefused: false };
}

/** Where the law wants double opt-in, this click is its second half: the link was in a mail to this very mailbox. */
function basisFor(buyer: Buyer): 'double_opt_in' | 'explicit' {
	return findJurisdiction(buyer.country).isDoubleOptInDefault ? 'double_opt_in' : 'explicit';
}

/** What the buyer's earlier acts had stopped flows again. */
export async function liftOwnStops(transaction: RecordTransaction, buyer: Buyer, now: number): Promise<void> {
	for (const reason of ['unsubscribe', 'paused']) await transaction.endSuppressions(buyer.shopId, [buyer.emailHash], reason, now);
}

async function readPause(transaction: RecordTransaction, buyer: Buyer, now: number): Promise<number | undefined> {
	const suppressions = await transaction.readSuppressions(buyer.shopId, [buyer.emailHash]);
	const standing = standingOf({ consent: 'granted', isMarketable: true }, suppressions.filter(({ reason }) => reason === 'paused'), now);
	return standing.kind === 'paused' ? standing.until : undefined;
}
