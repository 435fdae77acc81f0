import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARAGRAPHS, aWellMadeMail } from '../../../support/wellMadeMail';
import { ADDRESS, COMPANY, FILLER, PHONE, UNSUBSCRIBE_URL, badMailsOf, changed } from './badMail';

const page = (file: string): string => readFileSync(join(__dirname, '../../../fixtures/badMails', file), 'utf8')
	.replaceAll('COMPANY', COMPANY).replaceAll('ADDRESS', ADDRESS).replaceAll('PHONE', PHONE).replaceAll('UNSUBSCRIBE', UNSUBSCRIBE_URL);
const html = (file: string) => aWellMadeMail({ html: page(file) });
const say = (words: string) => aWellMadeMail({ bottom: `<p>${words}</p>` });
const hidden = (style: string) => aWellMadeMail({ bottom: `<div style="${style}">${FILLER}</div>` });
const link = (href: string, text = 'All of our desk lamps') => aWellMadeMail({ bottom: `<p>See also: <a href="${href}">${text}</a> and what stands beside them in our shop</p>` });
/** An unreadable page has no footer, no link and no language either. */
const NOTHING_IN_IT = ['unsubscribe-link', 'footer-postal-address', 'footer-phone', 'footer-company', 'footer-identity'];

/** What mailbox providers and mail programs stop or break. */
export const PROVIDER_MAILS = [
	...badMailsOf('active-content', 'violation', [
		['a script', aWellMadeMail({ bottom: '<script>alert(1)</script>' })],
		['a form', aWellMadeMail({ bottom: '<form action="https://lumen-home.example/"><p>Your name</p></form>' })],
		['a frame', aWellMadeMail({ bottom: '<iframe src="https://lumen-home.example/"></iframe>' })],
		['an event handler', aWellMadeMail({ bottom: '<p onclick="go()">Lamps</p>' })],
		['a script as a link', link('javascript:go()')],
		['a picture inside the mail', aWellMadeMail({ bottom: '<img src="data:image/png;base64,iVBORw0KGgo=" width="80" height="40" alt="Lamp">' })],
		['a page that moves on by itself', aWellMadeMail({ head: '<meta http-equiv="refresh" content="0;url=https://evil.test/">' })],
		['a style sheet from elsewhere', aWellMadeMail({ head: '<link rel="stylesheet" href="https://lumen-home.example/a.css">' })],
	]),
	...badMailsOf('size', 'violation', [
		['100 KB of products', aWellMadeMail({ bottom: `<p>${PARAGRAPHS.join(' ').repeat(160)}</p>` })],
		['the footer is clipped off at the end', aWellMadeMail({ bottom: `<!-- ${'x'.repeat(101_000)} -->` })],
	]),
	...badMailsOf('size', 'needsReview', [['85 KB', aWellMadeMail({ bottom: `<!-- ${'x'.repeat(84_000)} -->` })]]),
	...badMailsOf('markup', 'violation', [
		['text, not HTML', aWellMadeMail({ html: `${PARAGRAPHS.join('\n')}\n3 < 5\n${COMPANY}, ${ADDRESS}, ${PHONE}` }), undefined, ['unsubscribe-link', 'document', 'visible-text', 'footer-identity']],
		['JSON instead of HTML', aWellMadeMail({ html: JSON.stringify({ html: PARAGRAPHS }) }), undefined, [...NOTHING_IN_IT, 'document']],
		['base64 instead of text', say(Buffer.from(PARAGRAPHS.join(' ')).toString('base64'))],
		['quoted-printable shown', say('Sch=C3=B6ne Gr=C3=BC=C3=9Fe')],
		['tags shown to the reader', say('&lt;table&gt;&lt;tr&gt;&lt;td&gt;Lamp&lt;/td&gt;')],
		['style rules shown to the reader', say('.lamp{color:#333333;padding:4px}')],
		['a comment that never ends swallows the footer', html('commentOpen.html'), undefined, [...NOTHING_IN_IT, 'language']],
		['a style that never ends swallows the footer', html('styleOpen.html'), undefined, [...NOTHING_IN_IT, 'language']],
	]),
	...badMailsOf('markup', 'needsReview', [['a div that is never closed', aWellMadeMail({ bottom: '<div><p>Lamps of oak</p>' })]]),
	...badMailsOf('hidden-text', 'violation', [
		['words for filters, not shown', hidden('display:none')],
		['white on white', hidden('color:#ffffff')],
		['size 0', hidden('font-size:0')],
		['off screen', hidden('position:absolute;left:-9999px')],
		['in a box without height', hidden('max-height:0;overflow:hidden')],
		['by its class', aWellMadeMail({ head: '<style>.offer{display:none!important}</style>', bottom: `<div class="offer">${FILLER}</div>` })],
		['a preheader as long as a letter', changed(/think about it\./, `think about it. ${FILLER}`)],
		['a second footer in white', html('whiteFooter.html')],
	]),
	...badMailsOf('look-alike-letters', 'violation', [
		['Cyrillic е in a Latin word', say('Frее bulbs for each lamp')],
		['in the subject', aWellMadeMail({ subject: 'Free shipрing on lamps' })],
		['mathematical letters', say('𝗙𝗥𝗘𝗘 bulbs for each lamp')],
		['full-width letters', say('ＦＲＥＥ bulbs for each lamp')],
		['a word taken apart by nothing', say('ca\u200bsi\u200bno bo\u200bnus')],
		['a banned phrase wholly in other letters', say('аст ոоԝ')],
	]),
	...badMailsOf('link-targets', 'violation', [
		['shows a bank, leads elsewhere', link('https://lumen-home.example/x', 'www.paypal.com')],
		['a shortener', link('https://bit.ly/3LaMpX')],
		['an IP address', link('https://203.0.113.9/lamps')],
		['not encrypted', link('http://lumen-home.example/lamps')],
		['paypal with a Cyrillic а', link('https://www.pаypal.com/login')],
		['an unsubscribe button that leads elsewhere by its text', link('https://lumen-home.example/x', 'https://unsubscribe.paypal.com/now'), undefined, ['unsubscribe-link']],
	]),
	...badMailsOf('spam-structure', 'needsReview', [
		['one linked picture and little else', html('onePicture.html')],
		['a picture in very short HTML', html('shortWithPicture.html')],
		['no plain text', aWellMadeMail({ text: '' }), undefined, ['unsubscribe-link']],
		['plain text about something else', aWellMadeMail({ text: `Meet singles in your area tonight, cheap watches as well.\nUnsubscribe: ${UNSUBSCRIBE_URL}` })],
		['a title about something else', changed(/<title>[^<]*/, '<title>Untitled document 7')],
	]),
];

