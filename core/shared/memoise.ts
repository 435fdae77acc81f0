import { ownCopy } from './ownCopy';

/** Remembers the answers of a pure function of a text, at most `limit` of them; when that many are known it begins anew. */
export function memoise<Value>(compute: (text: string) => Value, limit: number): (text: string) => Value {
	const answers = new Map<string, Value>();
	return (text) => {
		const known = answers.get(text);
		if (known !== undefined) return known;
		const value = compute(text);
		if (answers.size >= limit) answers.clear();
		answers.set(ownCopy(text), value);
		return value;
	};
}
