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
const RANDOM_LENGTH = 13;

/**
 * New ids that grow with time, of the same shape: 7 characters of milliseconds and 13 random ones, those of one series in
 * order. What is made together lies together in the indexes, so a million rows are appended instead of scattered. An id
 * tells when it was made, and nothing about how many there are. `expectedCount` are drawn at once.
 */
export function makeTimedIds(random: Random, prefix: IdPrefix, now: number, expectedCount: number): () => string {
	const start = `${prefix}_${sortableTime(now)}`;
	let drawn: string[] = [];
	return () => {
		if (drawn.length === 0) drawn = drawInOrder(random, Math.max(1, expectedCount));
		return start + (drawn.pop() ?? '');
	};
}

/** The last one first. */
function drawInOrder(random: Random, count: number): string[] {
	const text = random.bytes(count * 10).toString('base64url');
	return Array.from({ length: count }, (_, index) => text.slice(index * RANDOM_LENGTH, (index + 1) * RANDOM_LENGTH)).sort().reverse();
}

/** Milliseconds until the year 2109 in base 64. */
function sortableTime(now: number): string {
	let text = '';
	for (let rest = Math.max(0, Math.floor(now)); text.length < TIME_LENGTH; rest = Math.floor(rest / 64)) text = (SORTED_ALPHABET[rest % 64] ?? '') + text;
	return text;
}
