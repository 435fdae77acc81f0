import { PARAGRAPHS, aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'spam-structure';

const picture = '<img src="https://lumen-home.example/lamp.png" width="300" height="200" alt="Lamp">';
const short = (body: string) => aWellMadeMail({ html: `<html lang="en"><head><title>Free shipping</title></head><body>${body}<p>${PARAGRAPHS.join(' ')}</p></body></html>` });

describe(RULE, () => {
	it.each([
		['a whole mail', 'pass', aWellMadeMail()],
		['a whole mail with a picture', 'pass', aWellMadeMail({ top: picture })],
		['short, without a picture', 'pass', short('')],
		['a picture in short HTML', 'needsReview: shortHtml', short(picture)],
		['a linked picture in short HTML', 'needsReview: linkedImage', short(`<a href="https://lumen-home.example/">${picture}</a>`)],
		['no plain text', 'needsReview: noText', aWellMadeMail({ text: ' ' })],
		['plain text about something else', 'needsReview: textDiffers', aWellMadeMail({ text: 'Meet singles in your area tonight. Cheap watches and pills, no prescription.' })],
		['plain text with headings in capitals', 'pass', aWellMadeMail({ text: aWellMadeMail().text.toUpperCase() })],
		['a title about something else', 'needsReview: titleDiffers', aWellMadeMail({ html: aWellMadeMail().html.replace(/<title>.*<\/title>/, '<title>Untitled document 7</title>') })],
		['a title that says more', 'pass', aWellMadeMail({ html: aWellMadeMail().html.replace(/<title>.*<\/title>/, '<title>Lumen Home: free shipping</title>') })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
