import { sharedDataSchema } from '../contract/sharedData';
import { SellerMailError } from '../shared/errors';

/** Stored with each content, and read with each send run. */
const MAX_CHARACTERS = 100_000;
const MAX_DEPTH = 20;

/**
 * *Shared Data* as staff give it: JSON text or an object; nothing for an empty one. Only what JSON can hold comes back, times of
 * an offer as epoch ms.
 * @throws SellerMailError INPUT_INVALID that names the field and what was expected
 */
export function readSharedData(given: unknown): Record<string, unknown> | undefined {
	if (given === undefined || given === null || given === '') return undefined;
	const value = toJson(given);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('is no object', 'Write it as { "offer": { … }, "products": [ … ] }.');
	if (isDeeper(value, MAX_DEPTH)) throw wrong(`is nested more than ${MAX_DEPTH} deep`, 'Leave out what the mail does not show.');
	if (Object.keys(value).length === 0) return undefined;
	const parsed = sharedDataSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw wrong(`: \`${(issue?.path ?? []).join('.')}\` is not as expected (${issue?.message ?? 'wrong shape'})`, 'Correct the field; docs/architecture.md shows the shape of offer and products.');
}

/** Through text, whatever it was: an expression may have made something that JSON can't hold. */
function toJson(given: unknown): unknown {
	try {
		const text = typeof given === 'string' ? given : JSON.stringify(given);
		if (text.length > MAX_CHARACTERS) throw wrong(`is longer than ${MAX_CHARACTERS / 1000} thousand characters`, 'Leave out what the mail does not show; pictures are addresses, not data.');
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SellerMailError) throw error;
		throw wrong('can not be read as JSON', 'Names and texts stand in double quotes, and no comma after the last entry.');
	}
}

/** Level by level: recursion over a hostile depth would end the process. */
function isDeeper(value: object, depth: number): boolean {
	let level: unknown[] = [value];
	for (let at = 0; level.length > 0; at++) {
		if (at > depth) return true;
		level = level.flatMap((entry) => (typeof entry === 'object' && entry !== null ? Object.values(entry) : []));
	}
	return false;
}

function wrong(what: string, nextStep: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: `Shared Data ${what}.`.replace(' :', ':'), nextStep, context: { field: 'sharedData' } });
}
