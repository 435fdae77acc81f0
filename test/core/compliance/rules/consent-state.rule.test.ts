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
		['a relay address, whatever is recorded', { country: 'US', isMarketable: false }, 'violation'],
	] as const)('%s → %s', (_name, recipient, outcome) => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: aRecipient(recipient) })).toBe(outcome);
	});

	it('transactional mail, or no recipient → not asked', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { purpose: 'transactional' }), { recipient: aRecipient({ consent: 'withdrawn' }) })).toBe('pass');
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: undefined })).toBe('pass');
	});
});
