import type { EmailAddress } from '../shared/emailAddress';
import type { Shop } from '../shop/shop';
import { inferCountry, recogniseSite } from '../shop/siteRecognition';
import type { Site } from '../shop/sites';
import type { Buyer } from './buyer';
import { mergeFields, type FieldAges } from './mergeFields';

/** What one row says about a buyer. */
export interface BuyerDraft {
	/** undefined: the marketplace hides it, and `externalId` tells who it is; such a buyer is never written to */
	email: EmailAddress | undefined;
	/** of the address, where it is known already */
	emailHash?: string;
	externalId?: string;
	name?: string;
	country?: string;
	language?: string;
	timeZone?: string;
	birthDate?: string;
	sourceUpdatedAt: number;
	/** false: the row doesn't say how old it is */
	isTimed: boolean;
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
	const { email, externalId, name, country, language, timeZone, birthDate, sourceUpdatedAt, isTimed } = draft;
	const given = { externalId, name, country, language, timeZone, birthDate };
	const stated = statedFields(before);
	const { fields, ages } = mergeFields(stated, before.fieldAges ?? agesOf(stated, before.sourceUpdatedAt), { given, at: sourceUpdatedAt, isTimed });
	const merged = typeof before.languageChosenAt === 'number' ? { ...fields, language: before.language } : fields;
	const recognised = recogniseSite({
		domain: email?.domain ?? '', country: merged.country, language: merged.language, defaultSite: context.shop.defaultSite, sites: context.sites,
	});
	const isMoved = !stored || recognised.site !== before.site || (recognised.country ?? null) !== before.country;
	return {
		...before,
		externalId: merged.externalId,
		name: merged.name,
		language: merged.language,
		birthDate: merged.birthDate,
		email: email?.address ?? before.email,
		country: recognised.country ?? null,
		site: recognised.site,
		siteSource: recognised.siteSource,
		...settleTimeZone(merged.timeZone, ages, isMoved || before.fieldAges ? recognised.timeZone : before.timeZone),
		isMarketable: email !== undefined && recognised.isMarketable,
		sourceUpdatedAt: Math.max(sourceUpdatedAt, before.sourceUpdatedAt),
		updatedAt: context.now,
	};
}

/** Whether anything but the times of bookkeeping differs. */
export function isSameBuyer(a: Buyer, b: Buyer): boolean {
	const facts = ({ email, externalId, name, country, language, site, siteSource, timeZone, isMarketable, birthDate }: Buyer): string =>
		JSON.stringify([email, externalId, name, country, language, site, siteSource, timeZone, isMarketable, birthDate ?? null]);
	return facts(a) === facts(b);
}

type Stated = Pick<Buyer, 'externalId' | 'name' | 'country' | 'language'> & { timeZone: string | null; birthDate: string | null };

/** A country that only the mailbox gave and a time zone that follows from the country were never stated. */
function statedFields({ email, externalId, name, country, language, birthDate = null, siteSource, timeZone, fieldAges }: Buyer): Stated {
	if (fieldAges) return { externalId, name, language, birthDate, country: 'country' in fieldAges ? country : null, timeZone: 'timeZone' in fieldAges ? timeZone : null };
	const isInferred = siteSource !== 'shippingCountry' && email !== null && inferCountry(email.slice(email.lastIndexOf('@') + 1)) === country;
	return { externalId, name, language, birthDate, country: isInferred ? null : country, timeZone: null };
}

function agesOf(stated: Stated, at: number): FieldAges {
	return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null).map(([field]) => [field, at]));
}

/** A stated zone counts until a country is stated later: he has moved. */
function settleTimeZone(stated: string | null, ages: FieldAges, usual: string): Pick<Buyer, 'timeZone' | 'fieldAges'> {
	const { timeZone, ...others } = ages;
	const isStated = stated !== null && timeZone !== undefined && timeZone >= (ages.country ?? -Infinity);
	return isStated ? { timeZone: stated, fieldAges: ages } : { timeZone: usual, fieldAges: others };
}

function aNewBuyer({ shop, now }: ShopContext, draft: BuyerDraft, identity: { id: string; emailHash: string }): Buyer {
	return {
		...identity, shopId: shop.id, email: null, externalId: null, name: null, country: null, language: null,
		site: shop.defaultSite, siteSource: 'shopDefault', timeZone: shop.timeZone,
		consent: 'unknown', consentBasis: null, consentAt: null, isMarketable: true,
		sourceUpdatedAt: draft.sourceUpdatedAt, fieldAges: {}, createdAt: now, updatedAt: now,
	};
}
