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
	for (let at = 0; at < text.length - 1; at += 1) {
		const entries = entriesByStart.get(startKey(text, at));
		if (!entries) continue;
		for (const entry of entries) {
			if (claims[entry.kind] || (entry.isWhole && at > 0 && LETTER.test(text.charAt(at - 1)))) continue;
			const found = matchAt(entry, text, at);
			if (found) claims = { ...claims, [entry.kind]: found };
		}
	}
	return claims;
}

function startKey(text: string, at: number): number {
	const code = text.charCodeAt(at);
	if ((code >= 48 && code <= 57) || (code >= 0x660 && code < 0x3000 && DIGIT.test(text.charAt(at)))) return NUMBER_KEY;
	return code * 65_536 + text.charCodeAt(at + 1);
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
				const key = `${word.startsWith('{n}') ? NUMBER_KEY : startKey(fold(word), 0)} ${kind} ${isWhole}`;
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
