import type { Insertable, Selectable } from 'kysely';
import type { Order, OrderLine } from '../buyer/order';
import type { OrderWriter } from '../buyer/ports';
import { decodeAges, encodeAges } from './fieldAges';
import type { Capabilities } from './dialects/capabilities';
import type { Db, OrderItemTable, OrderRow, OrderTable } from './schema';

const LINE_COLUMNS = 10;

/** Orders of one shop inside a transaction. */
export function makeOrderWriter(db: Db, capabilities: Capabilities, shopId: string): OrderWriter {
	return {
		async readOrders(externalIds) {
			if (externalIds.length === 0) return [];
			const rows = await db.selectFrom('orders').selectAll().where('shop_id', '=', shopId).where('external_id', 'in', externalIds).execute();
			const lines = await readLines(db, rows.map((row) => row.id));
			return rows.map((row) => toOrder(row, lines.get(row.id) ?? []));
		},
		async writeOrders(orders) {
			if (orders.length === 0) return;
			await db.insertInto('orders').values(orders.map(fromOrder)).onConflict((oc) => oc.columns(['shop_id', 'external_id']).doUpdateSet(({ ref }) => ({
				buyer_id: ref('excluded.buyer_id'), placed_at: ref('excluded.placed_at'), paid_at: ref('excluded.paid_at'), shipped_at: ref('excluded.shipped_at'), delivered_at: ref('excluded.delivered_at'),
				estimated_delivery_at: ref('excluded.estimated_delivery_at'), canceled_at: ref('excluded.canceled_at'), returned_at: ref('excluded.returned_at'),
				return_reason: ref('excluded.return_reason'), total_minor: ref('excluded.total_minor'), currency: ref('excluded.currency'), country: ref('excluded.country'),
				carrier: ref('excluded.carrier'), tracking_number: ref('excluded.tracking_number'), fulfilled_by: ref('excluded.fulfilled_by'),
				source_updated_at: ref('excluded.source_updated_at'), field_ages_json: ref('excluded.field_ages_json'), updated_at: ref('excluded.updated_at'),
			}))).execute();
			await writeLines(db, capabilities, orders);
		},
	};
}

/** The lines of orders by order id, in their order. */
export async function readLines(db: Db, orderIds: string[]): Promise<Map<string, OrderLine[]>> {
	if (orderIds.length === 0) return new Map();
	const rows = await db.selectFrom('order_items').selectAll().where('order_id', 'in', orderIds).orderBy('order_id').orderBy('line').execute();
	const lines = new Map<string, OrderLine[]>();
	for (const [orderId, group] of Map.groupBy(rows, (row) => row.order_id)) lines.set(orderId, group.map(toLine));
	return lines;
}

async function writeLines(db: Db, capabilities: Capabilities, orders: Order[]): Promise<void> {
	await db.deleteFrom('order_items').where('order_id', 'in', orders.map((order) => order.id)).execute();
	const rows = orders.flatMap((order) => order.items.map((item, line) => fromLine(order.id, line, item)));
	const size = Math.floor(Math.min(capabilities.batchSize, capabilities.maxBoundValues / LINE_COLUMNS));
	for (let from = 0; from < rows.length; from += size) await db.insertInto('order_items').values(rows.slice(from, from + size)).execute();
}

function toOrder(row: OrderRow, items: OrderLine[]): Order {
	const order: Order = {
		id: row.id, shopId: row.shop_id, externalId: row.external_id, buyerId: row.buyer_id, placedAt: row.placed_at, paidAt: row.paid_at,
		shippedAt: row.shipped_at, deliveredAt: row.delivered_at, estimatedDeliveryAt: row.estimated_delivery_at, canceledAt: row.canceled_at,
		returnedAt: row.returned_at, returnReason: row.return_reason, totalMinor: row.total_minor, currency: row.currency, country: row.country,
		carrier: row.carrier, trackingNumber: row.tracking_number, fulfilledBy: row.fulfilled_by as Order['fulfilledBy'], items,
		sourceUpdatedAt: row.source_updated_at, fieldAges: {}, createdAt: row.created_at, updatedAt: row.updated_at,
	};
	const stated = MERGED.filter((field) => order[field] !== null && (field !== 'items' || items.length > 0));
	return { ...order, fieldAges: decodeAges(row.field_ages_json ?? '{}', row.source_updated_at, stated) };
}

/** What reports state one by one. */
const MERGED = [
	'buyerId', 'placedAt', 'paidAt', 'shippedAt', 'deliveredAt', 'estimatedDeliveryAt', 'canceledAt', 'returnedAt', 'returnReason', 'totalMinor', 'currency', 'country', 'carrier', 'trackingNumber',
	'fulfilledBy', 'items',
] as const satisfies ReadonlyArray<keyof Order>;

function writeAges({ fieldAges, sourceUpdatedAt }: Order): string | null {
	const json = encodeAges(fieldAges, sourceUpdatedAt);
	return json === '{}' ? null : json;
}

function fromOrder(order: Order): Insertable<OrderTable> {
	return {
		id: order.id, shop_id: order.shopId, external_id: order.externalId, buyer_id: order.buyerId, placed_at: order.placedAt, paid_at: order.paidAt,
		shipped_at: order.shippedAt, delivered_at: order.deliveredAt, estimated_delivery_at: order.estimatedDeliveryAt, canceled_at: order.canceledAt,
		returned_at: order.returnedAt, return_reason: order.returnReason, total_minor: order.totalMinor, currency: order.currency, country: order.country,
		carrier: order.carrier, tracking_number: order.trackingNumber, fulfilled_by: order.fulfilledBy,
		source_updated_at: order.sourceUpdatedAt, field_ages_json: writeAges(order), created_at: order.createdAt, updated_at: order.updatedAt,
	};
}

function toLine(row: Selectable<OrderItemTable>): OrderLine {
	return {
		sku: row.sku, productId: row.product_id, category: row.category,
		 name: row.name, quantity: row.quantity, priceMinor: row.price_minor, currency: row.currency, imageUrl: row.image_url,
	};
}

function fromLine(orderId: string, line: number, item: OrderLine): Insertable<OrderItemTable> {
	return {
		order_id: orderId, line, sku: item.sku, name: item.name, quantity: item.quantity, price_minor: item.priceMinor, currency: item.currency, image_url: item.imageUrl,
		product_id: item.productId, category: item.category,
	};
}
