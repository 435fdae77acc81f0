import { z } from 'zod';
import { presetOfConditions } from '../conditionPreset';

const parameters = z.object({
	/** fewer mails say nothing */
	minMails: z.number().int().positive().default(5),
	withinDays: z.number().positive().default(180),
});

/** Got mails and neither opened nor clicked one: ask them once more, or leave them alone. Once in a campaign. */
export const neverOpened = presetOfConditions({
	id: 'never-opened',
	title: 'Never opened',
	purpose: 'marketing',
	parameters,
	conditions: ({ minMails, withinDays }: z.infer<typeof parameters>) => ({
		match: 'all',
		conditions: [
			{ field: 'mails.sentCount', operator: 'atLeast', value: minMails, withinDays },
			{ field: 'mails.openedCount', operator: 'equals', value: 0, withinDays },
			{ field: 'mails.clickedCount', operator: 'equals', value: 0, withinDays },
		],
	}),
	occasion: () => 'never-opened',
});
