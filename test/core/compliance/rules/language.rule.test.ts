import { aRecipient } from '../../../support/mails';
import { PARAGRAPHS, aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'language';

const GERMAN = 'Wir haben die Lampe für Sie gebaut, und sie ist nicht nur schön. Bitte schreiben Sie uns, wann wir sie mit der Post schicken können. '.repeat(4);
const RUSSIAN = 'Мы сделали эту лампу для тех, кто читает поздно вечером. Напишите нам, и мы отправим её вам на следующий день. '.repeat(3);
const text = (words: string, language = 'en') => aWellMadeMail({ language, body: `<p>${words}</p>` });

describe(RULE, () => {
	it.each([
		['English', 'pass', aWellMadeMail()],
		['German, said to be English', 'needsReview: other', text(GERMAN)],
		['Russian, said to be Ukrainian', 'needsReview: other', text(RUSSIAN, 'uk')],
		['half and half', 'needsReview: mixed', text(`${PARAGRAPHS.join(' ')}</p><p>${GERMAN}`)],
		['product names of another', 'pass', text(`${PARAGRAPHS.join(' ')}</p><p>Lampe für die Küche und das Bad`)],
		['a language that can\'t be told', 'pass', text(GERMAN, 'da')],
		['too short to say', 'pass', text('Bitte nicht.')],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));

	it('English for a German buyer → a person looks', () => {
		expect(answerOf(RULE, aWellMadeMail(), { recipient: aRecipient({ country: 'US', language: 'de-DE' }) })).toBe('needsReview: notTheBuyers');
	});

	it('a buyer whose language can\'t be told → pass', () => {
		expect(answerOf(RULE, aWellMadeMail(), { recipient: aRecipient({ country: 'US', language: 'ca' }) })).toBe('pass');
	});
});
