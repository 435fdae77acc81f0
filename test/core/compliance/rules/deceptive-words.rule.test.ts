import data from '../../../../core/data/deceptiveTerms.json';
import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'deceptive-words';

const text = (words: string, language = 'en') => aWellMadeMail({ language, bottom: `<p>${words}</p>` });

describe(RULE, () => {
	it.each([
		['plain', 'pass', aWellMadeMail()],
		['prize', 'needsReview: found', text('Congratulations! You have won a lamp.')],
		['in the subject', 'needsReview: found', aWellMadeMail({ subject: 'Your account will be closed' })],
		['curly apostrophe', 'needsReview: found', text('You’ve won')],
		['part of a longer word', 'pass', text('The impact nowhere')],
		['English in a German mail', 'needsReview: found', text('Act now', 'de')],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));

	it.each(Object.entries(data.languages).flatMap(([language, phrases]) => phrases.map((phrase) => [language, phrase] as const)))('%s: %s → a person looks', (language, phrase) => {
		expect(answerOf(RULE, text(`${phrase}. `, language))).toBe('needsReview: found');
	});
});
