import triage from '../data/triageLexicon.json';
import { compilePhrases, findPhrases, type PhraseBook } from './phraseMatch';

/** Languages that the lexicons know, as BCP 47 primary tags. */
export const LEXICON_LANGUAGES = ['en', 'zh', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'sv', 'pt', 'ja', 'ar', 'tr'] as const;
export type LexiconLanguage = (typeof LEXICON_LANGUAGES)[number];

/** Short words that a language can't do without and its neighbours don't have. */
const COMMON_WORDS: Readonly<Record<Exclude<LexiconLanguage, 'zh' | 'ja' | 'ar'>, string>> = {
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
};

const WORDS = new Set(Object.entries(COMMON_WORDS).flatMap(([language, words]) => words.split(' ').map((word) => `${language}:${word}`)));
const LATIN_LANGUAGES = Object.keys(COMMON_WORDS) as Array<keyof typeof COMMON_WORDS>;
/** A phrase of the lexicon weighs as much as this many common words. */
const PHRASE_WEIGHT = 2;

/**
 * The language of a text: by script, else by common words and lexicon phrases; ties and texts that say nothing go to the
 * marketplace's language.
 */
export function detectLanguage(text: string, defaultLanguage = 'en'): string {
	const fallback = primaryLanguage(defaultLanguage);
	const sample = text.slice(0, 5_000);
	const byScript = detectScript(sample);
	if (byScript) return byScript;
	const scores = LATIN_LANGUAGES.map((language) => ({ language, score: scoreOf(sample, language) }));
	const best = Math.max(...scores.map(({ score }) => score));
	if (best < 2) return fallback;
	const winners = scores.filter(({ score }) => score === best).map(({ language }) => language as string);
	return winners.includes(fallback) ? fallback : (winners[0] ?? fallback);
}

/** `pt-BR` → `pt`. */
export function primaryLanguage(tag: string): string {
	return tag.split('-')[0]?.toLowerCase() ?? 'en';
}

function detectScript(text: string): string | undefined {
	const letters = (text.match(/\p{L}/gu) ?? []).length;
	const share = (pattern: RegExp): number => (text.match(pattern) ?? []).length / Math.max(letters, 1);
	if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.1) return 'ja';
	if (share(/\p{Script=Han}/gu) > 0.2) return 'zh';
	return share(/\p{Script=Arabic}/gu) > 0.3 ? 'ar' : undefined;
}

function scoreOf(text: string, language: keyof typeof COMMON_WORDS): number {
	const words = text.normalize('NFKC').toLocaleLowerCase(language).match(/\p{L}+/gu) ?? [];
	const common = words.filter((word) => WORDS.has(`${language}:${word}`)).length;
	return common + PHRASE_WEIGHT * findPhrases(phraseBook(language), text).length;
}

const books = new Map<string, PhraseBook<string>>();

/** All triage phrases of a language, compiled once. */
export function phraseBook(language: LexiconLanguage): PhraseBook<string> {
	const known = books.get(language);
	if (known) return known;
	const key = language === 'pt' ? 'pt-BR' : language;
	const phrases = Object.entries(triage.categories).flatMap(([category, byLanguage]) =>
		byLanguage[key].map((phrase) => ({ phrase, tag: category })));
	const book = compilePhrases(language, phrases);
	books.set(language, book);
	return book;
}

export function isLexiconLanguage(language: string): language is LexiconLanguage {
	return (LEXICON_LANGUAGES as readonly string[]).includes(language);
}
