import type { Insertable } from 'kysely';
import type { Buyer, ConsentState } from '../buyer/buyer';
import type { FieldAges } from '../buyer/mergeFields';
import type { BuyerReader, BuyerWriter } from '../buyer/ports';
import type { ConsentBasis } from '../contract/records';
import type { BulkStatements } from './bulkStatements';
import { decodeAges, encodeAges } from './fieldAges';
import { likePattern } from './likePattern';
import { consentSource } from './consentSource';
import type { OpenStore } from './openStore';
import type { BuyerRow, BuyerTable, Db } from './schema';

/** Values that may stand there without anybody having stated them. */
const INFERABLE = ['country', 'timeZone'];

/** Buyers of one shop inside a transaction. */
export function makeBuyerWriter(db: Db, shopId: string, bulk: BulkStatements): BuyerWriter {
	const ofShop = db.selectFrom('buyers').selectAll().where('shop_id', '=', shopId);
	return {
		async readBuyersByHash(emailHashes) {
			const rows = await bulk.select<BuyerRow>(db, 'buyers by hash', [shopId], emailHashes, (hashes) => ofShop.where('email_hash', 'in', hashes));
			return rows.map(toBuyer);
		},
		async readBuyersById(ids) {
			return ids.length === 0 ? [] : (await ofShop.where('id', 'in', ids).execute()).map(toBuyer);
		},
		async readBuyersByExternalId(externalIds) {
			return externalIds.length === 0 ? [] : (await ofShop.where('external_id', 'in', externalIds).execute()).map(toBuyer);
		},
		async writeBuyers(buyers) {
			await bulk.insert(db, 'buyers', buyers.map(fromBuyer), (rows) => db.insertInto('buyers').values(rows).onConflict((oc) => oc.columns(['shop_id', 'email_hash']).doUpdateSet(({ ref }) => ({
				email: ref('excluded.email'), external_id: ref('excluded.external_id'), name: ref('excluded.name'), country: ref('excluded.country'),
				language: ref('excluded.language'), birth_date: ref('excluded.birth_date'), site: ref('excluded.site'), site_source: ref('excluded.site_source'), time_zone: ref('excluded.time_zone'),
				is_marketable: ref('excluded.is_marketable'), source_updated_at: ref('excluded.source_updated_at'), field_ages_json: ref('excluded.field_ages_json'), updated_at: ref('excluded.updated_at'),
			}))));
		},
	};
}

/** Buyers as they are read outside a transaction. */
export function makeBuyerReader({ db, capabilities }: OpenStore): BuyerReader {
	return {
		readBatchSize: capabilities.batchSize,
		async readBuyers(ids) {
			return ids.length === 0 ? [] : (await db.selectFrom('buyers').selectAll().where('id', 'in', ids).execute()).map(toBuyer);
		},
		async readConsentSources(ids) {
			if (ids.length === 0) return new Map();
			const rows = await db.selectFrom('buyers as b').select('b.id').select(consentSource).where('b.id', 'in', [...ids]).where('b.marketing_consent', '=', 'granted').execute();
			return new Map(rows.flatMap(({ id, consent_source }) => (consent_source === null ? [] : [[id, consent_source] as const])));
		},
		async listBuyers({ shopId, site, search, emailHash, afterId, limit }) {
			let query = db.selectFrom('buyers').selectAll().where('shop_id', '=', shopId).where('email', 'is not', null).orderBy('id').limit(limit);
			if (site) query = query.where('site', '=', site);
			if (emailHash) query = query.where('email_hash', '=', emailHash);
			if (afterId) query = query.where('id', '>', afterId);
			if (search) {
				const pattern = likePattern(search);
				query = query.where((eb) => eb.or([eb('email', 'like', pattern), eb(eb.fn<string>('lower', ['name']), 'like', pattern), eb(eb.fn<string>('lower', ['external_id']), 'like', pattern)]));
			}
			return (await query.execute()).map(toBuyer);
		},
	};
}

/** A row of `buyers` in the core's terms. */
export function toBuyer(row: BuyerRow): Buyer {
	return {
		id: row.id, shopId: row.shop_id, email: row.email, emailHash: row.email_hash, externalId: row.external_id, name: row.name,
		country: row.country, language: row.language, site: row.site, siteSource: row.site_source, timeZone: row.time_zone,
		consent: row.marketing_consent as ConsentState, consentBasis: row.consent_basis as ConsentBasis | null, consentAt: row.consent_at,
		languageChosenAt: row.language_chosen_at ?? null, birthDate: row.birth_date ?? null,
		isMarketable: row.is_marketable === 1, sourceUpdatedAt: row.source_updated_at, ...readAges(row), createdAt: row.created_at, updatedAt: row.updated_at,
	};
}

function readAges({ field_ages_json, source_updated_at, external_id, name, language, birth_date }: BuyerRow): { fieldAges?: FieldAges } {
	if (field_ages_json === null) return {};
	const stated = [external_id !== null && 'externalId', name !== null && 'name', language !== null && 'language', typeof birth_date === 'string' && 'birthDate'].filter((field) => field !== false);
	return { fieldAges: decodeAges(field_ages_json, source_updated_at, stated) };
}

/** A buyer as a row of `buyers`. */
export function fromBuyer(buyer: Buyer): Insertable<BuyerTable> {
	return {
		id: buyer.id, shop_id: buyer.shopId, email: buyer.email, email_hash: buyer.emailHash, external_id: buyer.externalId, name: buyer.name,
		country: buyer.country, language: buyer.language, site: buyer.site, site_source: buyer.siteSource, time_zone: buyer.timeZone,
		birth_date: buyer.birthDate ?? null, marketing_consent: buyer.consent, consent_basis: buyer.consentBasis, consent_at: buyer.consentAt,
		is_marketable: buyer.isMarketable ? 1 : 0, source_updated_at: buyer.sourceUpdatedAt,
		field_ages_json: buyer.fieldAges ? encodeAges(buyer.fieldAges, buyer.sourceUpdatedAt, INFERABLE) : null, created_at: buyer.createdAt, updated_at: buyer.updatedAt,
	};
}
