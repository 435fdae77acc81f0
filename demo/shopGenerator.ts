import type { ShopRecord } from '../core/contract/shopRecord';
import { DAY_MS } from '../core/shared/clock';
import { makeCarts, type GeneratedCart } from './shopCarts';
import { makeConsents, type GeneratedConsent } from './shopConsents';
import { makeOrders, type GeneratedOrder } from './shopOrders';
import { makePeople, type GeneratedBuyer } from './shopPeople';
import { makeSeededRandom } from './shopRandom';
import { makeSuppressions, type GeneratedSuppression } from './shopSuppressions';

/** Rows as the core's flows take them (`loadShop`). */
export interface GeneratedShop {
	shop: ShopRecord;
	buyers: GeneratedBuyer[];
	orders: GeneratedOrder[];
	carts: GeneratedCart[];
	consents: GeneratedConsent[];
	suppressions: GeneratedSuppression[];
}

/**
 * A shop of home goods: 12,000 buyers over all 18 sites, 18 months of orders, the carts of the last weeks. The same for the
 * same seed and instant; addresses are of reserved domains only.
 */
export function generateShop({ seed, now }: { seed: number; now: number }): GeneratedShop {
	const people = makePeople(makeSeededRandom(seed, 'people'), now);
	const orders = makeOrders(makeSeededRandom(seed, 'orders'), people, now);
	const consents = makeConsents(makeSeededRandom(seed, 'consents'), people, orders, now);
	const suppressions = makeSuppressions(makeSeededRandom(seed, 'suppressions'), people, now);
	const carts = makeCarts(makeSeededRandom(seed, 'carts'), { people, orders, consents, suppressions }, now);
	return { shop: makeShop(now), buyers: people.map(({ buyer }) => buyer), orders, carts, consents, suppressions };
}

/** Active for more than 30 days: the quota is 5,000 mails a day. */
function makeShop(now: number): ShopRecord {
	return {
		id: 'demo', name: 'Lumen Home', defaultSite: 'glo', timeZone: 'Asia/Shanghai', currency: 'USD', staffLanguage: 'en',
		openedAt: now - 3 * 365 * DAY_MS, activatedAt: now - 400 * DAY_MS, isImportApproved: true,
	};
}
