import { parseInput } from '../contract/parseInput';
import { shopRecordSchema, siteRecordSchema, type ShopRecord, type SiteRecord } from '../contract/shopRecord';
import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { evaluateEligibility, type Eligibility } from './eligibility';
import type { ShopStore } from './ports';
import type { Shop } from './shop';
import { FALLBACK_SITE, SITE_KEYS, resolveSite, type Site } from './sites';

export type ShopFlow = ReturnType<typeof makeShopFlow>;

/** Shops and their settings for the 18 sites. */
export function makeShopFlow(deps: { clock: Clock; store: ShopStore }) {
	return {
		/** Creates the shop or changes the fields given. Idempotent. @throws SellerMailError INPUT_INVALID */
		save: async (input: ShopRecord): Promise<Shop> => await saveShop(deps, parseInput(shopRecordSchema, input, 'Shop')),
		/** @throws SellerMailError NOT_FOUND */
		get: async (id: string): Promise<Shop> => await getShop(deps, id),
		/** Each criterion of requirement M5 with value, threshold and answer, as of now. @throws SellerMailError NOT_FOUND */
		eligibility: async (id: string): Promise<Eligibility> => evaluateEligibility(await getShop(deps, id), deps.clock.now()),
		find: async (id: string): Promise<Shop | undefined> => await deps.store.findShop(id),
		/** By name; a page of `limit`, the next one after the last shop of this. */
		list: async (query: { search?: string; after?: Shop; limit?: number } = {}): Promise<Shop[]> =>
			await deps.store.listShops({ search: query.search, afterName: query.after?.name, afterId: query.after?.id, limit: query.limit ?? 50 }),
		/** All 18 sites by key, with the shop's own settings applied. */
		sitesOf: async (shopId: string): Promise<Map<string, Site>> => await sitesOf(deps, shopId),
		/** Changes the fields given for one site. Idempotent. @throws SellerMailError INPUT_INVALID, NOT_FOUND */
		saveSite: async (shopId: string, input: SiteRecord): Promise<Site> => await saveSite(deps, shopId, parseInput(siteRecordSchema, input, 'Site')),
	};
}

type Deps = Parameters<typeof makeShopFlow>[0];

async function saveShop({ clock, store }: Deps, record: ShopRecord): Promise<Shop> {
	const now = clock.now();
	const before = (await store.findShop(record.id)) ?? aNewShop(record, now);
	const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
	const shop: Shop = { ...before, ...readNow(record, now), ...given, updatedAt: now };
	await store.saveShop(shop);
	return shop;
}

/** Values of eligibility that come without their time were read now. */
function readNow({ ratingHundredths, gmv30DaysUsdCents, seriousViolationCount }: ShopRecord, now: number): { eligibilityAt?: number } {
	const stated = [ratingHundredths, gmv30DaysUsdCents, seriousViolationCount].filter((value) => value !== undefined && value !== null);
	return stated.length > 0 ? { eligibilityAt: now } : {};
}

function aNewShop(record: ShopRecord, now: number): Shop {
	const site = resolveSite(record.defaultSite ?? FALLBACK_SITE);
	return {
		id: record.id, name: record.id, defaultSite: site.key, timeZone: site.timeZone, currency: site.currency, staffLanguage: 'en',
		openedAt: null, activatedAt: now, dailyQuota: null, monthlyBudgetMicroUsd: null, isImportApproved: false,
		ratingHundredths: null, gmv30DaysUsdCents: null, seriousViolationCount: null, eligibilityAt: null, quotaPlan: null, freeMailsPerMonth: null, priceMicroUsd: null, defaultTemplate: null, createdAt: now, updatedAt: now,
	};
}

async function getShop({ store }: Deps, id: string): Promise<Shop> {
	const shop = await store.findShop(id);
	if (shop) return shop;
	throw new SellerMailError('NOT_FOUND', {
		message: `There is no shop \`${id.slice(0, 60)}\`.`,
		nextStep: 'Choose a shop from the list, or create it with Seller Mail Records → Shop.',
		context: { field: 'shop' },
	});
}

async function sitesOf({ store }: Deps, shopId: string): Promise<Map<string, Site>> {
	const overrides = await store.readSiteOverrides(shopId);
	return new Map(SITE_KEYS.map((key) => [key, resolveSite(key, overrides.get(key))]));
}

async function saveSite(deps: Deps, shopId: string, record: SiteRecord): Promise<Site> {
	await getShop(deps, shopId);
	const { site, ...given } = record;
	const before = (await deps.store.readSiteOverrides(shopId)).get(site) ?? {};
	const overrides = { ...before, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
	await deps.store.saveSiteOverrides(shopId, site, overrides, deps.clock.now());
	return resolveSite(site, overrides);
}
