import type { INodeProperties } from 'n8n-workflow';
import { shopField } from '../../shared/fields';
import { SITE_OPTIONS } from '../../shared/siteOptions';

const forPreset = (preset: string): INodeProperties['displayOptions'] => ({ show: { preset: [preset] } });

const presetFields: INodeProperties[] = [
	{
		displayName: 'Waited at Least (Hours)', name: 'waitedAtLeastHours', type: 'number', typeOptions: { minValue: 0 }, default: 4, displayOptions: forPreset('cart-abandoned'),
		description: 'The cart has not been touched for so long. Sooner, people are still shopping.',
	},
	{ displayName: 'Waited at Most (Days)', name: 'waitedAtMostDays', type: 'number', typeOptions: { minValue: 1 }, default: 7, displayOptions: forPreset('cart-abandoned'), description: 'Older carts are left alone' },
	{
		displayName: 'Cart Value at Least', name: 'minValue', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 0, displayOptions: forPreset('cart-abandoned'),
		description: "In the cart's own currency; 0 for any value",
	},
	{
		displayName: 'State', name: 'state', type: 'options', noDataExpression: true, displayOptions: forPreset('fulfilment-state'),
		options: [
			{ name: 'Canceled', value: 'canceled' },
			{ name: 'Delivered', value: 'delivered' },
			{ name: 'Late', value: 'late', description: 'On its way longer than promised' },
			{ name: 'Paid', value: 'paid', description: 'Paid and not shipped yet' },
			{ name: 'Returned', value: 'returned' },
			{ name: 'Shipped', value: 'shipped', description: 'On its way' },
		],
		default: 'shipped',
		description: 'Each order is mailed once for each state',
	},
	{ displayName: 'Within (Days)', name: 'withinDays', type: 'number', typeOptions: { minValue: 0 }, default: 0, displayOptions: forPreset('fulfilment-state'), description: 'The order came into this state at most so many days ago; 0 for whenever' },
	{
		displayName: 'Stage', name: 'stage', type: 'options', noDataExpression: true, displayOptions: forPreset('repurchase-due'),
		options: [
			{ name: 'Due', value: 'due', description: 'As long since the last order as usually between two' },
			{ name: 'Lapsed', value: 'lapsed', description: 'Three times as long and more' },
			{ name: 'Overdue', value: 'overdue', description: 'One and a half to three times as long' },
		],
		default: 'due',
		description: "Measured in the buyer's own interval between orders; after a single order, in the shop's usual one",
	},
];

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
		displayName: 'Preset', name: 'preset', type: 'options', noDataExpression: true,
		options: [
			{ name: 'Cart Abandoned', value: 'cart-abandoned', description: 'Filled a cart and ordered nothing since (marketing)' },
			{ name: 'Fulfilment State', value: 'fulfilment-state', description: 'Orders that are paid, shipped, late, delivered, returned or canceled (transactional)' },
			{ name: 'Repurchase Due', value: 'repurchase-due', description: 'The time has come to buy again (marketing)' },
		],
		default: 'cart-abandoned',
	},
	...presetFields,
	{ displayName: 'Sites', name: 'sites', type: 'multiOptions', options: [...SITE_OPTIONS], default: [], description: 'Leave empty for all sites' },
	{
		displayName: 'Output', name: 'output', type: 'options', noDataExpression: true,
		options: [
			{ name: 'Audience', value: 'audience', description: 'One item for all of them, kept in the store; for large sends' },
			{ name: 'Buyers', value: 'buyers', description: 'One item a buyer (and order), to look at and to filter' },
		],
		default: 'buyers',
	},
	options,
];
