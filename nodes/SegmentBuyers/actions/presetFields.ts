import type { INodeProperties } from 'n8n-workflow';
import { PRESETS } from '../../../core/segment/presets/registry';

/** A preset on the screen: its name, what it picks, and its own few fields. */
export interface PresetPanel {
	name: string;
	description: string;
	fields: readonly PresetField[];
}

/** A field for one of the preset's parameters. Names are the node's own: a field that two presets share keeps its value when the preset is changed. */
export interface PresetField {
	parameter: string;
	/** list: commas between · optional: 0 means that there is no such bound */
	kind: 'plain' | 'list' | 'optional';
	property: INodeProperties;
}

/** By the id of the preset; a contract test holds them together with the presets' parameters. */
export const PRESET_PANELS: Readonly<Record<string, PresetPanel>> = {
	'at-risk': {
		name: 'At Risk', description: 'Used to order often and has gone silent',
		fields: [
			number('minOrders', 'atRiskMinOrders', 'Orders at Least', 3, { min: 1 }, 'Fewer orders are no habit yet'),
			number('silentDays', 'atRiskSilentDays', 'Silent for at Least (Days)', 90, { min: 1 }, 'Nothing ordered for so long'),
			number('silentAtMostDays', 'atRiskSilentAtMostDays', 'Silent for at Most (Days)', 365, { min: 1 }, 'Who is silent for longer is gone, not at risk'),
		],
	},
	'back-in-stock': {
		name: 'Back in Stock', description: 'Asked to be told when a product is there again, and has not ordered it since',
		fields: [
			list('products', 'backInStockProducts', 'Products', 'IDs or SKUs of the products that are there again, with commas between them', 'LAMP-01, LAMP-02'),
			number('askedWithinDays', 'backInStockAskedWithinDays', 'Asked Within (Days)', 180, { min: 1 }, 'Who asked longer ago has bought elsewhere'),
		],
	},
	'browse-abandoned': {
		name: 'Browse Abandoned', description: 'Looked at products and put nothing into a cart',
		fields: [
			number('waitedAtLeastHours', 'browseWaitedAtLeastHours', 'Waited at Least (Hours)', 4, { min: 0 }, 'The last look is so long ago. Sooner, people are still shopping.'),
			number('waitedAtMostDays', 'browseWaitedAtMostDays', 'Waited at Most (Days)', 7, { min: 1 }, 'Only looks within this time count'),
			number('minProducts', 'browseMinProducts', 'Different Products at Least', 2, { min: 1 }, 'A look at a single product is no interest yet'),
		],
	},
	'cart-abandoned': {
		name: 'Cart Abandoned', description: 'Filled a cart and ordered nothing since',
		fields: [
			number('waitedAtLeastHours', 'waitedAtLeastHours', 'Waited at Least (Hours)', 4, { min: 0 }, 'The cart has not been touched for so long. Sooner, people are still shopping.'),
			number('waitedAtMostDays', 'waitedAtMostDays', 'Waited at Most (Days)', 7, { min: 1 }, 'Older carts are left alone'),
			number('minValue', 'minValue', 'Cart Value at Least', 0, { min: 0, precision: 2 }, "In whole units of the cart's own currency; 0 for any value"),
		],
	},
	'fulfilment-state': {
		name: 'Fulfilment State', description: 'Orders that are paid, shipped, late, delivered, returned or canceled',
		fields: [
			choice('state', 'state', 'State', 'shipped', 'Each order is mailed once for each state', [
				['Canceled', 'canceled'], ['Delivered', 'delivered'], ['Late', 'late', 'On its way longer than promised'], ['Paid', 'paid', 'Paid and not shipped yet'], ['Returned', 'returned'],
				['Shipped', 'shipped', 'On its way'],
			]),
			{ ...number('withinDays', 'withinDays', 'Within (Days)', 30, { min: 0 }, 'The order came into this state at most so many days ago; 0 for whenever'), kind: 'optional' },
		],
	},
	'high-value': {
		name: 'High Value', description: 'Spent most: the top fifth, or an amount',
		fields: [number('minSpent', 'highValueMinSpent', 'Spent at Least', 0, { min: 0, precision: 2 }, "In whole units of the shop's currency; 0 for the fifth of the buyers who spent most")],
	},
	'late-delivery': {
		name: 'Late Delivery', description: 'Shipped, promised for a day that is over, and not delivered',
		fields: [
			number('lateAtLeastDays', 'lateAtLeastDays', 'Late by at Least (Days)', 1, { min: 0 }, "After the promised day. The carrier's news is often a day late itself."),
			number('lateAtMostDays', 'lateAtMostDays', 'Late by at Most (Days)', 30, { min: 1 }, 'Older ones are a matter for after-sales'),
		],
	},
	'loyal-buyers': {
		name: 'Loyal Buyers', description: 'Orders again and again, and lately too',
		fields: [
			number('minOrders', 'loyalMinOrders', 'Orders at Least', 5, { min: 1 }, 'Canceled orders do not count'),
			number('activeWithinDays', 'loyalActiveWithinDays', 'Last Order Within (Days)', 180, { min: 1 }, 'Who has not ordered for longer is not meant'),
		],
	},
	'never-opened': {
		name: 'Never Opened', description: 'Got mails and neither opened nor clicked one',
		fields: [
			number('minMails', 'neverOpenedMinMails', 'Mails at Least', 5, { min: 1 }, 'Fewer mails say nothing'),
			number('withinDays', 'neverOpenedWithinDays', 'Within (Days)', 180, { min: 1 }, 'Mails, opens and clicks of so many days'),
		],
	},
	'new-buyers': {
		name: 'New Buyers', description: 'Ordered for the first time a short while ago, and not again',
		fields: [number('withinDays', 'newBuyersWithinDays', 'First Order Within (Days)', 30, { min: 1 }, 'So long somebody is new')],
	},
	'order-anniversary': {
		name: 'Birthday of the First Order', description: 'One, two, three … years after the first order',
		fields: [
			number('withinDays', 'anniversaryWithinDays', 'Within (Days)', 1, { min: 1, max: 31 }, 'The day is today or so few days ago; more than 1 catches up on runs that were missed'),
			number('minYears', 'anniversaryMinYears', 'Years at Least', 1, { min: 1 }, 'From which birthday on'),
		],
	},
	'repurchase-due': {
		name: 'Repurchase Due', description: 'The time has come to buy again',
		fields: [
			choice('stage', 'stage', 'Stage', 'due', "Measured in the buyer's own interval between orders; after a single order, in the product's or the shop's usual one", [
				['Due', 'due', 'As long since the last order as usually between two'], ['Lapsed', 'lapsed', 'Three times as long and more'],
				['Overdue', 'overdue', 'One and a half to three times as long'],
			]),
			{ ...number('fallbackIntervalDays', 'fallbackIntervalDays', 'Interval After One Order (Days)', 0, { min: 0 }, "0 for the usual one of the product, or else of the shop's buyers"), kind: 'optional' },
			number('minIntervalDays', 'minIntervalDays', 'Shortest Interval (Days)', 7, { min: 1 }, 'Several orders within a few days are one purchase, not a rhythm'),
		],
	},
};

/** All presets for the list, each with what it is for. */
export const PRESET_OPTIONS = [...PRESETS.values()].map(({ id, title, purpose }) => {
	const { name, description } = PRESET_PANELS[id] ?? { name: title, description: title };
	return { name, value: id, description: `${description} (${purpose})` };
}).sort((a, b) => a.name.localeCompare(b.name));

/** The fields of every preset, each shown with its own one only. */
export const presetFields: INodeProperties[] = Object.entries(PRESET_PANELS).flatMap(([id, { fields }]) =>
	fields.map(({ property }) => ({ ...property, displayOptions: { show: { selectBy: ['preset'], preset: [id] } } })));

function number(parameter: string, name: string, displayName: string, byDefault: number, { min, max, precision }: { min: number; max?: number; precision?: number }, description: string): PresetField {
	const typeOptions = { minValue: min, ...(max === undefined ? {} : { maxValue: max }), ...(precision === undefined ? {} : { numberPrecision: precision }) };
	return { parameter, kind: 'plain', property: { displayName, name, type: 'number', typeOptions, default: byDefault, description } };
}

function choice(parameter: string, name: string, displayName: string, byDefault: string, description: string, options: Array<[string, string, string?]>): PresetField {
	const entries = options.map(([label, value, about]) => ({ name: label, value, ...(about ? { description: about } : {}) }));
	return { parameter, kind: 'plain', property: { displayName, name, type: 'options', noDataExpression: true, options: entries, default: byDefault, description } };
}

function list(parameter: string, name: string, displayName: string, description: string, placeholder: string): PresetField {
	return { parameter, kind: 'list', property: { displayName, name, type: 'string', default: '', required: true, description, placeholder } };
}
