import { aRecipient } from '../../../support/mails';
import { PARAGRAPHS, aWellMadeMail } from '../../../support/wellMadeMail';
import { badMailsOf, changed } from './badMail';

const image = (width: number, height: number, alt = 'alt="Lamp"'): string => `<img src="https://lumen-home.example/lamp.png" width="${width}" height="${height}" ${alt}>`;
const button = (path: string): string => `<p><a style="background-color:#1f3a5f;color:#ffffff;display:block;padding:14px" href="https://lumen-home.example/${path}">See the ${path}</a></p>`;
const say = (words: string) => aWellMadeMail({ bottom: `<p>${words}</p>` });
const subject = (text: string) => aWellMadeMail({ subject: text });
const GERMAN = 'Wir haben die Lampe für Sie gebaut, und sie ist nicht nur schön. Bitte schreiben Sie uns, wann wir sie mit der Post schicken können. ';
const FREE = 'Free shipping: ';

/** What readers don't like, and filters neither. */
export const CONTENT_MAILS = [
	...badMailsOf('subject-line', 'violation', [
		['pretends to be an answer', subject('Re: your free lamp')],
		['pretends to be forwarded', subject('Fwd: free shipping')],
		['empty', subject(''), undefined, ['value-in-first-50', 'document']],
		['two lines', subject('Free shipping\r\nBcc: all@buyer.example')],
	]),
	...badMailsOf('subject-length', 'needsReview', [['80 characters', subject(`${FREE}${'lamps and bulbs and shades '.repeat(3)}`)]]),
	...badMailsOf('preheader', 'needsReview', [
		['none', aWellMadeMail({ preheader: '' })],
		['the subject again', aWellMadeMail({ subject: 'Free shipping on all lamps', preheader: 'Free shipping on all lamps!' })],
		['a whole letter', aWellMadeMail({ preheader: 'The lamp has a warm light and a base of oak. '.repeat(4) })],
		['padded with invisible characters', changed('think about it.', `think about it.${'&#847;&zwnj;&nbsp;'.repeat(60)}`)],
	]),
	...badMailsOf('capitals-and-punctuation', 'needsReview', [
		['capitals', subject('FREE SHIPPING ON ALL LAMPS')],
		['!!!', subject('Free shipping on all lamps!!!')],
		['?!', subject('Free shipping on all lamps?!')],
		['emoji in front', subject('🔥 Free shipping on all lamps')],
		['a row of emoji', subject('Free shipping 🔥 on all lamps 🎁')],
	]),
	...badMailsOf('value-in-first-50', 'needsReview', [['news of nothing', aWellMadeMail({ subject: 'Our letter of November, number seven', preheader: 'What we did and where we were, and who came along with us to see it.' })]]),
	...badMailsOf('calls-to-action', 'violation', [['three buttons', aWellMadeMail({ bottom: `${button('shades')}${button('bulbs')}` })]]),
	...badMailsOf('image-share', 'violation', [['a poster with a caption', aWellMadeMail({ top: image(600, 900) })]]),
	...badMailsOf('visible-text', 'violation', [
		['rendered empty', changed('See the lamp', '', { body: '' })],
		['pictures instead of words', aWellMadeMail({ top: image(400, 150), body: '', preheader: 'x' }), undefined, ['image-share', 'spam-structure']],
	]),
	...badMailsOf('visible-text', 'needsReview', [['little beside a picture', aWellMadeMail({ top: image(300, 150), body: `<p>${PARAGRAPHS[0] ?? ''} ${PARAGRAPHS[3] ?? ''}</p>` })]]),
	...badMailsOf('placeholders', 'violation', [
		['Handlebars', say('Hello {{buyer.name}}, how are you?')],
		['Mailchimp', say('Hello *|FNAME|*, how are you?')],
		['percent signs', say('Hello %%firstname%%, how are you?')],
		['in a link', aWellMadeMail({ bottom: '<p><a href="https://lumen-home.example/%7B%7Bid%7D%7D">Your order</a></p>' })],
		['what bad code prints', say('Your order [object Object] is on its way')],
	]),
	...badMailsOf('deceptive-words', 'needsReview', [
		['a prize', say('You have been selected to get a lamp.')],
		['an alarm', subject('Your account will be closed, free lamp inside')],
		['a bill', say('Final notice of the overdue invoice')],
		['a prize in Spanish', aWellMadeMail({ language: 'es', attributes: 'lang="es"', subject: 'Has ganado un regalo', body: '<p>Hola Ana, hemos guardado algo para usted.</p>' })],
	]),
	...badMailsOf('language', 'needsReview', [
		['German, said to be English', aWellMadeMail({ body: `<p>${GERMAN.repeat(4)}</p>` })],
		['half English, half German', aWellMadeMail({ bottom: `<p>${GERMAN.repeat(5)}</p>` })],
		['English to a buyer in German', aWellMadeMail(), { recipient: aRecipient({ country: 'US', language: 'de' }) }],
	]),
	...badMailsOf('link-texts', 'needsReview', [
		['click here', aWellMadeMail({ bottom: '<p>For more lamps <a href="https://lumen-home.example/more">click here</a>.</p>' })],
		['a link to nowhere', aWellMadeMail({ bottom: '<p>More of our <a href="#">desk lamps in oak</a>.</p>' })],
		['a wall of links', aWellMadeMail({ bottom: `<p>${Array.from({ length: 15 }, (_, index) => `<a href="https://lumen-home.example/page-${index}">Reading corner number ${index} with all of its lamps</a>`).join(', ')}</p>` })],
	]),
	...badMailsOf('link-domain', 'needsReview', [['the button leads to somebody else', changed('https://lumen-home.example/lamps', 'https://win-a-lamp.net/lamps')]]),
	...badMailsOf('alt-texts', 'needsReview', [
		['a picture without alt text', aWellMadeMail({ top: image(200, 100, '') })],
		['a linked picture that says nothing', aWellMadeMail({ top: `<a href="https://lumen-home.example/lamps">${image(200, 100, 'alt=""')}</a>` })],
	]),
	...badMailsOf('contrast', 'needsReview', [
		['a grey sentence', aWellMadeMail({ bottom: '<p style="color:#999999">The offer does not hold for bulbs, shades and spare parts.</p>' })],
		['white on yellow', aWellMadeMail({ bottom: '<p style="color:#ffffff;background-color:#e0b000">Only this week in our shop</p>' })],
	]),
	...badMailsOf('font-size', 'needsReview', [
		['small print', aWellMadeMail({ bottom: '<p style="font-size:9px">The offer does not hold for bulbs, shades and spare parts.</p>' })],
		['all of it in 12 px', aWellMadeMail({ body: `<div style="font-size:12px">${PARAGRAPHS.join(' ')}</div>` })],
	]),
	...badMailsOf('document', 'needsReview', [
		['no language', aWellMadeMail({ attributes: '' })],
		['says that it is in Polish', aWellMadeMail({ attributes: 'lang="pl"' })],
		['Hebrew from left to right', aWellMadeMail({ language: 'he', attributes: 'lang="he"', subject: 'משלוח חינם על כל המנורות', body: '<p>שלום נועה, שמרנו לך את המנורה שבחרת.</p>' })],
		['no title', aWellMadeMail({ isWithoutTitle: true })],
	]),
];
