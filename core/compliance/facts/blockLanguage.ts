import { languageByWords, languageOfText } from '../../shared/textLanguage';
import type { TextBlock } from './mailFacts';
import { lookOnce, lowerOf, type Passage } from './passage';
import { MARK } from './textMarks';
import { wideCharacterCount } from './wideCharacters';

/** Shorter texts are names and labels: they are of no language. */
const LEAST_CHARACTERS = 12;
/** What a reader needs to know a language, many times over. */
const SAMPLE_CHARACTERS = 2_000;

const wordLanguageOf = lookOnce((_text, _language, passage) => languageByWords(lowerOf(passage).slice(0, SAMPLE_CHARACTERS)));
const scriptLanguageOf = lookOnce((text) => languageOfText(text.slice(0, SAMPLE_CHARACTERS)));

/** Characters of the visible text by language, where the language is clear; East Asian ones count twice. */
export function countLanguages(blocks: readonly TextBlock[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { passage, isVisible } of blocks) {
		const weight = isVisible ? weightOf(passage) : 0;
		if (weight < LEAST_CHARACTERS) continue;
		const language = passage.has(MARK.script) ? scriptLanguageOf(passage) : wordLanguageOf(passage);
		if (language) counts.set(language, (counts.get(language) ?? 0) + weight);
	}
	return counts;
}

function weightOf(passage: Passage): number {
	const { length } = passage.text;
	return passage.has(MARK.wide) && length * 2 >= LEAST_CHARACTERS ? length + wideCharacterCount(passage.text) : length;
}
