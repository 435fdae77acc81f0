import { z, type ZodIssue } from 'zod';
import { SellerMailError } from '../shared/errors';
import type { RawCondition, RawGroup } from './condition';

const MAX_DEPTH = 6;
const MAX_CONDITIONS = 60;

const conditionSchema = z.object({
	field: z.string({ required_error: 'is missing' }).min(1, 'is empty'),
	operator: z.string({ required_error: 'is missing' }).min(1, 'is empty'),
	value: z.unknown(),
	withinDays: z.number().positive('expected a number of days above 0').max(36_500).optional(),
}).strict();

const groupSchema = z.object({
	match: z.enum(['all', 'any', 'none']).default('all'),
	conditions: z.array(z.unknown(), { required_error: 'is missing: a group has a list of conditions' }).max(MAX_CONDITIONS),
}).strict();

/**
 * Conditions, as an object or as JSON, as people and workflows write them; fields, operators and values are settled by `settleConditions`.
 * @throws SellerMailError INPUT_INVALID, naming the condition by its place (`conditions.2.1`: the first of the second group)
 */
export function parseConditions(input: unknown): RawGroup {
	return parseGroup(typeof input === 'string' ? parseJson(input) : input, 'conditions', 1);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		// what JavaScript quotes of the text is cut off: it may hold names
		const why = error instanceof Error ? error.message.replace(/,? *(\.{3})?".*$/s, '') : 'it can not be read';
		throw invalid('conditions', `this is no JSON (${why})`, 'Mend it: a missing comma, quote or bracket, as a rule.');
	}
}

function parseGroup(input: unknown, place: string, depth: number): RawGroup {
	if (depth > MAX_DEPTH) throw invalid(place, `more than ${MAX_DEPTH} groups are inside each other`, 'Put the conditions into fewer groups.');
	const { match, conditions } = parseOne(groupSchema, input, place);
	// an empty group would be true: one that was left empty by mistake would mail everybody
	if (conditions.length === 0) throw invalid(place, 'there is no condition, so it would be every buyer of the shop', 'Add a condition, or take the group out. For every buyer, ask for `profile.createdAt` `isNotEmpty`.');
	return { match, conditions: conditions.map((node, index) => parseNode(node, `${place}.${index + 1}`, depth)) };
}

function parseNode(node: unknown, place: string, depth: number): RawCondition | RawGroup {
	const isGroup = typeof node === 'object' && node !== null && ('conditions' in node || 'match' in node);
	return isGroup ? parseGroup(node, place, depth + 1) : parseOne(conditionSchema, node, place);
}

function parseOne<Schema extends z.ZodTypeAny>(schema: Schema, input: unknown, place: string): z.infer<Schema> {
	const parsed = schema.safeParse(input);
	if (parsed.success) return parsed.data as z.infer<Schema>;
	throw invalid(place, say(parsed.error.issues[0]), 'Write a condition as {"field", "operator", "value", "withinDays"} and a group as {"match": "all", "any" or "none", "conditions": [ … ]}.');
}

function say(issue: ZodIssue | undefined): string {
	if (issue?.code === 'unrecognized_keys') return `\`${issue.keys.join('`, `').slice(0, 60)}\` is not known`;
	const field = issue?.path.join('.');
	return field ? `\`${field}\` ${lowerFirst(issue?.message ?? '')}` : lowerFirst(issue?.message ?? 'wrong shape');
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

function invalid(place: string, problem: string, nextStep: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: `Segment, ${place}: ${problem}.`, nextStep, context: { field: place } });
}
