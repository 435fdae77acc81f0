import type { ZodTypeAny, z } from 'zod';
import { SellerMailError } from '../shared/errors';

/**
 * Reads one key of an item by its contract.
 * @throws SellerMailError INPUT_INVALID that names item, field, what was expected and which node makes it
 */
export function parseItemKey<Schema extends ZodTypeAny>(
	schema: Schema,
	json: Record<string, unknown>,
	key: string,
	where: { itemIndex: number; madeBy: string },
): z.infer<Schema> {
	if (json[key] === undefined) {
		throw new SellerMailError('INPUT_INVALID', {
			message: `Item ${where.itemIndex} has no \`${key}\`.`,
			nextStep: `Put ${where.madeBy} before this node, or add \`${key}\` in the shape that docs/architecture.md shows.`,
			context: { itemIndex: where.itemIndex, field: key },
		});
	}
	const parsed = schema.safeParse(json[key]);
	if (parsed.success) return parsed.data as z.infer<Schema>;
	const issue = parsed.error.issues[0];
	const field = [key, ...(issue?.path ?? [])].join('.');
	throw new SellerMailError('INPUT_INVALID', {
		message: `Item ${where.itemIndex}: \`${field}\` is not as expected (${issue?.message ?? 'wrong shape'}).`,
		nextStep: `Correct \`${field}\`; ${where.madeBy} makes it in the right shape.`,
		context: { itemIndex: where.itemIndex, field },
	});
}
