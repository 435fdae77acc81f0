import type { ZodTypeAny, z } from 'zod';
import { SellerMailError } from '../../shared/errors';
import { findNearest } from '../findNearest';
import { makeGuard, type Guard } from './makeGuard';

/**
 * Reads one key of an item's data by its shape.
 * @throws SellerMailError TEMPLATE_VARIABLE_MISSING when it is not there, INPUT_INVALID naming the field when it is wrong
 */
export function readData<Schema extends ZodTypeAny>(schema: Schema, data: Record<string, unknown>, key: string, template: string): z.infer<Schema> {
	const value = data[key];
	if (guardOf(schema)(value)) return value as z.infer<Schema>;
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data as z.infer<Schema>;
	const issue = parsed.error.issues[0];
	const field = ['data', key, ...(issue?.path ?? [])].join('.');
	if (issue?.code === 'invalid_type' && issue.received === 'undefined') throw missingData(template, field, data);
	throw new SellerMailError('INPUT_INVALID', {
		message: `Template \`${template}\`: \`${field}\` is not as expected (${issue?.message ?? 'wrong shape'}).`,
		nextStep: `Correct \`${field}\` in the item.`,
		context: { template, field },
	});
}

const guards = new WeakMap<ZodTypeAny, Guard>();

function guardOf(schema: ZodTypeAny): Guard {
	const found = guards.get(schema) ?? makeGuard(schema);
	guards.set(schema, found);
	return found;
}

/** TEMPLATE_VARIABLE_MISSING naming the template, the variable, and what the item has instead. */
export function missingData(template: string, field: string, data: Record<string, unknown>): SellerMailError {
	const nearest = findNearest(field, [{ data }]);
	const known = Object.keys(data).slice(0, 5).map((key) => `\`data.${key.slice(0, 40)}\``).join(', ') || 'no data at all';
	return new SellerMailError('TEMPLATE_VARIABLE_MISSING', {
		message: `Template \`${template}\` needs \`${field}\`; the item has ${known}${nearest ? `. Did you mean \`${nearest}\`?` : '.'}`,
		nextStep: `Add \`${field}\` to the buyer item or choose another template.`,
		context: { template, variable: field, nearest },
	});
}
