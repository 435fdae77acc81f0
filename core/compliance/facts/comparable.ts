import { rememberText } from './rememberText';

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

/** Words of plain characters with one space between them: nothing to clean. */
const IS_PLAIN = /^(?:[!-~]+ )*[!-~]+$/;

/** Text as a reader sees it: one kind of space, nothing invisible, composed characters. */
export function readable(text: string): string {
	if (IS_PLAIN.test(text)) return text;
	const line = withoutPiles(withoutInvisible(text)).replace(/\s+/g, ' ').trim();
	return IS_COMPOSED.test(line) ? line : line.normalize('NFC');
}

/** Letters and signs that no composition changes, alone or together: Latin, Cyrillic, Chinese, Kana, Hangul and their punctuation. */
const IS_COMPOSED = /^[\u0000-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*$/;

const IS_ASCII = /^[\u0000-\u007f]*$/;

/** Longer than any text without a break; some characters grow to eighteen when they are composed. */
const MAX_COMPARED_CHARACTERS = 10_000;

/** Text reduced to its letters and digits, for "is it the same address?": case, spaces and punctuation don't count. */
export const comparable: (text: string) => string = rememberText(toComparable);

/** The same for texts that are kept elsewhere. */
export function toComparable(text: string): string {
	if (IS_ASCII.test(text)) return text.slice(0, MAX_COMPARED_CHARACTERS).toLowerCase().replace(/[^a-z0-9]+/g, '');
	return withoutPiles(withoutInvisible(text.slice(0, MAX_COMPARED_CHARACTERS))).normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
