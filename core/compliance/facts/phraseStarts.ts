import { foldForms, foldLookAlikes } from './foldLookAlikes';

/** How the phrases of a lexicon begin, to tell at a glance the texts that can't hold one. */
export interface PhraseStarts {
	/** of phrases that stand at the beginning of a word */
	whole: Uint8Array;
	/** of phrases that may stand anywhere, where a language writes no spaces */
	anywhere: Uint8Array | undefined;
}

/** A power of two, many times the beginnings that there are. */
const SPOTS = 16_384;
const MAX_START = 5;
const MAX_CHARACTERS = 20_000;

/** Marks and what nobody sees: left out of a folded text. */
const LEFT_OUT = 1;
/** Folded to several characters: nobody knows at a glance. */
const OTHER = 2;
const UNKNOWN = 0;
const FIRST_CHARACTER = 9;

/** What each code unit is folded to; filled as they come. */
const FOLDED = new Uint16Array(65_536);
/** 1: a letter or digit; of folded characters */
const LETTERS = Uint8Array.from({ length: 65_536 }, (_, code) => (/[\p{L}\p{N}]/u.test(String.fromCharCode(code)) ? 1 : 0));

const [FIRST_HANGUL, LAST_HANGUL, HANGUL_ENDS] = [0xac00, 0xd7a3, 28];

function foldCode(code: number): number {
	const known = FOLDED[code] ?? OTHER;
	if (known !== UNKNOWN) return known;
	const folded = isSurrogate(code) ? OTHER : foldOne(code);
	FOLDED[code] = folded;
	return folded;
}

function isSurrogate(code: number): boolean {
	return code >= 0xd800 && code <= 0xdfff;
}

function foldOne(code: number): number {
	// folding takes a syllable apart; without its last letter it begins like all that it may be taken for
	if (code >= FIRST_HANGUL && code <= LAST_HANGUL) return code - ((code - FIRST_HANGUL) % HANGUL_ENDS);
	const folded = foldLookAlikes(foldForms(String.fromCharCode(code)));
	if (folded === '') return LEFT_OUT;
	const first = folded.charCodeAt(0);
	return folded.length > 1 || first < FIRST_CHARACTER ? OTHER : first;
}

/** `whole`: phrases of whole words; `anywhere`: phrases that may stand in one. */
export function makePhraseStarts(whole: readonly string[], anywhere: readonly string[]): PhraseStarts {
	return { whole: toSpots(whole), anywhere: anywhere.length > 0 ? toSpots(anywhere) : undefined };
}

/** For each beginning, by its letters: how many there are, as bits. */
function toSpots(phrases: readonly string[]): Uint8Array {
	const spots = new Uint8Array(SPOTS);
	for (const phrase of phrases) {
		// a space in it may be missing in a text
		const [word = ''] = phrase.replace(/^[^\p{L}\p{N}]+/u, '').split(' ');
		const codes = [...word].map((letter) => foldCode(letter.charCodeAt(0))).filter((code) => code !== LEFT_OUT).slice(0, MAX_START);
		if (codes.includes(OTHER)) return spots.fill(~0);
		const spot = codes.reduce(nextSpot, 0) & (SPOTS - 1);
		spots[spot] = (spots[spot] ?? 0) | (1 << codes.length);
	}
	return spots;
}

function nextSpot(spot: number, code: number): number {
	return Math.imul(spot, 31) + code;
}

const folded = new Uint16Array(MAX_CHARACTERS + MAX_START);

/** False: no phrase begins in the text, with its own letters or with look-alikes. */
export function mayHoldPhrase(text: string, { whole, anywhere }: PhraseStarts): boolean {
	const length = foldInto(text);
	if (length < 0) return true;
	let isInWord = false;
	for (let at = 0; at < length; at += 1) {
		const isLetter = LETTERS[folded[at] ?? 0] === 1;
		if (isLetter && !isInWord && beginsAt(at, whole)) return true;
		if (anywhere && beginsAt(at, anywhere)) return true;
		isInWord = isLetter;
	}
	return false;
}

/** How many characters were written; -1 when the text has to be looked at closely. */
function foldInto(text: string): number {
	if (text.length > MAX_CHARACTERS) return -1;
	let length = 0;
	for (let at = 0; at < text.length; at += 1) {
		const unit = text.charCodeAt(at);
		const code = FOLDED[unit] || foldCode(unit);
		if (code > OTHER) folded[length++] = code;
		else if (code === OTHER) return -1;
	}
	folded.fill(0, length, length + MAX_START);
	return length;
}

function beginsAt(at: number, spots: Uint8Array): boolean {
	let spot = 0;
	for (let length = 1; length <= MAX_START; length += 1) {
		spot = nextSpot(spot, folded[at + length - 1] ?? 0);
		if (((spots[spot & (SPOTS - 1)] ?? 0) >> length) & 1) return true;
	}
	return false;
}
