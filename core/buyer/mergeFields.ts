/** When a field was last stated, by field: epoch ms of the source. A field that nobody stated is missing. */
export type FieldAges = Readonly<Record<string, number>>;

/** One report about a thing. */
export interface Statement<Fields> {
	given: { [Key in keyof Fields]?: Fields[Key] | undefined };
	/** how old it is */
	at: number;
	/** false: the report doesn't say, and is as old as its arrival */
	isTimed: boolean;
}

/**
 * What all reports about one thing say together, field by field: the newest one that says anything. The age of each field
 * is kept, so that reports may come in any order and any number of times. A report without a field doesn't erase it. Of two
 * with the same time the greater value counts (the longer list), because nothing else makes them come out alike in any order; of two without
 * a time the one that comes later.
 */
export function mergeFields<Fields extends object>(stored: Fields, ages: FieldAges, { given, at, isTimed }: Statement<Fields>): { fields: Fields; ages: FieldAges } {
	const fields = { ...stored };
	const merged: Record<string, number> = { ...ages };
	for (const key of Object.keys(given) as Array<keyof Fields & string>) {
		const value = given[key];
		if (value === undefined || value === null) continue;
		const age = ages[key];
		const isNewer = age === undefined || at > age || (at === age && (!isTimed || isGreater(value, stored[key])));
		if (!isNewer) continue;
		fields[key] = value;
		merged[key] = at;
	}
	return { fields, ages: merged };
}

/** Whether two things know the same about the age of their fields. */
export function isSameAge(a: FieldAges | undefined, b: FieldAges | undefined): boolean {
	const [left, right] = [Object.entries(a ?? {}), b ?? {}];
	return left.length === Object.keys(right).length && left.every(([key, age]) => right[key] === age);
}

function isGreater(value: unknown, than: unknown): boolean {
	if (typeof value === 'number' && typeof than === 'number') return value > than;
	if (Array.isArray(value) && Array.isArray(than) && value.length !== than.length) return value.length > than.length;
	return JSON.stringify(value) > JSON.stringify(than ?? '');
}
