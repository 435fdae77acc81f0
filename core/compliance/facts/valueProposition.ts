import { readable } from './comparable';
import { lowerCase, termsOf } from './contentTerms';
import { firstGraphemes } from './graphemes';

export type ValueKind = 'price' | 'percent' | 'multibuy' | 'benefit' | 'service';

const CURRENCY = '€|[$£¥￥₩₽₺₪₹฿₫₴]|zł|kr|Kč|R\\$|US\\$|CA\\$|AU\\$|A\\$|C\\$|MX\\$|S/\\.?|ر\\.س|د\\.إ|грн|руб\\.?|円|元|원|EUR|USD|GBP|PLN|CZK|SEK|BRL|MXN|CLP|COP|TRY|ILS|JPY|KRW|CNY|AUD|CAD|INR|RUB|UAH|THB|VND|SAR|AED|ZAR|CHF|TL|đ';
// codes in capitals only: "Try 2 of them" is no price
const AMOUNT = '\\p{Nd}(?:[\\p{Nd}.,\'\\s]*\\p{Nd})?';
const PRICE = new RegExp(`(?:^|[^\\p{L}])(?:${CURRENCY})\\s?${AMOUNT}|${AMOUNT}\\s?(?:${CURRENCY})(?![\\p{L}])`, 'u');
const PERCENT = /\p{Nd}{1,2}(?:[.,]\p{Nd})?\s?[%٪％]|[%٪]\p{Nd}{1,2}|\p{Nd}割引?|半額|[\p{Nd}一二三四五六七八九](?:\.\p{Nd})?\s?折/u;
/** What they can't do without: most windows have none. */
const HAS_PERCENT = /[%٪％割額折]/;
const HAS_MULTIBUY = /\p{Nd}|买/u;
const MULTIBUY = /(?<![\p{L}\p{Nd}])\p{Nd}\s?(?:for|za|per|por|pour|für|x|×|\+|送|加)\s?\p{Nd}(?![\p{L}\p{Nd}])|买\s?\p{Nd}?[一二三\p{Nd}]?\s?送/u;
/** years, order numbers and telephone numbers are no offers */
const NO_VALUE = /#\s?\p{Nd}+|\p{Nd}{6,}/gu;

/** What a reader sees first: 50 characters; half as many where characters are twice as wide. */
const READER_CHARACTERS = 50;
const WIDE_READER_CHARACTERS = 25;
const WIDE_LANGUAGES = new Set(['ja', 'ko', 'zh']);
/** Characters of the beginning that are enough for that, mostly; and always: some are invisible, some are parts of one. */
const NEAR_CHARACTERS = 100;
const FAR_CHARACTERS = 300;
const HAS_DIGIT = /\p{Nd}/u;

/** The value proposition within the first characters of a mail (`readerWindow`; content rules, section 4); `undefined` when there is none. */
export function findValueProposition(window: string, language: string): { kind: ValueKind; evidence: string } | undefined {
	const base = language.slice(0, 2).toLowerCase();
	const price = HAS_DIGIT.test(window) ? PRICE.exec(window)?.[0] : undefined;
	if (price) return { kind: 'price', evidence: price.trim() };
	const lower = lowerCase(window, base);
	const text = HAS_DIGIT.test(lower) ? lower.replace(NO_VALUE, ' ') : lower;
	for (const [kind, find] of FINDERS) {
		const evidence = find(text, base);
		if (evidence) return { kind, evidence: evidence.trim() };
	}
	return undefined;
}

/** The first characters that a reader sees: subject, then the beginning of the mail. */
export function readerWindow(subject: string, leadText: string, language: string): string {
	const count = WIDE_LANGUAGES.has(language.slice(0, 2).toLowerCase()) ? WIDE_READER_CHARACTERS : READER_CHARACTERS;
	const start = readable(`${subject} ${leadText.slice(0, NEAR_CHARACTERS).trimEnd()}`);
	return firstGraphemes(start.length >= NEAR_CHARACTERS ? start : readable(`${subject} ${leadText.slice(0, FAR_CHARACTERS)}`), count);
}

/** Whether subject and preheader alone are what the reader sees first: what stands behind them is out of it. */
export function fillsReaderWindow(subject: string, preheader: string, language: string): boolean {
	return readable(`${subject} ${preheader}`).length > readerWindow(subject, preheader, language).length;
}

/** Every price in a text, in its own words, and where it begins. */
export function findPricesAt(text: string): Array<{ price: string; at: number }> {
	if (ONE_PRICE.test(text)) return [{ price: text, at: 0 }];
	return [...text.matchAll(EVERY_PRICE)].map((match) => {
		const price = match[0].replace(/^[^\p{Sc}\p{L}\p{Nd}]+/u, '');
		return { price: price.trim(), at: match.index + match[0].length - price.length };
	});
}

/** Nothing but a price, as it stands in most cells. */
const ONE_PRICE = /^(?:[$€£¥]\s?\d[\d.,]*\d|\d[\d.,]*\d\s?€)$/;

const EVERY_PRICE = new RegExp(PRICE.source, 'gu');

const FINDERS: ReadonlyArray<[ValueKind, (text: string, language: string) => string | undefined]> = [
	['percent', (text) => (HAS_PERCENT.test(text) ? PERCENT.exec(text)?.[0] : undefined)],
	['multibuy', (text) => (HAS_MULTIBUY.test(text) ? MULTIBUY.exec(text)?.[0] : undefined)],
	['benefit', (text, language) => firstMatch(text, termsOf(language).map((terms) => terms.benefit))],
	['service', findService],
];

function findService(text: string, language: string): string | undefined {
	const terms = termsOf(language);
	const named = firstMatch(text, terms.map((term) => term.service));
	if (named) return named;
	const promise = HAS_DIGIT.test(text) && terms.find((term) => term.days.test(text) && term.delivery.test(text));
	return promise ? promise.days.exec(text)?.[0] : undefined;
}

function firstMatch(text: string, patterns: readonly RegExp[]): string | undefined {
	for (const pattern of patterns) {
		const match = pattern.exec(text);
		if (match) return match[0];
	}
	return undefined;
}
