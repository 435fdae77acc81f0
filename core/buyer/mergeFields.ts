/**
 * Field by field what two reports about one thing say together: the newer one where it says anything, else the older one.
 * An update without a field doesn't erase it, and one that arrives late only fills what nobody said yet. (The age of each
 * field alone isn't kept: of two late values for one empty field the one that arrives first stays.)
 */
export function mergeFields<Fields extends object>(stored: Fields, incoming: { [Key in keyof Fields]?: Fields[Key] | undefined }, isNewer: boolean): Fields {
	const merged = { ...stored };
	for (const key of Object.keys(incoming) as Array<keyof Fields>) {
		const value = incoming[key];
		if (value === undefined || value === null) continue;
		if (isNewer || stored[key] === null || stored[key] === undefined) merged[key] = value;
	}
	return merged;
}
