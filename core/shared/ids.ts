import type { Random } from './random';

/** Prefixes of the ids that people meet in items, logs and links. */
export type IdPrefix = 'b' | 'o' | 'e' | 'k' | 'a' | 'g' | 'd' | 't' | 'v' | 'f' | 's' | 'w' | 'n' | 'm' | 'x';

/** A new id such as `b_5XkQ…`: the prefix tells the kind, 15 random bytes (base64url) make it unguessable. */
export function makeId(random: Random, prefix: IdPrefix): string {
	return `${prefix}_${random.bytes(15).toString('base64url')}`;
}

/** The characters of base64url in the order in which databases sort them. */
const SORTED_ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const TIME_LENGTH = 7;
const RANDOM_BYTES = 10;

/**
 * A new id that grows with time, of the same shape: 7 characters of milliseconds, 13 random ones. What is made together
 * lies together in the indexes, so a million rows are appended instead of scattered; it tells when, not how many.
 */
export function makeTimedId(random: Random, prefix: IdPrefix, now: number): string {
	return `${prefix}_${sortableTime(now)}${random.bytes(RANDOM_BYTES).toString('base64url').slice(0, 13)}`;
}

/** Milliseconds until the year 2109 in base 64. */
function sortableTime(now: number): string {
	let text = '';
	for (let rest = Math.max(0, Math.floor(now)); text.length < TIME_LENGTH; rest = Math.floor(rest / 64)) text = (SORTED_ALPHABET[rest % 64] ?? '') + text;
	return text;
}
