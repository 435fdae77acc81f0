import type { FieldAges } from './mergeFields';

/** An order as the store keeps it; a time that is null isn't known or hasn't come. */
export interface Order {
	id: string;
	shopId: string;
	externalId: string;
	buyerId: string;
	placedAt: number;
	paidAt: number | null;
	shippedAt: number | null;
	deliveredAt: number | null;
	estimatedDeliveryAt: number | null;
	canceledAt: number | null;
	returnedAt: number | null;
	returnReason: string | null;
	totalMinor: number | null;
	currency: string | null;
	country: string | null;
	carrier: string | null;
	trackingNumber: string | null;
	/** who delivers and takes back (requirement A7) */
	fulfilledBy: 'merchant' | 'amazon' | null;
	items: OrderLine[];
	sourceUpdatedAt: number;
	fieldAges: FieldAges;
	createdAt: number;
	updatedAt: number;
}

export interface OrderLine {
	sku: string | null;
	/** the marketplace's id of the product; a product has many SKUs */
	productId: string | null;
	category: string | null;
	name: string;
	quantity: number;
	priceMinor: number | null;
	currency: string | null;
	imageUrl: string | null;
}
