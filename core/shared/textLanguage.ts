/** Short words that a language can't do without and its neighbours don't have. Languages with a script of their own need none. */
const COMMON_WORDS = {
	en: 'the and is my this that you your have not it was with for please when where what how are will can would we of our to by about been has here',
	de: 'der die das und ist nicht ich sie mein meine wir haben wird bitte wann wo wie den dem mit für auf ein eine bei wurde diese ihre ihr zu von es können danke',
	fr: 'le la les et est pas je vous mon ma nous avez pour une des du ce cette quand où comment avec sur dans votre bonjour sont merci qui au',
	es: 'el los las y es no yo usted mi mis nosotros para una del este esta cuándo dónde cómo con hola su por que pedido ha hemos puede gracias',
	it: 'il lo gli e è non io mio mia noi per una del della questo questa quando dove come con ciao che sono ordine ha abbiamo può grazie buongiorno',
	nl: 'de het een en is niet ik mijn wij voor van dit dat wanneer waar hoe met op heb uw u graag naar bij wordt bestelling kunt',
	pl: 'i jest nie ja mój moja my dla w na to ten kiedy gdzie jak z się do proszę czy dzień dobry zamówienie pan pani',
	sv: 'och är inte jag min mitt vi för en ett det den när var hur med på har ni hej kan att till av tack',
	pt: 'o os as e é não eu você meu minha nós para uma do da este esta quando onde como com olá seu sua pedido obrigado obrigada foi em um ao pelo',
	tr: 've bu bir değil ben benim siz için ne nerede nasıl zaman ile mi mı sipariş siparişim lütfen merhaba olarak var teşekkür',
	vi: 'và là của bạn không cho với này được có chúng tôi đã một các những khi trong để từ về đơn hàng',
} as const;

export type SpelledLanguage = keyof typeof COMMON_WORDS;
export const SPELLED_LANGUAGES = Object.keys(COMMON_WORDS) as SpelledLanguage[];

const WRITTEN_LANGUAGES = new Set<string>([...SPELLED_LANGUAGES, 'zh', 'ja', 'ko', 'th', 'he', 'ar', 'ru', 'uk']);

/** Language → words, made once. */
const words = new Map(SPELLED_LANGUAGES.map((language) => [language, new Set(COMMON_WORDS[language].split(' '))]));

/** Whether `languageOfText` could tell this language (primary tag). */
export function isRecognisable(language: string): boolean {
	return WRITTEN_LANGUAGES.has(language);
}

/** How many words of a text are common words of a language. */
export function countCommonWords(text: string, language: SpelledLanguage): number {
	const found = text.normalize('NFKC').toLocaleLowerCase(language).match(/\p{L}+/gu) ?? [];
	const known = words.get(language);
	return found.filter((word) => known?.has(word)).length;
}

/** Fewer common words prove nothing. */
const LEAST_WORDS = 3;

/** The language of a text as a primary tag: by script, else by common words; `undefined` unless it is clear. */
export function languageOfText(text: string): string | undefined {
	return languageByScript(text) ?? languageByWords(text.toLowerCase());
}

interface CommonWord {
	word: string;
	/** places in SPELLED_LANGUAGES */
	languages: number[];
}

/** A power of two, several times the number of words. */
const PLACES = 4_096;
const FIRST_HASH = 7;
/** Common words by their hash: most words of a text are not among them, and are told without being cut out. */
const commonWords = makeCommonWords();

function makeCommonWords(): ReadonlyArray<readonly CommonWord[] | undefined> {
	const places: CommonWord[][] = [];
	for (const word of new Set(Object.values(COMMON_WORDS).flatMap((list) => list.split(' ')))) {
		let hash = FIRST_HASH;
		for (let at = 0; at < word.length; at += 1) hash = nextHash(hash, word.charCodeAt(at));
		const languages = SPELLED_LANGUAGES.flatMap((language, index) => (words.get(language)?.has(word) ? index : []));
		(places[hash & (PLACES - 1)] ??= []).push({ word, languages });
	}
	return Array.from({ length: PLACES }, (_, place) => places[place]);
}

function nextHash(hash: number, code: number): number {
	return (Math.imul(hash, 31) + code) | 0;
}

const scores = new Uint16Array(SPELLED_LANGUAGES.length);

/** The language whose common words a text in small letters holds. */
export function languageByWords(text: string): string | undefined {
	scores.fill(0);
	let start = 0;
	let hash = FIRST_HASH;
	for (let at = 0; at <= text.length; at += 1) {
		const code = at < text.length ? text.charCodeAt(at) : 0;
		if (LETTERS[code] !== NO_LETTER) {
			hash = nextHash(hash, code);
			continue;
		}
		if (at > start) countWord(text, start, at, hash);
		start = at + 1;
		hash = FIRST_HASH;
	}
	return clearlyFirst();
}

function countWord(text: string, start: number, end: number, hash: number): void {
	const found = commonWords[hash & (PLACES - 1)]?.find(({ word }) => word.length === end - start && text.startsWith(word, start));
	if (found) for (const index of found.languages) scores[index] = (scores[index] ?? 0) + 1;
}

function clearlyFirst(): string | undefined {
	let first = 0;
	let second = 0;
	let best = 0;
	for (let index = 0; index < scores.length; index += 1) {
		const score = scores[index] ?? 0;
		if (score > first) [best, second, first] = [index, first, score];
		else second = Math.max(second, score);
	}
	return first >= LEAST_WORDS && first >= 2 * second ? SPELLED_LANGUAGES[best] : undefined;
}

/** Scripts in the order they are asked for, with the share of letters that decides: Japanese is written with Chinese characters too. */
const SCRIPTS: ReadonlyArray<{ language: string; pattern: RegExp; share: number }> = [
	{ language: 'ja', pattern: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, share: 0.1 },
	{ language: 'ko', pattern: /\p{Script=Hangul}/u, share: 0.3 },
	{ language: 'zh', pattern: /\p{Script=Han}/u, share: 0.2 },
	{ language: 'ar', pattern: /\p{Script=Arabic}/u, share: 0.3 },
	{ language: 'he', pattern: /\p{Script=Hebrew}/u, share: 0.3 },
	{ language: 'th', pattern: /\p{Script=Thai}/u, share: 0.3 },
	{ language: 'ru', pattern: /\p{Script=Cyrillic}/u, share: 0.3 },
];

const [NO_LETTER, NO_SCRIPT, FIRST_SCRIPT] = [0, 1, 2];

/** By code unit: nothing to tell, a letter, or one of a script, from 2 on; the halves of rarer letters count as none. */
const LETTERS = Uint8Array.from({ length: 65_536 }, (_, code) => letterKind(String.fromCharCode(code)));


function letterKind(character: string): number {
	if (!/\p{L}/u.test(character)) return NO_LETTER;
	const script = SCRIPTS.findIndex(({ pattern }) => pattern.test(character));
	return script < 0 ? NO_SCRIPT : script + FIRST_SCRIPT;
}

const counts = new Uint32Array(SCRIPTS.length + FIRST_SCRIPT);

/** The language that a text's script tells. Russian and Ukrainian are known by letters that the other doesn't have; without them it is neither. */
export function languageByScript(text: string): string | undefined {
	counts.fill(0);
	for (let at = 0; at < text.length; at += 1) {
		const kind = LETTERS[text.charCodeAt(at)] ?? 0;
		counts[kind] = (counts[kind] ?? 0) + 1;
	}
	const letters = Math.max(text.length - (counts[NO_LETTER] ?? 0), 1);
	const found = SCRIPTS.find(({ share }, index) => (counts[index + FIRST_SCRIPT] ?? 0) / letters > share)?.language;
	if (found !== 'ru') return found;
	if (/[іїєґ]/i.test(text)) return 'uk';
	return /[ыэёъ]/i.test(text) ? 'ru' : undefined;
}
