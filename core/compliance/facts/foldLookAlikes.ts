import data from '../../data/lookAlikeLetters.json';

const LATIN_OF = new Map(Object.entries(data.letters).flatMap(([latin, others]) => [...others].map((letter) => [letter, latin] as const)));
const LOOK_ALIKES = [...LATIN_OF.keys()].join('');
const LOOK_ALIKE = new RegExp(`[${LOOK_ALIKES}]`, 'g');
const HAS_LOOK_ALIKE = new RegExp(`[${LOOK_ALIKES}]`);

const IS_PLAIN = /^[\u0000-\u007f]*$/;
/** Accents, and what nobody sees. */
const MARKS = /[\p{Mn}\u00ad\u200b-\u200f\u2060\ufeff]+/gu;

const NEEDS_FOLDING = /[ı\u0307’ʼ`´\u00a0\u202f]/;

/** Small letters with their accents; Turkish letters i fall together, and an apostrophe is one whatever it looks like. */
export function foldCase(text: string): string {
	return foldSmall(text.toLowerCase());
}

/** The same for small letters. */
export function foldSmall(lower: string): string {
	return NEEDS_FOLDING.test(lower) ? lower.replace(/i̇|ı/g, 'i').replace(/[’ʼ`´]/g, "'").replace(/\u00a0|\u202f/g, ' ') : lower;
}

/** Small letters without accents; full-width, mathematical and circled letters as plain ones, one kind of apostrophe. For comparing only. */
export function foldForms(text: string): string {
	if (IS_PLAIN.test(text)) return text.toLowerCase();
	return text.normalize('NFKD').toLowerCase().replace(MARKS, '').replace(/[’‘ʼ]/g, '\'');
}

/** Folded text with letters of other alphabets as the Latin ones that they look like. */
export function foldLookAlikes(folded: string): string {
	return HAS_LOOK_ALIKE.test(folded) ? folded.replace(LOOK_ALIKE, (letter) => LATIN_OF.get(letter) ?? letter) : folded;
}

/** Whether a letter of another script looks like a Latin one. */
export function looksLatin(letter: string): boolean {
	return LATIN_OF.has(letter.toLowerCase());
}
