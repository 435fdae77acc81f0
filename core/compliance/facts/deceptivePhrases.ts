import data from '../../data/deceptiveTerms.json';
import { foldForms, foldLookAlikes } from './foldLookAlikes';
import { rememberText } from './rememberText';

interface Deception {
	phrase: string;
	/** written with letters that only look like those of the phrase */
	isDisguised: boolean;
}

const LEXICON: Readonly<Record<string, readonly string[]>> = data.languages;
/** Written without spaces, or with prefixes and endings grown to the words. */
const UNSPACED = new Set(['zh', 'ja', 'ko', 'th', 'ar', 'he']);
const MAX_CHARACTERS = 20_000;

interface Patterns {
	plain: RegExp;
	folded: RegExp;
}

const patterns = new Map<string, Patterns>();

/** The first phrase of the language's or English lexicon in a text, with look-alike letters read as what they look like. */
export const findDeception = rememberText((text, language): Deception | undefined => {
	const { plain, folded } = patternsOf(LEXICON[language] ? language : 'en');
	const sample = text.slice(0, MAX_CHARACTERS);
	const forms = foldForms(sample).replace(/[’‘ʼ]/g, '\'');
	const honest = plain.exec(forms)?.[0];
	if (honest) return { phrase: honest.trim(), isDisguised: false };
	const looks = foldLookAlikes(sample);
	const disguised = looks === forms ? undefined : folded.exec(looks)?.[0];
	return disguised ? { phrase: disguised.trim(), isDisguised: true } : undefined;
});

function patternsOf(language: string): Patterns {
	const known = patterns.get(language);
	if (known) return known;
	const made = { plain: toPattern(language, foldForms), folded: toPattern(language, foldLookAlikes) };
	patterns.set(language, made);
	return made;
}

function toPattern(language: string, fold: (text: string) => string): RegExp {
	const own = language === 'en' ? [] : (LEXICON[language] ?? []);
	const any = (phrases: readonly string[]): string => phrases.map((phrase) => escape(fold(phrase))).sort((a, b) => b.length - a.length).join('|');
	const bounded = [...(LEXICON.en ?? []), ...(UNSPACED.has(language) ? [] : own)];
	const free = UNSPACED.has(language) && own.length > 0 ? `|${any(own)}` : '';
	return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any(bounded)})(?![\\p{L}\\p{N}])${free}`, 'u');
}

function escape(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s?');
}
