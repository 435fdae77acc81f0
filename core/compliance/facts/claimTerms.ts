import data from '../../data/claimTerms.json';
import { rememberText } from './rememberText';

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
	pattern: RegExp;
}

const LETTER = /[\p{L}\p{N}]/u;
const DIGIT = /\p{Nd}/u;
/** Any digit: phrases such as "3 left" begin with one. */
const NUMBER_KEY = -1;
const entriesByStart = makeIndex();
const NOTHING: Claims = {};

type Claims = Partial<Record<ClaimKind, FoundClaim>>;

/**
 * All claims of a text, the first of each kind; remembered by text, because most of a mail's blocks come back in the next
 * mail. Every language's words at once: which language a mail says it is in, is the sender's word alone.
 */
export const findClaims: (text: string) => Claims = rememberText((text) => scan(fold(text)));

/** One kind of claim in a text. */
export function findClaim(kind: ClaimKind, text: string): FoundClaim | undefined {
	return findClaims(text)[kind];
}

function scan(text: string): Claims {
	let claims = NOTHING;
	let isInWord = false;
	for (let at = 0; at < text.length - 1; at += 1) {
		const code = text.charCodeAt(at);
		const isBegin = !isInWord;
		isInWord = isLetterOrDigit(code);
		if (!isInWord || (!isBegin && code < FIRST_JOINED)) continue;
		for (const key of [pairKey(text, at), tripleKey(text, at), ...(isDigit(code) ? [NUMBER_KEY] : [])]) {
			const entries = entriesByStart.get(key);
			if (entries) claims = takeEntries(entries, { text, at, isBegin }, claims);
		}
	}
	return claims;
}

/** The first of each kind counts. */
function takeEntries(entries: readonly Entry[], { text, at, isBegin }: { text: string; at: number; isBegin: boolean }, claims: Claims): Claims {
	let taken = claims;
	for (const entry of entries) {
		if (taken[entry.kind] || (entry.isWhole && !isBegin)) continue;
		const found = matchAt(entry, text, at);
		if (found) taken = { ...taken, [entry.kind]: found };
	}
	return taken;
}

/** Hebrew, and what follows it: scripts with prefixes or without spaces, where a phrase may begin inside of a word. */
const FIRST_JOINED = 0x590;

function isLetterOrDigit(code: number): boolean {
	if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
	return LETTER.test(String.fromCharCode(code)) || (code >= 0xd800 && code <= 0xdfff);
}

function isDigit(code: number): boolean {
	return (code >= 48 && code <= 57) || (code >= 0x660 && code < 0x3000 && DIGIT.test(String.fromCharCode(code)));
}

/** Two characters as one number, and three: bigger than any two. */
function pairKey(text: string, at: number): number {
	return text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1);
}

function tripleKey(text: string, at: number): number {
	return at + 2 < text.length ? pairKey(text, at) * 65_536 + text.charCodeAt(at + 2) : NUMBER_KEY - 1;
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
	return MARKETPLACE.test(fold(source));
}

export function namesInquiry(source: string): boolean {
	return INQUIRY.test(fold(source));
}

/** Digits of any script as a number. */
export function readNumber(digits: string): number {
	return Number(latinDigits(digits));
}

/** ٣٢ and ๓๒ as 32. */
export function latinDigits(text: string): string {
	return text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
		const code = digit.codePointAt(0) ?? 0;
		let zero = code;
		while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
		return String(code - zero);
	});
}

/** Lower case; Turkish letters i fall together, and an apostrophe is one whatever it looks like. */
function fold(text: string): string {
	return text.toLowerCase().replace(/i̇|ı/g, 'i').replace(/[’ʼ`´]/g, "'").replace(/\u00a0|\u202f/g, ' ');
}

function makeIndex(): ReadonlyMap<number, readonly Entry[]> {
	const sources = new Map<string, string[]>();
	for (const kind of Object.keys(data.terms) as ClaimKind[]) {
		for (const [language, words] of Object.entries(data.terms[kind])) {
			const isWhole = !SUBSTRING_LANGUAGES.has(language);
			for (const word of words) {
				const key = `${keyOf(fold(word), isWhole)} ${kind} ${isWhole}`;
				sources.set(key, [...(sources.get(key) ?? []), toSource(word, kind, language)]);
			}
		}
	}
	const index = new Map<number, Entry[]>();
	for (const [key, alternatives] of sources) {
		const [start, kind, isWhole] = key.split(' ');
		const entry: Entry = { kind: kind as ClaimKind, isWhole: isWhole === 'true', pattern: new RegExp(byLength(alternatives), 'uy') };
		index.set(Number(start), [...(index.get(Number(start)) ?? []), entry]);
	}
	return index;
}

/** Three characters tell more than two; where a phrase may begin anywhere, spaces in it may be missing. */
function keyOf(word: string, isWhole: boolean): number {
	if (word.startsWith('{n}')) return NUMBER_KEY;
	return isWhole && /^[^{*]{3}/.test(word) ? tripleKey(word, 0) : pairKey(word, 0);
}

/** `осталось {n} час*`: a number, and a word by its beginning. */
function toSource(word: string, kind: ClaimKind, language: string): string {
	const number = kind === 'onlyLeft' ? `${NUMBER}${NO_PIECES}` : NUMBER;
	const isAnywhere = SUBSTRING_LANGUAGES.has(language);
	const source = fold(word).replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{n\}/g, () => number).replace(/ /g, isAnywhere ? '\\s?' : ' ');
	const stems = source.replace(/\\\*/g, '[\\p{L}\\p{N}]*');
	return isAnywhere || word.endsWith('*') ? stems : `${stems}(?![\\p{L}\\p{N}])`;
}

function byLength(sources: string[]): string {
	return [...new Set(sources)].sort((a, b) => b.length - a.length).join('|');
}

const MARKETPLACE = new RegExp(data.marketplaces.map((name) => fold(name).replace(/\./g, '\\.')).join('|'), 'u');
const INQUIRY = new RegExp(data.inquiry.map(fold).join('|'), 'u');
