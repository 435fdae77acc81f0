import type { RowResult } from '../core/buyer/recordBatches.flow';
import type { Core } from '../core/openCore';
import type { GeneratedShop } from './shopGenerator';

/** Puts a generated shop into the store, as an order system would. @throws Error when a row is rejected, naming the first one */
export async function loadShop(core: Core, shop: GeneratedShop): Promise<void> {
	const { id } = await core.shops.save(shop.shop);
	expectAll('buyer', await core.buyers.upsertBuyers(id, shop.buyers));
	expectAll('order', await core.buyers.upsertOrders(id, shop.orders, { rowAge: 'lastMilestone' }));
	expectAll('consent', await core.consent.record(id, shop.consents));
	expectAll('cart', await core.buyers.recordEvents(id, shop.carts));
	for (const suppression of shop.suppressions) await core.consent.addSuppression({ shopId: id, ...suppression });
}

function expectAll(what: string, results: readonly RowResult[]): void {
	results.forEach((result, index) => {
		if (result.kind === 'rejected') throw new Error(`${what} ${index} was rejected: ${result.field}: ${result.reason}`);
	});
}
