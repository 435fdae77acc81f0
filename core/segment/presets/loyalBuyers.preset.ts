import { z } from 'zod';
import { presetOfConditions } from '../conditionPreset';
import { yearOf } from '../words';

const parameters = z.object({
	minOrders: z.number().int().positive().default(5),
	/** the last order is not older than this */
	activeWithinDays: z.number().positive().default(180),
});

/** Come back again and again, and lately too. Once a year in a campaign. */
export const loyalBuyers = presetOfConditions({
	id: 'loyal-buyers',
	title: 'Loyal buyers',
	purpose: 'marketing',
	parameters,
	conditions: ({ minOrders, activeWithinDays }: z.infer<typeof parameters>) => ({
		match: 'all',
		conditions: [
			{ field: 'orders.count', operator: 'atLeast', value: minOrders },
			{ field: 'orders.lastAt', operator: 'inLastDays', value: activeWithinDays },
		],
	}),
	occasion: (_valueOf, asOf, timeZone) => `loyal:${yearOf(asOf, timeZone)}`,
});
