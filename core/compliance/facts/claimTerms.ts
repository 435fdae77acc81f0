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

const patterns = new Map<ClaimKind, RegExp>((Object.keys(data.terms) as ClaimKind[]).map((kind) => [kind, toPattern(kind)]));

/** Every language's words at once: which language a mail says it is in, is the sender's word alone. */
export function findClaim(kind: ClaimKind, text: string): FoundClaim | undefined {
	const match = patterns.get(kind)?.exec(fold(text));
	if (!match) return undefined;
	const count = match.slice(1).find((group) => group !== undefined);
	return { words: match[0], ...(count === undefined ? {} : { count: readNumber(count) }) };
}

/** The same, remembered by text: most of a mail's blocks come back in the next mail. */
export function makeClaimFinder(kind: ClaimKind): (text: string) => FoundClaim | undefined {
	const remembered = rememberText((text) => findClaim(kind, text));
	return (text) => remembered(text);
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

function toPattern(kind: ClaimKind): RegExp {
	const whole: string[] = [];
	const anywhere: string[] = [];
	for (const [language, words] of Object.entries(data.terms[kind])) (SUBSTRING_LANGUAGES.has(language) ? anywhere : whole).push(...words.map((word) => toSource(word, kind, language)));
	const parts = [`(?<![\\p{L}\\p{N}])(?:${byLength(whole)})`, ...(anywhere.length > 0 ? [`(?:${byLength(anywhere)})`] : [])];
	return new RegExp(parts.join('|'), 'u');
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
