import type { BuyerFacts } from '../segment/buyerFacts';
import { toBuyer } from './buyerQueries';
import { MAILED_STATES } from './mailedStates';
import type { OpenStore } from './openStore';

/** Everything conditions may ask about a few buyers, in the order of their ids. */
export async function readFacts({ db, reader }: OpenStore, shopId: string, buyerIds: string[], now: number): Promise<BuyerFacts[]> {
	if (buyerIds.length === 0) return [];
	const [buyers, orders, items, events, mails, mailEvents] = await Promise.all([
		reader.all(db.selectFrom('buyers').selectAll().where('shop_id', '=', shopId).where('id', 'in', buyerIds).orderBy('id')),
		reader.all(db.selectFrom('orders').selectAll().where('shop_id', '=', shopId).where('buyer_id', 'in', buyerIds).orderBy('placed_at').orderBy('id')),
		reader.all(db.selectFrom('order_items as i').innerJoin('orders as o', 'o.id', 'i.order_id').selectAll('i').where('o.shop_id', '=', shopId).where('o.buyer_id', 'in', buyerIds)
			.orderBy('i.order_id').orderBy('i.line')),
		reader.all(db.selectFrom('buyer_events').selectAll().where('buyer_id', 'in', buyerIds).orderBy('occurred_at').orderBy('id')),
		reader.all(db.selectFrom('deliveries').select(['buyer_id', 'settled_at']).where('buyer_id', 'in', buyerIds).where('purpose', '=', 'marketing')
			.where('state', 'in', MAILED_STATES).where('settled_at', 'is not', null)),
		reader.all(db.selectFrom('delivery_events').select(['buyer_id', 'kind', 'occurred_at']).where('buyer_id', 'in', buyerIds)),
	]);
	const suppressed = new Set((await reader.all(db.selectFrom('suppressions').select('email_hash').where('email_hash', 'in', buyers.map((buyer) => buyer.email_hash)).where('shop_id', 'in', [shopId, '*'])
		.where('starts_at', '<=', now).where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', now)])))) .map((row) => row.email_hash));
	const itemsOf = Map.groupBy(items, (item) => item.order_id);
	const byBuyer = <Row extends { buyer_id: string }>(rows: Row[]): Map<string, Row[]> => Map.groupBy(rows, (row) => row.buyer_id);
	const [ordersOf, eventsOf, mailsOf, mailEventsOf] = [byBuyer(orders), byBuyer(events), byBuyer(mails), byBuyer(mailEvents)];
	return buyers.map((buyer) => ({
		buyer: toBuyer(buyer),
		orders: (ordersOf.get(buyer.id) ?? []).map((order) => ({
			id: order.id, externalId: order.external_id, placedAt: order.placed_at, paidAt: order.paid_at, shippedAt: order.shipped_at, deliveredAt: order.delivered_at,
			estimatedDeliveryAt: order.estimated_delivery_at, returnedAt: order.returned_at, returnReason: order.return_reason, canceledAt: order.canceled_at,
			total: order.total_minor !== null && order.currency !== null ? { amountMinor: order.total_minor, currency: order.currency } : null,
			items: (itemsOf.get(order.id) ?? []).map((item) => ({ name: item.name, sku: item.sku, productId: item.product_id, category: item.category })),
		})),
		events: (eventsOf.get(buyer.id) ?? []).map((event) => ({
			id: event.id, kind: event.kind, subject: event.subject, occurredAt: event.occurred_at,
			value: event.value_minor !== null && event.currency !== null ? { amountMinor: event.value_minor, currency: event.currency } : null,
		})),
		mails: (mailsOf.get(buyer.id) ?? []).flatMap((mail) => (mail.settled_at === null ? [] : [{ sentAt: mail.settled_at }])),
		mailEvents: (mailEventsOf.get(buyer.id) ?? []).map((event) => ({ kind: event.kind, occurredAt: event.occurred_at })),
		isSuppressed: suppressed.has(buyer.email_hash),
	}));
}
