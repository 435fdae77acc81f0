import { PARAGRAPHS, aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'visible-text';

const picture = '<img src="https://lumen-home.example/lamp.png" width="600" height="400" alt="Lamp">';
const few = (count: number) => aWellMadeMail({ top: picture, body: `<p>${PARAGRAPHS.join(' ').slice(0, count)}</p>` });

describe(RULE, () => {
	it.each([
		['text and no picture', 'pass', aWellMadeMail()],
		['much text and a picture', 'pass', aWellMadeMail({ top: picture })],
		['little text, no picture', 'pass', aWellMadeMail({ body: '<p>Your lamp is on its way.</p>' })],
		['200 characters above the footer and a picture', 'needsReview: little', few(200)],
		['next to no text and a picture', 'violation: tooLittle', few(10)],
		['100 wide characters and a picture', 'pass', aWellMadeMail({ top: picture, language: 'zh', body: `<p>${'这盏台灯光线温暖底座由橡木制成适合夜间阅读'.repeat(10)}</p>` })],
		['a thumbnail beside its name', 'pass', aWellMadeMail({ top: picture.replace('600', '64').replace('400', '64'), body: '<p>Desk lamp, oak</p>' })],
		['rendered empty', 'violation: empty', aWellMadeMail({ html: aWellMadeMail({ body: '' }).html.replace('See the lamp', '') })],
		['order mail with a picture and little text', 'pass', aWellMadeMail({ purpose: 'transactional', top: picture, body: '<p>Your lamp is on its way.</p>' })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
