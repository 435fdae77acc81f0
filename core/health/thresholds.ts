/** Requirement M12: any of these, on so many consecutive sending days, is a breach. */
export const THRESHOLDS = { minDeliveryRate: 0.85, maxUnsubscribeRate: 0.003, maxComplaintRate: 0.0001 } as const;
export const BREACH_DAYS = 3;

export type MetricName = 'deliveryRate' | 'unsubscribeRate' | 'complaintRate';
