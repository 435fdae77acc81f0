import type { DeliveryLedger } from '../../core/delivery/ports';
import { systemRandom } from '../../core/shared/random';
import { makeDeliveryLedger } from '../../core/store/deliveryQueries';
import type { OpenStore } from '../../core/store/openStore';
import { aCampaign, aShop } from './builders';
import { aStore } from './stores';

/** Shop `demo` with one campaign, and the ledger over its store; close the store when done. */
export async function aLedgerShop(kind: Parameters<typeof aStore>[0]): Promise<{ store: OpenStore; ledger: DeliveryLedger; campaign: string }> {
	const store = await aStore(kind);
	await aShop(store.db);
	return { store, ledger: makeDeliveryLedger(store, { random: systemRandom }), campaign: await aCampaign(store.db) };
}
