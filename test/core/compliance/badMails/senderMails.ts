import type { CheckInput } from '../../../../core/compliance/checkMail';
import type { Envelope, Recipient } from '../../../../core/compliance/rule';
import { NOW, aBrand, aRecipient } from '../../../support/mails';
import { aWellMadeMail } from '../../../support/wellMadeMail';
import { UNSUBSCRIBE_URL, badMailsOf, type BadMail } from './badMail';

const HOUR_MS = 3_600_000;
const HEADERS = { 'List-Unsubscribe': `<${UNSUBSCRIBE_URL}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'Feedback-ID': 'c123:demo:marketing:sellermail' };
const SIGNED = ['list-unsubscribe', 'list-unsubscribe-post', 'feedback-id'];

/** To a buyer in the United States who agreed, but for what is given. */
const to = (fields: Partial<Recipient>): Partial<CheckInput> => ({ recipient: aRecipient({ country: 'US', language: 'en', ...fields }) });
/** As Send Campaign sends, but for what is given. */
const by = (fields: Partial<Envelope>): Partial<CheckInput> => ({
	envelope: { from: { name: 'Lumen Home', address: 'news@mail.lumen-home.example' }, bounceAddress: 'b@mail.lumen-home.example', dkimDomain: 'mail.lumen-home.example', headers: HEADERS, signedHeaders: SIGNED, ...fields },
});
const price = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const order = (bottom: string) => aWellMadeMail({ purpose: 'transactional', subject: 'Order SO-10482 is on its way', preheader: 'Your parcel is with the carrier.', body: '<p>We handed your parcel to the carrier. You can follow it with the number in your account.</p>', bottom });
/** The well-made mail has a call to the shop and free shipping, which are no words of an order's mail. */
const ADVERTISES = ['link-domain', 'spam-structure'];

/** Bad mails of the rules about sender, headers, truth, age, and what the recipient's country wants beyond the usual. */
export const SENDER_MAILS: BadMail[] = [
	...badMailsOf('marketplace-relay', 'violation', [
		['to Amazon\'s relay', aWellMadeMail(), to({ email: 'x1y2z3@marketplace.amazon.de' })],
		['to a domain that mixes scripts', aWellMadeMail(), to({ email: 'ana@gmаil.com' })],
	]),
	...badMailsOf('marketplace-collected', 'violation', [['soft opt-in by an Amazon order', aWellMadeMail(), to({ country: 'FR', consentBasis: 'soft_opt_in', consentSource: 'Amazon order 303-1' })]]),
	...badMailsOf('minimum-age', 'violation', [['to a child of 12', aWellMadeMail(), to({ birthDate: '2014-01-01' })]]),
	...badMailsOf('dispatch-time', 'violation', [['on a Sunday to Colombia', aWellMadeMail(), { ...to({ country: 'CO' }), sendAt: Date.UTC(2026, 10, 22, 16) }, ['footer-identity']]]),
	...badMailsOf('footer-identity', 'needsReview', [['to Germany, nobody is named who acts for the company', aWellMadeMail(), { ...to({ country: 'DE' }), brand: aBrand({ legalRepresentative: undefined, registrationNumber: 'none', vatNumber: 'none', contactEmail: undefined }) }]]),
	...badMailsOf('footer-identity', 'violation', [['to Germany, the register number is known and not in the mail', aWellMadeMail(), to({ country: 'DE' })]]),
	...badMailsOf('opt-out-in-both-languages', 'violation', [['to Korea in English only', aWellMadeMail({ subject: '(광고) Free shipping on the lamp' }), to({ country: 'KR' }), ['footer-identity']]]),
	...badMailsOf('open-tracking', 'violation', [['a pixel to France', aWellMadeMail({ bottom: '<img src="https://t.lumen-home.example/o?u=1" width="1" height="1" alt="">' }), to({ country: 'FR' }), ['footer-identity']]]),
	...badMailsOf('urgency-truth', 'violation', [
		['last chance, over since an hour', aWellMadeMail({ top: '<p>Last chance for this lamp.</p>' }), { data: { offer: { endsAt: NOW - HOUR_MS } } }],
		['only 2 left, 500 in stock', aWellMadeMail({ top: '<p>Only 2 left in stock.</p>' }), { data: { products: [{ name: 'Lamp', price: price(2_490), stock: 500 }] } }],
	]),
	...badMailsOf('price-reduction-truth', 'violation', [
		['half price, a quarter by the data', aWellMadeMail({ top: '<p>Save 50% on the lamp.</p>' }), { data: { products: [{ name: 'Lamp', price: price(2_490), oldPrice: price(3_290) }] } }],
		['a struck price that never was', aWellMadeMail({ top: '<p>The lamp: <s>$99.00</s> $24.90</p>' }), { data: { products: [{ name: 'Lamp', price: price(2_490), oldPrice: price(3_290) }] } }],
	]),
	...badMailsOf('transactional-advertising', 'violation', [
		['a discount code in an order\'s mail', order('<p>Use code THANKS10 next time.</p>'), undefined, ADVERTISES],
		['other products in an order\'s mail', order('<p>You may also like these lamps.</p>'), undefined, ADVERTISES],
	]),
	...badMailsOf('from-identity', 'violation', [
		['the name of a mailbox provider', aWellMadeMail(), by({ from: { name: 'Gmail Team', address: 'news@mail.lumen-home.example' } })],
		['an answer', aWellMadeMail(), by({ from: { name: 'Re: Lumen Home', address: 'news@mail.lumen-home.example' } })],
	]),
	...badMailsOf('authentication', 'violation', [['signed by somebody else', aWellMadeMail(), by({ dkimDomain: 'esp.example' })]]),
	...badMailsOf('list-headers', 'violation', [
		['no List-Unsubscribe', aWellMadeMail(), by({ headers: { ...HEADERS, 'List-Unsubscribe': '' } })],
		['not signed', aWellMadeMail(), by({ signedHeaders: ['feedback-id'] })],
	]),
];
