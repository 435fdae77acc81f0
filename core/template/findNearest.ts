const MAX_DEPTH = 4;
const MAX_NAMES = 500;

/** The variable that was probably meant: the known name with the fewest letters to change, `undefined` when none is near. */
export function findNearest(wanted: string, contexts: readonly unknown[]): string | undefined {
	const names = new Set(contexts.flatMap((context) => listNames(context)));
	let nearest: { name: string; distance: number } | undefined;
	for (const name of names) {
		const distance = distanceOf(wanted, name);
		if (distance <= Math.max(2, Math.floor(wanted.length / 3)) && distance < (nearest?.distance ?? Infinity)) nearest = { name, distance };
	}
	return nearest?.name;
}

/** Paths of everything that can be shown: `buyer.name`, `data.cart.value.currency`. Lists are named, not entered. */
function listNames(value: unknown, prefix = '', depth = 0): string[] {
	if (typeof value !== 'object' || value === null || Array.isArray(value) || depth >= MAX_DEPTH) return [];
	return Object.entries(value)
		.slice(0, MAX_NAMES)
		.flatMap(([key, inner]) => (inner === undefined || inner === null ? [] : [prefix + key, ...listNames(inner, `${prefix}${key}.`, depth + 1)]))
		.slice(0, MAX_NAMES);
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
