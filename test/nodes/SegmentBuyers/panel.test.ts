import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { ZodObject, ZodRawShape } from 'zod';
import { OPERATORS, type Operator } from '../../../core/segment/condition';
import { SEGMENT_FIELDS } from '../../../core/segment/fields/registry';
import { PRESETS } from '../../../core/segment/presets/registry';
import { conditionPanel } from '../../../nodes/SegmentBuyers/actions/conditionFields';
import { operatorName, valueName, valueShape } from '../../../nodes/SegmentBuyers/actions/conditionValues';
import { description } from '../../../nodes/SegmentBuyers/actions/panel';
import { PRESET_OPTIONS, PRESET_PANELS } from '../../../nodes/SegmentBuyers/actions/presetFields';

const optionsOf = (property: INodeProperties | undefined): unknown[] => (property?.options ?? []).map((option) => (option as { value: unknown }).value);

describe('presets on the panel', () => {
	it('every preset is in the list, with what it is for', () => {
		expect(PRESET_OPTIONS.map(({ value }) => value).sort()).toEqual([...PRESETS.keys()].sort());
		expect(Object.keys(PRESET_PANELS).sort()).toEqual([...PRESETS.keys()].sort());
		for (const { value, description: text } of PRESET_OPTIONS) expect(text).toContain(`(${PRESETS.get(value)?.purpose})`);
	});

	it.each([...PRESETS.values()].map((preset) => [preset.id, preset] as const))('%s has a field for each of its parameters, with the same default', (id, preset) => {
		const schema = preset.parameters as ZodObject<ZodRawShape>;
		const fields = PRESET_PANELS[id]?.fields ?? [];
		expect(fields.map(({ parameter }) => parameter).sort()).toEqual(Object.keys(schema.shape).sort());
		for (const { parameter, kind, property } of fields) {
			if (kind === 'list') continue;
			const byDefault = kind === 'optional' && property.default === 0 ? null : property.default;
			expect([parameter, byDefault]).toEqual([parameter, schema.shape[parameter]?.parse(undefined)]);
		}
	});

	it('no two fields of the node share a name, so that a changed preset leaves no value behind', () => {
		const names = description.map(({ name }) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});
});

describe('conditions on the panel', () => {
	const groups = conditionPanel.find(({ name }) => name === 'groups')?.options?.[0] as INodePropertyCollection;
	const nested = groups.values.find(({ name }) => name === 'conditions')?.options?.[0] as INodePropertyCollection;
	const properties = nested.values;

	/** What the editor shows for these values of a condition. */
	const shown = (values: Record<string, unknown>): INodeProperties[] => properties.filter(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).every(([name, wanted]) => (wanted as unknown[]).includes(values[name])));

	it('every field of the registry is in the list, named by its group', () => {
		const field = properties.find(({ name }) => name === 'field');
		expect(optionsOf(field).sort()).toEqual([...SEGMENT_FIELDS.keys()].sort());
		for (const option of field?.options ?? []) expect(option.name).toMatch(/^(Orders|Cart and Browsing|Mail|Consent|Profile|RFM): [A-Z]/);
	});

	const all = [...SEGMENT_FIELDS.values()].flatMap((field) => OPERATORS[field.kind].map((operator) => [field.key, operator, field] as const));
	it.each(all)('%s %s: its operator can be chosen, and exactly the value that it takes is shown', (key, operator, field) => {
		const name = operatorName(field.kind);
		const visible = shown({ field: key, [name]: operator });
		const operators = visible.filter((property) => property.displayName === 'Operator');
		expect(operators.map((property) => property.name)).toEqual([name]);
		expect(optionsOf(operators[0])).toEqual([...OPERATORS[field.kind]]);
		const shape = valueShape(field, operator as Operator);
		const expected = ['field', name, ...(shape === 'none' ? [] : [valueName(field, shape)]), ...(field.isWindowed ? ['withinDays'] : [])];
		expect(visible.map((property) => property.name)).toEqual(expected);
		if (shape === 'choice' || shape === 'choices') expect(optionsOf(visible.find((property) => property.name === valueName(field, shape))).sort()).toEqual([...(field.choices ?? [])].sort());
	});

	it('an operator of another kind, left from before the field was changed, shows no value of its own', () => {
		expect(shown({ field: 'orders.count', numberOperator: 'atLeast', textOperator: 'isOneOf', timeOperator: 'after' }).map(({ name }) => name)).toEqual(['field', 'numberOperator', 'number', 'withinDays']);
	});
});
