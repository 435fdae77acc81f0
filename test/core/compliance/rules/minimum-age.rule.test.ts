import { aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'minimum-age';

// the mails' day is 20 November 2026
describe(RULE, () => {
	it.each([
		['nothing known', 'DE', null, 'pass'],
		['DE, 16 today', 'DE', '2010-11-20', 'pass'],
		['DE, 16 tomorrow', 'DE', '2010-11-21', 'violation'],
		['DE, 17', 'DE', '2009-05-01', 'pass'],
		['DE, 15 or 16 by the year', 'DE', '2010', 'needsReview'],
		['DE, 14 or 15 by the year', 'DE', '2011', 'violation'],
		['FR, 15', 'FR', '2011-01-01', 'pass'],
		['US, 12', 'US', '2014-01-01', 'violation'],
		['US, 13', 'US', '2013-01-01', 'pass'],
		['BR, 17: the age is general knowledge', 'BR', '2009-01-01', 'needsReview'],
		['JP: no age is known', 'JP', '2020-01-01', 'pass'],
		['a country nobody has read the law of, 17', 'KW', '2009-01-01', 'needsReview'],
		['a country nobody has read the law of, 18', 'KW', '2008-01-01', 'pass'],
	])('%s → %s', (_name, country, birthDate, outcome) => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: aRecipient({ country, birthDate }) })).toBe(outcome);
	});
});
