/** Phrases of one language ready to be looked for. */
export interface PhraseBook<Tag> {
	language: string;
	pattern: RegExp;
	tags: ReadonlyMap<string, Tag>;
}

export interface PhraseMatch<Tag> {
	phrase: string;
	tag: Tag;
}

/** Written without spaces between words: there a phrase may stand anywhere. */
const UNSPACED = new Set(['zh', 'ja', 'ar']);

/**
 * Compiles phrases into one pattern, longest first, so that `lastschrift zurückgeben` is not also `zurückgeben`. Where words
 * are spaced a phrase must be whole words: `ferito` is not in `trasferito`. A phrase given twice keeps its first tag.
 */
export function compilePhrases<Tag>(language: string, phrases: Array<{ phrase: string; tag: Tag }>): PhraseBook<Tag> {
	const tags = new Map<string, Tag>();
	for (const { phrase, tag } of phrases) {
		const text = normalizePhrase(phrase, language);
		if (!tags.has(text)) tags.set(text, tag);
	}
	const alternatives = [...tags.keys()].sort((a, b) => b.length - a.length).map(escapePattern).join('|');
	const bounded = UNSPACED.has(language) ? `(?:${alternatives})` : `(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`;
	return { language, pattern: new RegExp(bounded, 'gu'), tags };
}

/** The phrases found, each once, in order of appearance. */
export function findPhrases<Tag>(book: PhraseBook<Tag>, text: string): Array<PhraseMatch<Tag>> {
	const found = new Set(normalizePhrase(text, book.language).match(book.pattern) ?? []);
	return [...found].flatMap((phrase) => {
		const tag = book.tags.get(phrase);
		return tag === undefined ? [] : [{ phrase, tag }];
	});
}

/** NFKC, lower case (Turkish has its own), plain apostrophes, single spaces. */
export function normalizePhrase(text: string, language: string): string {
	return text.normalize('NFKC').toLocaleLowerCase(language).replace(/[’‘ʼ`´]/g, '\'').replace(/\s+/g, ' ');
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
