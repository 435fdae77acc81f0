import type { ConsentPolicy } from '../compliance/consentPolicy';
import { recordConsents, type ConsentDraft } from '../consent/recordConsents.flow';
import type { SuppressionReader } from '../consent/ports';
import { isActive } from '../consent/suppression';
import type { BuyerItem } from '../contract/items';
import { makeBuyerSchema, type BuyerRecord } from '../contract/records';
import { hmacSha256 } from '../shared/hash';
import { parseEmailAddress } from '../shared/emailAddress';
import { effectiveLanguage } from '../shop/siteRecognition';
import type { Buyer } from './buyer';
import { toBuyerItem } from './buyerItem';
import { saveAllButErased } from './erasedPersons.flow';
import type { BuyerDraft, ShopContext } from './mergeBuyer';
import type { BuyerReader, RecordTransaction } from './ports';
import { openContext, saveInBatches, type ReadingOptions, type RecordDeps, type RecordKind, type RowResult } from './recordBatches.flow';
import { resolveBuyers } from './resolveBuyers.flow';
import { writeOnce } from './writeOnce';

export interface BuyerDeps extends RecordDeps {
	buyers: BuyerReader;
	suppressions: Pick<SuppressionReader, 'readSuppressions'>;
}

/** What a send must know of a buyer right now. */
export interface BuyerConsent {
	country: string | null;
	language: string;
	/** unknown | pending | granted | withdrawn */
	consent: string;
	consentBasis: string | null;
	consentAt: number | null;
	/** where the consent that counts was given, as its evidence says */
	consentSource: string | null;
	birthDate: string | null;
	isMarketable: boolean;
	/** what the shop itself asks for on the buyer's site */
	policy?: ConsentPolicy;
	/** nothing at all may be sent: hard bounce, or stopped by hand */
	isSuppressed: boolean;
	/** no marketing: the above, an unsubscribe or a complaint */
	isMarketingSuppressed: boolean;
}

export interface BuyerQuery {
	site?: string;
	/** part of name, address or external id */
	search?: string;
	/** exactly this address */
	email?: string;
	afterId?: string;
	limit?: number;
}

/** Buyers: recorded row by row, read by page, asked about their consent. */
export function makeBuyerFlow(deps: BuyerDeps) {
	return {
		/** Saves buyers; see `RowResult`. Idempotent, safe with rows that arrive out of order. @throws SellerMailError NOT_FOUND (shop) */
		upsertBuyers: async (shopId: string, rows: readonly unknown[], options?: ReadingOptions): Promise<RowResult[]> =>
			await saveInBatches(deps, shopId, rows, buyerKind(deps), options),
		/** By buyer id; ids that aren't there are missing in the answer. */
		consentOf: async (ids: readonly string[]): Promise<Map<string, BuyerConsent>> => await readConsent(deps, ids),
		/** Buyers as items, a page by id. @throws SellerMailError NOT_FOUND (shop) */
		list: async (shopId: string, query: BuyerQuery = {}): Promise<BuyerItem[]> => await listBuyers(deps, shopId, query),
	};
}

/** How buyer rows are saved; also what an import of buyers uses, whose `claim` is the consent that it states for a row. */
export function buyerKind(deps: RecordDeps, claim?: Claim): RecordKind<ReturnType<typeof makeBuyerSchema>> {
	return {
		makeSchema: makeBuyerSchema,
		save: async (transaction, context, records) =>
			await saveAllButErased(transaction, context, records, async (others) => await saveBuyers(deps, transaction, context, others, claim)),
	};
}

/** A buyer whose hash an import knows already. */
type HashedRecord = BuyerRecord & { emailHash?: string };

type Claim = (record: BuyerRecord) => ConsentDraft['record'];

async function saveBuyers(deps: RecordDeps, transaction: RecordTransaction, context: ShopContext, records: HashedRecord[], claim?: Claim): Promise<RowResult[]> {
	const once = writeOnce(transaction);
	const resolved = await resolveBuyers(deps, once.transaction, context, records.map((record) => toDraft(record, context)));
	const evidence = records.flatMap((record, index) => toConsents(record, resolved[index]?.buyer, context, claim));
	const standings = await recordConsents(deps, once.transaction, evidence, context.now);
	await once.flush();
	return resolved.map(({ buyer, isChanged }) => ({ kind: isChanged || standings.has(buyer.id) ? 'saved' : 'unchanged', id: buyer.id }));
}

function toDraft(record: HashedRecord, context: ShopContext): BuyerDraft {
	const { email, emailHash, externalId, name, country, language, timeZone, birthDate, updatedAt } = record;
	return { email, emailHash, externalId, name, country, language, timeZone, birthDate, sourceUpdatedAt: updatedAt ?? context.now, isTimed: updatedAt !== undefined };
}

function toConsents(record: BuyerRecord, buyer: Buyer | undefined, context: ShopContext, claim?: Claim): ConsentDraft[] {
	if (!buyer) return [];
	const claimed = claim ? [{ buyer, record: claim(record) }] : [];
	if (!record.consentBasis) return claimed;
	const occurredAt = record.consentAt ?? record.updatedAt ?? context.now;
	return [{ buyer, record: { kind: 'granted', basis: record.consentBasis, source: record.consentSource ?? 'buyer record', occurredAt } }, ...claimed];
}

async function readConsent(deps: BuyerDeps, ids: readonly string[]): Promise<Map<string, BuyerConsent>> {
	const found = new Map<string, BuyerConsent>();
	const now = deps.clock.now();
	const unique = [...new Set(ids)];
	for (let from = 0; from < unique.length; from += deps.buyers.readBatchSize) {
		const page = unique.slice(from, from + deps.buyers.readBatchSize);
		const [buyers, sources] = [await deps.buyers.readBuyers(page), await deps.buyers.readConsentSources(page)];
		for (const group of Map.groupBy(buyers, (buyer) => buyer.shopId).values()) {
			for (const [id, consent] of await consentOfShop(deps, group, sources, now)) found.set(id, consent);
		}
	}
	return found;
}

async function consentOfShop(deps: BuyerDeps, buyers: Buyer[], sources: ReadonlyMap<string, string>, now: number): Promise<Array<[string, BuyerConsent]>> {
	const shopId = buyers[0]?.shopId ?? '';
	const sites = await deps.shops.sitesOf(shopId);
	const suppressions = (await deps.suppressions.readSuppressions(shopId, buyers.map((buyer) => buyer.emailHash))).filter((suppression) => isActive(suppression, now));
	const stopped = Map.groupBy(suppressions, (suppression) => suppression.emailHash);
	return buyers.map((buyer) => {
		const reasons = stopped.get(buyer.emailHash) ?? [];
		const site = sites.get(buyer.site);
		const { country, consent, consentBasis, consentAt, isMarketable, birthDate = null } = buyer;
		const language = site ? effectiveLanguage(site, country, buyer.language) : (buyer.language ?? 'en');
		return [buyer.id, {
			country, language, consent, consentBasis, consentAt, consentSource: sources.get(buyer.id) ?? null, birthDate, isMarketable, policy: site?.consentPolicy,
			isSuppressed: reasons.some((reason) => reason.scope === 'all'), isMarketingSuppressed: reasons.length > 0,
		}];
	});
}

async function listBuyers(deps: BuyerDeps, shopId: string, query: BuyerQuery): Promise<BuyerItem[]> {
	const { sites, hashKey } = await openContext(deps, shopId);
	const address = query.email === undefined ? undefined : parseEmailAddress(query.email)?.address;
	if (query.email !== undefined && !address) return [];
	const emailHash = address && hmacSha256(hashKey, address);
	const buyers = await deps.buyers.listBuyers({ shopId, site: query.site, search: query.search, emailHash, afterId: query.afterId, limit: query.limit ?? 50 });
	return buyers.flatMap((buyer) => toBuyerItem(buyer, sites.get(buyer.site)) ?? []);
}
