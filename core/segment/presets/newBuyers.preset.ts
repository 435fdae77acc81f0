import { z } from 'zod';
import { presetOfConditions } from '../conditionPreset';

const parameters = z.object({
	/** days since the first order */
	withinDays: z.number().positive().default(30),
});

/** Ordered for the first time a short while ago, and not again. Once in a campaign. */
export const newBuyers = presetOfConditions({
	id: 'new-buyers',
	title: 'New buyers',
	purpose: 'marketing',
	parameters,
	conditions: ({ withinDays }: z.infer<typeof parameters>) => ({
		match: 'all',
		conditions: [
			{ field: 'orders.count', operator: 'equals', value: 1 },
			{ field: 'orders.firstAt', operator: 'inLastDays', value: withinDays },
		],
	}),
	occasion: () => 'new',
});
