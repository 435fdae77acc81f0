import type { OptOutReader } from '../mailchimp/ports';
import type { OpenStore } from './openStore';

/** What a person said himself; a stop by hand, a rest after a bounce or a pause is not his word. */
const OWN_WORD = ['unsubscribe', 'complaint', 'erased'];

/** Opt-outs of a shop as other senders of its mail have to know them. */
export function makeOptOutReader({ db, capabilities }: OpenStore): OptOutReader {
	return {
		readBatchSize: capabilities.batchSize,
		async readOptedOut(shopId, emailHashes, listId, now) {
			if (emailHashes.length === 0) return new Set();
			const rows = await db.selectFrom('suppressions').select('email_hash').distinct()
				.where('email_hash', 'in', emailHashes).where('shop_id', 'in', [shopId, '*']).where('starts_at', '<=', now).where('ends_at', 'is', null)
				.where((eb) => eb.or([eb('reason', 'in', OWN_WORD), eb.and([eb('reason', '=', 'mailchimp'), eb('note', '!=', listId)])])).execute();
			return new Set(rows.map((row) => row.email_hash));
		},
	};
}
