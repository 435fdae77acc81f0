import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { importFields } from '../importFields';
import { importRows } from '../importRows';

export const description: INodeProperties[] = importFields('order', 'getOrderImportFields', [
	{ name: 'Buyer E-Mail', value: 'email' }, { name: 'Buyer Marketplace ID', value: 'buyerExternalId' }, { name: 'Buyer Name', value: 'name' }, { name: 'Canceled At', value: 'canceledAt' },
	{ name: 'Carrier', value: 'carrier' }, { name: 'Category', value: 'category' }, { name: 'Country', value: 'country' }, { name: 'Currency', value: 'currency' }, { name: 'Delivered At', value: 'deliveredAt' },
	{ name: 'Fulfilled By', value: 'fulfilledBy' }, { name: 'Language', value: 'language' }, { name: 'Order ID', value: 'orderId' }, { name: 'Paid At', value: 'paidAt' }, { name: 'Placed At', value: 'placedAt' },
	{ name: 'Price', value: 'price' }, { name: 'Product ID', value: 'productId' }, { name: 'Product Name', value: 'productName' }, { name: 'Promised For', value: 'estimatedDeliveryAt' },
	{ name: 'Quantity', value: 'quantity' }, { name: 'Return Reason', value: 'returnReason' }, { name: 'Returned At', value: 'returnedAt' }, { name: 'Shipped At', value: 'shippedAt' }, { name: 'SKU', value: 'sku' },
	{ name: 'Status', value: 'status' }, { name: 'Total', value: 'total' }, { name: 'Tracking Number', value: 'trackingNumber' }, { name: 'Updated At', value: 'updatedAt' },
]);

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await importRows(this, 'orders');
}
