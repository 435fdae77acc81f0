import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'look-alike-letters';

const text = (words: string, language = 'en') => aWellMadeMail({ language, bottom: `<p>${words}</p>` });

describe(RULE, () => {
	it.each([
		['plain', 'pass', aWellMadeMail()],
		['Cyrillic а in a Latin word', 'violation: mixed', text('Your pаypal money')],
		['Greek ο', 'violation: mixed', text('free bοnus for you')],
		['Latin c in a Russian word', 'violation: mixed', text('cкидка на лампы', 'ru')],
		['in the subject', 'violation: mixed', aWellMadeMail({ subject: 'Frее shipping' })],
		['mathematical letters', 'violation: mixed', text('𝐅𝐑𝐄𝐄 lamps')],
		['circled letters', 'violation: mixed', text('ⓕⓡⓔⓔ lamps')],
		['full width in English', 'violation: mixed', text('ＦＲＥＥ lamps')],
		['full width in Japanese', 'pass', text('ＬＥＤランプ', 'ja')],
		['a whole word in another script', 'pass', text('Our lamp Луна is back')],
		['a Russian ending on a Latin name', 'pass', text('Скидка для VIPа и SMSки', 'ru')],
		['hyphens part words', 'pass', text('USB-кабель и α-Wert', 'ru')],
		['micro and ohm', 'pass', text('5 µm, 3 kΩ')],
		['zero-width space in a word', 'violation: split', text('un\u200bsub\u200bscribe')],
		['as an entity', 'violation: split', text('vi&#8203;agra')],
		['between words of Thai', 'pass', text('โคมไฟ\u200bตั้งโต๊ะ', 'th')],
		['a soft hyphen', 'pass', text('Lampen\u00adschirm')],
		['a joiner in an emoji', 'pass', text('for the family 👨‍👩‍👧')],
		['a phrase of another alphabet wholly', 'violation: disguised', text('аст ոоԝ')],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
