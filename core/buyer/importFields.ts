/** What an import can fill; the names are those of the records (core/contract/records.ts). */
export const IMPORT_FIELDS = {
	orders: [
		'orderId', 'email', 'buyerExternalId', 'name', 'country', 'language', 'placedAt', 'paidAt', 'shippedAt', 'deliveredAt', 'estimatedDeliveryAt', 'canceledAt',
		'returnedAt', 'returnReason', 'status', 'total', 'currency', 'carrier', 'trackingNumber', 'fulfilledBy', 'updatedAt',
		'sku', 'productId', 'productName', 'category', 'quantity', 'price',
	],
	buyers: ['email', 'externalId', 'name', 'country', 'language', 'timeZone', 'birthDate', 'consentAt', 'updatedAt'],
} as const;

export const IMPORT_KINDS = ['orders', 'buyers'] as const satisfies ReadonlyArray<keyof typeof IMPORT_FIELDS>;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export type ImportField = (typeof IMPORT_FIELDS)[ImportKind][number];

/** What an order's line is made of: rows of a file that hold these and name the same order are its lines. */
export const LINE_FIELDS = ['sku', 'productId', 'productName', 'category', 'quantity', 'price'] as const satisfies ReadonlyArray<(typeof IMPORT_FIELDS)['orders'][number]>;

/** Which fields hold times: their values decide the file's date order. */
export function isTimeField(field: string): boolean {
	return field.endsWith('At');
}

/** Fields without which no row of that kind can be read. */
export const REQUIRED_FIELDS: Readonly<Record<ImportKind, readonly ImportField[]>> = { orders: ['orderId'], buyers: ['email'] };
