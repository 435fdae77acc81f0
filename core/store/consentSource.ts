import type { ExpressionBuilder } from 'kysely';
import type { Database } from './schema';

/** The source that the latest evidence on the basis of a buyer's standing names; by the index on buyer and time. `b` is the buyer. */
export function consentSource(eb: ExpressionBuilder<Database & { b: Database['buyers'] }, 'b'>) {
	return eb.selectFrom('consent_records as k').select('k.source').whereRef('k.buyer_id', '=', 'b.id').where('k.kind', '=', 'granted')
		.whereRef('k.basis', '=', 'b.consent_basis').orderBy('k.occurred_at', 'desc').orderBy('k.id').limit(1).as('consent_source');
}
