import type { SendItem, SendOptions } from '../../core/campaign/campaign.flow';
import type { BuyerItem } from '../../core/contract/items';
import { openCore, type Core } from '../../core/openCore';
import { openStore, type OpenStore } from '../../core/store/openStore';
import type { StoreSettings } from '../../core/store/storeSettings';
import type { BuyerTable } from '../../core/store/schema';
import { compileTemplate } from '../../core/template/compileTemplate';
import { NOON, aBuyer, aSender, aShop } from './builders';
import { aClock, storeSettings, type StoreKind } from './stores';

const CART = { cart: { items: [{ name: 'Lámpara', quantity: 1, price: { amountMinor: 3_840, currency: 'EUR' } }], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };

export interface CampaignCore {
	core: Core;
	store: OpenStore;
	settings: StoreSettings;
	clock: ReturnType<typeof aClock>;
	/** a checked marketing mail to a new buyer */
	anItem(fields?: Partial<BuyerTable>, occasion?: string): Promise<SendItem>;
	someItems(count: number, fields?: (index: number) => Partial<BuyerTable>): Promise<SendItem[]>;
	options(fields?: Partial<SendOptions>): SendOptions;
	statesOf(campaign?: string): Promise<Record<string, number>>;
	/** mails against quota, billable mails */
	used(): Promise<number[]>;
	close(): Promise<void>;
}

/** Shop `demo` with a public address on a fresh store, its clock at noon. */
export async function aCampaignCore(kind: StoreKind, fields: { clock?: ReturnType<typeof aClock>; settings?: StoreSettings } = {}): Promise<CampaignCore> {
	const clock = fields.clock ?? aClock(NOON);
	const settings = fields.settings ?? storeSettings(kind);
	const store = await openStore(settings, { clock });
	await aShop(store.db);
	const core = await openCore({ store: settings, clock });
	await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
	const toBuyerLink = await core.links.forBuyers('demo');
	const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aSender(1).brand });
	const anItem = async (buyerFields: Partial<BuyerTable> = {}, occasion = 'cart:1'): Promise<SendItem> => {
		const buyer = toItem(await aBuyer(store.db, buyerFields));
		return { buyer, mail: template.render({ buyer, data: CART, unsubscribeUrl: toBuyerLink(buyer.id) }), data: CART, occasion, variant: 'A' };
	};
	return {
		core, store, settings, clock, anItem,
		async someItems(count, of = () => ({})) {
			const items: SendItem[] = [];
			for (let index = 0; index < count; index += 1) items.push(await anItem(of(index)));
			return items;
		},
		options: (more = {}) => ({ campaign: 'carts', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion', ...more }),
		statesOf: async (campaign = 'carts') => (await core.campaigns.status('demo', campaign))[0]?.states ?? {},
		used: async () => (await store.db.selectFrom('usage_counters').select(['period', 'count']).orderBy('period').execute()).map((row) => row.count),
		async close() {
			await core.close();
			await store.close();
		},
	};
}

function toItem(row: BuyerTable): BuyerItem {
	return { id: row.id, shop: 'demo', email: row.email ?? '', name: row.name ?? undefined, country: row.country ?? undefined, language: row.language ?? 'en', site: row.site, timeZone: row.time_zone };
}
