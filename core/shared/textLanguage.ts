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

/** Language → words, and word → languages, made once. */
const words = new Map(SPELLED_LANGUAGES.map((language) => [language, new Set(COMMON_WORDS[language].split(' '))]));
const languagesOf = new Map<string, SpelledLanguage[]>();
for (const [language, known] of words) for (const word of known) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);

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
	const byScript = languageByScript(text);
	if (byScript) return byScript;
	const scores = new Map<SpelledLanguage, number>();
	for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
		for (const language of languagesOf.get(word) ?? []) scores.set(language, (scores.get(language) ?? 0) + 1);
	}
	const [best, second] = [...scores].sort((a, b) => b[1] - a[1]);
	return best && best[1] >= LEAST_WORDS && best[1] >= 2 * (second?.[1] ?? 0) ? best[0] : undefined;
}

/** Most texts have none of these letters: asking costs less than counting. */
const MAY_TELL = /[\u0400-\u04ff\u0590-\u06ff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** Scripts in the order they are asked for, with the share of letters that decides: Japanese is written with Chinese characters too. */
const SCRIPTS: ReadonlyArray<{ language: string; pattern: RegExp; share: number }> = [
	{ language: 'ja', pattern: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, share: 0.1 },
	{ language: 'ko', pattern: /\p{Script=Hangul}/gu, share: 0.3 },
	{ language: 'zh', pattern: /\p{Script=Han}/gu, share: 0.2 },
	{ language: 'ar', pattern: /\p{Script=Arabic}/gu, share: 0.3 },
	{ language: 'he', pattern: /\p{Script=Hebrew}/gu, share: 0.3 },
	{ language: 'th', pattern: /\p{Script=Thai}/gu, share: 0.3 },
	{ language: 'ru', pattern: /\p{Script=Cyrillic}/gu, share: 0.3 },
];

/** The language that a text's script tells. Russian and Ukrainian are known by letters that the other doesn't have; without them it is neither. */
export function languageByScript(text: string): string | undefined {
	if (!MAY_TELL.test(text)) return undefined;
	const letters = Math.max((text.match(/\p{L}/gu) ?? []).length, 1);
	const found = SCRIPTS.find(({ pattern, share }) => (text.match(pattern) ?? []).length / letters > share)?.language;
	if (found !== 'ru') return found;
	if (/[іїєґ]/i.test(text)) return 'uk';
	return /[ыэёъ]/i.test(text) ? 'ru' : undefined;
}
