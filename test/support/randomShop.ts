import type { Db } from '../../core/store/schema';
import { makeSeededRandom } from '../../demo/shopRandom';
import { aBuyer, aCampaign, aDelivery, aShop, NOON } from './builders';

const DAY = 86_400_000;

/**
 * A small shop in which everything happens: ties in time, canceled and returned orders, other currencies, names in several
 * scripts, events after the instant, erased buyers, a second shop. Times are whole hours around NOON, so that edges are met.
 */
export async function plantRandomShop(db: Db, seed: number, buyerCount: number): Promise<void> {
	const { next: random, pick } = makeSeededRandom(seed, 'random shop');
	const maybe = <Value>(share: number, value: () => Value): Value | null => (random() < share ? value() : null);
	const time = (days: number): number => NOON - Math.floor(random() * days * 24) * 3_600_000 + (random() < 0.05 ? 48 * 3_600_000 : 0);
	await aShop(db);
	await aShop(db, { id: 'other' });
	const campaign = await aCampaign(db);
	for (let index = 0; index < buyerCount; index += 1) {
		const shop = index % 9 === 8 ? 'other' : 'demo';
		const id = `b_${String(Math.floor(random() * 1e9)).padStart(9, '0')}${index}`;
		const hash = `hash-${id}`;
		await aBuyer(db, {
			id, shop_id: shop, email_hash: hash, email: random() < 0.05 ? null : `p${index}@${pick(['gmail.com', 'orange.fr', 'correo.example'])}`,
			name: maybe(0.8, () => pick(['Ana', 'ÉLODIE Straße', '李雷', 'İpek', 'ana maria'])), country: maybe(0.8, () => pick(['ES', 'US', 'DE'])), language: maybe(0.5, () => pick(['es', 'de-DE'])),
			site: pick(['esp', 'usa', 'deu']), external_id: maybe(0.3, () => `x-${index}`), marketing_consent: pick(['granted', 'unknown', 'pending', 'withdrawn']),
			consent_basis: maybe(0.6, () => pick(['import', 'double_opt_in'])), consent_at: maybe(0.6, () => time(300)), created_at: time(400),
		});
		if (random() < 0.2) await plantSuppression(db, { shop: pick([shop, '*', 'other']), hash, index, ends: maybe(0.4, () => time(20)) });
		for (let order = 0, orders = Math.floor(random() ** 2 * 7); order < orders; order += 1) {
			await plantOrder(db, { id: `o_${index}_${order}`, shop, buyer: id, random, pick, maybe, time });
		}
		for (let event = 0, events = Math.floor(random() ** 2 * 14); event < events; event += 1) {
			const kind = pick(['cart', 'view', 'view', 'view', 'stock-wait', 'search']);
			await db.insertInto('buyer_events').values({
				id: `e_${index}_${event}`, shop_id: shop, buyer_id: id, kind, subject: pick(['p1', 'p2', 'p3', 'p4']), occurred_at: time(pick([2, 12, 60])),
				value_minor: maybe(0.7, () => Math.floor(random() * 9_000)), currency: pick(['USD', 'USD', 'EUR']), data_json: '{}', event_key: `k-${index}-${event}`,
			}).execute();
		}
		for (let mail = 0, mails = Math.floor(random() ** 2 * 9); mail < mails; mail += 1) {
			await aDelivery(db, {
				campaign_id: campaign, buyer_id: id, shop_id: shop, occasion: `m${index}-${mail}`, purpose: pick(['marketing', 'marketing', 'transactional']),
				state: pick(['accepted', 'accepted', 'failed', 'uncertain', 'planned']), settled_at: maybe(0.9, () => time(200)),
			});
		}
		for (let event = 0, events = Math.floor(random() ** 3 * 6); event < events; event += 1) {
			await db.insertInto('delivery_events').values({
				id: `v_${index}_${event}`, shop_id: shop, delivery_id: null, buyer_id: id, kind: pick(['opened', 'clicked', 'unsubscribed']), occurred_at: time(200), source: 'test', event_key: `v-${index}-${event}`,
			}).execute();
		}
	}
}

async function plantSuppression(db: Db, { shop, hash, index, ends }: { shop: string; hash: string; index: number; ends: number | null }): Promise<void> {
	await db.insertInto('suppressions').values({
		id: `s_${index}`, shop_id: shop, email_hash: hash, reason: 'manual', scope: 'marketing', starts_at: NOON - 30 * DAY, ends_at: ends, note: null, source: null, ended_reason: null,
	}).execute();
}

interface Planting {
	id: string;
	shop: string;
	buyer: string;
	random(): number;
	pick<Value>(values: readonly Value[]): Value;
	maybe<Value>(share: number, value: () => Value): Value | null;
	time(days: number): number;
}

async function plantOrder(db: Db, { id, shop, buyer, random, pick, maybe, time }: Planting): Promise<void> {
	const placedAt = pick([time(500), time(60), NOON - 20 * DAY, NOON - 365 * DAY, NOON]);
	const later = (days: number): number => placedAt + Math.floor(random() * days * 24) * 3_600_000;
	await db.insertInto('orders').values({
		id, shop_id: shop, external_id: `${shop}-${id}`, buyer_id: buyer, placed_at: placedAt, paid_at: maybe(0.9, () => later(1)), shipped_at: maybe(0.8, () => later(4)),
		delivered_at: maybe(0.5, () => later(20)), estimated_delivery_at: maybe(0.8, () => later(12)), canceled_at: maybe(0.12, () => later(3)), returned_at: maybe(0.15, () => later(30)),
		return_reason: maybe(0.5, () => pick(['Too small', 'WRONG item', '破损'])), total_minor: maybe(0.95, () => Math.floor(random() * 12_000)), currency: pick(['USD', 'USD', 'USD', 'EUR']),
		country: null, carrier: null, tracking_number: null, fulfilled_by: null, source_updated_at: placedAt, created_at: placedAt, updated_at: placedAt,
	}).execute();
	for (let line = 0, lines = Math.floor(random() * 3); line < lines; line += 1) {
		await db.insertInto('order_items').values({
			order_id: id, line, sku: maybe(0.8, () => pick(['p1', 'p2', 'sku-3'])), name: pick(['Oak LAMP', 'Lámpara', '台灯']), quantity: 1, price_minor: null, currency: null, image_url: null,
			product_id: maybe(0.5, () => pick(['p3', 'p4'])), category: maybe(0.7, () => pick(['lamps', 'home'])),
		}).execute();
	}
}
