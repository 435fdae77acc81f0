import claimTerms from '../../data/claimTerms.json';
import deceptiveTerms from '../../data/deceptiveTerms.json';
import { foldCase, foldForms, foldLookAlikes } from './foldLookAlikes';
import { lookOnce, lowerOf } from './passage';

/** What a glance at a text of ASCII letters tells: any other (MARK.foreign) is to be read. */
export interface Glance {
	/** where words stand that begin like a claim */
	claimsAt: readonly number[];
	/** a word begins like a deception */
	mayDeceive: boolean;
}

/** What phrases begin with: for each beginning, by its letters, how many there are, as bits; from DECEPTION on those of deceptions. */
interface WordHeads {
	/** whole first words of up to five letters */
	words: Uint16Array;
	/** the first letters of longer ones, and of those that may go on */
	starts: Uint16Array;
}

/** A power of two, many times the heads that there are. */
const SPOTS = 32_768;
const MAX_LETTERS = 5;
const DECEPTION = 8;
const [SPACE, ZERO, NINE, LETTER_A, LETTER_Z] = [32, 48, 57, 97, 122];

const UNSPACED = new Set(claimTerms.substringLanguages);
const CLAIMS = Object.values(claimTerms.terms).flatMap((languages) => Object.entries(languages)
	.flatMap(([language, claims]: [string, string[]]) => claims.map((claim) => ({ phrase: foldCase(claim), isWord: !UNSPACED.has(language), firstBit: 0 }))));
/** What may stand behind a number that begins a claim: "3 left". */
const BEHIND_NUMBERS = new Set(CLAIMS.filter(({ phrase }) => phrase.startsWith('{n}')).map(({ phrase }) => phrase.slice(3).trimStart().charCodeAt(0)));
const DECEPTIONS: Readonly<Record<string, readonly string[]>> = deceptiveTerms.languages;

const IS_ASCII = /^[\u0000-\u007f]*$/;

const headsByLanguage = new Map<string, WordHeads>();

const NOTHING: Glance = { claimsAt: [], mayDeceive: false };

/** Most names and descriptions of products hold no word that a claim or a deception begins with. */
export const glanceAt = lookOnce((_text, language, passage): Glance => glance(lowerOf(passage), headsOf(language.slice(0, 2).toLowerCase())));

function headsOf(tag: string): WordHeads {
	const language = DECEPTIONS[tag] ? tag : 'en';
	const known = headsByLanguage.get(language);
	if (known) return known;
	const deceptions = [...(DECEPTIONS.en ?? []), ...(DECEPTIONS[language] ?? [])].map((phrase) => ({ phrase: foldLookAlikes(foldForms(phrase)), isWord: false, firstBit: DECEPTION }));
	const heads = makeHeads([...CLAIMS, ...deceptions]);
	headsByLanguage.set(language, heads);
	return heads;
}

/** `isWord`: spaces in the phrase are there in a text too. Phrases with a letter that isn't ASCII stand in no ASCII text. */
function makeHeads(phrases: ReadonlyArray<{ phrase: string; isWord: boolean; firstBit: number }>): WordHeads {
	const heads: WordHeads = { words: new Uint16Array(SPOTS), starts: new Uint16Array(SPOTS) };
	for (const { phrase, isWord, firstBit } of phrases) {
		const [, head = '', behind = ''] = /^[^a-z0-9{]*([a-z0-9]{1,5})(.?)/.exec(phrase) ?? [];
		if (head === '' || !IS_ASCII.test(phrase)) continue;
		const table = isWord && /^[ '-]?$/.test(behind) ? heads.words : heads.starts;
		const spot = [...head].reduce((sum, letter) => nextSpot(sum, letter.charCodeAt(0)), 0) & (SPOTS - 1);
		table[spot] = (table[spot] ?? 0) | (1 << (firstBit + head.length));
	}
	return heads;
}

function nextSpot(spot: number, code: number): number {
	return Math.imul(spot, 31) + code;
}

function isDigit(code: number): boolean {
	return code >= ZERO && code <= NINE;
}

function glance(text: string, { words, starts }: WordHeads): Glance {
	const claimsAt: number[] = [];
	let deceptions = 0;
	let length = 0;
	let spot = 0;
	let found = 0;
	for (let at = 0; at <= text.length; at += 1) {
		const code = at < text.length ? text.charCodeAt(at) : SPACE;
		if ((code >= LETTER_A && code <= LETTER_Z) || isDigit(code)) {
			length += 1;
			if (length > MAX_LETTERS) continue;
			if (length === 1 && code <= NINE && BEHIND_NUMBERS.has(codeBehindNumber(text, at))) found = 1;
			spot = nextSpot(spot, code);
			found |= ((starts[spot & (SPOTS - 1)] ?? 0) >> length) & ANY;
			continue;
		}
		if (length === 0) continue;
		if (length <= MAX_LETTERS) found |= ((words[spot & (SPOTS - 1)] ?? 0) >> length) & ANY;
		if ((found & 1) !== 0) claimsAt.push(at - length);
		deceptions |= found;
		length = spot = found = 0;
	}
	const mayDeceive = deceptions > 1;
	return claimsAt.length > 0 || mayDeceive ? { claimsAt, mayDeceive } : NOTHING;
}

/** Of one number of letters: a claim, a deception. */
const ANY = 1 | (1 << DECEPTION);

/** NaN at the end. */
function codeBehindNumber(text: string, from: number): number {
	let at = from;
	while (isDigit(text.charCodeAt(at))) at += 1;
	while (text.charCodeAt(at) === SPACE) at += 1;
	return text.charCodeAt(at);
}
