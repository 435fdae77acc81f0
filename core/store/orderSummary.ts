import { sql, type RawBuilder } from 'kysely';
import type { OrderLine } from '../buyer/order';
import type { OrderSummary } from '../segment/ports';
import type { Capabilities } from './dialects/capabilities';

/** What segments read of an order `o`, under names that don't meet those of a buyer. */
const COLUMNS = [
	'o.id as order_id', 'o.external_id as order_external_id', 'o.placed_at', 'o.paid_at', 'o.shipped_at', 'o.delivered_at', 'o.estimated_delivery_at',
	'o.returned_at', 'o.return_reason', 'o.canceled_at', 'o.total_minor', 'o.currency as order_currency', 'o.carrier', 'o.tracking_number',
] as const;

/** Those columns as they stand in a statement written by hand, with the order's lines beside them. */
export function orderColumns({ jsonRows }: Pick<Capabilities, 'jsonRows'>): RawBuilder<unknown> {
	const lines = jsonRows(sql`sku, product_id, category, name, quantity, price_minor, currency, image_url`, sql`line`);
	return sql`${sql.raw(COLUMNS.join(', '))}, (select ${lines} from order_items where order_id = o.id) as order_lines`;
}

export interface SummaryRow {
	order_id: string;
	order_external_id: string;
	placed_at: number;
	paid_at: number | null;
	shipped_at: number | null;
	delivered_at: number | null;
	estimated_delivery_at: number | null;
	returned_at: number | null;
	return_reason: string | null;
	canceled_at: number | null;
	total_minor: number | null;
	order_currency: string | null;
	carrier: string | null;
	tracking_number: string | null;
	order_lines: string | null;
}

/** Those columns in the core's terms. */
export function toOrderSummary(row: SummaryRow): OrderSummary {
	return {
		id: row.order_id, externalId: row.order_external_id, placedAt: row.placed_at, paidAt: row.paid_at, shippedAt: row.shipped_at, deliveredAt: row.delivered_at,
		estimatedDeliveryAt: row.estimated_delivery_at, returnedAt: row.returned_at, returnReason: row.return_reason, canceledAt: row.canceled_at,
		total: row.total_minor !== null && row.order_currency !== null ? { amountMinor: row.total_minor, currency: row.order_currency } : null,
		carrier: row.carrier, trackingNumber: row.tracking_number, items: toLines(row.order_lines),
	};
}

type LineValues = [sku: string | null, productId: string | null, category: string | null, name: string, quantity: number, priceMinor: number | null, currency: string | null, imageUrl: string | null];

function toLines(json: string | null): OrderLine[] {
	// in the order of `orderColumns`
	const lines = json === null ? [] : (JSON.parse(json) as LineValues[]);
	return lines.map(([sku, productId, category, name, quantity, priceMinor, currency, imageUrl]) => ({ sku, productId, category, name, quantity, priceMinor, currency, imageUrl }));
}
