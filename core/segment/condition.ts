import { z } from 'zod';

/** How a field's value is compared; which ones fit is a matter of the field's kind (`OPERATORS`). */
export type Operator =
	| 'equals' | 'notEquals' | 'atLeast' | 'moreThan' | 'atMost' | 'lessThan'
	| 'before' | 'after' | 'inLastDays' | 'notInLastDays'
	| 'is' | 'isNot' | 'isOneOf' | 'isNoneOf' | 'contains' | 'startsWith'
	| 'includesAnyOf' | 'includesNoneOf' | 'includesText'
	| 'isTrue' | 'isFalse' | 'isEmpty' | 'isNotEmpty';

/** number: a count · money: in whole units of the shop's currency · time: an instant · text · choice: one of a list · set: several of them · flag */
export type FieldKind = 'number' | 'money' | 'time' | 'text' | 'choice' | 'set' | 'flag';

/** What may be asked of each kind of field. */
export const OPERATORS: Readonly<Record<FieldKind, readonly Operator[]>> = {
	number: ['atLeast', 'moreThan', 'atMost', 'lessThan', 'equals', 'notEquals', 'isEmpty', 'isNotEmpty'],
	money: ['atLeast', 'moreThan', 'atMost', 'lessThan', 'equals', 'notEquals', 'isEmpty', 'isNotEmpty'],
	time: ['inLastDays', 'notInLastDays', 'after', 'before', 'isEmpty', 'isNotEmpty'],
	text: ['is', 'isNot', 'isOneOf', 'isNoneOf', 'contains', 'startsWith', 'isEmpty', 'isNotEmpty'],
	choice: ['is', 'isNot', 'isOneOf', 'isNoneOf'],
	set: ['includesAnyOf', 'includesNoneOf', 'includesText'],
	flag: ['isTrue', 'isFalse'],
};

/** One question about a buyer, with its value in the units of the store: minor units, epoch ms. */
export interface Condition {
	field: string;
	operator: Operator;
	/** a number or text, a list for …OneOf and …AnyOf, left out for isEmpty, isTrue … */
	value?: number | string | readonly string[];
	/** only what happened in so many days before the instant */
	withinDays?: number;
}

/** all: every one holds · any: at least one · none: not a single one. */
export interface ConditionGroup {
	match: 'all' | 'any' | 'none';
	conditions: ReadonlyArray<Condition | ConditionGroup>;
}

export function isGroup(node: Condition | ConditionGroup): node is ConditionGroup {
	return 'match' in node;
}

const MAX_DEPTH = 6;
const MAX_CONDITIONS = 60;

const leafSchema = z.object({
	field: z.string().min(1),
	operator: z.string().min(1),
	value: z.unknown(),
	withinDays: z.number().positive().max(36_500).optional(),
}).strict();

/** A condition as it is written: names and values are looked up later. */
export interface RawCondition {
	field: string;
	operator: string;
	value?: unknown;
	withinDays?: number | undefined;
}

export interface RawGroup {
	match: 'all' | 'any' | 'none';
	conditions: Array<RawCondition | RawGroup>;
}

const nodeSchema: z.ZodType<RawCondition | RawGroup> = z.lazy(() => z.union([groupSchema, leafSchema]));

/** Conditions as people and workflows write them; fields, operators and values are settled by `settleConditions`. */
export const groupSchema: z.ZodType<RawGroup> = z.object({ match: z.enum(['all', 'any', 'none']).default('all'), conditions: z.array(nodeSchema).max(MAX_CONDITIONS) })
	.strict().refine((group) => depthOf(group) <= MAX_DEPTH, `expected at most ${MAX_DEPTH} groups inside each other`) as unknown as z.ZodType<RawGroup>;

function depthOf(node: RawCondition | RawGroup): number {
	return 'conditions' in node ? 1 + Math.max(0, ...node.conditions.map(depthOf)) : 0;
}
