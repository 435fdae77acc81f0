import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { TestPlan } from '../../../core/campaign/abTestPorts';
import { HOUR_MS } from '../../../core/shared/clock';
import { readNumber } from '../../shared/readNumber';

/** What may decide a test. */
export const METRIC_OPTIONS = [
	{ name: 'Clicks', value: 'click', description: 'Buyers who clicked, of those whose mail was accepted. Clicks are not recorded yet: choose Orders or Revenue.' },
	{ name: 'Opens', value: 'open', description: 'Buyers who opened the mail. Opens are not recorded yet: choose Orders or Revenue.' },
	{ name: 'Orders', value: 'order', description: 'Buyers who ordered within 7 days after the mail, each once' },
	{ name: 'Revenue', value: 'revenue', description: "Revenue for each recipient, of orders in the shop's currency within 7 days" },
];

/** *A/B Test* among the options of Send. */
export const testOption: INodeProperties = {
	displayName: 'A/B Test',
	name: 'abTest',
	type: 'fixedCollection',
	placeholder: 'Set test',
	default: {},
	description: 'Kept with the campaign from its first send on. Default: by orders after 24 hours, if Segment Buyers splits off a rest; no test otherwise.',
	options: [
		{
			displayName: 'Test',
			name: 'test',
			values: [
				{ displayName: 'Decided By', name: 'metric', type: 'options', options: METRIC_OPTIONS, default: 'order', description: 'Default: Orders' },
				{
					displayName: 'Test Share (%)', name: 'testShare', type: 'number', typeOptions: { minValue: 1, maxValue: 100 }, default: 100,
					description: 'How many of the buyers with a variant get it now; the others wait for the winner. Default: 100, because Segment Buyers splits off the rest.',
				},
				{ displayName: 'Wait (Hours)', name: 'waitHours', type: 'number', typeOptions: { minValue: 0 }, default: 24, description: 'How long mails must have been out before they count. Default: 24.' },
			],
		},
	],
};

export function readTestOption(options: IDataObject): Partial<TestPlan> | undefined {
	const test = (options.abTest as { test?: IDataObject } | undefined)?.test;
	if (!test) return undefined;
	return {
		...(test.metric === undefined ? {} : { metric: test.metric as TestPlan['metric'] }),
		...(test.waitHours === undefined ? {} : { waitMs: readNumber(test.waitHours, { label: 'Wait (Hours)', least: 0 }) * HOUR_MS }),
		...(test.testShare === undefined ? {} : { testShare: readNumber(test.testShare, { label: 'Test Share (%)', least: 1, most: 100 }) / 100 }),
	};
}
