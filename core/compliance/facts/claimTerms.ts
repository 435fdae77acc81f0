import data from '../../data/claimTerms.json';
import { foldCase, foldSmall } from './foldLookAlikes';
import { glanceAt } from './glanceAt';
import { lookOnce, lowerOf, type Passage } from './passage';
import { MARK, hasLetters } from './textMarks';

/** What a text claims, or what kind of advertising it is (core/data/claimTerms.json). */
export type ClaimKind = keyof typeof data.terms;

/** A claim in the mail's own words, with the number that it names. */
export interface FoundClaim {
	words: string;
	count?: number;
}

const SUBSTRING_LANGUAGES = new Set(data.substringLanguages);
const NUMBER = '(\\p{Nd}{1,4})(?![.,]?\\p{Nd})';
/** A number of hours, of money or of percent is no number of pieces. */
const NO_PIECES = '(?!\\s?(?:[%٪€$£¥₩₽₺₪₹฿₫₴]|hours?|days?|minutes?|stunden?|tagen?|minuten|heures?|jours?|horas?|d[ií]as?|minutos|ore|giorni|minuti|uur|dagen|godzin|dni|час|дн|годин|saat|gün|dakika|小时|天|分钟|時間|日|分|시간|일|분|ชั่วโมง|วัน|นาที|giờ|ngày|phút|ساع|يوم|أيام|دقيق|שעות|ימים|דקות|eur|usd|zł|kr|руб|грн|tl))';

/** Phrases of one kind that begin alike: a regular expression of all of them would try hundreds at every letter. */
interface Entry {
	kind: ClaimKind;
	/** false: in languages without spaces, or with prefixes, a phrase may begin inside of a word */
	isWhole: boolean;
	/** how the phrases begin, as far as they are the same in every text; none: with a number */
	heads: readonly string[];
	pattern: RegExp;
}

const LETTER = /[\p{L}\p{N}]/u;
const DIGIT = /\p{Nd}/u;
/** Hebrew, and what follows it: scripts with prefixes or without spaces, where a phrase may begin inside of a word. */
const FIRST_JOINED = 0x590;
const [NO_LETTER, LETTER_ONLY, DIGIT_LETTER, JOINED_LETTER, JOINED_DIGIT] = [0, 1, 2, 3, 4];
const LETTERS = makeLetterTable();
/** Any number: phrases such as "3 left" begin with one, and are told by what stands behind it. */
const NUMBER_KEY = '#';
/** A power of two, many times the beginnings that there are. */
const SPOTS = 16_384;
const entriesByStart = makeIndex();
const entriesBehindNumber = new Map([...entriesByStart].filter(([start]) => start.startsWith(NUMBER_KEY)).map(([start, entries]) => [start.charCodeAt(NUMBER_KEY.length), entries]));
const entriesAtSpot = makeSpots();
const NOTHING: Claims = {};

type Claims = Partial<Record<ClaimKind, FoundClaim>>;

const readClaims = lookOnce((_text, _language, passage): Claims => (passage.has(MARK.foreign) ? scan(foldSmall(lowerOf(passage))) : scanAt(passage, glanceAt(passage).claimsAt)));

/** All claims of a text, the first of each kind. Every language's words at once: which language a mail says it is in, is the sender's word alone. */
export function findClaims(text: string): Claims {
	return hasLetters(text) ? scan(foldCase(text)) : NOTHING;
}

/** The claims of a text of the mail; looked for once, however many rules ask. */
export function claimsOf(passage: Passage): Claims {
	return passage.has(MARK.letter) ? readClaims(passage) : NOTHING;
}

/** Of a text of plain letters, where every phrase begins with a word. */
function scanAt(passage: Passage, places: readonly number[]): Claims {
	if (places.length === 0) return NOTHING;
	const text = foldSmall(lowerOf(passage));
	return places.reduce((claims, at) => takeAt({ text, at, isBegin: true }, claims), NOTHING);
}

function scan(text: string): Claims {
	let claims = NOTHING;
	let isInWord = false;
	for (let at = 0; at < text.length - 1; at += 1) {
		const kind = LETTERS[text.charCodeAt(at)] ?? 0;
		const isBegin = !isInWord;
		isInWord = kind !== NO_LETTER;
		if (kind === NO_LETTER || (!isBegin && kind !== JOINED_LETTER && kind !== JOINED_DIGIT)) continue;
		claims = takeAt({ text, at, isBegin }, claims);
	}
	return claims;
}

interface Place {
	text: string;
	at: number;
	isBegin: boolean;
}

/** The claims that begin at one place. */
function takeAt(place: Place, known: Claims): Claims {
	const { text, at } = place;
	const spot = spotOf(text, at, 2);
	const claims = takeEntries(entriesAtSpot[nextSpot(spot, text.charCodeAt(at + 2)) & (SPOTS - 1)], place, takeEntries(entriesAtSpot[spot & (SPOTS - 1)], place, known));
	return isDigitKind(LETTERS[text.charCodeAt(at)] ?? 0) ? takeEntries(entriesBehindNumber.get(behindNumber(text, at)), place, claims) : claims;
}

/** The first character behind a number and its space, as a code; NaN at the end. */
function behindNumber(text: string, at: number): number {
	let end = at + 1;
	while (end < text.length && isDigitKind(LETTERS[text.charCodeAt(end)] ?? 0)) end += 1;
	while (end < text.length && text.charCodeAt(end) === SPACE) end += 1;
	return text.charCodeAt(end);
}

const SPACE = 32;

function isDigitKind(kind: number): boolean {
	return kind === DIGIT_LETTER || kind === JOINED_DIGIT;
}

/** A number for how a phrase begins. Others may have the same: a phrase is told by its whole pattern. */
function spotOf(text: string, at: number, length: number): number {
	let spot = 0;
	for (let index = at; index < at + length; index += 1) spot = nextSpot(spot, text.charCodeAt(index));
	return spot;
}

function nextSpot(spot: number, code: number): number {
	return Math.imul(spot, 31) + code;
}

/** The first of each kind counts. */
function takeEntries(entries: readonly Entry[] = [], { text, at, isBegin }: Place, claims: Claims): Claims {
	let taken = claims;
	for (const entry of entries) {
		if (taken[entry.kind] || (entry.isWhole && !isBegin) || !mayMatch(entry, text, at)) continue;
		const found = matchAt(entry, text, at);
		if (found) taken = { ...taken, [entry.kind]: found };
	}
	return taken;
}

/** Costs a tenth of a pattern, and most words only begin like a phrase. */
function mayMatch({ heads }: Entry, text: string, at: number): boolean {
	if (heads.length === 0) return true;
	for (const head of heads) if (text.startsWith(head, at)) return true;
	return false;
}

function makeLetterTable(): Uint8Array {
	return Uint8Array.from({ length: 65_536 }, (_, code) => {
		const character = String.fromCharCode(code);
		if (code >= 0xd800 && code <= 0xdfff) return LETTER_ONLY;
		if (!LETTER.test(character)) return NO_LETTER;
		const isDigit = DIGIT.test(character);
		if (code < FIRST_JOINED) return isDigit ? DIGIT_LETTER : LETTER_ONLY;
		return isDigit ? JOINED_DIGIT : JOINED_LETTER;
	});
}

function matchAt({ pattern }: Entry, text: string, at: number): FoundClaim | undefined {
	pattern.lastIndex = at;
	const match = pattern.exec(text);
	if (!match) return undefined;
	const count = match.slice(1).find((group) => group !== undefined);
	return { words: match[0], ...(count === undefined ? {} : { count: readNumber(count) }) };
}

/** How evidence of consent names a marketplace, or a question instead of a purchase. */
export function namesMarketplace(source: string): boolean {
	return MARKETPLACE.test(foldCase(source));
}

export function namesInquiry(source: string): boolean {
	return INQUIRY.test(foldCase(source));
}

/** Digits of any script as a number. */
export function readNumber(digits: string): number {
	return Number(latinDigits(digits));
}

const IS_ASCII = /^[\u0000-\u007f]*$/;

/** ٣٢ and ๓๒ as 32. */
export function latinDigits(text: string): string {
	if (IS_ASCII.test(text)) return text;
	return text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
		const code = digit.codePointAt(0) ?? 0;
		let zero = code;
		while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
		return String(code - zero);
	});
}

function makeIndex(): ReadonlyMap<string, readonly Entry[]> {
	const sources = new Map<string, { start: string; kind: ClaimKind; isWhole: boolean; heads: string[]; alternatives: string[] }>();
	for (const kind of Object.keys(data.terms) as ClaimKind[]) {
		for (const [language, words] of Object.entries(data.terms[kind])) {
			const isWhole = !SUBSTRING_LANGUAGES.has(language);
			for (const word of words) {
				const start = startOf(foldCase(word), isWhole);
				const source = sources.get(`${start} ${kind} ${isWhole}`) ?? { start, kind, isWhole, heads: [], alternatives: [] };
				if (!word.startsWith('{n}')) source.heads.push(headOf(foldCase(word), isWhole));
				source.alternatives.push(toSource(word, kind, language));
				sources.set(`${start} ${kind} ${isWhole}`, source);
			}
		}
	}
	const index = new Map<string, Entry[]>();
	for (const { start, kind, isWhole, heads, alternatives } of sources.values()) {
		index.set(start, [...(index.get(start) ?? []), { kind, isWhole, heads, pattern: new RegExp(byLength(alternatives), 'uy') }]);
	}
	return index;
}

function makeSpots(): ReadonlyArray<readonly Entry[] | undefined> {
	const spots = new Array<readonly Entry[] | undefined>(SPOTS).fill(undefined);
	for (const [start, entries] of entriesByStart) {
		const spot = spotOf(start, 0, start.length) & (SPOTS - 1);
		if (!start.startsWith(NUMBER_KEY)) spots[spot] = [...(spots[spot] ?? []), ...entries];
	}
	return spots;
}

/** Three characters tell more than two; where a phrase may begin anywhere, spaces in it may be missing. */
function startOf(word: string, isWhole: boolean): string {
	if (word.startsWith('{n}')) return NUMBER_KEY + word.slice(3).trimStart().charAt(0);
	return word.slice(0, isWhole && /^[^{*]{3}/.test(word) ? 3 : 2);
}

function headOf(word: string, isWhole: boolean): string {
	return /^[^{*]*/.exec(isWhole ? word : (word.split(' ')[0] ?? ''))?.[0] ?? '';
}

/** `осталось {n} час*`: a number, and a word by its beginning. */
function toSource(word: string, kind: ClaimKind, language: string): string {
	const number = kind === 'onlyLeft' ? `${NUMBER}${NO_PIECES}` : NUMBER;
	const isAnywhere = SUBSTRING_LANGUAGES.has(language);
	const source = foldCase(word).replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{n\}/g, () => number).replace(/ /g, isAnywhere ? '\\s?' : ' ');
	const stems = source.replace(/\\\*/g, '[\\p{L}\\p{N}]*');
	return isAnywhere || word.endsWith('*') ? stems : `${stems}(?![\\p{L}\\p{N}])`;
}

function byLength(sources: string[]): string {
	return [...new Set(sources)].sort((a, b) => b.length - a.length).join('|');
}

const MARKETPLACE = new RegExp(data.marketplaces.map((name) => foldCase(name).replace(/\./g, '\\.')).join('|'), 'u');
const INQUIRY = new RegExp(data.inquiry.map(foldCase).join('|'), 'u');
