import type { BillingStore } from '../billing/ports';
import type { OpenStore } from './openStore';
import { bounceUsage } from './usageQueries';

/** The bill over the store. */
export function makeBillingStore({ db }: OpenStore): BillingStore {
	return {
		recordBounces: async (deliveryIds, kind, at) => await db.transaction().execute(async (trx) => await bounceUsage(trx, deliveryIds, kind === 'hard' ? 'later' : 'soft', at)),
	};
}
