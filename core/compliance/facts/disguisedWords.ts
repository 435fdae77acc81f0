import { looksLatin } from './foldLookAlikes';

/** Scripts that have letters like the Latin ones. */
const OTHER = /[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\uab70-\uabbf]/;
const LATIN = /[a-z\u00c0-\u024f]/i;
const WORD = /[\p{L}\p{M}]{2,60}/gu;

/** Mathematical and circled alphabets: letters to a reader, signs to a filter. */
const STYLED = /(?:[\u{1d400}-\u{1d7ff}\u{1f130}-\u{1f189}\u24b6-\u24e9]\s?){3,}/u;
/** Wide Latin letters: usual between East Asian ones, a disguise elsewhere. */
const WIDE_LATIN = /[\uff21-\uff3a\uff41-\uff5a]{3,}/;
/** Most texts have no letter of the kind. */
const MAY_DISGUISE = /[\u0370-\u058f\u13a0-\u13ff\u24b6-\u24e9\uab70-\uabbf\uff21-\uff5a\ud835\ud83c]/;
/** Their endings grow to foreign names. */
const CYRILLIC_LANGUAGES = /^(?:ru|uk|be|bg|sr|mk|kk)/;
const WIDE_LANGUAGES = /^(?:zh|ja|ko)/;

/** A word that is written with letters of another alphabet that look the same, or with styled letters; `undefined` when there is none. */
export function findDisguisedWord(text: string, language: string): string | undefined {
	if (!MAY_DISGUISE.test(text)) return undefined;
	const styled = STYLED.exec(text)?.[0] ?? (WIDE_LANGUAGES.test(language) ? undefined : WIDE_LATIN.exec(text)?.[0]);
	if (styled) return styled.slice(0, 60);
	if (!OTHER.test(text) || !LATIN.test(text)) return undefined;
	return text.match(WORD)?.find((word) => isDisguised(word, language));
}

/**
 * `pаypal` with a Cyrillic а. Words that mix alphabets in earnest do so once, with letters that can't be mistaken or an
 * ending (`SMSки`, `VIPа`).
 */
function isDisguised(word: string, language: string): boolean {
	if (!OTHER.test(word) || !LATIN.test(word)) return false;
	const letters = [...word].filter((letter) => OTHER.test(letter) || LATIN.test(letter));
	const isLatin = letters.map((letter) => LATIN.test(letter));
	const switches = isLatin.filter((latin, index) => index > 0 && latin !== isLatin[index - 1]).length;
	const latinCount = isLatin.filter(Boolean).length;
	const latin = letters.filter((letter) => LATIN.test(letter)).join('');
	if (switches === 1 && isLatin[0] && latinCount >= 2 && (CYRILLIC_LANGUAGES.test(language) || latin === latin.toUpperCase())) return false;
	const others = letters.filter((letter) => !LATIN.test(letter));
	return latinCount >= others.length ? others.every(looksLatin) : /^[abcehiklmnoprtuxy]+$/i.test(latin);
}
