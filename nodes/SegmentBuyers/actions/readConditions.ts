import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';
import { OPERATORS, type GroupInput, type Operator, type RawCondition } from '../../../core/segment/condition';
import { SEGMENT_FIELDS } from '../../../core/segment/fields/registry';
import { operatorName, valueName, valueShape } from './conditionValues';

interface PanelGroup {
	match?: GroupInput['match'];
	conditions?: { condition?: Array<Record<string, unknown>> };
}

/** *Match* and *Groups* as core wants them; core names a wrong one by group and condition (`conditions.2.1`). */
export function readConditions(context: IExecuteFunctions, itemIndex: number): GroupInput {
	const groups = context.getNodeParameter('groups.group', itemIndex, []) as PanelGroup[];
	return {
		match: context.getNodeParameter('match', itemIndex, 'all') as GroupInput['match'],
		conditions: groups.map(({ match, conditions }) => ({ match, conditions: (conditions?.condition ?? []).map(toCondition) })),
	};
}

/** The text of *Conditions (JSON)*, or the object that an expression gives; core reads either. */
export function readConditionsJson(context: IExecuteFunctions, itemIndex: number): GroupInput | string {
	// what it is, core finds out
	return context.getNodeParameter('conditionsJson', itemIndex, '') as GroupInput | string;
}

function toCondition(row: Record<string, unknown>): RawCondition {
	const key = String(row.field ?? '');
	const field = SEGMENT_FIELDS.get(key);
	// a field that is gone since: core says so, with its place
	if (!field) return { field: key || '-', operator: '-' };
	const operator = String(row[operatorName(field.kind)] ?? OPERATORS[field.kind][0]);
	// an operator that doesn't fit is named by core too; it has no value to be read
	const shape = valueShape(field, operator as Operator);
	const value = shape === 'none' ? undefined : toPlain(row[valueName(field, shape)]);
	const withinDays = Number(row.withinDays ?? 0);
	return { field: key, operator, ...(value === undefined ? {} : { value }), ...(field.isWindowed && withinDays !== 0 ? { withinDays } : {}) };
}

/** An expression such as `{{ $now.minus({ days: 3 }) }}` gives a DateTime. */
function toPlain(value: unknown): unknown {
	return DateTime.isDateTime(value) ? value.toMillis() : value;
}
