import { generateKeyPairSync } from 'node:crypto';
import type { NewDelivery, Db, BuyerTable, ShopTable } from '../../core/store/schema';
import type { SenderProfile } from '../../core/shop/senderProfile';

const DAY = 86_400_000;
export const NOON = Date.UTC(2026, 10, 20, 12);

let serial = 0;
const next = (): string => String((serial += 1)).padStart(18, '0');

export async function aShop(db: Db, fields: Partial<ShopTable> = {}): Promise<ShopTable> {
	const shop: ShopTable = {
		id: 'demo', name: 'Lumen Home', default_site: 'glo', time_zone: 'UTC', currency: 'USD', staff_language: 'en', opened_at: NOON - 400 * DAY,
		activated_at: NOON - 100 * DAY, daily_quota: null, monthly_budget_micro_usd: null, is_import_approved: 1,
		rating_hundredths: null, gmv_30_days_usd_cents: null, serious_violation_count: null, eligibility_at: null, quota_plan_json: null, free_mails_per_month: null, price_micro_usd: null,
		created_at: NOON, updated_at: NOON, ...fields,
	};
	await db.insertInto('shops').values(shop).execute();
	return shop;
}

export async function aBuyer(db: Db, fields: Partial<BuyerTable> = {}): Promise<BuyerTable> {
	const id = fields.id ?? `b_${next()}bb`;
	const buyer: BuyerTable = {
		id, shop_id: 'demo', email: `${id.toLowerCase()}@buyer.example`, email_hash: `hash-${id}`, external_id: null, name: 'Ana', country: 'ES', language: 'es',
		site: 'esp', site_source: 'country', time_zone: 'Europe/Madrid', marketing_consent: 'granted', consent_basis: 'double_opt_in', consent_at: NOON - 30 * DAY,
		is_marketable: 1, source_updated_at: NOON, created_at: NOON, updated_at: NOON, erased_at: null, field_ages_json: null, ...fields,
	};
	await db.insertInto('buyers').values(buyer).execute();
	return buyer;
}

export async function aDelivery(db: Db, fields: Partial<NewDelivery> & { campaign_id: string; buyer_id: string }): Promise<string> {
	const id = `d_${next()}dd`;
	await db.insertInto('deliveries').values({
		id, shop_id: 'demo', occasion: '', purpose: 'marketing', site: 'esp', language: 'es', variant: 'A', template: 't', content_id: 'c_x', data_json: '{}',
		state: 'planned', due_at: NOON, is_window_bound: 0, not_after: null, claimed_by: null, lease_ends_at: null, attempt_count: 0, code: null, cause: null,
		planned_at: NOON, sending_at: null, settled_at: null, updated_at: NOON, ...fields,
	}).execute();
	return id;
}

export async function aCampaign(db: Db, name = 'carts', purpose = 'marketing', shopId = 'demo'): Promise<string> {
	const id = `g_${name}`;
	await db.insertInto('campaigns').values({ id, shop_id: shopId, name, purpose, state: 'active', pause_reason: null, created_at: NOON, updated_at: NOON }).execute();
	return id;
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const DKIM_PRIVATE_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
/** What DNS answers for s1._domainkey.mail.lumen-home.example */
export const DKIM_RECORD = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

export function aSender(port: number, fields: Partial<SenderProfile> = {}): SenderProfile {
	return {
		from: { name: 'Lumen Home', address: 'news@mail.lumen-home.example' },
		bounceAddress: 'bounce@mail.lumen-home.example',
		brand: {
			company: 'Lumen Home Co., Ltd.', postalAddress: '88 Wensan Road, Hangzhou 310012, China', licenceAddress: '88 Wensan Road, Hangzhou 310012, China',
			phone: '+86 571 5555 0100', contactEmail: 'service@lumen-home.example', registrationNumber: '91330106MA2KX7Y40B', vatNumber: 'DE811907980', legalRepresentative: 'Wang Fang',
			websiteUrl: 'https://lumen-home.example',
		},
		smtp: { host: '127.0.0.1', port, security: 'none', maxConnections: 4, isCertificateChecked: true },
		dkim: { domain: 'mail.lumen-home.example', selector: 's1', privateKey: DKIM_PRIVATE_KEY },
		...fields,
	};
}
