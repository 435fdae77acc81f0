import data from '../../data/deceptiveTerms.json';
import { foldForms, foldLookAlikes } from './foldLookAlikes';
import { makePhraseStarts, mayHoldPhrase, type PhraseStarts } from './phraseStarts';

interface Deception {
	phrase: string;
	/** written with letters that only look like those of the phrase */
	isDisguised: boolean;
}

const LEXICON: Readonly<Record<string, readonly string[]>> = data.languages;
/** Written without spaces, or with prefixes and endings grown to the words. */
const UNSPACED = new Set(['zh', 'ja', 'ko', 'th', 'ar', 'he']);
const CYRILLIC = new Set(['ru', 'uk']);

/** The first phrase of the language's or English lexicon in a text, with look-alike letters read as what they look like. */
export function findDeception(text: string, language: string): Deception | undefined {
	const { plain, folded, shortest, starts } = patternsOf(LEXICON[language] ? language : 'en');
	if (text.length < shortest || !mayHoldPhrase(text, starts)) return undefined;
	const honest = foldForms(text);
	const phrase = firstWhole(plain, honest);
	if (phrase) return { phrase, isDisguised: false };
	// a text wholly in its own alphabet has nothing to hide
	if (CYRILLIC.has(language) && !/[a-z]/.test(honest)) return undefined;
	const looks = foldLookAlikes(honest);
	const disguised = looks === honest ? undefined : firstWhole(folded, looks);
	return disguised ? { phrase: disguised, isDisguised: true } : undefined;
}

const LETTER = /[\p{L}\p{N}]/u;

/** The first match that isn't part of a longer word; a look-behind would be asked at every character of every text. */
function firstWhole({ bounded, free }: Pattern, text: string): string | undefined {
	const anywhere = free?.exec(text)?.[0];
	if (anywhere) return anywhere;
	bounded.lastIndex = 0;
	for (let match = bounded.exec(text); match; match = bounded.exec(text)) {
		const end = match.index + match[0].length;
		if (!LETTER.test(text[match.index - 1] ?? '') && !LETTER.test(text[end] ?? '')) return match[0];
		bounded.lastIndex = match.index + 1;
	}
	return undefined;
}

interface Pattern {
	/** of whole words */
	bounded: RegExp;
	/** of languages without spaces */
	free: RegExp | undefined;
}

interface Patterns {
	plain: Pattern;
	folded: Pattern;
	/** characters of the shortest phrase without its spaces */
	shortest: number;
	starts: PhraseStarts;
}

const patterns = new Map<string, Patterns>();

function patternsOf(language: string): Patterns {
	const known = patterns.get(language);
	if (known) return known;
	const made = { plain: toPattern(language, foldForms), folded: toPattern(language, (phrase) => foldLookAlikes(foldForms(phrase))), shortest: shortestOf(language), starts: startsOf(language) };
	patterns.set(language, made);
	return made;
}

/** Ligatures and wide letters count once in a text and more in its folded form: half of it is on the safe side. */
function shortestOf(language: string): number {
	return Math.min(...[...(LEXICON.en ?? []), ...(LEXICON[language] ?? [])].map((phrase) => Math.ceil(phrase.replace(/ /g, '').length / 2)));
}

function startsOf(language: string): PhraseStarts {
	const own = LEXICON[language] ?? [];
	return UNSPACED.has(language) ? makePhraseStarts(LEXICON.en ?? [], own) : makePhraseStarts([...(LEXICON.en ?? []), ...own], []);
}

function toPattern(language: string, fold: (text: string) => string): Pattern {
	const own = language === 'en' ? [] : (LEXICON[language] ?? []);
	const isUnspaced = UNSPACED.has(language);
	const bounded = [...(LEXICON.en ?? []), ...(isUnspaced ? [] : own)].map(fold);
	return { bounded: new RegExp(anyOf(bounded), 'g'), free: isUnspaced ? new RegExp(anyOf(own.map(fold))) : undefined };
}

/** Phrases by their first letter, so that most characters of a text are passed at once. */
function anyOf(phrases: readonly string[]): string {
	const byLetter = new Map<string, string[]>();
	for (const phrase of phrases) byLetter.set(phrase.slice(0, 1), [...(byLetter.get(phrase.slice(0, 1)) ?? []), escape(phrase.slice(1))]);
	return [...byLetter].map(([letter, rests]) => `${escape(letter)}(?:${rests.sort((a, b) => b.length - a.length).join('|')})`).join('|');
}

function escape(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s?');
}
