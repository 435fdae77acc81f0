import type { Json } from './ports';

/** An object, or an empty one: what isn't there is nothing to stumble over. */
export function objectOf(value: unknown): Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A list that comes as it is or inside `{order_dto: […]}` (the `simplify` parameter decides, and not every gateway listens). */
export function listOf(value: unknown): Json[] {
	const list = Array.isArray(value) ? value : Object.values(objectOf(value)).find(Array.isArray) ?? [];
	return list.map(objectOf);
}

/** The digits of an id, which may be a number or, beyond 2^53, text. */
export function idOf(value: unknown): string | undefined {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
	return /^\d{1,20}$/.test(text) ? text : undefined;
}

/** Text that says something; stars stand for letters that the platform hides (`A***a`), and then it says nothing. */
export function openText(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' || isMasked(text) ? undefined : text;
}

/** One star is enough: no name, address or login of a buyer has one. */
export function isMasked(text: string): boolean {
	return /[*＊•●]/.test(text);
}
