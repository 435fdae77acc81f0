import { z } from 'zod';
import { presetOfConditions } from '../conditionPreset';

const parameters = z.object({
	minOrders: z.number().int().positive().default(3),
	/** nothing ordered for so long */
	silentDays: z.number().positive().default(90),
	/** and not for longer than this: those are gone, not at risk */
	silentAtMostDays: z.number().positive().default(365),
});

/** Used to come often and has gone silent. Once for each silence. */
export const atRisk = presetOfConditions({
	id: 'at-risk',
	title: 'At risk',
	purpose: 'marketing',
	parameters,
	conditions: ({ minOrders, silentDays, silentAtMostDays }: z.infer<typeof parameters>) => ({
		match: 'all',
		conditions: [
			{ field: 'orders.count', operator: 'atLeast', value: minOrders },
			{ field: 'orders.lastAt', operator: 'notInLastDays', value: silentDays },
			{ field: 'orders.lastAt', operator: 'inLastDays', value: silentAtMostDays },
		],
	}),
	occasion: (valueOf) => `at-risk:${String(valueOf('orders.lastAt'))}`,
});
