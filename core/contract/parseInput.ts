import type { ZodTypeAny, z } from 'zod';
import { SellerMailError } from '../shared/errors';

/** Reads what a person typed. @throws SellerMailError INPUT_INVALID that names the field and what was expected */
export function parseInput<Schema extends ZodTypeAny>(schema: Schema, input: unknown, what: string): z.infer<Schema> {
	const parsed = schema.safeParse(input);
	if (parsed.success) return parsed.data as z.infer<Schema>;
	const issue = parsed.error.issues[0];
	const field = issue?.path.join('.') || what;
	throw new SellerMailError('INPUT_INVALID', {
		message: `${what}: \`${field}\` is not as expected (${issue?.message ?? 'wrong shape'}).`,
		nextStep: `Correct \`${field}\`.`,
		context: { field },
	});
}
