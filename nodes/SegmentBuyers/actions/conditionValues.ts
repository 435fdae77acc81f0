import type { Operator } from '../../../core/segment/condition';
import type { SegmentField } from '../../../core/segment/fields/field';

/** What is asked of the operator beside a condition's field and operator. */
export type ValueShape = 'none' | 'number' | 'amount' | 'days' | 'time' | 'text' | 'list' | 'choice' | 'choices';

const NO_VALUE: readonly Operator[] = ['isTrue', 'isFalse', 'isEmpty', 'isNotEmpty'];
const DAYS: readonly Operator[] = ['inLastDays', 'notInLastDays'];
const LIST: readonly Operator[] = ['isOneOf', 'isNoneOf', 'includesAnyOf', 'includesNoneOf'];

/** Which value a condition with this field and operator has. */
export function valueShape({ kind, choices }: Pick<SegmentField, 'kind' | 'choices'>, operator: Operator): ValueShape {
	if (NO_VALUE.includes(operator)) return 'none';
	if (DAYS.includes(operator)) return 'days';
	if (LIST.includes(operator)) return choices ? 'choices' : 'list';
	if (operator === 'includesText') return 'text';
	const shapes = { number: 'number', money: 'amount', time: 'time', text: 'text', choice: 'choice', set: 'text', flag: 'none' } as const;
	return shapes[kind];
}

/** The panel's field for a kind's operator: one for each kind, so that a changed *Field* never leaves an operator behind that doesn't fit. */
export function operatorName(kind: SegmentField['kind']): string {
	return `${kind}Operator`;
}

/** The panel's field for a value; lists of choices have one for each *Field*. */
export function valueName(field: Pick<SegmentField, 'key'>, shape: ValueShape): string {
	return shape === 'choice' || shape === 'choices' ? `${field.key.replace(/\.(\w)/g, (_dot, letter: string) => letter.toUpperCase())}${shape === 'choice' ? 'Choice' : 'Choices'}` : shape;
}
