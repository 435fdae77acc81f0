import { findJurisdiction, labelSubject, listJurisdictions, withoutLabel } from '../../../core/compliance/jurisdiction';
import { consentRuleByCountry, mayReceiveMarketing } from '../../../core/compliance/marketingConsent';

describe('mayReceiveMarketing', () => {
	it.each([
		['US', 'unknown', null, true, 'yes'],
		['us', 'pending', null, true, 'yes'],
		['US', 'withdrawn', null, true, 'unsubscribed'],
		['US', 'granted', 'explicit', false, 'neverMarketable'],
		['ES', 'unknown', null, true, 'noConsent'],
		['ES', 'pending', null, true, 'noConsent'],
		['ES', 'granted', 'import', true, 'yes'],
		['ES', 'granted', 'soft_opt_in', true, 'yes'],
		['PL', 'granted', 'soft_opt_in', true, 'noConsent'],
		['XX', 'unknown', null, true, 'noConsent'],
		[undefined, 'granted', 'soft_opt_in', true, 'noConsent'],
		[undefined, 'granted', 'double_opt_in', true, 'yes'],
	])('%s, %s (%s), marketable %s → %s', (country, consent, consentBasis, isMarketable, answer) => {
		expect(mayReceiveMarketing({ country, consent, consentBasis, isMarketable })).toBe(answer);
	});

	it('the same decision as data, with a default for every other country', () => {
		const rules = consentRuleByCountry();
		expect(rules).toMatchObject({ US: { required: false }, DE: { required: true, softOptInAllowed: true }, RO: { required: true }, DEFAULT: { required: true, softOptInAllowed: false } });
		for (const [country, { required }] of Object.entries(rules)) {
			expect([country, mayReceiveMarketing({ country, consent: 'unknown', isMarketable: true })]).toEqual([country, required ? 'noConsent' : 'yes']);
		}
	});
});

describe('jurisdictions', () => {
	it('every EU and EEA country has rules, its own or the EU\'s', () => {
		const union = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO'.split(' ');
		expect(union.filter((country) => findJurisdiction(country).country === 'DEFAULT')).toEqual([]);
		expect(findJurisdiction('GR').country).toBe('EU_DEFAULT');
		expect(listJurisdictions().size).toBeGreaterThan(45);
	});

	it('a label is put in front once, and taken away again', () => {
		const korea = findJurisdiction('KR');
		expect(labelSubject('할인', korea)).toBe('(광고) 할인');
		expect(labelSubject('(광고) 할인', korea)).toBe('(광고) 할인');
		expect(labelSubject('Sleva', findJurisdiction('CZ'))).toBe('Obchodní sdělení: Sleva');
		expect(labelSubject('Oferta', findJurisdiction('ES'))).toBe('Oferta');
		expect(['(광고) 할인', 'Obchodní sdělení: Sleva', 'פרסומת: מבצע', 'Oferta'].map(withoutLabel)).toEqual(['할인', 'Sleva', 'מבצע', 'Oferta']);
	});
});
