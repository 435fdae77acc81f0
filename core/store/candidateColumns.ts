import { sql, type RawBuilder } from 'kysely';
import type { ConsentState } from '../buyer/buyer';
import type { SuppressionReason } from '../consent/suppression';
import type { ConsentBasis } from '../contract/records';
import type { SegmentBuyer, Stop } from '../segment/segmentBuyer';
import type { Capabilities } from './dialects/capabilities';
import type { BuyerRow } from './schema';

/** A buyer `b` as segments read him; every column is carried a million times, so there are no others. */
export type CandidateRow = Pick<
	BuyerRow, 'id' | 'email' | 'email_hash' | 'name' | 'country' | 'language' | 'site' | 'site_source' | 'time_zone' | 'marketing_consent' | 'consent_basis' | 'consent_at' | 'is_marketable'
> & {
	/** `unsubscribe:marketing,hard-bounce:all`: what is in force now */
	stops: string | null;
};

/** Those columns, with the suppressions in force looked up beside them. */
export function candidateColumns(shopId: string, now: number, { joinTexts }: Capabilities): RawBuilder<unknown> {
	const at = sql.lit(now);
	return sql`b.id, b.email, b.email_hash, b.name, b.country, b.language, b.site, b.site_source, b.time_zone, b.marketing_consent, b.consent_basis, b.consent_at, b.is_marketable,
		(select ${sql.raw(joinTexts)}(s.reason || ':' || s.scope, ',') from suppressions s where s.email_hash = b.email_hash and s.shop_id in (${shopId}, '*')
			and s.starts_at <= ${at} and (s.ends_at is null or s.ends_at > ${at})) as stops`;
}

export function toSegmentBuyer(row: CandidateRow, shopId: string): SegmentBuyer {
	return {
		id: row.id, shopId, email: row.email, emailHash: row.email_hash, name: row.name, country: row.country, language: row.language, site: row.site, siteSource: row.site_source,
		timeZone: row.time_zone, consent: row.marketing_consent as ConsentState, consentBasis: row.consent_basis as ConsentBasis | null, consentAt: row.consent_at,
		isMarketable: row.is_marketable === 1, stops: row.stops === null ? NO_STOPS : row.stops.split(',').map(toStop),
	};
}

const NO_STOPS: readonly Stop[] = [];

function toStop(text: string): Stop {
	const [reason, scope] = text.split(':');
	// as this module wrote them
	return { reason: reason as SuppressionReason, scope: scope === 'all' ? 'all' : 'marketing' };
}
