import { NOW, aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'consent-state';

const DAY = 86_400_000;

describe(RULE, () => {
	it.each([
		['US, never asked: opt-out country', { country: 'US', consent: 'unknown', consentBasis: null, consentAt: null }, 'pass'],
		['US, unsubscribed', { country: 'US', consent: 'withdrawn' }, 'violation'],
		['ES, double opt-in', { country: 'ES' }, 'pass'],
		['ES, import with evidence', { country: 'ES', consentBasis: 'import' }, 'pass'],
		['ES, never asked', { country: 'ES', consent: 'unknown', consentBasis: null, consentAt: null }, 'violation'],
		['ES, asked and not confirmed', { country: 'ES', consent: 'pending' }, 'violation'],
		['ES, granted without evidence', { country: 'ES', consentBasis: null, consentAt: null }, 'needsReview'],
		['DE, double opt-in', { country: 'DE' }, 'pass'],
		['DE, explicit: double opt-in is expected', { country: 'DE', consentBasis: 'explicit' }, 'needsReview'],
		['DE, import', { country: 'DE', consentBasis: 'import' }, 'needsReview'],
		['RO by the EU\'s default, explicit', { country: 'RO', consentBasis: 'explicit' }, 'needsReview'],
		['PL, inferred from a purchase: not known there', { country: 'PL', consentBasis: 'soft_opt_in' }, 'violation'],
		['KR, inferred 100 days ago', { country: 'KR', consentBasis: 'soft_opt_in', consentAt: NOW - 100 * DAY }, 'pass'],
		['KR, inferred 200 days ago: 180 count', { country: 'KR', consentBasis: 'soft_opt_in', consentAt: NOW - 200 * DAY }, 'violation'],
		['FR, 4 years old: to be renewed after 3', { country: 'FR', consentAt: NOW - 1_461 * DAY }, 'violation'],
		['KR, confirmed 731 days ago: to be confirmed again after 730', { country: 'KR', consentAt: NOW - 731 * DAY }, 'violation'],
		['a country nobody has read the law of, double opt-in', { country: 'KW' }, 'pass'],
		['a country nobody has read the law of, explicit', { country: 'KW', consentBasis: 'explicit' }, 'needsReview'],
		['a country nobody has read the law of, never asked', { country: 'KW', consent: 'unknown', consentBasis: null }, 'violation'],
		['no country, import', { country: undefined, consentBasis: 'import' }, 'needsReview'],
		['IN, inferred from a purchase: nobody is sure that India knows that', { country: 'IN', consentBasis: 'soft_opt_in' }, 'needsReview'],
		['IE, inferred 364 days ago', { country: 'IE', consentBasis: 'soft_opt_in', consentAt: NOW - 364 * DAY }, 'pass'],
		['IE, inferred 366 days ago: 12 months count', { country: 'IE', consentBasis: 'soft_opt_in', consentAt: NOW - 366 * DAY }, 'violation'],
		['CA, a purchase 700 days ago', { country: 'CA', consentBasis: 'soft_opt_in', consentAt: NOW - 700 * DAY, consentSource: 'checkout' }, 'pass'],
		['CA, a purchase 731 days ago', { country: 'CA', consentBasis: 'soft_opt_in', consentAt: NOW - 731 * DAY, consentSource: 'checkout' }, 'violation'],
		['CA, an inquiry 179 days ago', { country: 'CA', consentBasis: 'soft_opt_in', consentAt: NOW - 179 * DAY, consentSource: 'Inquiry by contact form' }, 'pass'],
		['CA, an inquiry 181 days ago', { country: 'CA', consentBasis: 'soft_opt_in', consentAt: NOW - 181 * DAY, consentSource: 'Inquiry by contact form' }, 'violation'],
		['CA, express consent of ten years ago', { country: 'CA', consentBasis: 'explicit', consentAt: NOW - 3_650 * DAY }, 'pass'],
		['IT, 731 days old: to be renewed after 2 years', { country: 'IT', consentAt: NOW - 731 * DAY }, 'violation'],
		['a relay address, whatever is recorded', { country: 'US', isMarketable: false }, 'violation'],
	] as const)('%s → %s', (_name, recipient, outcome) => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: aRecipient(recipient) })).toBe(outcome);
	});

	/** Every jurisdiction's model, as its data say it: what each basis, a month old, is worth there. */
	it.each([
		// country, never asked, soft opt-in, explicit, double opt-in
		['US', 'pass', 'pass', 'pass', 'pass'], ['CA', 'violation', 'pass', 'pass', 'pass'], ['GB', 'violation', 'pass', 'pass', 'pass'], ['IE', 'violation', 'pass', 'pass', 'pass'],
		['DE', 'violation', 'needsReview', 'needsReview', 'pass'], ['FR', 'violation', 'pass', 'pass', 'pass'], ['ES', 'violation', 'pass', 'pass', 'pass'], ['IT', 'violation', 'pass', 'pass', 'pass'],
		['NL', 'violation', 'pass', 'pass', 'pass'], ['PL', 'violation', 'violation', 'pass', 'pass'], ['BE', 'violation', 'pass', 'pass', 'pass'], ['SE', 'violation', 'pass', 'pass', 'pass'],
		['CZ', 'violation', 'pass', 'pass', 'pass'], ['PT', 'violation', 'pass', 'pass', 'pass'], ['AT', 'violation', 'pass', 'pass', 'pass'], ['RU', 'violation', 'violation', 'needsReview', 'pass'],
		['UA', 'violation', 'violation', 'pass', 'pass'], ['TR', 'violation', 'violation', 'pass', 'pass'], ['IL', 'violation', 'pass', 'pass', 'pass'], ['SA', 'violation', 'violation', 'needsReview', 'pass'],
		['AE', 'violation', 'violation', 'needsReview', 'pass'], ['BR', 'violation', 'pass', 'pass', 'pass'], ['MX', 'violation', 'pass', 'pass', 'pass'], ['CL', 'violation', 'pass', 'pass', 'pass'],
		['CO', 'violation', 'violation', 'pass', 'pass'], ['KR', 'violation', 'pass', 'pass', 'pass'], ['JP', 'violation', 'pass', 'pass', 'pass'], ['AU', 'violation', 'pass', 'pass', 'pass'],
		['ZA', 'violation', 'pass', 'pass', 'pass'], ['IN', 'violation', 'needsReview', 'pass', 'pass'], ['BG', 'violation', 'needsReview', 'needsReview', 'pass'], ['NO', 'violation', 'needsReview', 'needsReview', 'pass'],
		['KW', 'violation', 'violation', 'needsReview', 'pass'],
	])('%s: never asked %s, soft opt-in %s, explicit %s, double opt-in %s', (country, ...expected) => {
		const outcomes = [{ consent: 'unknown' as const, consentBasis: null, consentAt: null }, { consentBasis: 'soft_opt_in' }, { consentBasis: 'explicit' }, {}]
			.map((fields) => outcomeOf(RULE, aHandmadeMail(''), { recipient: aRecipient({ country, ...fields }) }));
		expect(outcomes).toEqual(expected);
	});

	it('transactional mail, or no recipient → not asked', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { purpose: 'transactional' }), { recipient: aRecipient({ consent: 'withdrawn' }) })).toBe('pass');
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: undefined })).toBe('pass');
	});
});
