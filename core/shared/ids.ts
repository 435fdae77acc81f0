import type { Random } from './random';

/** Prefixes of the ids that people meet in items, logs and links. */
export type IdPrefix = 'b' | 'o' | 'e' | 'k' | 'a' | 'g' | 'd' | 't' | 'v' | 'f' | 's' | 'w' | 'n' | 'm' | 'x';

/** A new id such as `b_5XkQ…`: the prefix tells the kind, 15 random bytes (base64url) make it unguessable. */
export function makeId(random: Random, prefix: IdPrefix): string {
	return `${prefix}_${random.bytes(15).toString('base64url')}`;
}
