/**
 * What one generation may hold; there are two. Constant texts come back and stay, texts of one buyer make room. A campaign in
 * 18 languages has about 700 of them.
 */
const LIMITS = { texts: 3_000, characters: 300_000 };

/** Longer texts are rare, and dear to keep. */
const MAX_KEPT_LENGTH = 1_000;

/** A power of two; more than the texts of one mail. */
const RECENT = 512;

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
	const recent = makeRecent<Found>();
	const seen = { marks: new Int32Array(SEEN), counts: new Uint8Array(SEEN) };
	const keep = (text: string, language: string, found: Found): Found => {
		if (young.texts >= limits.texts || young.characters >= limits.characters) [old, young] = [young, makeGeneration()];
		put(young, text, language, found);
		return found;
	};
	const findKept = (text: string, language: string, mark: number): Found => {
		const known = young.byLanguage.get(language);
		const found = known?.get(text);
		if (found !== undefined || known?.has(text)) return found as Found;
		const older = old.byLanguage.get(language);
		if (older?.has(text)) return keep(text, language, older.get(text) as Found);
		if (!isFrequent(mark, seen)) return find(text, language);
		// a piece of a mail holds on to the whole mail: only a copy is kept, and only what was found in the copy
		const copy = copyText(text);
		return keep(copy, copyText(language), find(copy, language));
	};
	return (text, language = '') => {
		if (text.length + language.length > MAX_KEPT_LENGTH) return find(text, language);
		const mark = markOf(text);
		const slot = mark & (RECENT - 1);
		const isSame = recent.texts[slot] === text && recent.languages[slot] === language;
		const found = isSame ? (recent.found[slot] as Found) : findKept(text, language, mark);
		// the newest mail's own piece, so that older mails are let go
		recent.texts[slot] = text;
		recent.languages[slot] = language;
		recent.found[slot] = found;
		return found;
	};
}

/** The last texts, each in the slot that its mark names: several rules ask about the same texts of one mail. */
function makeRecent<Found>(): { texts: Array<string | undefined>; languages: string[]; found: Array<Found | undefined> } {
	return { texts: new Array<string | undefined>(RECENT).fill(undefined), languages: new Array<string>(RECENT).fill(''), found: new Array<Found | undefined>(RECENT).fill(undefined) };
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

/** A number for a text, from some of its characters. */
function markOf(text: string): number {
	const step = Math.max(1, text.length >> 4);
	let mark = text.length;
	for (let at = text.length - 1; at >= 0; at -= step) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
	return mark ^ (mark >>> 15);
}

/** Whether a text like this one came often enough lately; a wrong yes keeps one text too many. */
function isFrequent(mark: number, seen: { marks: Int32Array; counts: Uint8Array }): boolean {
	const place = mark & (SEEN - 1);
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
