import triage from '../data/triageLexicon.json';
import { SPELLED_LANGUAGES, countCommonWords, languageByScript, type SpelledLanguage } from '../shared/textLanguage';
import { compilePhrases, findPhrases, type PhraseBook } from './phraseMatch';

/** Languages that the lexicons know, as BCP 47 primary tags. */
export const LEXICON_LANGUAGES = ['en', 'zh', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'sv', 'pt', 'ja', 'ar', 'tr'] as const;
export type LexiconLanguage = (typeof LEXICON_LANGUAGES)[number];

/** Languages that are told by their words; the others by their script. */
const LATIN_LANGUAGES = SPELLED_LANGUAGES.filter((language) => isLexiconLanguage(language));

/** A phrase of the lexicon weighs as much as this many common words. */
const PHRASE_WEIGHT = 2;

/**
 * The language of a text: by script, else by common words and lexicon phrases; ties and texts that say nothing go to the
 * marketplace's language.
 */
export function detectLanguage(text: string, defaultLanguage = 'en'): string {
	const fallback = primaryLanguage(defaultLanguage);
	const sample = text.slice(0, 5_000);
	const byScript = languageByScript(sample);
	if (byScript && isLexiconLanguage(byScript)) return byScript;
	const scores = LATIN_LANGUAGES.map((language) => ({ language, score: scoreOf(sample, language) }));
	const best = Math.max(...scores.map(({ score }) => score));
	if (best < 2) return fallback;
	const winners = scores.filter(({ score }) => score === best).map(({ language }) => language as string);
	return winners.includes(fallback) ? fallback : (winners[0] ?? fallback);
}

/** `pt-BR` → `pt`. */
export function primaryLanguage(tag: string): string {
	return tag.split('-')[0]?.toLowerCase() ?? 'en';
}

function scoreOf(text: string, language: LexiconLanguage & SpelledLanguage): number {
	return countCommonWords(text, language) + PHRASE_WEIGHT * findPhrases(phraseBook(language), text).length;
}

const books = new Map<string, PhraseBook<string>>();

/** All triage phrases of a language, compiled once. */
export function phraseBook(language: LexiconLanguage): PhraseBook<string> {
	const known = books.get(language);
	if (known) return known;
	const key = language === 'pt' ? 'pt-BR' : language;
	const phrases = Object.entries(triage.categories).flatMap(([category, byLanguage]) =>
		byLanguage[key].map((phrase) => ({ phrase, tag: category })));
	const book = compilePhrases(language, phrases);
	books.set(language, book);
	return book;
}

export function isLexiconLanguage(language: string): language is LexiconLanguage {
	return (LEXICON_LANGUAGES as readonly string[]).includes(language);
}
