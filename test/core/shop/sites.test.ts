import { SITE_KEYS, countryUsage, resolveSite, siteOfLanguage, sitesOfCountry } from '../../../core/shop/sites';
import { isTimeZone } from '../../../core/shared/timeZone';

it('there are 18 sites', () => {
	expect(SITE_KEYS).toHaveLength(18);
	expect(new Set(SITE_KEYS).size).toBe(18);
});

describe.each(SITE_KEYS)('site %s', (key) => {
	const site = resolveSite(key);

	it('has a time zone, a currency, a language and a window that exist', () => {
		expect(isTimeZone(site.timeZone)).toBe(true);
		expect(Intl.supportedValuesOf('currency')).toContain(site.currency);
		expect(Intl.getCanonicalLocales(site.language)).toEqual([site.language]);
		expect([site.windowStartMinute, site.windowEndMinute]).toEqual([540, 1200]);
	});

	it('serves its default country, and every country has a zone, a currency and a language', () => {
		expect(site.countries).toContain(site.defaultCountry);
		for (const country of site.countries) {
			const usage = countryUsage(key, country);
			expect(isTimeZone(usage?.timeZone ?? '')).toBe(true);
			expect(usage).toMatchObject({ currency: expect.stringMatching(/^[A-Z]{3}$/), language: expect.stringMatching(/^[a-z]{2}-[A-Z]{2}$/) });
		}
	});

	it('is found by its own language', () => {
		expect(siteOfLanguage(site.language)).toBe(key);
	});
});

it('a shop’s own values win, null and missing ones keep the built-in', () => {
	const site = resolveSite('bra', { language: 'pt-PT', timeZone: null, windowStartMinute: 600, isActive: false });
	expect(site).toMatchObject({ language: 'pt-PT', timeZone: 'America/Sao_Paulo', windowStartMinute: 600, windowEndMinute: 1200, isActive: false });
});

it('an unknown site → NOT_FOUND with the known ones', () => {
	expect(() => resolveSite('__proto__')).toThrow(expect.objectContaining({ code: 'NOT_FOUND', nextStep: expect.stringContaining('usa') }));
});

it.each([['BE', ['fra', 'nld']], ['MX', ['esp']], ['DK', []], ['constructor', []]])('country %s is served by %j', (country, sites) => {
	expect(sitesOfCountry(country)).toEqual(sites);
});

it.each([['pt-PT', 'bra'], ['en-US', 'usa'], ['en-GB', 'glo'], ['EN', 'glo'], ['es-419', 'esp'], ['nl-BE', 'nld'], ['ar-EG', 'ara'], ['zh-CN', undefined]])('language %s → site %s', (language, site) => {
	expect(siteOfLanguage(language)).toBe(site);
});
