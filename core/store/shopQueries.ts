import type { Insertable, Selectable } from 'kysely';
import { monthAt } from '../campaign/usage';
import type { ShopStore } from '../shop/ports';
import type { ConsentPolicy } from '../compliance/consentPolicy';
import type { QuotaStep, Shop } from '../shop/shop';
import type { SiteOverrides } from '../shop/sites';
import { likePattern } from './likePattern';
import type { OpenStore } from './openStore';
import type { ShopTable, SiteTable } from './schema';
import { keepPrices } from './usageQueries';

/** Shops and their site settings over the store. */
export function makeShopStore({ db }: OpenStore): ShopStore {
	return {
		async findShop(id) {
			const row = await db.selectFrom('shops').selectAll().where('id', '=', id).executeTakeFirst();
			return row && toShop(row);
		},
		async saveShop(shop) {
			const { id, created_at, ...changes } = fromShop(shop);
			await db.transaction().execute(async (trx) => {
				const before = await trx.selectFrom('shops').select(['time_zone', 'free_mails_per_month', 'price_micro_usd']).where('id', '=', id).executeTakeFirst();
				if (before && (before.free_mails_per_month !== shop.freeMailsPerMonth || before.price_micro_usd !== shop.priceMicroUsd)) {
					await keepPrices(trx, id, { freeMailsPerMonth: before.free_mails_per_month, priceMicroUsd: before.price_micro_usd }, monthAt(before.time_zone, shop.updatedAt));
				}
				await trx.insertInto('shops').values({ id, created_at, ...changes }).onConflict((oc) => oc.column('id').doUpdateSet(changes)).execute();
			});
		},
		async listShops({ search, afterName, afterId, limit }) {
			let query = db.selectFrom('shops').selectAll().orderBy('name').orderBy('id').limit(limit);
			if (search) query = query.where((eb) => eb.or([eb(eb.fn<string>('lower', ['name']), 'like', likePattern(search)), eb('id', 'like', likePattern(search))]));
			if (afterName !== undefined && afterId !== undefined) query = query.where((eb) => eb.or([eb('name', '>', afterName), eb.and([eb('name', '=', afterName), eb('id', '>', afterId)])]));
			return (await query.execute()).map(toShop);
		},
		async readSiteOverrides(shopId) {
			const rows = await db.selectFrom('sites').selectAll().where('shop_id', '=', shopId).execute();
			return new Map(rows.map((row) => [row.site, toOverrides(row)]));
		},
		async saveSiteOverrides(shopId, site, overrides, now) {
			const changes = { ...fromOverrides(overrides), updated_at: now };
			await db.insertInto('sites').values({ shop_id: shopId, site, ...changes })
				.onConflict((oc) => oc.columns(['shop_id', 'site']).doUpdateSet(changes)).execute();
		},
	};
}

function toShop(row: Selectable<ShopTable>): Shop {
	return {
		id: row.id, name: row.name, defaultSite: row.default_site, timeZone: row.time_zone, currency: row.currency,
		staffLanguage: row.staff_language === 'zh' ? 'zh' : 'en', openedAt: row.opened_at, activatedAt: row.activated_at,
		dailyQuota: row.daily_quota, monthlyBudgetMicroUsd: row.monthly_budget_micro_usd, isImportApproved: row.is_import_approved === 1,
		ratingHundredths: row.rating_hundredths, gmv30DaysUsdCents: row.gmv_30_days_usd_cents, seriousViolationCount: row.serious_violation_count,
		eligibilityAt: row.eligibility_at, quotaPlan: parseQuotaPlan(row.quota_plan_json), freeMailsPerMonth: row.free_mails_per_month, priceMicroUsd: row.price_micro_usd,
		defaultTemplate: row.default_template ?? null,
		createdAt: row.created_at, updatedAt: row.updated_at,
	};
}

/** Only what core has checked is written there. */
export function parseQuotaPlan(json: string | null): QuotaStep[] | null {
	return json === null ? null : (JSON.parse(json) as QuotaStep[]);
}

function fromShop(shop: Shop): Insertable<ShopTable> {
	return {
		id: shop.id, name: shop.name, default_site: shop.defaultSite, time_zone: shop.timeZone, currency: shop.currency,
		staff_language: shop.staffLanguage, opened_at: shop.openedAt, activated_at: shop.activatedAt,
		daily_quota: shop.dailyQuota, monthly_budget_micro_usd: shop.monthlyBudgetMicroUsd, is_import_approved: shop.isImportApproved ? 1 : 0,
		rating_hundredths: shop.ratingHundredths, gmv_30_days_usd_cents: shop.gmv30DaysUsdCents, serious_violation_count: shop.seriousViolationCount,
		eligibility_at: shop.eligibilityAt, quota_plan_json: shop.quotaPlan && JSON.stringify(shop.quotaPlan),
		free_mails_per_month: shop.freeMailsPerMonth, price_micro_usd: shop.priceMicroUsd, default_template: shop.defaultTemplate,
		created_at: shop.createdAt, updated_at: shop.updatedAt,
	};
}

function toOverrides(row: Selectable<SiteTable>): SiteOverrides {
	return {
		isActive: row.is_active === 1, language: row.language, timeZone: row.time_zone, currency: row.currency,
		windowStartMinute: row.window_start_minute, windowEndMinute: row.window_end_minute,
		templates: row.templates_json === null ? null : (JSON.parse(row.templates_json) as Record<string, string>),
		consentPolicy: row.consent_policy as ConsentPolicy | null, minDaysBetweenMails: row.min_days_between_mails,
	};
}

function fromOverrides(overrides: SiteOverrides): Omit<SiteTable, 'shop_id' | 'site' | 'updated_at'> {
	return {
		is_active: overrides.isActive === false ? 0 : 1, language: overrides.language ?? null, time_zone: overrides.timeZone ?? null,
		currency: overrides.currency ?? null, window_start_minute: overrides.windowStartMinute ?? null, window_end_minute: overrides.windowEndMinute ?? null,
		templates_json: overrides.templates ? JSON.stringify(overrides.templates) : null, consent_policy: overrides.consentPolicy ?? null,
		min_days_between_mails: overrides.minDaysBetweenMails ?? null,
	};
}
