import type { EventWriter } from '../event/ports';
import type { Db } from './schema';

/** Buyer events of one shop inside a transaction. */
export function makeEventWriter(db: Db, shopId: string): EventWriter {
	return {
		async addEvents(events) {
			if (events.length === 0) return new Map();
			await db.insertInto('buyer_events').values(events.map((event) => ({
				id: event.id, shop_id: shopId, buyer_id: event.buyerId, kind: event.kind, subject: event.subject, occurred_at: event.occurredAt,
				value_minor: event.value?.amountMinor ?? null, currency: event.value?.currency ?? null, data_json: JSON.stringify(event.data), event_key: event.eventKey,
			}))).onConflict((oc) => oc.columns(['shop_id', 'event_key']).doNothing()).execute();
			const rows = await db.selectFrom('buyer_events').select(['id', 'event_key']).where('shop_id', '=', shopId)
				.where('event_key', 'in', events.map((event) => event.eventKey)).execute();
			return new Map(rows.map((row) => [row.event_key, row.id]));
		},
	};
}
