import type { FieldAges } from '../buyer/mergeFields';

/**
 * Ages as a column: how much older than the row's newest report each field is. A field of that very report is left out,
 * unless only its entry tells that it was stated at all (`always`); most rows need nothing or almost nothing.
 */
export function encodeAges(ages: FieldAges, newestAt: number, always: readonly string[] = []): string {
	const older: Record<string, number> = {};
	for (const [field, at] of Object.entries(ages)) if (at !== newestAt || always.includes(field)) older[field] = newestAt - at;
	return JSON.stringify(older);
}

/** `stated`: fields that have a value; without an entry they are of the newest report. */
export function decodeAges(json: string, newestAt: number, stated: readonly string[]): FieldAges {
	const older = JSON.parse(json) as Record<string, number>;
	return Object.fromEntries([...stated.map((field) => [field, newestAt] as const), ...Object.entries(older).map(([field, by]) => [field, newestAt - by] as const)]);
}
