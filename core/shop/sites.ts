import data from '../data/sites.json';
import type { ConsentPolicy } from '../compliance/consentPolicy';
import { SellerMailError } from '../shared/errors';

/** One of the 18 language and country sites, with a shop's own settings applied. */
export interface Site {
	key: string;
	host: string;
	language: string;
	textDirection: 'ltr' | 'rtl';
	defaultCountry: string;
	countries: readonly string[];
	timeZone: string;
	currency: string;
	/** local window in which mail may go out, minutes after midnight; start after end: the window crosses midnight */
	windowStartMinute: number;
	windowEndMinute: number;
	isActive: boolean;
	/** library template → the shop's own choice */
	templates: Readonly<Record<string, string>>;
	/** what consent the shop asks for here; the law's where that is more */
	consentPolicy: ConsentPolicy;
	/** least days between two marketing mails to one buyer; null: none */
	minDaysBetweenMails: number | null;
	/** which of these are the shop's own and not built in */
	own: ReadonlyArray<keyof SiteOverrides>;
}

/** What a shop may set for a site; what is left out or null keeps the built-in value. */
export interface SiteOverrides {
	language?: string | null;
	timeZone?: string | null;
	currency?: string | null;
	windowStartMinute?: number | null;
	windowEndMinute?: number | null;
	isActive?: boolean;
	templates?: Record<string, string> | null;
	consentPolicy?: ConsentPolicy | null;
	minDaysBetweenMails?: number | null;
}

/** What is usual in a country: often not what its site says (Switzerland reads the German site and pays in francs). */
export interface CountryUsage {
	language: string;
	timeZone: string;
	currency: string;
}

/** 09:00 to 20:00 local, every day. */
export const DEFAULT_WINDOW = { startMinute: 9 * 60, endMinute: 20 * 60 } as const;

/** The site of a buyer of whom nothing is known, when the shop names none. */
export const FALLBACK_SITE = 'glo';

type SiteData = (typeof data.sites)[number];

const byKey = new Map<string, SiteData>(data.sites.map((site) => [site.key, site]));

export const SITE_KEYS: readonly string[] = [...byKey.keys()];

/** A site by its key (`usa`, `bra`, …) with the shop's settings for it. @throws SellerMailError NOT_FOUND */
export function resolveSite(key: string, overrides: SiteOverrides = {}): Site {
	const site = findSite(key);
	return {
		key: site.key,
		host: site.host,
		textDirection: site.textDirection === 'rtl' ? 'rtl' : 'ltr',
		defaultCountry: site.defaultCountry,
		countries: site.countries.map(({ country }) => country),
		language: overrides.language ?? site.language,
		timeZone: overrides.timeZone ?? site.timeZone,
		currency: overrides.currency ?? site.currency,
		windowStartMinute: overrides.windowStartMinute ?? DEFAULT_WINDOW.startMinute,
		windowEndMinute: overrides.windowEndMinute ?? DEFAULT_WINDOW.endMinute,
		isActive: overrides.isActive ?? true,
		templates: overrides.templates ?? {},
		consentPolicy: overrides.consentPolicy ?? 'law',
		minDaysBetweenMails: overrides.minDaysBetweenMails ?? null,
		own: OVERRIDABLE.filter((field) => (field === 'isActive' ? overrides.isActive === false : (overrides[field] ?? null) !== null)),
	};
}

const OVERRIDABLE: ReadonlyArray<keyof SiteOverrides> = [
	'isActive', 'language', 'timeZone', 'currency', 'windowStartMinute', 'windowEndMinute', 'templates', 'consentPolicy', 'minDaysBetweenMails',
];

/** The sites that serve a country, in their fixed order: Belgium has a French and a Dutch one, most countries one, many none. */
export function sitesOfCountry(country: string): string[] {
	return data.sites.filter((site) => site.countries.some((entry) => entry.country === country)).map((site) => site.key);
}

/** What is usual in a country that the site serves; `undefined` when it doesn't serve it. */
export function countryUsage(key: string, country: string | undefined | null): CountryUsage | undefined {
	return findSite(key).countries.find((entry) => entry.country === country);
}

/**
 * The site that is written in a language (BCP 47): exact first (`pt-PT` → bra, `en-US` → usa), then the site whose own
 * language has the same primary tag (`es` → esp, `en` → glo); `undefined` when none is.
 */
export function siteOfLanguage(language: string): string | undefined {
	const wanted = language.toLowerCase();
	const primary = primaryTag(wanted);
	const exact = data.sites.find((site) => languagesOf(site).includes(wanted));
	return (exact ?? data.sites.find((site) => primaryTag(site.language) === primary))?.key;
}

/** `pt-BR` → `pt` */
export function primaryTag(language: string): string {
	return language.toLowerCase().split('-')[0] ?? '';
}

function languagesOf(site: SiteData): string[] {
	return [site.language, ...site.countries.map((usage) => usage.language)].map((language) => language.toLowerCase());
}

function findSite(key: string): SiteData {
	const site = byKey.get(key);
	if (site) return site;
	throw new SellerMailError('NOT_FOUND', {
		message: `There is no site \`${key.slice(0, 40)}\`.`,
		nextStep: `Use one of: ${SITE_KEYS.join(', ')}.`,
		context: { field: 'site' },
	});
}
