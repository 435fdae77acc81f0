import { ownCopy } from './ownCopy';

/** Nobody's text may fill the memory: longer ones are computed anew. */
const MAX_KEPT_LENGTH = 300;

/** Remembers the answers of a pure function of a text, at most `limit` of them; when that many are known it begins anew. */
export function memoise<Value>(compute: (text: string) => Value, limit: number): (text: string) => Value {
	let answers = new Map<string, Value>();
	return (text) => {
		const known = answers.get(text);
		if (known !== undefined) return known;
		const value = compute(text);
		if (text.length > MAX_KEPT_LENGTH) return value;
		// a new one: a Map that is cleared leaves its old table behind (decision 0034)
		if (answers.size >= limit) answers = new Map();
		answers.set(ownCopy(text), value);
		return value;
	};
}
