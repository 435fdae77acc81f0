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

/** The same before it was read: `match` may be left out and is then `all`. */
export interface GroupInput {
	match?: RawGroup['match'];
	conditions: ReadonlyArray<RawCondition | GroupInput>;
}
