import { rememberText } from './rememberText';
import { SETTLED } from './textMarks';

/** Invisible characters that hide or split words: zero width, bidi controls, soft hyphen, byte order mark; a joiner between emoji is part of one. */
const INVISIBLE = /[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\u00ad\u034f\ufeff]|(?<![\ud800-\udfff\ufe0f\u2600-\u27bf])\u200d/g;

/** Most texts have none: asking costs less than replacing. */
const MAY_BE_INVISIBLE = /[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

function withoutInvisible(text: string): string {
	return MAY_BE_INVISIBLE.test(text) ? text.replace(INVISIBLE, '') : text;
}

/** Marks on one letter beyond any writing; sorting them takes the square of their number. */
const PILE = /(\p{M}{30})\p{M}+/gu;
/** a mark, or half of a character that may be one */
const MARK_START = /\p{M}|\p{Cs}/u;
const STEP = 16;

/** Two marks a step apart are looked at closely; plain letters cost one look in sixteen. */
function withoutPiles(text: string): string {
	let marks = 0;
	for (let at = 0; at < text.length; at += STEP) {
		marks = text.charCodeAt(at) >= 0x300 && MARK_START.test(text.charAt(at)) ? marks + 1 : 0;
		if (marks === 2) return text.replace(PILE, '$1');
	}
	return text;
}

/** Words of them with one space between: nothing to clean. */
const IS_PLAIN = new RegExp(`^(?:[${SETTLED}]+ )*[${SETTLED}]+$`);
const IS_COMPOSED = new RegExp(`^[ ${SETTLED}]*$`);

/** Text as a reader sees it: one kind of space, nothing invisible, composed characters. */
export function readable(text: string): string {
	if (IS_PLAIN.test(text)) return text;
	const line = withoutPiles(withoutInvisible(text)).replace(/\s+/g, ' ').trim();
	return IS_COMPOSED.test(line) ? line : line.normalize('NFC');
}

/** Latin letters with their accents, and signs that are no letters in any form: nothing to compose, nothing to take apart. */
const IS_LATIN = /^[\u0000-\u007f\u00a1-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u00ff\u2010-\u2027\u20ac]*$/;
const NO_LATIN_LETTER = /[^a-z0-9\u00df-\u00f6\u00f8-\u00ff]+/g;

/** Longer than any text without a break; some characters grow to eighteen when they are composed. */
const MAX_COMPARED_CHARACTERS = 10_000;

/** Text reduced to its letters and digits, for "is it the same address?": case, spaces and punctuation don't count. */
export const comparable: (text: string) => string = rememberText(toComparable);

/** The same for texts that are kept elsewhere. */
export function toComparable(text: string): string {
	const start = text.slice(0, MAX_COMPARED_CHARACTERS);
	if (IS_LATIN.test(start)) return start.toLowerCase().replace(NO_LATIN_LETTER, '');
	return withoutPiles(withoutInvisible(start)).normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
