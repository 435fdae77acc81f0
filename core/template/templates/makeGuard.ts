import { z, type ZodTypeAny } from 'zod';

/** Tells of a value that it surely has the shape, as it stands; `false` says nothing. */
export type Guard = (value: unknown) => boolean;

/**
 * The quick look before zod's: parsing copies lists and objects, which costs a third of a mail. Knows the kinds that the data
 * of templates have; whatever else a schema asks for is left to zod.
 */
export function makeGuard(schema: ZodTypeAny): Guard {
	if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return absentOr(makeGuard(schema.unwrap() as ZodTypeAny), schema instanceof z.ZodNullable ? null : undefined);
	if (schema instanceof z.ZodArray) return listOf(schema);
	if (schema instanceof z.ZodObject) return objectOf(schema);
	if (schema instanceof z.ZodString) return stringOf(schema);
	return schema instanceof z.ZodNumber ? numberOf(schema) : unsure;
}

function unsure(): boolean {
	return false;
}

function absentOr(guard: Guard, absent: null | undefined): Guard {
	return (value) => value === absent || guard(value);
}

function listOf({ element, _def: { minLength, maxLength, exactLength } }: z.ZodArray<ZodTypeAny>): Guard {
	if (minLength ?? maxLength ?? exactLength) return unsure;
	const guard = makeGuard(element);
	return (value) => Array.isArray(value) && value.findIndex((entry) => !guard(entry)) < 0; // a hole is an entry too
}

/** Plain ones whose further keys stay. */
function objectOf({ shape, _def: { unknownKeys } }: z.AnyZodObject): Guard {
	if (unknownKeys !== 'passthrough') return unsure;
	const guards = Object.entries(shape as Record<string, ZodTypeAny>).map(([key, field]) => [key, makeGuard(field)] as const);
	return (value) => isPlain(value) && guards.every(([key, guard]) => guard(value[key]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function stringOf({ _def: { checks } }: z.ZodString): Guard {
	const patterns = checks.flatMap((check) => (check.kind === 'regex' ? [check.regex] : []));
	if (patterns.length < checks.length) return unsure;
	return (value) => typeof value === 'string' && patterns.every((pattern) => pattern.test(value));
}

function numberOf({ _def: { checks } }: z.ZodNumber): Guard {
	if (checks.some(({ kind }) => kind !== 'int')) return unsure;
	return checks.length > 0 ? Number.isInteger : (value) => typeof value === 'number' && !Number.isNaN(value);
}
