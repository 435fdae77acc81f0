import type { ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';

type FieldType = NonNullable<ResourceMapperField['type']>;
type Field = [id: string, displayName: string, type?: FieldType];

const BUYER: Field[] = [
	['email', 'E-Mail'], ['externalId', 'Marketplace ID'], ['name', 'Name'], ['country', 'Country'], ['language', 'Language'], ['timeZone', 'Time Zone'], ['birthDate', 'Date of Birth'],
	['consentBasis', 'Consent Basis (explicit, double_opt_in, soft_opt_in, import)'], ['consentAt', 'Consent Given At', 'dateTime'], ['consentSource', 'Consent Given Where'], ['updatedAt', 'Updated At', 'dateTime'],
];

const ORDER: Field[] = [
	['orderId', 'Order ID'], ['email', 'Buyer E-Mail'], ['buyerExternalId', 'Buyer Marketplace ID'], ['name', 'Buyer Name'], ['country', 'Country'], ['language', 'Language'],
	['placedAt', 'Placed At', 'dateTime'], ['paidAt', 'Paid At', 'dateTime'], ['shippedAt', 'Shipped At', 'dateTime'], ['deliveredAt', 'Delivered At', 'dateTime'],
	['estimatedDeliveryAt', 'Promised For', 'dateTime'], ['canceledAt', 'Canceled At', 'dateTime'], ['returnedAt', 'Returned At', 'dateTime'], ['returnReason', 'Return Reason'],
	['status', 'Status'], ['total', 'Total'], ['currency', 'Currency'], ['items', 'Items (name, quantity, price, imageUrl)', 'array'],
	['carrier', 'Carrier'], ['trackingNumber', 'Tracking Number'], ['fulfilledBy', 'Fulfilled By (amazon, merchant)'], ['updatedAt', 'Updated At', 'dateTime'],
];

/** Of an import: rows that name the same order are its lines. */
const LINE: Field[] = [['productName', 'Product Name'], ['sku', 'SKU'], ['productId', 'Product ID'], ['category', 'Category'], ['quantity', 'Quantity'], ['price', 'Price']];

const EVENT: Field[] = [
	['kind', 'Kind (cart, view …)'], ['subject', 'Cart or Product ID'], ['email', 'Buyer E-Mail'], ['buyerId', 'Buyer ID'], ['name', 'Buyer Name'], ['country', 'Country'], ['language', 'Language'],
	['occurredAt', 'Occurred At', 'dateTime'], ['value', 'Value'], ['currency', 'Currency'], ['items', 'Items (name, quantity, price, imageUrl)', 'array'], ['url', 'Web Address of the Cart'], ['eventKey', 'Own Key'],
];

const CONSENT: Field[] = [
	['email', 'E-Mail'], ['kind', 'Kind (granted, requested, withdrawn)'], ['basis', 'Basis (explicit, double_opt_in, soft_opt_in, import)'], ['source', 'Source (form, checkout …)'], ['wording', 'Wording the Buyer Saw'],
	['language', 'Language'], ['ip', 'IP Address'], ['authorisedBy', 'Authorised By'], ['occurredAt', 'Given At', 'dateTime'],
];

const SUPPRESSION: Field[] = [
	['email', 'E-Mail'], ['reason', 'Reason (unsubscribe, hard-bounce, complaint, manual, paused, mailchimp)'], ['scope', 'Stops (marketing, all)'], ['startsAt', 'Since', 'dateTime'], ['endsAt', 'Ends At', 'dateTime'], ['note', 'Note'],
];

/** Fields of a buyer for the mapper. */
export async function getBuyerFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await Promise.resolve(toFields(BUYER, ['email']));
}

/** Fields of an order for the mapper; a new order also needs its time and the buyer's address. */
export async function getOrderFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await Promise.resolve(toFields(ORDER, ['orderId']));
}

/** Fields of a buyer in an import: of a file their values are names of columns, so none has a type. */
export async function getBuyerImportFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await Promise.resolve(toFields(BUYER.map(([id, displayName]) => [id, displayName]), ['email']));
}

/** The same of an order, with the columns of its lines. */
export async function getOrderImportFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await Promise.resolve(toFields([...ORDER, ...LINE].map(([id, displayName]) => [id, displayName]), ['orderId']));
}

/** Fields of an event for the mapper. */
export async function getEventFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await Promise.resolve(toFields(EVENT, ['kind', 'subject', 'occurredAt']));
}

/** Fields of evidence of consent for the mapper. */
export async function getConsentFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await Promise.resolve(toFields(CONSENT, ['email', 'source']));
}

/** Fields of a suppression for the mapper. */
export async function getSuppressionFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await Promise.resolve(toFields(SUPPRESSION, ['email']));
}

function toFields(fields: Field[], required: string[]): ResourceMapperFields {
	return { fields: fields.map(([id, displayName, type = 'string']) => ({ id, displayName, type, required: required.includes(id), defaultMatch: false, display: true })) };
}
