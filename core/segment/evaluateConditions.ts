import { DAY_MS } from '../shared/clock';
import type { BuyerFacts, SegmentContext } from './buyerFacts';
import { isGroup, type Condition, type ConditionGroup, type Operator } from './condition';
import type { FieldValue } from './fields/field';
import { fieldOf } from './settleConditions';

/** Whether a buyer fits. The same as what core/store/conditionQuery.ts makes of it in SQL; a test holds both together. */
export function matchesConditions(node: Condition | ConditionGroup, facts: BuyerFacts, context: SegmentContext): boolean {
	if (!isGroup(node)) return holds(node, valueOf(node, facts, context), context);
	const fits = (child: Condition | ConditionGroup): boolean => matchesConditions(child, facts, context);
	if (node.match === 'any') return node.conditions.some(fits);
	return node.match === 'all' ? node.conditions.every(fits) : !node.conditions.some(fits);
}

/** The value that a condition is about. */
export function valueOf(condition: Condition, facts: BuyerFacts, context: SegmentContext): FieldValue {
	return fieldOf(condition).read(facts, context, { since: sinceOf(condition, context) });
}

/** From when on things count for a condition. */
export function sinceOf({ withinDays }: Condition, { asOf }: SegmentContext): number {
	return withinDays === undefined ? -Infinity : Math.floor(asOf - withinDays * DAY_MS);
}

/** Whether a condition holds for a value of its field. A value that isn't there fails every comparison but the negative ones. */
export function holds(condition: Condition, value: FieldValue, { asOf }: SegmentContext): boolean {
	return TESTS[condition.operator](value, condition.value, asOf);
}

type Test = (value: FieldValue, wanted: Condition['value'], asOf: number) => boolean;

const compare = (test: (value: number, wanted: number) => boolean): Test => (value, wanted) => typeof value === 'number' && test(value, Number(wanted));
const not = (test: Test): Test => (value, wanted, asOf) => !test(value, wanted, asOf);
const equals = compare((value, wanted) => value === wanted);
const inLastDays: Test = (value, days, asOf) => typeof value === 'number' && value > Math.floor(asOf - Number(days) * DAY_MS) && value <= asOf;
const is: Test = (value, wanted) => value === wanted;
const isOneOf: Test = (value, wanted) => typeof value === 'string' && toList(wanted).includes(value);
const isEmpty: Test = (value) => value === null;
const includesAnyOf: Test = (value, wanted) => value instanceof Set && toList(wanted).some((entry) => value.has(entry));

const TESTS: Readonly<Record<Operator, Test>> = {
	equals,
	notEquals: not(equals),
	atLeast: compare((value, wanted) => value >= wanted),
	moreThan: compare((value, wanted) => value > wanted),
	atMost: compare((value, wanted) => value <= wanted),
	lessThan: compare((value, wanted) => value < wanted),
	before: compare((value, wanted) => value < wanted),
	after: compare((value, wanted) => value > wanted),
	inLastDays,
	notInLastDays: not(inLastDays),
	is,
	isNot: not(is),
	isOneOf,
	isNoneOf: not(isOneOf),
	contains: (value, wanted) => typeof value === 'string' && lower(value).includes(lower(String(wanted))),
	startsWith: (value, wanted) => typeof value === 'string' && lower(value).startsWith(lower(String(wanted))),
	includesAnyOf,
	includesNoneOf: not(includesAnyOf),
	includesText: (value, wanted) => value instanceof Set && [...value].some((entry) => lower(String(entry)).includes(lower(String(wanted)))),
	isTrue: (value) => value === true,
	isFalse: (value) => value !== true,
	isEmpty,
	isNotEmpty: not(isEmpty),
};

function toList(wanted: Condition['value']): readonly string[] {
	return Array.isArray(wanted) ? (wanted as readonly string[]) : [String(wanted)];
}

/** A to Z only: what both databases agree on. */
function lower(text: string): string {
	return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
