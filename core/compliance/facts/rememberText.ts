/**
 * What one generation may hold; there are two. Constant texts come back and stay, texts of one buyer make room. A campaign in
 * 18 languages has about 700 of them.
 */
const LIMITS = { texts: 3_000, characters: 300_000 };

/** Longer texts are rare, and dear to keep. */
const MAX_KEPT_LENGTH = 1_000;

/** About the texts of one mail that are its buyer's own. */
const RECENT_TEXTS = 256;

interface Generation<Found> {
	byLanguage: Map<string, Map<string, Found>>;
	texts: number;
	characters: number;
}

/**
 * Remembers what was found in a text: most text blocks of a mail are its template's and come back in every mail, so a rule
 * that reads each block pays a look-up for them. A text is kept when it has come a few times; one mail's names and
 * numbers don't come back. `find` must be pure: its answer may depend on text and language alone, and
 * nobody may change the answer. Memory is bounded; make one per rule, at module level:
 *
 *     const findUrgency = rememberText((text, language) => URGENCY.exec(lowerCase(text, language))?.[0]);
 *     check({ mail }) { for (const block of mail.blocks) { const found = findUrgency(block.text, mail.language); … } }
 */
export function rememberText<Found>(find: (text: string, language: string) => Found, limits = LIMITS): (text: string, language?: string) => Found {
	let young = makeGeneration<Found>();
	let old = makeGeneration<Found>();
	let recent = makeGeneration<Found>();
	const seen = { marks: new Int32Array(SEEN), counts: new Uint8Array(SEEN) };
	const keep = (text: string, language: string, found: Found): Found => {
		if (young.texts >= limits.texts || young.characters >= limits.characters) [old, young] = [young, makeGeneration()];
		put(young, text, language, found);
		return found;
	};
	/** Several rules ask about the same texts of one mail. */
	const findOnce = (text: string, language: string): Found => {
		const known = recent.byLanguage.get(language);
		if (known?.has(text)) return known.get(text) as Found;
		if (recent.texts >= RECENT_TEXTS) recent = makeGeneration();
		const found = find(text, language);
		put(recent, text, language, found);
		return found;
	};
	return (text, language = '') => {
		if (text.length + language.length > MAX_KEPT_LENGTH) return find(text, language);
		const known = young.byLanguage.get(language);
		const found = known?.get(text);
		if (found !== undefined || known?.has(text)) return found as Found;
		const older = old.byLanguage.get(language);
		if (older?.has(text)) return keep(text, language, older.get(text) as Found);
		if (!isFrequent(text, seen)) return findOnce(text, language);
		// a piece of a mail holds on to the whole mail: only a copy is kept, and only what was found in the copy
		const copy = copyText(text);
		return keep(copy, copyText(language), find(copy, language));
	};
}

function makeGeneration<Found>(): Generation<Found> {
	return { byLanguage: new Map(), texts: 0, characters: 0 };
}

function put<Found>(generation: Generation<Found>, text: string, language: string, found: Found): void {
	let known = generation.byLanguage.get(language);
	if (!known) generation.byLanguage.set(language, (known = new Map()));
	known.set(text, found);
	generation.texts += 1;
	generation.characters += text.length + language.length;
}

/** A product's name may stand in one mail several times. */
const TIMES = 5;

/** Whether a text like this one came often enough lately; a wrong yes keeps one text too many. */
function isFrequent(text: string, seen: { marks: Int32Array; counts: Uint8Array }): boolean {
	const step = Math.max(1, text.length >> 4);
	let mark = text.length;
	for (let at = text.length - 1; at >= 0; at -= step) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
	const place = (mark ^ (mark >>> 15)) & (SEEN - 1);
	const count = seen.marks[place] === mark ? (seen.counts[place] ?? 0) + 1 : 1;
	seen.marks[place] = mark;
	seen.counts[place] = Math.min(count, TIMES);
	return count >= TIMES;
}

/** A power of two. */
const SEEN = 8_192;

/** The same text in memory of its own. */
export function copyText(text: string): string {
	return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
}
