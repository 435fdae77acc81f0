import { readMailDomain } from '../../../core/shop/mailDomain';
import { resolveSite, type Site } from '../../../core/shop/sites';
import { recogniseSite, type RecognitionInput } from '../../../core/shop/siteRecognition';

const aBuyer = (input: Partial<RecognitionInput>): RecognitionInput => ({ domain: 'shopper.example', defaultSite: 'usa', sites: new Map<string, Site>(), ...input });

const cases: Array<[string, Partial<RecognitionInput>, Record<string, unknown>]> = [
	['stated country beats language and domain', { country: 'BR', language: 'en', domain: 'orange.fr' }, { site: 'bra', siteSource: 'shippingCountry', country: 'BR', language: 'en', timeZone: 'America/Sao_Paulo' }],
	['stated language beats the domain, whose country still counts for law and clock', { language: 'es', domain: 'uol.com.br' }, { site: 'esp', siteSource: 'language', country: 'BR', language: 'es', timeZone: 'America/Sao_Paulo' }],
	['@orange.fr → France', { domain: 'orange.fr' }, { site: 'fra', siteSource: 'mailDomain', country: 'FR', language: 'fr-FR', timeZone: 'Europe/Paris' }],
	['a sub-domain of a national provider', { domain: 'cfl.rr.com' }, { site: 'usa', siteSource: 'mailDomain', country: 'US' }],
	['a country ending alone', { domain: 'tienda.mx' }, { site: 'esp', siteSource: 'countryDomain', country: 'MX', language: 'es-MX', timeZone: 'America/Mexico_City' }],
	['a worldwide provider → the shop’s default, no country', { domain: 'gmail.com' }, { site: 'usa', siteSource: 'shopDefault', country: undefined, timeZone: 'America/New_York' }],
	['an ending that people use as a word (.io) tells nothing', { domain: 'startup.io' }, { siteSource: 'shopDefault', country: undefined }],
	['co.com is nobody’s country', { domain: 'shop.co.com' }, { siteSource: 'shopDefault' }],
	['com.co is Colombia', { domain: 'tienda.com.co' }, { site: 'esp', country: 'CO' }],
	['posteo.es is German vanity, not Spain', { domain: 'posteo.es' }, { siteSource: 'shopDefault', country: undefined }],
	['Belgium with Dutch stated', { country: 'BE', language: 'nl' }, { site: 'nld', siteSource: 'shippingCountry', timeZone: 'Europe/Brussels' }],
	['Belgium by a Dutch-speaking provider', { country: 'BE', domain: 'telenet.be' }, { site: 'nld', language: 'nl-BE' }],
	['Belgium alone → its first site', { country: 'BE' }, { site: 'fra', language: 'fr-BE' }],
	['Mexico gets its own Spanish and clock', { country: 'MX' }, { site: 'esp', language: 'es-MX', timeZone: 'America/Mexico_City' }],
	['Sweden on the English site is written to in English', { country: 'SE' }, { site: 'glo', language: 'en', timeZone: 'Europe/Stockholm' }],
	['a country without a site is kept, the default site serves', { country: 'DK', domain: 'orange.fr' }, { site: 'usa', siteSource: 'shopDefault', country: 'DK' }],
	['an Amazon relay → never marketing', { domain: 'marketplace.amazon.de' }, { isMarketable: false, siteSource: 'shopDefault', country: undefined }],
	['Amazon’s Japanese and British relays too', { domain: 'marketplace.amazon.co.jp' }, { isMarketable: false }],
	['certified mail → never marketing', { domain: 'studio.pec.it' }, { isMarketable: false }],
	['a look-alike of a relay is an ordinary domain', { domain: 'notmembers.ebay.example' }, { isMarketable: true }],
];
it.each(cases)('%s', (_name, input, expected) => {
	expect(recogniseSite(aBuyer(input))).toMatchObject(expected);
});

it('the shop’s own language and clock for a site are used', () => {
	const sites = new Map([['bra', resolveSite('bra', { language: 'en', timeZone: 'America/Manaus' })]]);
	expect(recogniseSite(aBuyer({ country: 'BR', sites }))).toMatchObject({ language: 'en', timeZone: 'America/Manaus' });
	expect(recogniseSite(aBuyer({ country: 'PT', sites }))).toMatchObject({ language: 'en', timeZone: 'Europe/Lisbon' });
});

it('a domain named like an object’s property is unknown', () => {
	expect(readMailDomain('constructor')).toEqual({ kind: 'unknown' });
	expect(readMailDomain('__proto__.constructor')).toEqual({ kind: 'unknown' });
});
