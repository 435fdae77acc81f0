import { sql, type Selectable } from 'kysely';
import type { ConsentRecord } from '../consent/consent';
import type { ConsentWriter, SuppressionReader } from '../consent/ports';
import type { Suppression, SuppressionReason } from '../consent/suppression';
import type { ConsentBasis } from '../contract/records';
import type { BulkStatements } from './bulkStatements';
import { fromBuyer, toBuyer } from './buyerQueries';
import { isStill, WAITING } from './deliveryConditions';
import type { OpenStore } from './openStore';
import type { ConsentRecordTable, Db, SuppressionTable } from './schema';

/** Consent, suppressions and their events inside a transaction. */
export function makeConsentWriter(db: Db, bulk: BulkStatements): ConsentWriter {
	return {
		async readSuppressions(shopId, emailHashes) {
			const shops = [shopId, '*'];
			const rows = await bulk.select<Selectable<SuppressionTable>>(db, 'suppressions', shops, emailHashes, (hashes) =>
				db.selectFrom('suppressions').selectAll().where('shop_id', 'in', shops).where('email_hash', 'in', hashes));
			return rows.map(toSuppression);
		},
		async addConsentRecords(records) {
			const rows = [...new Map(records.map((record) => [record.id, fromRecord(record)])).values()];
			await bulk.insert(db, 'consent records', rows, (piece) => db.insertInto('consent_records').values(piece).onConflict((oc) => oc.column('id').doNothing()));
		},
		async writeStandings(buyers) {
			await bulk.insert(db, 'standings', buyers.map(fromBuyer), (rows) => db.insertInto('buyers').values(rows).onConflict((oc) => oc.columns(['shop_id', 'email_hash']).doUpdateSet(({ ref }) => ({
				marketing_consent: ref('excluded.marketing_consent'), consent_basis: ref('excluded.consent_basis'), consent_at: ref('excluded.consent_at'),
				updated_at: ref('excluded.updated_at'),
			}))));
		},
		async addSuppressions(suppressions) {
			if (suppressions.length === 0) return;
			await db.insertInto('suppressions').values(suppressions.map(fromSuppression))
				.onConflict((oc) => oc.columns(['email_hash', 'shop_id', 'reason']).doUpdateSet(({ ref }) => ({
					scope: sql<string>`case when suppressions.scope = 'all' and (suppressions.ends_at is null or suppressions.ends_at > excluded.starts_at) then 'all' else excluded.scope end`,
					starts_at: sql<number>`case when suppressions.ends_at is not null and suppressions.ends_at <= excluded.starts_at then excluded.starts_at
						when suppressions.starts_at < excluded.starts_at then suppressions.starts_at else excluded.starts_at end`,
					ends_at: sql<number | null>`case when suppressions.ends_at is null or excluded.ends_at is null then null
						when suppressions.ends_at > excluded.ends_at then suppressions.ends_at else excluded.ends_at end`,
					note: sql<string | null>`coalesce(excluded.note, suppressions.note)`, source: sql<string | null>`coalesce(excluded.source, suppressions.source)`,
					ended_reason: ref('excluded.ended_reason'),
				})).where(sql<boolean>`suppressions.ended_reason is null or suppressions.ends_at is null or suppressions.ends_at <= excluded.starts_at`)).execute();
		},
		async endSuppressions(shopId, emailHashes, reason, endsAt, endedReason) {
			if (emailHashes.length === 0) return;
			await db.updateTable('suppressions').set({ ends_at: endsAt, ended_reason: endedReason ?? null }).where('shop_id', '=', shopId).where('email_hash', 'in', emailHashes).where('reason', '=', reason)
				.where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', endsAt)])).execute();
		},
		writeChosenLanguage: async (buyerId, language, now) => await writeChosenLanguage(db, buyerId, language, now),
		readConsentRecords: async (buyerIds) => await readConsentRecords(db, buyerIds),
		async addDeliveryEvent(event) {
			const added = await db.insertInto('delivery_events').values({
				id: event.id, shop_id: event.shopId, delivery_id: event.deliveryId, buyer_id: event.buyerId, kind: event.kind,
				occurred_at: event.occurredAt, source: event.source, event_key: event.eventKey,
			}).onConflict((oc) => oc.columns(['shop_id', 'event_key']).doNothing()).returning('id').execute();
			return added.length > 0;
		},
	};
}

/** Suppressions and evidence as they are read outside a transaction. */
export function makeSuppressionReader({ db }: OpenStore): SuppressionReader {
	return {
		readSuppressions: async (shopId, emailHashes) => await readSuppressions(db, shopId, emailHashes),
		async listSuppressions({ shopId, reason, activeAt, emailHash, afterId, limit }) {
			let query = db.selectFrom('suppressions as s').selectAll('s').where('s.shop_id', 'in', [shopId, '*']).orderBy('s.id').limit(limit)
				.select((eb) => eb.selectFrom('buyers as b').select((e) => e.fn.min('b.email').as('email')).whereRef('b.email_hash', '=', 's.email_hash')
					// of all shops: by name, so that the index on shop and hash serves it
					.where('b.shop_id', 'in', shopId === '*' ? db.selectFrom('shops').select('id') : [shopId]).as('buyer_email'));
			if (emailHash) query = query.where('s.email_hash', '=', emailHash);
			if (reason) query = query.where('s.reason', '=', reason);
			if (activeAt !== undefined) query = query.where('s.starts_at', '<=', activeAt).where((eb) => eb.or([eb('s.ends_at', 'is', null), eb('s.ends_at', '>', activeAt)]));
			if (afterId) query = query.where('s.id', '>', afterId);
			return (await query.execute()).map((row) => ({ ...toSuppression(row), email: row.buyer_email }));
		},
		listConsentRecords: async (buyerId) => await readConsentRecords(db, [buyerId]),
		async findConsentRecord(id) {
			const row = await db.selectFrom('consent_records').selectAll().where('id', '=', id).executeTakeFirst();
			return row && toRecord(row);
		},
		async findBuyersByHash(emailHashes, shopId) {
			if (emailHashes.length === 0) return [];
			const rows = await db.selectFrom('buyers').selectAll().where('email_hash', 'in', emailHashes)
				.where('shop_id', 'in', shopId === undefined ? db.selectFrom('shops').select('id') : [shopId]).execute();
			return rows.map(toBuyer);
		},
		async findBuyersById(ids, shopId) {
			return ids.length === 0 ? [] : (await db.selectFrom('buyers').selectAll().where('id', 'in', ids).where('shop_id', '=', shopId).execute()).map(toBuyer);
		},
	};
}

async function readConsentRecords(db: Db, buyerIds: string[]): Promise<ConsentRecord[]> {
	if (buyerIds.length === 0) return [];
	const rows = await db.selectFrom('consent_records').selectAll().where('buyer_id', 'in', buyerIds).orderBy('occurred_at').orderBy('id').execute();
	return rows.map(toRecord);
}

async function writeChosenLanguage(db: Db, buyerId: string, language: string, now: number): Promise<void> {
	await db.updateTable('buyers').set({ language, language_chosen_at: now, updated_at: now }).where('id', '=', buyerId).execute();
	await db.updateTable('deliveries').set({ language, updated_at: now }).where('buyer_id', '=', buyerId).where('settled_at', 'is', null).where(isStill('state', ...WAITING))
		.where(({ exists, selectFrom }) => exists(selectFrom('contents as c').select('c.id').whereRef('c.id', '=', 'deliveries.content_id').where('c.kind', '=', 'template'))).execute();
}

async function readSuppressions(db: Db, shopId: string, emailHashes: string[]): Promise<Suppression[]> {
	if (emailHashes.length === 0) return [];
	const rows = await db.selectFrom('suppressions').selectAll().where('email_hash', 'in', emailHashes).where('shop_id', 'in', [shopId, '*']).execute();
	return rows.map(toSuppression);
}

function toSuppression(row: Selectable<SuppressionTable>): Suppression {
	return {
		id: row.id, shopId: row.shop_id, emailHash: row.email_hash, reason: row.reason as SuppressionReason, scope: row.scope === 'all' ? 'all' : 'marketing',
		startsAt: row.starts_at, endsAt: row.ends_at, note: row.note, source: row.source, endedReason: row.ended_reason,
	};
}

function fromSuppression(suppression: Suppression): SuppressionTable {
	return {
		id: suppression.id, shop_id: suppression.shopId, email_hash: suppression.emailHash, reason: suppression.reason, scope: suppression.scope,
		starts_at: suppression.startsAt, ends_at: suppression.endsAt, note: suppression.note, source: suppression.source ?? null, ended_reason: suppression.endedReason ?? null,
	};
}

function toRecord(row: Selectable<ConsentRecordTable>): ConsentRecord {
	return {
		id: row.id, shopId: row.shop_id, buyerId: row.buyer_id, kind: row.kind as ConsentRecord['kind'], basis: row.basis as ConsentBasis | null,
		wording: row.wording, language: row.language, source: row.source, ip: row.ip, authorisedBy: row.authorised_by,
		occurredAt: row.occurred_at, recordedAt: row.recorded_at, requestId: row.request_id, expiresAt: row.expires_at, importId: row.import_id,
	};
}

function fromRecord(record: ConsentRecord): ConsentRecordTable {
	return {
		id: record.id, shop_id: record.shopId, buyer_id: record.buyerId, kind: record.kind, basis: record.basis, wording: record.wording,
		language: record.language, source: record.source, ip: record.ip, authorised_by: record.authorisedBy,
		occurred_at: record.occurredAt, recorded_at: record.recordedAt, request_id: record.requestId, expires_at: record.expiresAt, import_id: record.importId,
	};
}
