/** Invisible characters that hide or split words: zero width, bidi controls, soft hyphen, byte order mark; a joiner between emoji is part of one. */
const INVISIBLE = /[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\u00ad\u034f\ufeff]|(?<![\ud800-\udfff\ufe0f\u2600-\u27bf])\u200d/g;

/** Text as a reader sees it: one kind of space, nothing invisible, composed characters. */
export function readable(text: string): string {
	return text.replace(INVISIBLE, '').replace(/[\s\u00a0\u202f]+/g, ' ').trim().normalize('NFC');
}

/** Text reduced to its letters and digits, for "is it the same address?": case, spaces and punctuation don't count. */
export function comparable(text: string): string {
	return text.replace(INVISIBLE, '').normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
