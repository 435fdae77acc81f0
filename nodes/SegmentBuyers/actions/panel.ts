import type { INodeProperties } from 'n8n-workflow';
import { shopField } from '../../shared/fields';
import { SITE_OPTIONS } from '../../shared/siteOptions';
import { conditionPanel } from './conditionFields';
import { PRESET_OPTIONS, presetFields } from './presetFields';

const forPreview: INodeProperties['displayOptions'] = { show: { output: ['preview'] } };

const JSON_EXAMPLE = `{
  "match": "all",
  "conditions": [
    { "field": "orders.count",
      "operator": "atLeast", "value": 2,
      "withinDays": 365 },
    { "match": "none", "conditions": [
      { "field": "orders.lastAt",
        "operator": "inLastDays", "value": 14 }
    ] }
  ]
}`;

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{ displayName: 'As Of', name: 'asOf', type: 'dateTime', default: '', description: 'The same instant picks the same buyers again. Default: now.' },
		{ displayName: 'Hold-Out (%)', name: 'holdoutShare', type: 'number', typeOptions: { minValue: 0, maxValue: 99 }, default: 10, description: 'Share that gets no mail, to compare with; the same buyers every time. Default: 0.' },
		{ displayName: 'Include Who Is Left Out', name: 'withLeftOut', type: 'boolean', default: false, description: 'Whether to hand out also those who may not be mailed, with `leftOut` saying why. Default: off. Do not send to them.' },
		{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return' },
		{ displayName: 'Not Mailed Within (Days)', name: 'notMailedWithinDays', type: 'number', typeOptions: { minValue: 1 }, default: 3, description: 'Leave out buyers who got marketing so recently. Default: no such limit.' },
		{
			displayName: 'Purpose', name: 'purpose', type: 'options', default: 'marketing',
			options: [{ name: 'Marketing', value: 'marketing' }, { name: 'Transactional', value: 'transactional', description: 'About an order: needs no consent, may hold no advertising' }],
			description: "Default: the preset's own",
		},
		{ displayName: 'Test Share (%)', name: 'testShare', type: 'number', typeOptions: { minValue: 1, maxValue: 100 }, default: 20, description: 'Share that gets the variants; the rest waits for the winner. Default: 100.' },
		{ displayName: 'Variants', name: 'variantCount', type: 'number', typeOptions: { minValue: 1, maxValue: 5 }, default: 2, description: 'How many variants to split into; the same buyer gets the same variant every time. Default: 1.' },
	],
};

export const description: INodeProperties[] = [
	shopField(),
	{
		displayName: 'Select By', name: 'selectBy', type: 'options', noDataExpression: true, default: 'preset',
		options: [
			{ name: 'Conditions', value: 'conditions', description: 'Your own conditions on orders, carts, browsing, mails, consent and profile (marketing, once for each buyer in a campaign)' },
			{ name: 'Conditions (JSON)', value: 'json', description: 'The same as text, for groups inside groups and for conditions made by a workflow' },
			{ name: 'Preset', value: 'preset', description: 'A ready-made segment, with what its mail needs' },
		],
	},
	{ displayName: 'Preset', name: 'preset', type: 'options', noDataExpression: true, options: PRESET_OPTIONS, default: 'cart-abandoned', displayOptions: { show: { selectBy: ['preset'] } } },
	...presetFields,
	...conditionPanel,
	{
		displayName: 'Conditions (JSON)', name: 'conditionsJson', type: 'json', typeOptions: { rows: 12 }, default: JSON_EXAMPLE, displayOptions: { show: { selectBy: ['json'] } },
		description: 'A group: match is all, any or none; conditions have field, operator, value and withinDays, or are groups again; amounts are in whole units; all names are in the documentation',
	},
	{ displayName: 'Sites', name: 'sites', type: 'multiOptions', options: [...SITE_OPTIONS], default: [], description: 'Leave empty for all sites' },
	{
		displayName: 'Output', name: 'output', type: 'options', noDataExpression: true,
		options: [
			{ name: 'Audience', value: 'audience', description: 'One item for all of them, kept in the store; for large sends' },
			{ name: 'Buyers', value: 'buyers', description: 'One item a buyer (and order), to look at and to filter' },
			{ name: 'Preview', value: 'preview', description: 'One item with the counts and a sample; keeps nothing. Says of one buyer why he is in or out.' },
		],
		default: 'buyers',
	},
	{
		displayName: 'Explain Buyer', name: 'explainBuyer', type: 'string', default: '', placeholder: 'ana@correo.example', displayOptions: forPreview,
		description: 'E-mail address or ID of a buyer: why is he in, out or left out? Leave it empty for nobody',
	},
	{
		displayName: 'Sample Size', name: 'sampleSize', type: 'number', typeOptions: { minValue: 0, maxValue: 100 }, default: 10, displayOptions: forPreview,
		description: 'How many buyers to look at, spread over all of them; the same ones each time',
	},
	options,
];
