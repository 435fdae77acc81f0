import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { OPERATORS, type FieldKind, type Operator } from '../../../core/segment/condition';
import type { SegmentField } from '../../../core/segment/fields/field';
import { SEGMENT_FIELDS } from '../../../core/segment/fields/registry';
import { SITE_OPTIONS } from '../../shared/siteOptions';
import { operatorName, valueName, valueShape, type ValueShape } from './conditionValues';

/** Made from the registry of fields, so that a new field appears by itself. */
const FIELDS = [...SEGMENT_FIELDS.values()];
const KINDS = Object.keys(OPERATORS) as FieldKind[];

/** What fields are called by, in the list: the first part of their key. */
const GROUPS: Readonly<Record<string, string>> = {
	orders: 'Orders', repurchase: 'Orders', cart: 'Cart and Browsing', views: 'Cart and Browsing', events: 'Cart and Browsing', mails: 'Mail', consent: 'Consent', profile: 'Profile', rfm: 'RFM',
};

const OPERATOR_NAMES: Readonly<Record<Operator, string>> = {
	atLeast: 'Is at Least', moreThan: 'Is More Than', atMost: 'Is at Most', lessThan: 'Is Less Than', equals: 'Is Exactly', notEquals: 'Is Not Exactly',
	inLastDays: 'Is in the Last … Days', notInLastDays: 'Is Not in the Last … Days', after: 'Is After', before: 'Is Before',
	is: 'Is', isNot: 'Is Not', isOneOf: 'Is One Of', isNoneOf: 'Is None Of', contains: 'Contains', startsWith: 'Starts With',
	includesAnyOf: 'Includes Any Of', includesNoneOf: 'Includes None Of', includesText: 'Includes the Text', isTrue: 'Yes', isFalse: 'No', isEmpty: 'Is Not Known', isNotEmpty: 'Is Known',
};

const VALUE_TYPES: Readonly<Partial<Record<ValueShape, Partial<INodeProperties>>>> = {
	number: { type: 'number', default: 1 },
	amount: { type: 'number', typeOptions: { numberPrecision: 2 }, default: 50, description: "In whole units of the shop's currency; amounts in other currencies do not count" },
	days: { displayName: 'Days', type: 'number', typeOptions: { minValue: 1 }, default: 30, description: 'Days of 24 hours before the instant' },
	time: { type: 'dateTime', default: '', description: "In the shop's time zone, unless the value names one" },
	text: { type: 'string', default: '' },
	list: { type: 'string', default: '', placeholder: 'ES, FR, DE', description: 'One or several, with commas between them' },
};

/** The operator that a kind of field begins with. */
const FIRST_OPERATOR: Readonly<Record<FieldKind, Operator>> = { number: 'atLeast', money: 'atLeast', time: 'inLastDays', text: 'is', choice: 'isOneOf', set: 'includesAnyOf', flag: 'isTrue' };

const FIRST_FIELD = 'orders.count';

/** *Field*, *Operator*, *Value*, *Within (Days)*: one condition. */
const conditionFields: INodeProperties[] = [
	{
		displayName: 'Field', name: 'field', type: 'options', noDataExpression: true, default: FIRST_FIELD,
		options: FIELDS.map((field) => ({ name: fieldName(field), value: field.key })).sort(byName),
	},
	...KINDS.map(operatorField),
	...KINDS.flatMap((kind) => plainValues(kind, FIELDS.filter((field) => field.kind === kind))),
	...FIELDS.filter(({ choices }) => choices).flatMap(choiceValues),
	{
		displayName: 'Within (Days)', name: 'withinDays', type: 'number', typeOptions: { minValue: 0 }, default: 0,
		displayOptions: { show: { field: keysOf(FIELDS.filter(({ isWindowed }) => isWindowed)) } },
		description: 'Count only what happened in so many days before the instant; 0 for all the time',
	},
];

/** *Match*, in the words of what is counted, because the panel has two of them. */
const matchField = (one: string, several: string, description: string): INodeProperties => {
	const options = [
		{ name: `All ${several}`, value: 'all', description: 'Every one has to hold' },
		{ name: `Any ${one}`, value: 'any', description: 'At least one has to hold' },
		{ name: `No ${one}`, value: 'none', description: 'Not a single one may hold' },
	];
	return { displayName: 'Match', name: 'match', type: 'options', noDataExpression: true, options, default: 'all', description };
};

const show = { show: { selectBy: ['conditions'] } };

/** *Match* and *Groups*: the panel of *Select By: Conditions*. */
export const conditionPanel: INodeProperties[] = [
	{ ...matchField('Group', 'Groups', 'How many of the groups have to hold for a buyer'), displayOptions: show },
	{
		displayName: 'Groups', name: 'groups', type: 'fixedCollection', placeholder: 'Add Group', displayOptions: show,
		typeOptions: { multipleValues: true, sortable: true },
		default: { group: [{ match: 'all', conditions: { condition: [{ field: FIRST_FIELD }] } }] },
		options: [{
			displayName: 'Group', name: 'group',
			values: [
				matchField('Condition', 'Conditions', 'How many conditions of this group have to hold'),
				{
					displayName: 'Conditions', name: 'conditions', type: 'fixedCollection', placeholder: 'Add Condition', default: {}, typeOptions: { multipleValues: true, sortable: true },
					options: [{ displayName: 'Condition', name: 'condition', values: conditionFields }],
				},
			],
		}],
	},
];

function fieldName({ key, title }: SegmentField): string {
	return `${GROUPS[key.split('.')[0] ?? ''] ?? 'Other'}: ${title}`;
}

function byName(a: INodePropertyOptions, b: INodePropertyOptions): number {
	return a.name.localeCompare(b.name);
}

function keysOf(fields: readonly SegmentField[]): string[] {
	return fields.map(({ key }) => key);
}

/** A kind's own *Operator*, shown with the fields of that kind. */
function operatorField(kind: FieldKind): INodeProperties {
	const [displayName, byDefault] = ['Operator', FIRST_OPERATOR[kind]];
	const options = OPERATORS[kind].map((operator) => ({ name: OPERATOR_NAMES[operator], value: operator }));
	const displayOptions = { show: { field: keysOf(FIELDS.filter((field) => field.kind === kind)) } };
	return { displayName, name: operatorName(kind), type: 'options', noDataExpression: true, default: byDefault, options, displayOptions };
}

/** The values of a kind's operators, where they aren't chosen from a list. */
function plainValues(kind: FieldKind, fields: readonly SegmentField[]): INodeProperties[] {
	return (Object.keys(VALUE_TYPES) as ValueShape[]).flatMap((shape) => {
		const takers = fields.filter((field) => OPERATORS[kind].some((operator) => valueShape(field, operator) === shape));
		const [first] = takers;
		if (!first) return [];
		const operators = OPERATORS[kind].filter((operator) => valueShape(first, operator) === shape);
		// every entry of VALUE_TYPES brings type and default
		return [{ displayName: 'Value', name: shape, displayOptions: { show: { field: keysOf(takers), [operatorName(kind)]: operators } }, ...VALUE_TYPES[shape] } as INodeProperties];
	});
}

/** The values of a field that are known beforehand: one of them, or several. */
function choiceValues(field: SegmentField): INodeProperties[] {
	const options = choicesOf(field);
	return (['choice', 'choices'] as const).flatMap((shape) => {
		const operators = OPERATORS[field.kind].filter((operator) => valueShape(field, operator) === shape);
		if (operators.length === 0) return [];
		const displayOptions = { show: { field: [field.key], [operatorName(field.kind)]: operators } };
		const single = { type: 'options' as const, noDataExpression: true, default: options[0]?.value ?? '' };
		const several = { type: 'multiOptions' as const, default: [] };
		return [{ displayName: 'Value', name: valueName(field, shape), options, displayOptions, ...(shape === 'choice' ? single : several) }];
	});
}

function choicesOf({ key, choices = [] }: SegmentField): INodePropertyOptions[] {
	if (key === 'profile.site') return [...SITE_OPTIONS];
	const inWords = (value: string): string => value.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase());
	return choices.map((value) => ({ name: inWords(value), value }));
}
