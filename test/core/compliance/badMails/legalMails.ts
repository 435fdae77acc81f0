import { aBrand, aRecipient } from '../../../support/mails';
import { aWellMadeMail } from '../../../support/wellMadeMail';
import { ADDRESS, COMPANY, FOOTER, PHONE, UNSUBSCRIBE_URL, badMailsOf, changed } from './badMail';

const to = (fields: Parameters<typeof aRecipient>[0]) => ({ recipient: aRecipient({ country: 'US', language: 'en', ...fields }) });
/** These countries want more in a footer than the one of the well-made mail holds. */
const MORE_WANTED = ['footer-identity', 'opt-out-in-both-languages'];
const LINK = `<a style="color:#333333" href="${UNSUBSCRIBE_URL}">Unsubscribe</a>`;

/** Breaches of law: who may be mailed, and what each mail must hold. */
export const LEGAL_MAILS = [
	...badMailsOf('consent-state', 'violation', [
		['to somebody who has unsubscribed', aWellMadeMail(), to({ consent: 'withdrawn' })],
		['to a German who was never asked', aWellMadeMail(), to({ country: 'DE', consent: 'unknown', consentBasis: null, consentAt: null }), MORE_WANTED],
		['to somebody who has not confirmed yet', aWellMadeMail(), to({ country: 'FR', consent: 'pending', consentBasis: null, consentAt: null }), MORE_WANTED],
		['to a relay address of a marketplace', aWellMadeMail(), to({ isMarketable: false })],
	]),
	...badMailsOf('consent-state', 'needsReview', [
		['consent without evidence', aWellMadeMail(), to({ country: 'DE', consentBasis: null, consentAt: null }), MORE_WANTED],
	]),
	...badMailsOf('unsubscribe-link', 'violation', [
		['no link', changed(LINK, 'Write us to unsubscribe')],
		['a link that was replaced: to the home page', changed(UNSUBSCRIBE_URL, 'https://lumen-home.example/')],
		['a link to somebody else\'s page', changed(UNSUBSCRIBE_URL, 'https://unsubscribe.lumen-homes.test/?t=1')],
		['the link of another buyer', changed(UNSUBSCRIBE_URL, UNSUBSCRIBE_URL.replace('b_0123', 'b_9999'))],
		['by letter only: mailto', changed(UNSUBSCRIBE_URL, 'mailto:unsubscribe@lumen-home.example')],
		['hidden', changed(LINK, `<span style="display:none">${LINK}</span>`)],
		['white on white', changed(LINK, LINK.replace('#333333', '#ffffff'))],
		['size 0', changed(LINK, LINK.replace('color:#333333', 'font-size:0'))],
		['off screen', changed(LINK, LINK.replace('color:#333333', 'position:absolute;left:-9999px'))],
		['behind a comment', changed(LINK, `<!-- ${LINK} -->`)],
		['too faint', changed(LINK, LINK.replace('#333333', '#bbbbbb')), undefined, ['contrast']],
		['on a picture of one pixel', changed(LINK, LINK.replace('Unsubscribe', '<img src="https://lumen-home.example/u.png" width="1" height="1" alt="Unsubscribe">'))],
		['missing in the plain text', aWellMadeMail({ text: aWellMadeMail().text.replace(/Unsubscribe: .*/, '') })],
	]),
	...badMailsOf('footer-postal-address', 'violation', [
		['no address', changed(ADDRESS, '')],
		['another address than the licence\'s', aWellMadeMail(), { brand: aBrand({ licenceAddress: '1 Other Street, Hangzhou' }) }],
		['white on white', changed(ADDRESS, `<span style="color:#ffffff">${ADDRESS}</span>`)],
		['size 0', changed(ADDRESS, `<span style="font-size:0">${ADDRESS}</span>`)],
		['off screen', changed(ADDRESS, `<span style="position:absolute;top:-5000px">${ADDRESS}</span>`)],
		['behind a comment', changed(ADDRESS, `<!--${ADDRESS}-->`)],
		['as a picture', changed(ADDRESS, `<img src="https://lumen-home.example/a.png" width="300" height="40" alt="${ADDRESS}">`)],
	]),
	...badMailsOf('footer-phone', 'violation', [
		['no telephone', changed(PHONE, '')],
		['another number', changed(PHONE, '+86 571 5555 0199')],
		['in a hidden element', changed(PHONE, `<span style="visibility:hidden">${PHONE}</span>`)],
	]),
	...badMailsOf('footer-company', 'violation', [
		['no company', changed(COMPANY, 'us')],
		['another company', changed(COMPANY, 'Lumen Global')],
	]),
	...badMailsOf('subject-label', 'violation', [
		['to Korea without (광고)', aWellMadeMail(), to({ country: 'KR' }), MORE_WANTED],
		['the label is not in front', aWellMadeMail({ subject: 'Free shipping on lamps (광고)' }), to({ country: 'KR' }), MORE_WANTED],
	]),
	...badMailsOf('footer-company', 'violation', [
		['an order mail without a sender', aWellMadeMail({ purpose: 'transactional', footer: FOOTER.replace(COMPANY, 'us') }), undefined, ['transactional-advertising']],
	]),
];
