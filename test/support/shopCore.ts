import { openCore, type Core } from '../../core/openCore';
import { aClock, storeSettings, type StoreKind } from './stores';

export type TestCore = Core & { testClock: ReturnType<typeof aClock>; shopId: string };

/** A running core on a fresh store with one shop, `demo`. Close it in `afterAll`/`afterEach`. */
export async function aShopCore(kind: StoreKind, shop: Partial<Parameters<Core['shops']['save']>[0]> = {}): Promise<TestCore> {
	const testClock = aClock();
	const core = await openCore({ store: storeSettings(kind), clock: testClock });
	await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'usa', timeZone: 'America/New_York', currency: 'USD', isImportApproved: true, ...shop });
	return { ...core, testClock, shopId: shop.id ?? 'demo' };
}
