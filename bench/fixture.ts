import { generateKeyPairSync } from 'node:crypto';
import type { DeliveryPlan } from '../core/delivery/ports';
import { openCore, type Core } from '../core/openCore';
import { systemClock } from '../core/shared/clock';
import { systemRandom } from '../core/shared/random';
import type { SenderProfile } from '../core/shop/senderProfile';
import { makeDeliveryLedger } from '../core/store/deliveryQueries';
import { openStore } from '../core/store/openStore';
import type { StoreSettings } from '../core/store/storeSettings';
import type { NewTemplateBody } from '../core/template/templateSource';
import { makeCampaignStore } from '../core/store/campaignQueries';

export const SHOP = 'bench';
export const CAMPAIGN = 'bench-carts';
const BATCH = 500;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const DKIM_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export function benchSender(port: number, maxConnections = 10): SenderProfile {
	return {
		from: { name: 'Lumen Home', address: 'news@mail.lumen-home.example' },
		brand: {
			company: 'Lumen Home Co., Ltd.', postalAddress: '88 Wensan Road, Hangzhou 310012, China', licenceAddress: '88 Wensan Road, Hangzhou 310012, China',
			phone: '+86 571 5555 0100', contactEmail: 'service@lumen-home.example', registrationNumber: '91330106MA2KX7Y40B', vatNumber: 'none', legalRepresentative: 'Wang Fang',
		},
		smtp: { host: '127.0.0.1', port, security: 'none', maxConnections, isCertificateChecked: true },
		dkim: { domain: 'mail.lumen-home.example', selector: 's1', privateKey: DKIM_KEY },
	};
}

export const CART_DATA = {
	cart: {
		items: [
			{ name: 'Oak desk lamp, dimmable', quantity: 1, price: { amountMinor: 3_490, currency: 'USD' } },
			{ name: 'Linen cushion cover 45×45', quantity: 2, price: { amountMinor: 1_250, currency: 'USD' } },
		],
		value: { amountMinor: 5_990, currency: 'USD' },
		url: 'https://lumen-home.example/cart/1',
	},
};

interface Planting {
	/** the abandoned cart of the library when left out */
	content?: NewTemplateBody;
	/** each of them writes to as many of the buyers, from the first on */
	campaigns?: ReadonlyMap<string, number>;
}

/** A shop with `count` buyers and planned, due deliveries for them: nothing is sent yet. */
export async function plantCampaign(settings: StoreSettings, count: number, planting: Planting = {}): Promise<void> {
	const core = await openCore({ store: settings });
	await core.shops.save({ id: SHOP, name: 'Lumen Home', dailyQuota: 100_000_000, timeZone: 'UTC', defaultSite: 'usa' });
	await core.links.publish(SHOP, { url: 'https://shop.example/webhook/bench/m', workflowId: 'bench' });
	const contentId = await core.templates.saveTemplate(SHOP, planting.content ?? { source: { kind: 'library', name: 'abandoned-cart' }, brand: benchSender(0).brand });
	for (let from = 0; from < count; from += BATCH) await plantBuyers(core, from, Math.min(count, from + BATCH));
	await core.close();
	for (const [campaign, size] of planting.campaigns ?? new Map([[CAMPAIGN, count]])) await plan(settings, { contentId, campaign, size, data: planting.content ? {} : CART_DATA });
}

async function plantBuyers(core: Core, from: number, to: number): Promise<void> {
	const rows = Array.from({ length: to - from }, (_, index) => ({
		email: `buyer-${from + index}@buyer.example`, name: `Buyer ${from + index}`, country: 'US', language: 'en',
	}));
	await core.buyers.upsertBuyers(SHOP, rows);
}

async function plan(settings: StoreSettings, { contentId, campaign: name, size, data }: { contentId: string; campaign: string; size: number; data: Record<string, unknown> }): Promise<void> {
	const clock = systemClock();
	const store = await openStore(settings, { clock });
	const ledger = makeDeliveryLedger(store, { random: systemRandom });
	const campaign = await makeCampaignStore(store, { clock, random: systemRandom }).ensureCampaign(SHOP, name, 'marketing');
	for (let [after, left] = ['', size]; left > 0; ) {
		const buyers = await store.db.selectFrom('buyers').select('id').where('shop_id', '=', SHOP).where('id', '>', after).orderBy('id').limit(Math.min(BATCH, left)).execute();
		if (buyers.length === 0) break;
		const plans = buyers.map((buyer): DeliveryPlan => ({
			buyerId: buyer.id, occasion: 'cart:1', site: 'usa', language: 'en', variant: 'A', template: 'abandoned-cart', contentId, data, dueAt: clock.now(), isWindowBound: false,
		}));
		await ledger.plan(SHOP, campaign, plans, clock.now());
		after = buyers.at(-1)?.id ?? after;
		left -= buyers.length;
	}
	await store.close();
}
