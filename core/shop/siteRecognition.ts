import { memoise } from '../shared/memoise';
import { readMailDomain } from './mailDomain';
import { countryUsage, primaryTag, resolveSite, siteOfLanguage, sitesOfCountry, type CountryUsage, type Site } from './sites';

const KEPT_PAIRS = 2_000;

/** What is known about a buyer; country and language only when somebody stated them. */
export interface RecognitionInput {
	/** normalised mailbox domain */
	domain: string;
	country?: string | null;
	language?: string | null;
	defaultSite: string;
	/** the shop's settings for its sites; missing ones are built in */
	sites: ReadonlyMap<string, Site>;
}

/** Which of the facts decided. */
export type SiteSource = 'shippingCountry' | 'language' | 'mailDomain' | 'countryDomain' | 'shopDefault';

export interface Recognition {
	site: string;
	siteSource: SiteSource;
	/** stated, else inferred from the domain: what law applies hangs on it */
	country: string | undefined;
	language: string;
	timeZone: string;
	isMarketable: boolean;
}

/**
 * Which site serves a buyer (requirement M3): stated country, stated language, mailbox domain, country-code ending, the
 * shop's default, in this order; a country that no site serves decides nothing, but is kept.
 */
export function recogniseSite(input: RecognitionInput): Recognition {
	const domain = readMailDomain(input.domain);
	const inferred = 'country' in domain ? domain.country : undefined;
	const country = input.country ?? inferred;
	const language = input.language ?? ('languageHint' in domain ? domain.languageHint : undefined);
	const { site: key, siteSource } = decide(input, inferred, language, domain.kind);
	const site = input.sites.get(key) ?? resolveSite(key);
	return {
		site: key,
		siteSource,
		country,
		language: input.language ?? effectiveLanguage(site, country, language),
		timeZone: effectiveTimeZone(site, country),
		isMarketable: domain.kind !== 'neverMarketable',
	};
}

/** The country that a domain gives, when nobody states one. */
export function inferCountry(domain: string): string | undefined {
	const answer = readMailDomain(domain);
	return 'country' in answer ? answer.country : undefined;
}

/**
 * The language to write in: stated, else the shop's choice for the site, else the country's form of the site's language
 * (`es-MX` on the Spanish site), never another language than the site's.
 */
export function effectiveLanguage(site: Site, country: string | null | undefined, stated: string | null | undefined): string {
	if (stated) return stated;
	if (site.language !== resolveSite(site.key).language) return site.language;
	const usual = countryUsage(site.key, country)?.language;
	return usual && primaryTag(usual) === primaryTag(site.language) ? usual : site.language;
}

function decide(input: RecognitionInput, inferred: string | undefined, language: string | undefined, domainKind: string): { site: string; siteSource: SiteSource } {
	const byCountry = siteFor(input.country, language);
	if (byCountry) return { site: byCountry, siteSource: 'shippingCountry' };
	const byLanguage = input.language ? siteOfLanguage(input.language) : undefined;
	if (byLanguage) return { site: byLanguage, siteSource: 'language' };
	const byDomain = input.country ? undefined : siteFor(inferred, language);
	if (byDomain) return { site: byDomain, siteSource: domainKind === 'mailDomain' ? 'mailDomain' : 'countryDomain' };
	return { site: input.defaultSite, siteSource: 'shopDefault' };
}

/** A country with several sites (Belgium) is told apart by language, as far as one is known. */
function siteFor(country: string | null | undefined, language: string | undefined): string | undefined {
	return country ? siteByCountry(`${country} ${language ?? ''}`).site : undefined;
}

/** Built-in data only; an import asks for the same few pairs a million times. */
const siteByCountry = memoise((countryAndLanguage: string): { site: string | undefined } => {
	const [country = '', language] = countryAndLanguage.split(' ');
	const sites = sitesOfCountry(country);
	const wanted = language ? primaryTag(language) : undefined;
	return { site: sites.find((key) => primaryTag(resolveSite(key).language) === wanted) ?? sites[0] };
}, KEPT_PAIRS);

/** The shop's own zone for a site stands for the site's main country; elsewhere the country's own zone counts. */
function effectiveTimeZone(site: Site, country: string | undefined): string {
	if (!country || country === site.defaultCountry) return site.timeZone;
	return usageAnywhere(country)?.timeZone ?? site.timeZone;
}

function usageAnywhere(country: string): CountryUsage | undefined {
	const [key] = sitesOfCountry(country);
	return key ? countryUsage(key, country) : undefined;
}
