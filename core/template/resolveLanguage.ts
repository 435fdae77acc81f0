import { en } from './languages/en';
import type { LanguageStrings } from './languages/languageStrings';
import { LANGUAGES } from './languages/registry';

export interface ResolvedLanguage {
	strings: LanguageStrings;
	/** for money and dates: the buyer's own tag when it names a region (es-MX), else the language's */
	locale: string;
	/** the language asked for isn't there: English stands in */
	isFallback: boolean;
}

/** Old codes that browsers and shops still send. */
const ALIASES: Readonly<Record<string, string>> = { iw: 'he', ua: 'uk', jp: 'ja', kr: 'ko', cn: 'zh', br: 'pt' };

const byTag = new Map(LANGUAGES.map((strings) => [strings.language.toLowerCase(), strings]));

/** The strings for a BCP 47 tag: exact (`pt-BR`), then its base (`pt`), then English, which is reported. */
export function resolveLanguage(tag: string): ResolvedLanguage {
	const wanted = tag.trim().replace(/_/g, '-').toLowerCase();
	const base = wanted.split('-')[0] ?? '';
	const strings = byTag.get(wanted) ?? byTag.get(ALIASES[base] ?? base);
	if (!strings) return { strings: en, locale: en.locale, isFallback: true };
	return { strings, locale: localeOf(wanted, strings), isFallback: false };
}

function localeOf(wanted: string, strings: LanguageStrings): string {
	// Arabic keeps its own: ar-SA would write Islamic dates and other digits than the rest of the mail
	const region = /^([a-z]{2})-([a-z]{2})$/.exec(wanted);
	if (!region || region[1] !== strings.language || strings.locale.includes('-u-')) return strings.locale;
	return `${strings.language}-${(region[2] ?? '').toUpperCase()}`;
}
