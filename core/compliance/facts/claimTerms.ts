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

/** A text's first claim of each kind. Every language's words at once: which language a mail says it is in, is the sender's word alone. */
export type Claims = Readonly<Partial<Record<ClaimKind, FoundClaim>>>;

/** Remembered by text: most of a mail's blocks come back in the next mail. */
const readClaims = rememberText((text: string): Claims => findClaims(fold(text)));

export function findClaim(kind: ClaimKind, text: string): FoundClaim | undefined {
	return readClaims(text)[kind];
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

interface Term {
	kind: ClaimKind;
	/** matches where it is put, nowhere else */
	pattern: RegExp;
}

/** Terms by how they begin, so that few of a thousand are tried at each word. A number stands for all numbers. */
interface TermIndex {
	keyLength: number;
	terms: ReadonlyMap<string, readonly Term[]>;
}

const ANY_NUMBER = '#';
const DIGIT = /\p{Nd}/u;
const WORD_START = /(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu;
/** Scripts that put no space between words, or prefixes onto them. */
const JOINED_SCRIPT = /[\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

const wordTerms = makeIndex((language) => !SUBSTRING_LANGUAGES.has(language), 2);
const joinedTerms = makeIndex((language) => SUBSTRING_LANGUAGES.has(language), 1);

function findClaims(text: string): Claims {
	const found: Partial<Record<ClaimKind, FoundClaim>> = {};
	for (const { index } of text.matchAll(WORD_START)) takeTerms(wordTerms, text, index, found);
	if (JOINED_SCRIPT.test(text)) for (let at = 0; at < text.length; at += 1) takeTerms(joinedTerms, text, at, found);
	return found;
}

/** The first of each kind counts, of several at one place the longest. */
function takeTerms({ keyLength, terms }: TermIndex, text: string, at: number, found: Partial<Record<ClaimKind, FoundClaim>>): void {
	const begin = text.slice(at, at + keyLength);
	for (const { kind, pattern } of [...(terms.get(begin) ?? []), ...(DIGIT.test(begin.charAt(0)) ? (terms.get(ANY_NUMBER) ?? []) : [])]) {
		if (found[kind]) continue;
		pattern.lastIndex = at;
		const match = pattern.exec(text);
		if (match) found[kind] = { words: match[0], ...(match[1] === undefined ? {} : { count: readNumber(match[1]) }) };
	}
}

function makeIndex(isMeant: (language: string) => boolean, keyLength: number): TermIndex {
	const terms = new Map<string, Term[]>();
	for (const { kind, language, word } of [...listTerms(isMeant)].sort((a, b) => b.word.length - a.word.length)) {
		const key = word.startsWith('{n}') ? ANY_NUMBER : word.slice(0, keyLength);
		terms.set(key, [...(terms.get(key) ?? []), { kind, pattern: new RegExp(toSource(word, kind, language), 'uy') }]);
	}
	return { keyLength, terms };
}

function* listTerms(isMeant: (language: string) => boolean): Generator<{ kind: ClaimKind; language: string; word: string }> {
	for (const kind of Object.keys(data.terms) as ClaimKind[]) {
		for (const [language, words] of Object.entries(data.terms[kind])) {
			if (isMeant(language)) for (const word of words) yield { kind, language, word: fold(word) };
		}
	}
}

/** `осталось {n} час*`: a number, and a word by its beginning. */
function toSource(word: string, kind: ClaimKind, language: string): string {
	const number = kind === 'onlyLeft' ? `${NUMBER}${NO_PIECES}` : NUMBER;
	const isAnywhere = SUBSTRING_LANGUAGES.has(language);
	const source = word.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{n\}/g, () => number).replace(/ /g, isAnywhere ? '\\s?' : ' ');
	const stems = source.replace(/\\\*/g, '[\\p{L}\\p{N}]*');
	return isAnywhere || word.endsWith('*') ? stems : `${stems}(?![\\p{L}\\p{N}])`;
}

const MARKETPLACE = new RegExp(data.marketplaces.map((name) => fold(name).replace(/\./g, '\\.')).join('|'), 'u');
const INQUIRY = new RegExp(data.inquiry.map(fold).join('|'), 'u');
