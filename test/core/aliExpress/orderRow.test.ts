import { toOrderRow } from '../../../core/aliExpress/orderRow';
import { isMasked, openText } from '../../../core/aliExpress/readJson';
import { phaseOf } from '../../../core/aliExpress/orderStatus';
import { makeOrderSchema } from '../../../core/contract/records';

const AT = Date.UTC(2026, 10, 20, 12);
const CREATED = '2026-11-10 02:00:00';
const created = Date.UTC(2026, 10, 10, 10);
const rowOf = (detail: Record<string, unknown>, listed: Record<string, unknown> = {}): Record<string, unknown> => toOrderRow('1160045860056286', listed, { gmt_create: CREATED, ...detail }, AT).row;

/** After the samples of the platform's order methods, as clients keep them in their tests. */
const FULL = {
	order_status: 'WAIT_BUYER_ACCEPT_GOODS', gmt_pay_success: '2026-11-10 03:00:00', buyerloginid: 'es100', buyer_signer_fullname: 'Ana Ruiz',
	receipt_address: { country: 'ES', contact_person: 'Luis', detail_address: 'Calle 1', mobile_no: '6666' },
	order_amount: { cent: 3840, amount: '38.40', currency_code: 'EUR' }, memo: 'ring twice',
	logistic_info_list: { global_aeop_tp_logistic_info_dto: [{ gmt_send: '2026-11-11 08:00', logistics_no: 'LP1', logistics_service_name: 'SEUR' }] },
	child_order_list: { global_aeop_tp_child_order_dto: [
		{ product_id: '32972979985123456789', sku_code: 'L-1', product_name: 'Lamp 10*10', product_count: 2, product_price: { amount_str: '19.20', currency_code: 'EUR' } },
		{ product_id: 7, product_count: 0 },
	] },
};

describe('an order of AliExpress in our terms', () => {
	it('a full one', () => {
		const row = rowOf(FULL);
		expect(row).toMatchObject({
			orderId: '1160045860056286', email: undefined, buyerExternalId: 'es100', name: 'Ana Ruiz', country: 'ES', placedAt: created, paidAt: created + 3_600_000,
			shippedAt: Date.UTC(2026, 10, 11, 16), carrier: 'SEUR', trackingNumber: 'LP1', total: { amountMinor: 3840, currency: 'EUR' }, updatedAt: AT,
			items: [
				{ productId: '32972979985123456789', sku: 'L-1', name: 'Lamp 10*10', quantity: 2, price: { amountMinor: 1920, currency: 'EUR' } },
				{ productId: '7', name: 'Product 7', quantity: 1 },
			],
		});
		expect(JSON.stringify(row)).not.toMatch(/Calle|6666|Luis|ring twice/);
		expect(makeOrderSchema({ timeZone: 'UTC', currency: 'USD' }).safeParse(row).success).toBe(true);
	});

	it('only what the list says → enough for an order', () => {
		const row = toOrderRow('1', {
			gmt_create: CREATED, order_status: 'WAIT_SELLER_SEND_GOODS', gmt_update: '2026-11-10 05:00:00', buyer_login_id: 'x1', pay_amount: { amount: 1500, currency_code: 'JPY' },
			product_list: [{ product_id: 5, product_name: 'Cup', product_unit_price: { amount: '750', currency_code: 'JPY' }, product_count: '2', product_img_url: 'http://insecure.example/a.png' }],
		}, {}, AT).row;
		expect(row).toMatchObject({ paidAt: created + 3 * 3_600_000, total: { amountMinor: 1500, currency: 'JPY' }, items: [{ name: 'Cup', quantity: 2, price: { amountMinor: 750, currency: 'JPY' } }] });
		expect((row.items as object[])[0]).not.toHaveProperty('imageUrl');
	});

	it.each([
		['a masked name', { buyer_signer_fullname: 'A***z' }, { name: undefined }],
		['half a masked name', { buyer_info: { first_name: 'Ana', last_name: 'R**z' } }, { name: undefined }],
		['a name in parts', { buyer_info: { first_name: 'Ana', last_name: 'Ruiz' } }, { name: 'Ana Ruiz' }],
		['a masked login → a buyer of this order alone', { buyerloginid: 'es1***9' }, { buyerExternalId: 'order 1160045860056286' }],
		['no login → the same', {}, { buyerExternalId: 'order 1160045860056286' }],
		['a masked address', { buyer_email: 'a***@gmail.com' }, { email: undefined }],
		['one star is a mask', { buyer_info: { email: 'a*@gmail.com' } }, { email: undefined }],
		['a real address, should it ever come', { buyer_info: { email: 'Ana@Correo.example' } }, { email: 'ana@correo.example' }],
		['UK', { receipt_address: { country: 'UK' } }, { country: 'GB' }],
		['an unknown country', { receipt_address: { country: 'ZZZ' } }, { country: undefined }],
		['a broken amount', { order_amount: { amount: 'x', currency_code: 'EUR' } }, { total: undefined }],
		['nonsense in every place', { receipt_address: 'x', buyer_info: [], logistic_info_list: 5, child_order_list: { a: 'b' }, gmt_pay_success: {} }, { items: [], carrier: undefined, paidAt: undefined }],
	])('%s', (_name, detail, expected) => expect(rowOf(detail)).toMatchObject(expected));

	const PAID = { order_status: 'FINISH', gmt_pay_success: CREATED, gmt_trade_end: '2026-11-15 02:00:00' };
	const endedAt = Date.UTC(2026, 10, 15, 10);
	it.each([
		['paid, sent, ended → delivered', { ...PAID, logistic_info_list: [{ gmt_send: CREATED }], order_end_reason: 'buyer_confirm_goods' }, { deliveredAt: endedAt }],
		['received on a day of its own', { ...PAID, logistic_info_list: [{ gmt_send: CREATED, gmt_received: '2026-11-14 02:00:00' }] }, { deliveredAt: endedAt - 86_400_000 }],
		['never paid → canceled', { order_status: 'FINISH', gmt_trade_end: '2026-11-15 02:00:00', order_end_reason: 'pay_timeout' }, { canceledAt: endedAt }],
		['paid and canceled', { ...PAID, order_end_reason: 'cancel_order_close_trade' }, { canceledAt: endedAt }],
		['not sent in time', { ...PAID, order_end_reason: 'seller_send_goods_timeout' }, { canceledAt: endedAt }],
		['paid, never sent, no reason → canceled: nobody is told that it arrived', PAID, { canceledAt: endedAt }],
		['nothing to send', { ...PAID, logistics_status: 'NO_LOGISTICS' }, { deliveredAt: endedAt }],
	])('the end: %s', (_name, detail, expected) => {
		const { deliveredAt, canceledAt } = rowOf(detail);
		expect({ deliveredAt, canceledAt }).toEqual({ deliveredAt: undefined, canceledAt: undefined, ...expected });
	});

	it.each([
		['PLACE_ORDER_SUCCESS', 'unpaid'], ['IN_CANCEL', 'other'], ['WAIT_SELLER_SEND_GOODS', 'paid'], ['SELLER_PART_SEND_GOODS', 'paid'], ['WAIT_BUYER_ACCEPT_GOODS', 'shipped'],
		['FUND_PROCESSING', 'other'], ['IN_ISSUE', 'other'], ['IN_FROZEN', 'other'], ['WAIT_SELLER_EXAMINE_MONEY', 'other'], ['RISK_CONTROL', 'paid'], ['FINISH', 'finished'],
		['finish', 'finished'], ['A_NEW_ONE', 'other'], [undefined, 'other'], [{}, 'other'], ['__proto__', 'other'],
	])('status %p → %s', (status, phase) => expect(phaseOf(status)).toBe(phase));

	it.each([['an***', true], ['**', true], ['＊a', true], ['ana', false]])('%s hides letters: %s', (text, expected) => {
		expect(isMasked(text)).toBe(expected);
		expect(openText(text)).toBe(expected ? undefined : text);
	});
});
