import { languageOfText } from '../../shared/textLanguage';
import type { TextBlock } from './mailFacts';
import { rememberText } from './rememberText';
import { wideCharacterCount } from './wideCharacters';

/** Shorter texts are names and labels: they are of no language. */
const LEAST_CHARACTERS = 12;
/** What a reader needs to know a language, many times over. */
const SAMPLE_CHARACTERS = 2_000;

const findLanguage = rememberText((text) => {
	const weight = text.length + wideCharacterCount(text);
	return { language: weight < LEAST_CHARACTERS ? undefined : languageOfText(text.slice(0, SAMPLE_CHARACTERS)), weight };
});

/** Characters of the visible text by language, where the language is clear; East Asian ones count twice. */
export function countLanguages(blocks: readonly TextBlock[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { text, isVisible } of blocks) {
		if (!isVisible || text.length * 2 < LEAST_CHARACTERS) continue;
		const { language, weight } = findLanguage(text);
		if (language) counts.set(language, (counts.get(language) ?? 0) + weight);
	}
	return counts;
}
