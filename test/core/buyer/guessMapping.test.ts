import { guessMapping } from '../../../core/buyer/guessMapping';

it('the columns of a real Brazilian marketplace export', () => {
	const headers = 'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date,customer_email,customer_country'.split(',');
	expect(guessMapping('orders', headers, [])).toEqual({
		order_id: 'orderId', customer_id: 'buyerExternalId', order_status: 'status', order_purchase_timestamp: 'placedAt', order_approved_at: 'paidAt',
		order_delivered_carrier_date: 'shippedAt', order_delivered_customer_date: 'deliveredAt', order_estimated_delivery_date: 'estimatedDeliveryAt', customer_email: 'email', customer_country: 'country',
	});
});

it.each([
	['订单号', 'orderId'], ['买家邮箱', 'email'], ['邮箱', 'email'], ['收货国家', 'country'], ['付款时间', 'paidAt'], ['物流单号', 'trackingNumber'], ['Order Number', 'orderId'], ['E-Mail', 'email'],
	['Ship Country', 'country'], ['Data do Pedido', 'placedAt'], ['Código de Rastreio', 'trackingNumber'], ['Previsão de Entrega', 'estimatedDeliveryAt'], ['País', 'country'], ['__proto__', undefined], ['constructor', undefined], ['Shoe Size', undefined],
])('“%s” → %s', (header, field) => {
	expect(guessMapping('orders', [header], [])).toEqual(field ? { [header]: field } : {});
});

it('a column full of addresses is the address, whatever it is called', () => {
	expect(guessMapping('buyers', ['kontakt', 'n'], [['a@b.example', '1'], ['', '2'], ['c@d.example', '']])).toEqual({ kontakt: 'email' });
	expect(guessMapping('buyers', ['kontakt'], [['a@b.example'], ['none']])).toEqual({});
});

it('each field is used once, by the first column that fits', () => {
	expect(guessMapping('buyers', ['email', 'customer_email', 'customer_id'], [])).toEqual({ email: 'email', customer_id: 'externalId' });
});
