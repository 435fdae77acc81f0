import { toBuyerItem } from '../buyer/buyerItem';
import { consentExpiresAt, consentRuleByCountry } from '../compliance/marketingConsent';
import type { BuyerItem } from '../contract/items';
import { DAY_MS, type Clock } from '../shared/clock';
import { letOthersRun } from '../shared/eventLoop';
import type { ShopFlow } from '../shop/shop.flow';
import type { ReconfirmationReader } from './ports';

export interface ReconfirmationDeps {
	clock: Clock;
	shops: Pick<ShopFlow, 'get' | 'sitesOf'>;
	reconfirmations: ReconfirmationReader;
}

export interface ReconfirmationQuery {
	withinDays: number;
	/** `next` of the page before */
	after?: string;
	/** 500 when left out */
	limit?: number;
}

export interface ReconfirmationPage {
	buyers: Array<{ buyer: BuyerItem; consentAt: number; expiresAt: number }>;
	/** `undefined`: that was the last page */
	next: string | undefined;
}

const PAGE = 500;

/**
 * Buyers whose consent counts now and expires within so many days by the law of their country: whom to ask again. Who has
 * unsubscribed or is suppressed is not asked. A page by id. @throws SellerMailError NOT_FOUND (shop)
 */
export async function findDueForReconfirmation(deps: ReconfirmationDeps, shopId: string, query: ReconfirmationQuery): Promise<ReconfirmationPage> {
	await deps.shops.get(shopId);
	const sites = await deps.shops.sitesOf(shopId);
	const now = deps.clock.now();
	const limit = query.limit ?? PAGE;
	const asked = { shopId, now, expiresUntil: now + query.withinDays * DAY_MS, rules: consentRuleByCountry() };
	const page: ReconfirmationPage = { buyers: [], next: query.after };
	do {
		const slice = await deps.reconfirmations.readExpiring(asked, page.next);
		const room = limit - page.buyers.length;
		for (const buyer of slice.rows.slice(0, room)) {
			const item = toBuyerItem(buyer, sites.get(buyer.site));
			if (item) page.buyers.push({ buyer: item, consentAt: buyer.consentAt ?? now, expiresAt: consentExpiresAt(buyer) ?? now });
		}
		page.next = slice.rows.length > room ? slice.rows[room - 1]?.id : slice.next;
		await letOthersRun();
	} while (page.next !== undefined && page.buyers.length < limit);
	return page;
}
