import data from '../../data/lookAlikeLetters.json';

const LATIN_OF = new Map(Object.entries(data.letters).flatMap(([latin, others]) => [...others].map((letter) => [letter, latin] as const)));
const LOOK_ALIKE = new RegExp(`[${[...LATIN_OF.keys()].join('')}]`, 'gu');

const IS_PLAIN = /^[\u0000-\u007f]*$/;

/** Small letters in which everything that looks alike is the same: full-width, mathematical, Cyrillic, Greek, accents. For comparing only. */
export function foldLookAlikes(text: string): string {
	return foldForms(text).replace(LOOK_ALIKE, (letter) => LATIN_OF.get(letter) ?? letter);
}

/** The same for honest spellings: forms and accents folded, letters of other scripts left. */
export function foldForms(text: string): string {
	if (IS_PLAIN.test(text)) return text.toLowerCase();
	return text.normalize('NFKD').toLowerCase().replace(/\p{Mn}+/gu, '');
}

/** Whether a letter of another script looks like a Latin one. */
export function looksLatin(letter: string): boolean {
	return LATIN_OF.has(letter.toLowerCase());
}

/** Whether a Latin letter looks like one of another script. */
export function hasLookAlike(letter: string): boolean {
	return letter.toLowerCase() in data.letters;
}
