const MAX_DEPTH = 4;
const MAX_NAMES = 500;
/** letters of a name that is compared: comparing costs the product of both */
const MAX_LENGTH = 80;

/** The variable that was probably meant: the known name with the fewest letters to change, `undefined` when none is near. */
export function findNearest(wanted: string, contexts: readonly unknown[]): string | undefined {
	if (wanted.length > MAX_LENGTH) return undefined;
	const names = new Set(contexts.flatMap((context) => listNames(context)));
	let nearest: { name: string; distance: number } | undefined;
	for (const name of names) {
		const distance = distanceOf(wanted, name);
		if (distance <= Math.max(2, Math.floor(wanted.length / 3)) && distance < (nearest?.distance ?? Infinity)) nearest = { name, distance };
	}
	return nearest?.name;
}

/** Paths of everything that can be shown: `buyer.name`, `data.cart.value.currency`; nearest to the root first. Lists are named, not entered. */
function listNames(context: unknown): string[] {
	const names: string[] = [];
	let level: Array<{ prefix: string; value: unknown }> = [{ prefix: '', value: context }];
	for (let depth = 0; depth < MAX_DEPTH && names.length < MAX_NAMES; depth++) {
		level = level.flatMap(({ prefix, value }) => entriesOf(value).map(([key, inner]) => ({ prefix: `${prefix}${key}.`, value: inner })).slice(0, MAX_NAMES)).slice(0, MAX_NAMES);
		names.push(...level.map(({ prefix }) => prefix.slice(0, -1)));
	}
	return names.slice(0, MAX_NAMES).filter((name) => name.length <= MAX_LENGTH);
}

function entriesOf(value: unknown): Array<[string, unknown]> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
	return Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
}

/** Levenshtein distance, capped by the longer name. */
function distanceOf(a: string, b: string): number {
	if (Math.abs(a.length - b.length) > 20) return Infinity;
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
		}
		row = next;
	}
	return row[b.length] ?? Infinity;
}
