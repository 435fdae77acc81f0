import { sql, type Selectable } from 'kysely';
import type { KeptCheck, SendingDomain, SendingSetupStore } from '../shop/sendingSetup/ports';
import type { RecordCheck } from '../shop/sendingSetup/recordCheck';
import { stateIs } from './deliveryConditions';
import type { OpenStore } from './openStore';
import type { Db, SendingCheckTable, SendingDomainTable } from './schema';

/** What is kept of setting up sending: DNS checks, the fixed domain, attempts to change it. */
export function makeSendingSetupStore({ db }: OpenStore): SendingSetupStore {
	return {
		async readCheck(shopId, domain) {
			const row = await db.selectFrom('sending_checks').selectAll().where('shop_id', '=', shopId).where('domain', '=', domain).executeTakeFirst();
			return row && toCheck(row);
		},
		async readLatestCheck(shopId) {
			const row = await db.selectFrom('sending_checks').selectAll().where('shop_id', '=', shopId).orderBy('checked_at', 'desc').orderBy('domain').limit(1).executeTakeFirst();
			return row && toCheck(row);
		},
		async saveCheck(shopId, { domain, fingerprint, checkedAt, verifiedAt, checks }) {
			const row = { fingerprint, checked_at: checkedAt, verified_at: verifiedAt, checks_json: JSON.stringify(checks) };
			await db.insertInto('sending_checks').values({ shop_id: shopId, domain, ...row }).onConflict((oc) => oc.columns(['shop_id', 'domain']).doUpdateSet(row)).execute();
		},
		readDomain: async (shopId) => await readDomain(db, shopId),
		async useDomain(shopId, domain, now) {
			await readDomain(db, shopId); // a mail that has left meanwhile fixes the domain before it could be replaced
			await db.insertInto('sending_domains').values({ shop_id: shopId, domain, used_at: now, first_sent_at: null })
				.onConflict((oc) => oc.column('shop_id').doUpdateSet({ domain, used_at: now })
					.where('sending_domains.first_sent_at', 'is', null).where('sending_domains.domain', '!=', domain)).execute();
			const counts = await readDomain(db, shopId);
			if (!counts) throw new Error('a sending domain was not kept');
			return counts;
		},
		async addRefusal(shopId, { fixedDomain, refusedDomain }, now) {
			await db.insertInto('sending_refusals')
				.values({ shop_id: shopId, refused_domain: refusedDomain, fixed_domain: fixedDomain, attempt_count: 1, first_at: now, last_at: now })
				.onConflict((oc) => oc.columns(['shop_id', 'refused_domain']).doUpdateSet({ attempt_count: sql`sending_refusals.attempt_count + 1`, last_at: now })).execute();
		},
		async readRefusals(shopId, limit) {
			const rows = await db.selectFrom('sending_refusals').selectAll().where('shop_id', '=', shopId).orderBy('last_at', 'desc').orderBy('refused_domain').limit(limit).execute();
			return rows.map((row) => ({ fixedDomain: row.fixed_domain, refusedDomain: row.refused_domain, attemptCount: row.attempt_count, firstAt: row.first_at, lastAt: row.last_at }));
		},
	};
}

async function readDomain(db: Db, shopId: string): Promise<SendingDomain | undefined> {
	const row = await db.selectFrom('sending_domains').selectAll().where('shop_id', '=', shopId).executeTakeFirst();
	if (!row || row.first_sent_at !== null) return row && toDomain(row);
	const firstSentAt = await findFirstMail(db, row);
	if (firstSentAt === undefined) return toDomain(row);
	await db.updateTable('sending_domains').set({ first_sent_at: firstSentAt }).where('shop_id', '=', shopId).where('domain', '=', row.domain).where('first_sent_at', 'is', null).execute();
	return toDomain({ ...row, first_sent_at: firstSentAt });
}

/** The content of a mail was on its way at that instant; it may be uncertain whether it arrived, not that it left from this domain. */
async function findFirstMail(db: Db, { shop_id: shopId, used_at: usedAt }: Selectable<SendingDomainTable>): Promise<number | undefined> {
	const settled = await db.selectFrom('deliveries').select('sending_at')
		.where('shop_id', '=', shopId).where('settled_at', '>=', usedAt).where('sending_at', '>=', usedAt).orderBy('settled_at').limit(1).executeTakeFirst();
	if (settled?.sending_at) return settled.sending_at;
	const open = await db.selectFrom('deliveries').select('sending_at').where('shop_id', '=', shopId).where(stateIs('state', 'sending')).where('sending_at', '>=', usedAt).limit(1).executeTakeFirst();
	return open?.sending_at ?? undefined;
}

function toDomain(row: Selectable<SendingDomainTable>): SendingDomain {
	return { domain: row.domain, usedAt: row.used_at, firstSentAt: row.first_sent_at };
}

/** Only what core has judged is written there. */
function toCheck(row: Selectable<SendingCheckTable>): KeptCheck {
	return { domain: row.domain, fingerprint: row.fingerprint, checkedAt: row.checked_at, verifiedAt: row.verified_at, checks: JSON.parse(row.checks_json) as RecordCheck[] };
}
