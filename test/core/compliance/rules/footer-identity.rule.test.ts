import { listJurisdictions } from '../../../../core/compliance/jurisdiction';
import { checkMail } from '../../../../core/compliance/checkMail';
import { compileTemplate } from '../../../../core/template/compileTemplate';
import { makeSample } from '../../../../core/template/sampleData';
import type { Brand } from '../../../../core/shop/senderProfile';
import { NOW, UNSUBSCRIBE_URL, aBrand, aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'footer-identity';
const COUNTRIES = [...listJurisdictions().keys()].filter((country) => country.length === 2);

const libraryMail = (country: string, brand: Brand, language = 'en', name = 'abandoned-cart') => {
	const sample = makeSample(language);
	return compileTemplate({ kind: 'library', name }, { brand }).render({ ...sample, buyer: { ...sample.buyer, country }, unsubscribeUrl: UNSUBSCRIBE_URL });
};

describe(RULE, () => {
	it.each([...COUNTRIES, 'KW'])('the library\'s footer of a full profile has all that %s wants', (country) => {
		for (const name of ['abandoned-cart', 'logistics-update']) expect(outcomeOf(RULE, libraryMail(country, aBrand(), 'en', name), { recipient: aRecipient({ country }) })).toBe('pass');
	});

	it.each(['es', 'ar', 'he', 'ja', 'fr', 'th'])('the footer in %s shows every field', (language) => {
		expect(outcomeOf(RULE, libraryMail('DE', aBrand(), language), { recipient: aRecipient({ country: 'DE' }) })).toBe('pass');
	});

	const nothing = { contactEmail: undefined, registrationNumber: undefined, vatNumber: undefined, legalRepresentative: undefined };
	it.each([
		['DE wants four fields that the profile lacks', 'DE', nothing, 'needsReview'],
		['DE, none of three, stated', 'DE', { registrationNumber: 'none', vatNumber: '无', legalRepresentative: 'None' }, 'pass'],
		['DE, no representative', 'DE', { legalRepresentative: undefined }, 'needsReview'],
		['FR, a web address is enough', 'FR', nothing, 'pass'],
		['FR, neither mail nor web address', 'FR', { ...nothing, websiteUrl: undefined }, 'needsReview'],
		['RO by the EU\'s default, no VAT number', 'RO', { vatNumber: undefined }, 'needsReview'],
		['GB, no registration number', 'GB', { registrationNumber: undefined }, 'needsReview'],
		['US, no numbers', 'US', nothing, 'pass'],
		['KR, a web address is not enough', 'KR', nothing, 'needsReview'],
	])('%s → %s', (_name, country, fields, outcome) => {
		const brand = aBrand(fields);
		expect(outcomeOf(RULE, libraryMail(country, brand), { recipient: aRecipient({ country }), brand })).toBe(outcome);
	});

	it('names the fields that are missing, as the credential calls them', () => {
		const brand = aBrand({ vatNumber: undefined, legalRepresentative: undefined });
		const { findings } = checkMail({ mail: libraryMail('DE', brand), brand, recipient: aRecipient({ country: 'DE' }), unsubscribeUrl: UNSUBSCRIBE_URL }, NOW);
		expect(findings.find(({ rule }) => rule === RULE)).toMatchObject({ evidence: 'VAT Number, Legal Representative', fix: expect.stringContaining('Seller Mail Sender') });
	});

	const footer = `Lumen Home Co., Ltd., 88 Wensan Road, Hangzhou 310012, China, +86 571 5555 0100 <a href="${UNSUBSCRIBE_URL}">Unsubscribe</a>`;
	it.each([
		['stated and left out', `<p>${footer}</p>`],
		['hidden', `<p>${footer}</p><p style="font-size:0">service@lumen-home.example 91330106MA2KX7Y40B DE811907980 Wang Fang</p>`],
		['one letter other', `<p>${footer} service@lumen-home.example 91330106MA2KX7Y40C DE811907980 Wang Fang</p>`],
	])('DE, %s → violation', (_name, html) => {
		expect(outcomeOf(RULE, aHandmadeMail('', { html }), { recipient: aRecipient({ country: 'DE' }) })).toBe('violation');
	});

	it('MX: Profeco\'s line is missing → a person looks; our footer writes it', () => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: aRecipient({ country: 'MX' }) })).toBe('needsReview');
		expect(libraryMail('MX', aBrand(), 'es').text).toContain('Profeco');
		expect(libraryMail('ES', aBrand(), 'es').text).not.toContain('Profeco');
	});

	it('without a recipient nobody knows whose law counts', () => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: undefined, brand: aBrand(nothing) })).toBe('pass');
	});
});
