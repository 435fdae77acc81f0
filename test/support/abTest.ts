import PostalMime from 'postal-mime';
import type { AudienceItem, ContentItem } from '../../core/contract/items';
import { openCore, type Core } from '../../core/openCore';
import { openStore, type OpenStore } from '../../core/store/openStore';
import type { SendReport, SendOptions } from '../../core/campaign/campaign.flow';
import type { BuyerTable } from '../../core/store/schema';
import { NOON, aBuyer, aSender, aShop } from './builders';
import { anSmtpSink, type SmtpSink } from './smtpSink';
import { aClock, storeSettings, type StoreKind } from './stores';

export const DAY = 86_400_000;
export const CART = { cart: { items: [{ name: 'Lámpara', quantity: 1, price: { amountMinor: 3_840, currency: 'EUR' } }], value: { amountMinor: 3_840, currency: 'EUR' } } };

/** A shop with a mail server, where audiences are split into variants and sent. */
export interface TestBed {
	core: Core;
	/** a second process on the same store */
	other: Core;
	store: OpenStore;
	sink: SmtpSink;
	clock: ReturnType<typeof aClock>;
	/** buyers of each variant, in an audience */
	freeze(id: string, sizes: Record<string, number>, fields?: Partial<BuyerTable>): Promise<{ audience: AudienceItem; buyers: Array<BuyerTable & { variant: string }> }>;
	send(audience: AudienceItem, options?: Partial<SendOptions>, by?: Core): Promise<SendReport>;
	/** each one an order, placed after so many hours */
	order(buyerIds: string[], fields?: { hours?: number; totalMinor?: number; currency?: string; canceledAt?: number }): Promise<void>;
	/** an event of each buyer's mail in a campaign */
	event(campaign: string, buyerIds: string[], kind: string, isMachine?: boolean): Promise<void>;
	/** mails that arrived since the last call, as "B ana@buyer.example" */
	arrived(): Promise<string[]>;
	close(): Promise<void>;
}

export async function aTestBed(kind: StoreKind): Promise<TestBed> {
	const clock = aClock(NOON);
	const settings = storeSettings(kind);
	const store = await openStore(settings, { clock });
	const [core, other, sink] = [await openCore({ store: settings, clock }), await openCore({ store: settings, clock }), await anSmtpSink()];
	await aShop(store.db, { daily_quota: 100_000 });
	await core.links.publish('demo', { url: 'https://shop.example/m', workflowId: 'w' });
	const texts = (['A', 'B', 'C'] as const).map((variant) => ({ part: 'subject' as const, variant, text: `${variant}: {{total}}` }));
	const contentId = await core.templates.saveTemplate('demo', { source: { kind: 'library', name: 'abandoned-cart' }, brand: aSender(1).brand, overrides: { texts } });
	const content: ContentItem = { id: contentId, purpose: 'marketing', template: 'abandoned-cart', languages: ['es'], samples: [] };
	let serial = 0;
	return {
		core, other, store, sink, clock,
		freeze: async (id, sizes, fields) => await freeze(store, { id, sizes, fields, at: clock.now() }),
		send: async (audience, options = {}, by = core) =>
			await by.campaigns.sendAudience('demo', aSender(sink.port), audience, content, { campaign: audience.id, purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion', ...options }),
		async order(buyerIds, { hours = 1, totalMinor = 2_000, currency = 'USD', canceledAt } = {}) {
			const at = clock.now() + hours * 3_600_000;
			for (const buyer_id of buyerIds) {
				await store.db.insertInto('orders').values({
					id: `o_${(serial += 1)}`, shop_id: 'demo', external_id: `x-${serial}`, buyer_id, placed_at: at, paid_at: at, shipped_at: null, delivered_at: null, estimated_delivery_at: null,
					canceled_at: canceledAt ?? null, returned_at: null, return_reason: null, total_minor: totalMinor, currency, country: 'ES', carrier: null, tracking_number: null, fulfilled_by: null,
					source_updated_at: at, field_ages_json: null, created_at: at, updated_at: at,
				}).execute();
			}
		},
		async event(campaign, buyerIds, kindOf, isMachine) {
			const rows = await store.db.selectFrom('deliveries as d').innerJoin('campaigns as c', 'c.id', 'd.campaign_id').select(['d.id', 'd.buyer_id']).where('c.name', '=', campaign).where('d.buyer_id', 'in', buyerIds).execute();
			await store.db.insertInto('delivery_events').values(rows.map((row) => ({
				id: `v_${(serial += 1)}`, shop_id: 'demo', delivery_id: row.id, buyer_id: row.buyer_id, kind: kindOf, occurred_at: clock.now(), source: 'test', event_key: `e-${serial}`, ...(isMachine ? { is_machine: 1 } : {}),
			}))).execute();
		},
		async arrived() {
			const mails = await Promise.all(sink.mails.splice(0).map(async ({ to, raw }) => ({ to, subject: (await PostalMime.parse(raw)).subject ?? '' })));
			return mails.map(({ to, subject }) => `${subject.slice(0, 1)} ${to}`).sort();
		},
		async close() {
			await sink.stop();
			await core.close();
			await other.close();
			await store.close();
		},
	};
}

async function freeze(store: OpenStore, { id, sizes, fields, at }: { id: string; sizes: Record<string, number>; fields?: Partial<BuyerTable>; at: number }) {
	const wanted = Object.entries(sizes).flatMap(([variant, count]) => Array.from({ length: count }, () => variant));
	const buyers = await Promise.all(wanted.map(async (variant) => ({ ...(await aBuyer(store.db, fields)), variant })));
	await store.db.insertInto('audiences').values({ id, shop_id: 'demo', segment: 's', purpose: 'marketing', as_of: at, size: buyers.length, summary_json: '{}', created_at: at }).execute();
	await store.db.insertInto('audience_members').values(buyers.map((buyer, position) => ({ audience_id: id, position, buyer_id: buyer.id, occasion: 'cart:1', variant: buyer.variant, data_json: JSON.stringify(CART) }))).execute();
	return { audience: { id, shop: 'demo', segment: 's', asOf: at, size: buyers.length, bySite: {}, byVariant: sizes, leftOut: {} }, buyers };
}
