import type { Condition, Operator } from './condition';
import { fieldOf } from './settleConditions';
import { sayMoney, sayTime } from './words';

/** `Number of Orders: 7 (at least 5, within 365 days)`: a condition with a buyer's own value. */
export function sayCondition(condition: Condition, value: number | string | null, currency: string, timeZone: string): string {
	const field = fieldOf(condition);
	const say = (plain: number | string): string => {
		if (field.kind === 'money') return sayMoney({ amountMinor: Number(plain), currency });
		if (field.kind === 'time') return sayTime(Number(plain), timeZone);
		return field.kind === 'flag' ? (Number(plain) ? 'yes' : 'no') : String(plain);
	};
	const wanted = sayWanted(condition, say);
	const window = condition.withinDays === undefined ? '' : `, within ${condition.withinDays} days`;
	const own = value === null || field.kind === 'set' ? '' : `: ${say(value)}`;
	return `${field.title}${own} (${wanted}${window})`;
}

const WORDS: Readonly<Record<Exclude<Operator, 'inLastDays' | 'notInLastDays'>, string>> = {
	equals: 'exactly', notEquals: 'not', atLeast: 'at least', moreThan: 'more than', atMost: 'at most', lessThan: 'less than', before: 'before', after: 'after',
	is: 'is', isNot: 'is not', isOneOf: 'one of', isNoneOf: 'none of', contains: 'contains', startsWith: 'starts with',
	includesAnyOf: 'any of', includesNoneOf: 'none of', includesText: 'contains', isTrue: 'yes', isFalse: 'no', isEmpty: 'none', isNotEmpty: 'known',
};

function sayWanted({ operator, value }: Condition, say: (plain: number | string) => string): string {
	if (operator === 'inLastDays') return `in the last ${String(value)} days`;
	if (operator === 'notInLastDays') return `not in the last ${String(value)} days`;
	if (value === undefined) return WORDS[operator];
	const wanted = Array.isArray(value) ? (value as readonly string[]).map(say).join(', ') : say(value as number | string);
	return `${WORDS[operator]} ${wanted}`;
}
