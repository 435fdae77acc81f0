import data from '../../../core/data/mailDomains.json';
import { readMailDomain } from '../../../core/shop/mailDomain';
import { recogniseSite } from '../../../core/shop/siteRecognition';
import { sitesOfCountry } from '../../../core/shop/sites';

const recognised = (domain: string) => recogniseSite({ domain, defaultSite: 'usa', sites: new Map() });
const NAMES = [...data.neverMarketable, ...data.certifiedMail];

describe('every entry of core/data/mailDomains.json', () => {
	const mapped = Object.entries(data.domainsByCountry).flatMap(([country, domains]) => domains.map((domain) => [domain, country] as const));
	it('a national provider → its country, and the site that serves it', () => {
		expect(mapped.length).toBeGreaterThan(880);
		const wrong = mapped.filter(([domain, country]) => {
			const { country: found, siteSource, site, isMarketable } = recognised(domain);
			const served = sitesOfCountry(country);
			const isPlaced = served.length > 0 ? siteSource === 'mailDomain' && served.includes(site) : siteSource === 'shopDefault';
			return found !== country || !isPlaced || !isMarketable;
		});
		expect(wrong).toEqual([]);
	});

	it('below a provider with sub-domains of its own → the same country; below any other → no more than the ending says', () => {
		const wrong = Object.entries(data.suffixRules).filter(([domain, country]) => recognised(`cfl.${domain}`).country !== country || recognised(domain).country !== country);
		expect(wrong).toEqual([]);
		expect(readMailDomain('mail.orange.fr')).toEqual({ kind: 'countryDomain', country: 'FR' });
		expect(readMailDomain('mail.globo.com')).toEqual({ kind: 'unknown' });
	});

	it('a worldwide provider or a private relay → the shop\'s default, no country, marketing allowed', () => {
		const wrong = [...data.global, ...data.globalPrefixes.map((prefix) => `${prefix}.at`)].filter((domain) => {
			const { country, siteSource, isMarketable } = recognised(domain);
			return country !== undefined || siteSource !== 'shopDefault' || !isMarketable;
		});
		expect(wrong).toEqual([]);
	});

	it('an ending alone → its country; an ending with a meaning of its own → what its entry says', () => {
		expect(Object.entries(data.countryDomains).filter(([ending, country]) => recognised(`some-shopper.${ending}`).country !== country)).toEqual([]);
		expect(Object.entries(data.secondLevelDomains).filter(([ending, country]) => recognised(`some-shopper.${ending}`).country !== (country ?? undefined))).toEqual([]);
	});

	it('a language that the provider\'s region speaks is used', () => {
		expect(Object.entries(data.languageHints).filter(([domain, language]) => recognised(domain).language !== language)).toEqual([]);
	});

	it.each(NAMES)('%s → never marketing, whatever stands for the star or in front', (pattern) => {
		for (const ending of ['de', 'co.jp', 'com.br']) {
			const domain = pattern.replace('*', ending);
			for (const name of [domain, `x1.${domain}`]) expect(recognised(name)).toMatchObject({ isMarketable: false, country: undefined, siteSource: 'shopDefault' });
			expect(recognised(`not${domain}`).isMarketable).toBe(true);
		}
	});
});

it.each([
	['a Cyrillic а in paypal', 'xn--pypal-4ve.com', 'neverMarketable'],
	['mixed scripts in a sub-domain', 'mail.xn--pypal-4ve.example.com', 'neverMarketable'],
	['a name wholly in Cyrillic', 'xn--80ak6aa92e.com', 'unknown'],
	['German with an umlaut', 'xn--bcher-kva.de', 'countryDomain'],
	['Japanese with Latin letters, as companies there write', 'xn--toyota-hu4epcsp.jp', 'countryDomain'],
	['Chinese', 'xn--fiqs8s.com', 'unknown'],
	['punycode that is none', 'xn--99999999.com', 'unknown'],
])('look-alikes: %s → %s is %s', (_name, domain, kind) => {
	expect(readMailDomain(domain).kind).toBe(kind);
});
