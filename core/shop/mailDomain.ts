import data from '../data/mailDomains.json';
import { isLookAlikeDomain } from '../shared/lookAlike';
import { memoise } from '../shared/memoise';

/** What a mailbox domain tells about the person behind it. */
export type DomainAnswer =
	/** a relay of a marketplace, a certified mailbox or a look-alike: never marketing, and nothing about the country */
	| { kind: 'neverMarketable' }
	/** a national provider, by the exact domain or one above it */
	| { kind: 'mailDomain'; country: string; languageHint: string | undefined }
	/** nothing but the country-code ending */
	| { kind: 'countryDomain'; country: string }
	| { kind: 'unknown' };

const countryByDomain = new Map(Object.entries(data.domainsByCountry).flatMap(([country, domains]) => domains.map((domain) => [domain, country] as const)));
const languageHints = new Map(Object.entries(data.languageHints));
const suffixRules = new Map(Object.entries(data.suffixRules));
const globalDomains = new Set(data.global);
const countryDomains = new Map(Object.entries(data.countryDomains));
const secondLevelDomains = new Map<string, string | null>(Object.entries(data.secondLevelDomains));
const neverMarketable = new RegExp([...data.neverMarketable, ...data.certifiedMail].map(toPattern).join('|'));

/** Most buyers of an import share few domains. */
const KEPT_DOMAINS = 5_000;

/**
 * Reads a normalised domain (`core/shared/emailAddress`) in the order of the data file: relays, national providers, their
 * sub-domains, worldwide providers, country endings. Never guesses from anything but the domain.
 */
export const readMailDomain: (domain: string) => DomainAnswer = memoise(answer, KEPT_DOMAINS);

function answer(domain: string): DomainAnswer {
	if (neverMarketable.test(domain) || isLookAlikeDomain(domain)) return { kind: 'neverMarketable' };
	const country = countryByDomain.get(domain) ?? findSuffix(domain);
	if (country) return { kind: 'mailDomain', country, languageHint: languageHints.get(domain) };
	if (isGlobal(domain)) return { kind: 'unknown' };
	const ending = countryOfEnding(domain);
	return ending ? { kind: 'countryDomain', country: ending } : { kind: 'unknown' };
}

/** Whether a domain gives mailboxes to everybody: nobody but its owner can send from it with a DMARC that passes. */
export const isFreeMailDomain: (domain: string) => boolean = memoise((domain) => countryByDomain.has(domain) || findSuffix(domain) !== undefined || isGlobal(domain), KEPT_DOMAINS);

/** `members.ebay.*` as a pattern over the whole domain; also what stands under it. */
function toPattern(pattern: string): string {
	const source = pattern.split('.').map((label) => (label === '*' ? '[a-z0-9.-]+' : label.replace(/[^a-z0-9-]/g, '\\$&')));
	return `(?:^|\\.)${source.join('\\.')}$`;
}

function findSuffix(domain: string): string | undefined {
	const labels = domain.split('.');
	for (let from = 0; from < labels.length - 1; from += 1) {
		const country = suffixRules.get(labels.slice(from).join('.'));
		if (country) return country;
	}
	return undefined;
}

/** posteo.at, posteo.es … are one German provider's vanity endings. */
function isGlobal(domain: string): boolean {
	return globalDomains.has(domain) || data.globalPrefixes.includes(domain.split('.')[0] ?? '');
}

function countryOfEnding(domain: string): string | undefined {
	const labels = domain.split('.');
	const secondLevel = secondLevelDomains.get(labels.slice(-2).join('.'));
	if (secondLevel !== undefined) return secondLevel ?? undefined;
	return countryDomains.get(labels.at(-1) ?? '');
}
