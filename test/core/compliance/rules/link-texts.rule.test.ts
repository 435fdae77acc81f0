import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'link-texts';

const link = (text: string, href = 'https://lumen-home.example/a', language = 'en') => aWellMadeMail({ language, bottom: `<p><a href="${href}">${text}</a></p>` });
const many = (make: (index: number) => string) => aWellMadeMail({ bottom: Array.from({ length: 14 }, (_, index) => make(index)).join('\n') });

describe(RULE, () => {
	it.each([
		['says what is behind', 'pass', link('See the lamps')],
		['here, in a longer text', 'pass', link('Here are the lamps')],
		['click here', 'needsReview: bare', link('Click here!')],
		['with an arrow', 'needsReview: bare', link('Click here →')],
		['German', 'needsReview: bare', link('Hier klicken', undefined, 'de')],
		['Japanese', 'needsReview: bare', link('こちら', undefined, 'ja')],
		['Russian', 'needsReview: bare', link('Нажмите здесь', undefined, 'ru')],
		['Hebrew', 'needsReview: bare', link('לחצו כאן', undefined, 'he')],
		['another language\'s word is a word', 'pass', link('Qui', undefined, 'fr')],
		['to #', 'needsReview: nowhere', link('See the lamps', '#')],
		['empty address', 'needsReview: nowhere', link('See the lamps', '')],
		['a place in the mail', 'pass', link('To the lamps', '#lamps')],
		['14 places', 'needsReview: tooMany', many((index) => `<a href="https://lumen-home.example/${index}">Lamp ${index}</a>`)],
		['one place 14 times', 'pass', many(() => '<a href="https://lumen-home.example/a">Lamp</a>')],
		['a grid of 14 products', 'pass', many((index) => `<a href="https://lumen-home.example/${index}"><img src="https://lumen-home.example/${index}.png" alt="Lamp ${index}" width="100" height="100"></a><a href="https://lumen-home.example/${index}">Lamp ${index}</a>`)],
		['hidden links are another rule\'s', 'pass', aWellMadeMail({ bottom: '<p style="display:none"><a href="#">here</a></p>' })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
