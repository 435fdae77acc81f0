/** What the bill needs of the store beside the claims, which count by themselves. */
export interface BillingStore {
	/** See `bounceUsage`: how many deliveries came off the bill. */
	recordBounces(deliveryIds: string[], kind: 'hard' | 'soft', at: number): Promise<number>;
}
