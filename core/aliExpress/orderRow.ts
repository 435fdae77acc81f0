import { parseCountry } from '../shared/country';
import { parseEmailAddress } from '../shared/emailAddress';
import { parseAmountMinor, type Money } from '../shared/money';
import { parsePacific } from './pacificTime';
import { isClosedWithoutDelivery, phaseOf, type OrderPhase } from './orderStatus';
import type { Json } from './ports';
import { idOf, listOf, objectOf, openText } from './readJson';

/** An order as `upsertOrders` takes it, and what a report about it counts. */
export interface OrderRow {
	row: Record<string, unknown>;
	phase: OrderPhase;
	hasAddress: boolean;
}

/**
 * An order of the platform in our terms. `listed` is what the list said of it, `detail` what the detail call said, which
 * counts more; `fetchedAt` is how new that is: an order read later is never older news, whatever its own clock showed.
 */
export function toOrderRow(orderId: string, listed: Json, detail: Json, fetchedAt: number): OrderRow {
	const order = { ...listed, ...withoutBlanks(detail) };
	const phase = phaseOf(order.order_status);
	const email = readEmail(order);
	const row = {
		orderId, email, buyerExternalId: readBuyerId(order, orderId), name: readName(order), country: readCountry(order),
		...readTimes(order, phase), ...readParcel(order), total: readMoney(order.order_amount) ?? readMoney(order.pay_amount) ?? readMoney(order.init_oder_amount),
		items: readItems(order), fulfilledBy: 'merchant', updatedAt: fetchedAt,
	};
	return { row, phase, hasAddress: email !== undefined };
}

function withoutBlanks(json: Json): Json {
	return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null && value !== ''));
}

/** No sample has one; should the platform give one, a hidden one (`a***@mail.example`) is none. */
function readEmail(order: Json): string | undefined {
	const found = [order.buyer_email, objectOf(order.buyer_info).email, objectOf(order.receipt_address).email].map(openText).find((text) => text !== undefined);
	return parseEmailAddress(found)?.address;
}

/** Without a login that tells people apart each order has a buyer of its own: two people must not become one. */
function readBuyerId(order: Json, orderId: string): string {
	const logins = [order.buyer_login_id, order.buyerloginid, objectOf(order.buyer_info).login_id];
	return logins.map(openText).find((login) => login !== undefined) ?? `order ${orderId}`;
}

/** The buyer, not whom the parcel goes to. */
function readName(order: Json): string | undefined {
	const info = objectOf(order.buyer_info);
	const parts = [info.first_name, info.last_name];
	// a name of which one half is hidden would be used as if it were whole
	const isOpen = parts.every((part) => typeof part !== 'string' || part === '' || openText(part) !== undefined);
	const joined = isOpen ? parts.map(openText).filter((part) => part !== undefined).join(' ') : '';
	return openText(order.buyer_signer_fullname) ?? openText(joined);
}

function readCountry(order: Json): string | undefined {
	const stated = openText(objectOf(order.receipt_address).country) ?? openText(objectOf(order.buyer_info).country);
	return stated && parseCountry(stated);
}

function readTimes(order: Json, phase: OrderPhase): Record<string, number | undefined> {
	const placedAt = parsePacific(order.gmt_create);
	const changedAt = parsePacific(order.gmt_modified) ?? parsePacific(order.gmt_update) ?? placedAt;
	const paidAt = parsePacific(order.gmt_pay_success) ?? parsePacific(order.gmt_pay_time) ?? (phase === 'paid' || phase === 'shipped' ? changedAt : undefined);
	const shippedAt = firstSent(order) ?? (phase === 'shipped' ? changedAt : undefined);
	return { placedAt, paidAt, shippedAt, ...(phase === 'finished' ? readEnd(order, { paidAt, shippedAt, changedAt }) : {}) };
}

function readEnd(order: Json, { paidAt, shippedAt, changedAt }: Record<'paidAt' | 'shippedAt' | 'changedAt', number | undefined>): Record<string, number | undefined> {
	const endedAt = parsePacific(order.gmt_trade_end) ?? changedAt;
	const isClosed = isClosedWithoutDelivery({
		isPaid: paidAt !== undefined, isShipped: shippedAt !== undefined,
		endReason: String(order.order_end_reason ?? order.end_reason ?? ''), logisticsStatus: String(order.logistics_status ?? ''),
	});
	return isClosed ? { canceledAt: endedAt } : { deliveredAt: firstReceived(order) ?? endedAt };
}

function firstSent(order: Json): number | undefined {
	const times = [...parcels(order).map((parcel) => parcel.gmt_send), order.gmt_send_goods_time].map(parsePacific).filter((at) => at !== undefined);
	return times.length > 0 ? Math.min(...times) : undefined;
}

function firstReceived(order: Json): number | undefined {
	const times = parcels(order).map((parcel) => parsePacific(parcel.gmt_received)).filter((at) => at !== undefined);
	return times.length > 0 ? Math.max(...times) : undefined;
}

function readParcel(order: Json): Record<string, string | undefined> {
	const [parcel] = parcels(order);
	return { carrier: openText(parcel?.logistics_service_name) ?? openText(parcel?.logistics_type_code), trackingNumber: openText(parcel?.logistics_no) };
}

function parcels(order: Json): Json[] {
	return listOf(order.logistic_info_list);
}

/** `{amount, currency_code}` with amount as text; the older shape says `amount_str`. */
function readMoney(value: unknown): Money | undefined {
	const { amount, amount_str: amountText, currency_code: code } = objectOf(value);
	const currency = typeof code === 'string' && /^[A-Z]{3}$/.test(code) ? code : undefined;
	const stated = amount ?? amountText;
	if (!currency || (typeof stated !== 'string' && typeof stated !== 'number')) return undefined;
	const amountMinor = parseAmountMinor(stated, currency);
	return amountMinor === undefined ? undefined : { amountMinor, currency };
}

/** The detail's lines, else the list's. */
function readItems(order: Json): Array<Record<string, unknown>> {
	const ofDetail = listOf(order.child_order_list);
	return (ofDetail.length > 0 ? ofDetail : listOf(order.product_list)).slice(0, 500).map(toItem);
}

function toItem(line: Json): Record<string, unknown> {
	const productId = idOf(line.product_id);
	const { product_img_url: image, sku_code: sku, product_name: name } = line;
	return {
		productId, sku: typeof sku === 'string' ? sku : undefined, name: typeof name === 'string' && name.trim() ? name : `Product ${productId ?? '?'}`,
		quantity: quantityOf(line.product_count), price: readMoney(line.product_price) ?? readMoney(line.product_unit_price),
		...(typeof image === 'string' && image.length <= 2000 && image.startsWith('https://') && URL.canParse(image) ? { imageUrl: image } : {}),
	};
}

function quantityOf(value: unknown): number {
	const count = Math.trunc(Number(value));
	return count >= 1 && count <= 100_000 ? count : 1;
}
