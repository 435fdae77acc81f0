import { findJurisdiction, labelSubject, listJurisdictions, withoutLabel } from '../../../core/compliance/jurisdiction';
import { consentExpiresAt, consentRuleByCountry, mayReceiveMarketing } from '../../../core/compliance/marketingConsent';
import { CONSENT_BASES } from '../../../core/contract/records';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);

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
		expect(mayReceiveMarketing({ country, consent, consentBasis, consentAt: NOW, isMarketable, now: NOW })).toBe(answer);
	});

	it.each([
		['KR', 'explicit', 730, 'yes'],
		['KR', 'explicit', 730.001, 'consentExpired'],
		['KR', 'soft_opt_in', 180, 'yes'],
		['KR', 'soft_opt_in', 181, 'consentExpired'],
		['CA', 'soft_opt_in', 731, 'consentExpired'],
		['CA', 'explicit', 5_000, 'yes'],
		['IE', 'soft_opt_in', 366, 'consentExpired'],
		['FR', 'double_opt_in', 1_096, 'consentExpired'],
		['IT', 'import', 731, 'consentExpired'],
		['IT', 'soft_opt_in', 731, 'consentExpired'],
		['DE', 'double_opt_in', 5_000, 'yes'],
		['XX', 'double_opt_in', 731, 'consentExpired'],
		['US', 'explicit', 5_000, 'yes'],
		['PL', 'soft_opt_in', 1, 'noConsent'],
	])('%s, %s of %d days ago → %s', (country, consentBasis, ageDays, answer) => {
		expect(mayReceiveMarketing({ country, consent: 'granted', consentBasis, consentAt: NOW - ageDays * DAY, isMarketable: true, now: NOW })).toBe(answer);
	});

	it('a granted consent without a date counts only where none runs out', () => {
		const of = (country: string): string => mayReceiveMarketing({ country, consent: 'granted', consentBasis: 'explicit', consentAt: null, isMarketable: true, now: NOW });
		expect([of('KR'), of('DE'), of('US')]).toEqual(['noConsent', 'yes', 'yes']);
	});

	it('at any instant the answer turns to expired right after consentExpiresAt, for every country and basis', () => {
		for (const country of listJurisdictions().keys()) {
			for (const consentBasis of CONSENT_BASES) {
				const consent = { country, consent: 'granted', consentBasis, consentAt: NOW, isMarketable: true };
				const at = consentExpiresAt(consent);
				const later = at ?? NOW + 20_000 * DAY;
				expect([country, consentBasis, mayReceiveMarketing({ ...consent, now: later })]).not.toContain('consentExpired');
				expect([country, consentBasis, mayReceiveMarketing({ ...consent, now: later + 1 }) === 'consentExpired']).toEqual([country, consentBasis, at !== undefined]);
			}
		}
	});

	it('the same decision as data, with a default for every other country', () => {
		const rules = consentRuleByCountry();
		expect(rules).toMatchObject({ US: { required: false }, DE: { required: true, softOptInAllowed: true }, RO: { required: true }, KR: { maxAgeDays: 730, softOptInMaxAgeDays: 180 }, IT: { maxAgeDays: 730, softOptInMaxAgeDays: 730 }, DEFAULT: { required: true, softOptInAllowed: false } });
		for (const [country, { required }] of Object.entries(rules)) {
			expect([country, mayReceiveMarketing({ country, consent: 'unknown', isMarketable: true, now: NOW })]).toEqual([country, required ? 'noConsent' : 'yes']);
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
