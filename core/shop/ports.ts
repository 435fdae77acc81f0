import type { Shop } from './shop';
import type { SiteOverrides } from './sites';

/** What the shop flow needs of the store. */
export interface ShopStore {
	findShop(id: string): Promise<Shop | undefined>;
	/** Creates or replaces. */
	saveShop(shop: Shop): Promise<void>;
	/** By name, then id; `search` matches either. */
	listShops(query: { search?: string; afterName?: string; afterId?: string; limit: number }): Promise<Shop[]>;
	readSiteOverrides(shopId: string): Promise<Map<string, SiteOverrides>>;
	saveSiteOverrides(shopId: string, site: string, overrides: SiteOverrides, now: number): Promise<void>;
}
