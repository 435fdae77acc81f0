import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { makeSeededRandom } from '../demo/shopRandom';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const YEARS_MS = 730 * DAY;
const SHOP = 'big';

export interface BigShopSize {
	buyers: number;
	orders: number;
	/** buyer events and events of mails together */
	events: number;
	mails: number;
}

/**
 * Fills an empty store file with a shop of any size, the same one for the same seed and instant: two years of orders, carts,
 * views, mails and what became of them, in the order of time, as a shop would have recorded them. It writes rows straight
 * into the tables with the indexes taken down meanwhile, because it stands for years of work and not for the product's own speed.
 */
export function fillBigShop(file: string, size: BigShopSize, { seed, now }: { seed: number; now: number }): void {
	const db = new DatabaseSync(file);
	for (const pragma of ['journal_mode = wal', 'synchronous = off', 'cache_size = -400000', 'temp_store = file', 'wal_autocheckpoint = 100000']) db.exec(`pragma ${pragma}`);
	const indexes = db.prepare("select name, sql from sqlite_master where type = 'index' and sql is not null").all() as Array<{ name: string; sql: string }>;
	for (const { name } of indexes) db.exec(`drop index ${name}`);
	const random = makeSeededRandom(seed, 'big shop').next;
	addBuyers(db, size, random, now);
	addOrders(db, size, random, now);
	addEvents(db, size, random, now);
	addMails(db, size, random, now);
	for (const { sql } of indexes) db.exec(sql);
	db.exec('pragma wal_checkpoint(truncate)');
	db.close();
}

type Random = () => number;

const id = (prefix: string, index: number): string => `${prefix}_${index.toString(36).padStart(20, '0')}`;

function insert(db: DatabaseSync, table: string, columns: string[]): StatementSync {
	return db.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`);
}

function inTransaction(db: DatabaseSync, work: () => void): void {
	db.exec('begin');
	work();
	db.exec('commit');
}

const SITES = [
	{ site: 'usa', country: 'US', zone: 'America/New_York' }, { site: 'esp', country: 'ES', zone: 'Europe/Madrid' }, { site: 'deu', country: 'DE', zone: 'Europe/Berlin' },
	{ site: 'fra', country: 'FR', zone: 'Europe/Paris' }, { site: 'bra', country: 'BR', zone: 'America/Sao_Paulo' }, { site: 'kor', country: 'KR', zone: 'Asia/Seoul' },
] as const;

/** Three quarters have agreed to marketing, one in twenty has withdrawn, one in forty is suppressed. */
function addBuyers(db: DatabaseSync, { buyers }: BigShopSize, random: Random, now: number): void {
	const buyer = insert(db, 'buyers', [
		'id', 'shop_id', 'email', 'email_hash', 'name', 'country', 'language', 'site', 'site_source', 'time_zone', 'marketing_consent', 'consent_basis', 'consent_at',
		'is_marketable', 'source_updated_at', 'created_at', 'updated_at',
	]);
	const suppression = insert(db, 'suppressions', ['id', 'shop_id', 'email_hash', 'reason', 'scope', 'starts_at', 'ends_at']);
	inTransaction(db, () => {
		for (let index = 0; index < buyers; index += 1) {
			const { site, country, zone } = SITES[Math.floor(random() ** 1.5 * SITES.length)] ?? SITES[0];
			const draw = random();
			const consent = draw < 0.75 ? 'granted' : draw < 0.95 ? 'unknown' : 'withdrawn';
			const at = now - Math.floor(random() * YEARS_MS);
			const hash = `h${((index * 2_654_435_761) % 4_294_967_296).toString(36)}-${index.toString(36)}`;
			buyer.run(id('b', index), SHOP, `buyer-${index}@mail.example`, hash, `Buyer ${index}`, country, null, site, 'shippingCountry', zone, consent, consent === 'granted' ? 'double_opt_in' : null, at, 1, at, at, at);
			if (random() < 0.025) suppression.run(id('s', index), SHOP, hash, random() < 0.6 ? 'unsubscribe' : 'hard-bounce', 'marketing', at, null);
		}
	});
}

/** Few buyers order a lot, many once: the square of an even draw. */
function pickBuyer(buyers: number, random: Random): string {
	return id('b', Math.floor(random() ** 2 * buyers));
}

function addOrders(db: DatabaseSync, { buyers, orders }: BigShopSize, random: Random, now: number): void {
	const order = insert(db, 'orders', [
		'id', 'shop_id', 'external_id', 'buyer_id', 'placed_at', 'paid_at', 'shipped_at', 'delivered_at', 'estimated_delivery_at', 'canceled_at', 'returned_at', 'return_reason',
		'total_minor', 'currency', 'country', 'carrier', 'tracking_number', 'source_updated_at', 'created_at', 'updated_at',
	]);
	const item = insert(db, 'order_items', ['order_id', 'line', 'sku', 'name', 'quantity', 'price_minor', 'currency', 'product_id', 'category']);
	inTransaction(db, () => {
		for (let index = 0; index < orders; index += 1) {
			const placedAt = Math.floor(now - YEARS_MS + (index / orders) * YEARS_MS);
			const draw = random();
			const shippedAt = draw < 0.97 ? placedAt + Math.floor((0.5 + random() * 3) * DAY) : null;
			const promisedAt = placedAt + 10 * DAY;
			const deliveredAt = shippedAt !== null && draw < 0.955 ? shippedAt + Math.floor((2 + random() ** 3 * 14) * DAY) : null;
			const returnedAt = deliveredAt !== null && random() < 0.05 ? deliveredAt + Math.floor(random() * 20 * DAY) : null;
			const canceledAt = shippedAt === null && random() < 0.8 ? placedAt + HOUR : null;
			const total = 500 + Math.floor(random() ** 3 * 40_000);
			const orderId = id('o', index);
			order.run(
				orderId, SHOP, `X-${index}`, pickBuyer(buyers, random), placedAt, placedAt + 60_000, past(shippedAt, now), past(deliveredAt, now), promisedAt, canceledAt, past(returnedAt, now),
				returnedAt === null ? null : 'too small', total, 'USD', 'US', 'Post', `T${index}`, placedAt, placedAt, placedAt,
			);
			const product = Math.floor(random() ** 2 * 2_000);
			item.run(orderId, 0, `sku-${product}`, `Product ${product}`, 1, total, 'USD', `p${product}`, `c${product % 40}`);
		}
	});
}

/** What lies ahead has not happened yet. */
function past(at: number | null, now: number): number | null {
	return at !== null && at <= now ? at : null;
}

function addEvents(db: DatabaseSync, { buyers, events }: BigShopSize, random: Random, now: number): void {
	const count = Math.floor(events * 0.85);
	const event = insert(db, 'buyer_events', ['id', 'shop_id', 'buyer_id', 'kind', 'subject', 'occurred_at', 'value_minor', 'currency', 'data_json', 'event_key']);
	inTransaction(db, () => {
		for (let index = 0; index < count; index += 1) {
			const at = Math.floor(now - YEARS_MS + (index / count) * YEARS_MS);
			const draw = random();
			const kind = draw < 0.72 ? 'view' : draw < 0.92 ? 'cart' : draw < 0.95 ? 'stock-wait' : 'search';
			const product = Math.floor(random() ** 2 * 2_000);
			const data = `{"items":[{"name":"Product ${product}","quantity":1,"price":{"amountMinor":1990,"currency":"USD"}}],"url":"https://shop.example/p/${product}"}`;
			event.run(id('e', index), SHOP, pickBuyer(buyers, random), kind, kind === 'cart' ? `cart-${index}` : `p${product}`, at, kind === 'cart' ? 1_990 : null, kind === 'cart' ? 'USD' : null, data, `k${index}`);
		}
	});
}

function addMails(db: DatabaseSync, { buyers, events, mails }: BigShopSize, random: Random, now: number): void {
	insert(db, 'campaigns', ['id', 'shop_id', 'name', 'purpose', 'state', 'created_at', 'updated_at']).run('g_news', SHOP, 'news', 'marketing', 'active', now, now);
	const delivery = insert(db, 'deliveries', [
		'id', 'shop_id', 'campaign_id', 'buyer_id', 'occasion', 'purpose', 'site', 'language', 'variant', 'template', 'content_id', 'data_json', 'state', 'due_at', 'is_window_bound',
		'attempt_count', 'code', 'planned_at', 'settled_at', 'updated_at',
	]);
	const event = insert(db, 'delivery_events', ['id', 'shop_id', 'delivery_id', 'buyer_id', 'kind', 'occurred_at', 'source', 'event_key']);
	const perMail = (events * 0.15) / mails;
	inTransaction(db, () => {
		let eventCount = 0;
		for (let index = 0; index < mails; index += 1) {
			const at = Math.floor(now - YEARS_MS + (index / mails) * YEARS_MS);
			const buyer = id('b', Math.floor(random() ** 3 * buyers));
			delivery.run(id('d', index), SHOP, 'g_news', buyer, `m${index}`, 'marketing', 'usa', 'en', 'A', 'news', 'c_news', '{}', 'accepted', at, 0, 1, '250', at, at, at);
			for (const target = Math.floor((index + 1) * perMail); eventCount < target; eventCount += 1) {
				const reader = id('b', Math.floor((0.3 + random() * 0.7) ** 3 * buyers));
				event.run(id('v', eventCount), SHOP, null, reader, random() < 0.8 ? 'opened' : 'clicked', at, 'pixel', `v${eventCount}`);
			}
		}
	});
}
