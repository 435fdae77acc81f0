import type { z, ZodTypeAny } from 'zod';
import type { MailPurpose } from '../contract/items';
import type { BuyerFacts, SegmentContext } from './buyerFacts';
import { isGroup, type Condition, type ConditionGroup } from './condition';
import { matchesConditions, valueOf } from './evaluateConditions';
import type { FieldValue } from './fields/field';
import type { Candidate, ContextNeeds, Judgement, JudgementStep, SegmentPreset, SegmentRun } from './preset';
import { sayCondition } from './sayCondition';
import { listConditions } from './settleConditions';

/** A preset that is nothing but conditions. */
export interface ConditionPreset<Schema extends ZodTypeAny> {
	id: string;
	title: string;
	purpose: MailPurpose;
	parameters: Schema;
	/** amounts of money in minor units of the shop's currency */
	conditions(parameters: z.infer<Schema>, currency: string): ConditionGroup;
	/** what the mail is about; the same for ever means: once in a campaign */
	occasion(valueOf: ReadValue, asOf: number, timeZone: string): string;
}

/** The value of one of a buyer's fields, as far as the segment knows it. */
export type ReadValue = (field: string) => number | string | null;

/** What every mail of such a segment can show, beside what the conditions ask. */
const CUSTOMER_FIELDS: readonly Condition[] = ['orders.count', 'orders.spent', 'orders.firstAt', 'orders.lastAt'].map((field) => ({ field, operator: 'isNotEmpty' as const }));

/** Makes a preset of conditions: its reasons in words are the conditions with the buyer's own values. */
export function presetOfConditions<Schema extends ZodTypeAny>(definition: ConditionPreset<Schema>): SegmentPreset<Schema> {
	const { conditions: build, occasion, ...rest } = definition;
	return {
		...rest,
		needs: (parameters) => needsOf(build(parameters, '')),
		async *select(run) {
			const conditions = build(run.parameters as z.infer<Schema>, run.context.currency);
			const asked = listConditions(conditions);
			const values = [...asked, ...CUSTOMER_FIELDS];
			const place = new Map(values.map(({ field }, index) => [field, index]));
			for await (const rows of run.store.readMatches({ shopId: run.shopId, asOf: run.context.asOf, conditions, values, context: run.context, now: run.now })) {
				yield rows.map(({ buyer, values: found }) => toCandidate(buyer, asked, found, { run, occasion, read: (field) => found[place.get(field) ?? -1] ?? null }));
			}
		},
		judge: (facts, run) => judgeConditions(build(run.parameters as z.infer<Schema>, run.context.currency), facts, run, occasion),
	};
}

const SCORES = ['recency', 'frequency', 'monetary'] as const;

/** What conditions have to know of the whole shop. */
export function needsOf(conditions: ConditionGroup): ContextNeeds {
	const fields = listConditions(conditions).map(({ field }) => field);
	return {
		...(fields.some((field) => field.startsWith('repurchase.')) ? { intervals: { minDays: 7, fallbackDays: null } } : {}),
		scores: SCORES.filter((measure) => fields.includes(`rfm.${measure}`)),
	};
}

interface Making {
	run: Pick<SegmentRun<unknown>, 'context' | 'timeZone'>;
	occasion: ConditionPreset<ZodTypeAny>['occasion'];
	read: ReadValue;
}

function toCandidate(buyer: Candidate['buyer'], asked: Condition[], found: Array<number | string | null>, { run, occasion, read }: Making): Candidate {
	return {
		buyer,
		occasion: occasion(read, run.context.asOf, run.timeZone),
		why: asked.map((condition, index) => sayCondition(condition, found[index] ?? null, run.context.currency, run.timeZone)),
		data: { customer: customerData(read, run.context) },
	};
}

function customerData(read: ReadValue, { currency }: SegmentContext): Record<string, unknown> {
	const [firstOrderAt, lastOrderAt] = [read('orders.firstAt'), read('orders.lastAt')];
	return {
		orderCount: Number(read('orders.count')),
		spent: { amountMinor: Number(read('orders.spent')), currency },
		...(firstOrderAt === null ? {} : { firstOrderAt: Number(firstOrderAt) }),
		...(lastOrderAt === null ? {} : { lastOrderAt: Number(lastOrderAt) }),
	};
}

function judgeConditions(conditions: ConditionGroup, facts: BuyerFacts, { context, timeZone }: Omit<SegmentRun<unknown>, 'store'>, occasion: Making['occasion']): Judgement {
	const read = (condition: Condition): number | string | null => toPlain(valueOf(condition, facts, context));
	const asked = listConditions(conditions);
	const say = (condition: Condition): string => sayCondition(condition, read(condition), context.currency, timeZone);
	const steps = toSteps(conditions, say, (node) => matchesConditions(node, facts, context));
	const values = new Map([...asked, ...CUSTOMER_FIELDS].map((condition) => [condition.field, read(condition)]));
	return { occasions: matchesConditions(conditions, facts, context) ? [occasion((field) => values.get(field) ?? null, context.asOf, timeZone)] : [], steps };
}

type Node = Condition | ConditionGroup;

const SAY_MATCH: Readonly<Record<ConditionGroup['match'], string>> = { all: 'all of these', any: 'any of these', none: 'none of these' };

/** A step for each condition; where there are groups, with its place (`2.1`) and followed by what its group says. */
function toSteps(root: ConditionGroup, say: (condition: Condition) => string, fits: (node: Node) => boolean): JudgementStep[] {
	const isFlat = root.match === 'all' && !root.conditions.some(isGroup);
	const stepsOf = (node: Node, place: string): JudgementStep[] => {
		if (!isGroup(node)) return [{ text: isFlat ? say(node) : `${place} ${say(node)}`, isMet: fits(node) }];
		const own = { text: place ? `group ${place}: ${SAY_MATCH[node.match]}` : SAY_MATCH[node.match], isMet: fits(node) };
		return [...node.conditions.flatMap((child, index) => stepsOf(child, place ? `${place}.${index + 1}` : String(index + 1))), own];
	};
	return isFlat ? root.conditions.flatMap((child) => stepsOf(child, '')) : stepsOf(root, '');
}

function toPlain(value: FieldValue): number | string | null {
	if (value instanceof Set) return [...value].join(', ') || null;
	return typeof value === 'boolean' ? Number(value) : (value as number | string | null);
}
