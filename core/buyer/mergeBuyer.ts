import type { EmailAddress } from '../shared/emailAddress';
import type { Shop } from '../shop/shop';
import { inferCountry, recogniseSite } from '../shop/siteRecognition';
import type { Site } from '../shop/sites';
import type { Buyer } from './buyer';
import { mergeFields } from './mergeFields';

/** What one row says about a buyer. */
export interface BuyerDraft {
	email: EmailAddress;
	/** of the address, where it is known already */
	emailHash?: string;
	externalId?: string;
	name?: string;
	country?: string;
	language?: string;
	timeZone?: string;
	sourceUpdatedAt: number;
}

/** What a batch of one shop shares. */
export interface ShopContext {
	shop: Shop;
	sites: ReadonlyMap<string, Site>;
	hashKey: string;
	now: number;
}

/** The buyer after a row, whether new or known; his site is recognised anew from what is stated. */
export function mergeBuyer(context: ShopContext, stored: Buyer | undefined, draft: BuyerDraft, identity: { id: string; emailHash: string }): Buyer {
	const before = stored ?? aNewBuyer(context, draft, identity);
	const stated = statedFields(before);
	const isNewer = draft.sourceUpdatedAt >= before.sourceUpdatedAt;
	const { email, sourceUpdatedAt, timeZone, ...given } = draft;
	const merged = mergeFields(stated, given, isNewer);
	const recognised = recogniseSite({
		domain: email.domain, country: merged.country, language: merged.language, defaultSite: context.shop.defaultSite, sites: context.sites,
	});
	const isMoved = !stored || recognised.site !== before.site || (recognised.country ?? null) !== before.country;
	return {
		...before,
		...merged,
		email: email.address,
		country: recognised.country ?? null,
		site: recognised.site,
		siteSource: recognised.siteSource,
		timeZone: (isNewer ? timeZone : undefined) ?? (isMoved ? recognised.timeZone : before.timeZone),
		isMarketable: recognised.isMarketable,
		sourceUpdatedAt: Math.max(sourceUpdatedAt, before.sourceUpdatedAt),
		updatedAt: context.now,
	};
}

/** Whether anything but the times of bookkeeping differs. */
export function isSameBuyer(a: Buyer, b: Buyer): boolean {
	const facts = ({ email, externalId, name, country, language, site, siteSource, timeZone, isMarketable }: Buyer): string =>
		JSON.stringify([email, externalId, name, country, language, site, siteSource, timeZone, isMarketable]);
	return facts(a) === facts(b);
}

type Stated = Pick<Buyer, 'externalId' | 'name' | 'country' | 'language'>;

/** A country that only the mailbox gave was never stated. */
function statedFields({ email, externalId, name, country, language, siteSource }: Buyer): Stated {
	const isInferred = siteSource !== 'shippingCountry' && email !== null && inferCountry(email.slice(email.lastIndexOf('@') + 1)) === country;
	return { externalId, name, language, country: isInferred ? null : country };
}

function aNewBuyer({ shop, now }: ShopContext, draft: BuyerDraft, identity: { id: string; emailHash: string }): Buyer {
	return {
		...identity, shopId: shop.id, email: null, externalId: null, name: null, country: null, language: null,
		site: shop.defaultSite, siteSource: 'shopDefault', timeZone: shop.timeZone,
		consent: 'unknown', consentBasis: null, consentAt: null, isMarketable: true,
		sourceUpdatedAt: draft.sourceUpdatedAt, createdAt: now, updatedAt: now,
	};
}
