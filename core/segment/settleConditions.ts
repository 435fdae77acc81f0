import { SellerMailError } from '../shared/errors';
import { parseInstant } from '../shared/instant';
import { minorDigits } from '../shared/money';
import { isGroup, OPERATORS, type Condition, type ConditionGroup, type Operator, type RawCondition, type RawGroup } from './condition';
import type { SegmentField } from './fields/field';
import { SEGMENT_FIELDS } from './fields/registry';

export interface ConditionUnits {
	currency: string;
	timeZone: string;
}

/**
 * Conditions as they were written, with fields and operators looked up and values in the store's units: money in minor
 * units of the shop's currency, times in epoch ms.
 * @throws SellerMailError INPUT_INVALID, naming the condition by its place (`conditions.2.conditions.1`)
 */
export function settleConditions(group: RawGroup, units: ConditionUnits, place = 'conditions'): ConditionGroup {
	return {
		match: group.match,
		conditions: group.conditions.map((node, index) => {
			const here = `${place}.${index + 1}`;
			return 'conditions' in node ? settleConditions(node, units, here) : settleCondition(node, units, here);
		}),
	};
}

/** Every condition of a group and the groups in it. */
export function listConditions(node: Condition | ConditionGroup): Condition[] {
	return isGroup(node) ? node.conditions.flatMap(listConditions) : [node];
}

/** A field by its key; the registry was asked before, so it is there. */
export function fieldOf({ field }: Condition): SegmentField {
	const found = SEGMENT_FIELDS.get(field);
	if (!found) throw new Error(`segment field ${field} is not registered`);
	return found;
}

function settleCondition(raw: RawCondition, units: ConditionUnits, place: string): Condition {
	const field = SEGMENT_FIELDS.get(raw.field);
	if (!field) throw invalid(place, `there is no field \`${raw.field.slice(0, 60)}\``, `Use one of: ${[...SEGMENT_FIELDS.keys()].join(', ')}.`);
	const operator = OPERATORS[field.kind].find((known) => known === raw.operator);
	if (!operator) throw invalid(place, `“${raw.operator.slice(0, 40)}” does not fit the field ${field.title}`, `Use one of: ${OPERATORS[field.kind].join(', ')}.`);
	if (raw.withinDays !== undefined && !field.isWindowed) throw invalid(place, `the field ${field.title} can't be narrowed to a number of days`, 'Leave “Within (Days)” empty for it.');
	return { field: field.key, operator, value: settleValue(raw.value, field, operator, units, place), ...(raw.withinDays === undefined ? {} : { withinDays: raw.withinDays }) };
}

function settleValue(value: unknown, field: SegmentField, operator: Operator, units: ConditionUnits, place: string): Condition['value'] {
	const settled = settlers[operator]?.(value, field, units);
	if (settled === undefined && settlers[operator]) {
		throw invalid(place, `${field.title} ${operator}: expected ${EXPECTED[operator] ?? expectedOf(field)}`, field.choices ? `Values are: ${field.choices.join(', ')}.` : 'Correct the value.');
	}
	return settled;
}

type Settle = (value: unknown, field: SegmentField, units: ConditionUnits) => Condition['value'];

const amount: Settle = (value, { kind }, { currency }) => {
	const number = toNumber(value);
	if (number === undefined) return undefined;
	return kind === 'money' ? Math.round(number * 10 ** minorDigits(currency)) : number;
};
const days: Settle = (value) => {
	const number = toNumber(value);
	return number !== undefined && number > 0 && number <= 36_500 ? number : undefined;
};
const instant: Settle = (value, _field, { timeZone }) => parseInstant(value, { timeZone });
const text: Settle = (value, field) => known(field, toText(value));
const list: Settle = (value, field) => {
	const texts = (Array.isArray(value) ? value : String(value ?? '').split(',')).map(toText);
	const settled = texts.map((entry) => known(field, entry));
	return settled.length > 0 && settled.length <= 500 && settled.every((entry) => entry !== undefined) ? settled : undefined;
};

/** Operators that are not listed here take no value. */
const settlers: Readonly<Partial<Record<Operator, Settle>>> = {
	equals: amount, notEquals: amount, atLeast: amount, moreThan: amount, atMost: amount, lessThan: amount,
	before: instant, after: instant, inLastDays: days, notInLastDays: days,
	is: text, isNot: text, contains: text, startsWith: text, includesText: text,
	isOneOf: list, isNoneOf: list, includesAnyOf: list, includesNoneOf: list,
};

const EXPECTED: Readonly<Partial<Record<Operator, string>>> = {
	before: 'a time such as 2026-11-20 14:02', after: 'a time such as 2026-11-20 14:02',
	inLastDays: 'a number of days above 0', notInLastDays: 'a number of days above 0',
};

function expectedOf(field: SegmentField): string {
	if (field.kind === 'number' || field.kind === 'money') return 'a number';
	return field.choices ? 'one of the known values' : 'a text, or several with commas between them';
}

function toNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

function toText(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	// PostgreSQL knows no text with a NUL in it, so no buyer has one
	return String(value).replaceAll('\0', '').trim().normalize('NFC').slice(0, 300) || undefined;
}

/** A value of a list that is known beforehand has to be in it; `includesText` looks inside the values. */
function known(field: SegmentField, value: string | undefined): string | undefined {
	return value === undefined || !field.choices || field.choices.includes(value) ? value : undefined;
}

function invalid(place: string, problem: string, nextStep: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: `Segment, ${place}: ${problem}.`, nextStep, context: { field: place } });
}
