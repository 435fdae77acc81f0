import { z } from 'zod';
import { minorDigits } from '../../shared/money';
import { presetOfConditions } from '../conditionPreset';
import { yearOf } from '../words';

const parameters = z.object({
	/** in whole units of the shop's currency; 0: the fifth of the buyers who spent most */
	minSpent: z.number().nonnegative().default(0),
});

/** The buyers who spent most. Once a year in a campaign. */
export const highValue = presetOfConditions({
	id: 'high-value',
	title: 'High value',
	purpose: 'marketing',
	parameters,
	conditions: ({ minSpent }: z.infer<typeof parameters>, currency) => ({
		match: 'all',
		conditions: [minSpent > 0 ? { field: 'orders.spent', operator: 'atLeast', value: Math.round(minSpent * 10 ** minorDigits(currency)) } : { field: 'rfm.monetary', operator: 'equals', value: 5 }],
	}),
	occasion: (_valueOf, asOf, timeZone) => `high-value:${yearOf(asOf, timeZone)}`,
});
