import type { BuyerItem } from '../contract/items';
import { effectiveLanguage } from '../shop/siteRecognition';
import type { Site } from '../shop/sites';
import type { Buyer } from './buyer';

/** A buyer as he travels between nodes; `undefined` for one whose data were erased. */
export function toBuyerItem(buyer: Pick<Buyer, 'id' | 'shopId' | 'email' | 'name' | 'country' | 'language' | 'site' | 'siteSource' | 'timeZone'>, site: Site | undefined): BuyerItem | undefined {
	if (buyer.email === null) return undefined;
	return {
		id: buyer.id,
		shop: buyer.shopId,
		email: buyer.email,
		...(buyer.name ? { name: buyer.name } : {}),
		...(buyer.country ? { country: buyer.country } : {}),
		language: site ? effectiveLanguage(site, buyer.country, buyer.language) : (buyer.language ?? 'en'),
		site: buyer.site,
		siteSource: buyer.siteSource,
		timeZone: buyer.timeZone,
	};
}
