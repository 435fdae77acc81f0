import { compileTemplate } from '../../../../core/template/compileTemplate';
import { LANGUAGES } from '../../../../core/template/languages/registry';
import { makeSample } from '../../../../core/template/sampleData';
import { TEMPLATES } from '../../../../core/template/templates/registry';
import { UNSUBSCRIBE_URL, aBrand, aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'transactional-advertising';
const order = (html: string, subject = 'Order SO-1 is on its way') => aHandmadeMail(html, { purpose: 'transactional', subject });

describe(RULE, () => {
	it.each([
		['a parcel on its way', '<p>We handed your parcel to the carrier.</p>', 'pass'],
		['a discount code', '<p>Use code THANKS10 next time.</p>', 'violation'],
		['a percentage off', '<p>Save 10% on your next order.</p>', 'violation'],
		['a crossed-out price', '<p><s>32.90 €</s> 24.90 €</p>', 'violation'],
		['a call to buy', '<p><a href="https://shop.example/sale">Shop now</a></p>', 'violation'],
		['other products', '<p>You may also like</p>', 'violation'],
		['free shipping: maybe of this order', '<p>Your order has free shipping.</p>', 'needsReview'],
		['a call to buy in a picture', '<img src="https://shop.example/a.png" width="300" height="100" alt="Shop now">', 'violation'],
		['hidden from everybody', '<p style="display:none">Shop now</p>', 'pass'],
	])('%s → %s', (_name, html, outcome) => expect(outcomeOf(RULE, order(html))).toBe(outcome));

	it.each([
		['DE', 'Bitte bewerten Sie Ihren Kauf.', 'violation'], ['CZ', 'Ohodnoťte nás, prosím.', 'violation'], ['DE', 'Please write a review.', 'violation'],
		['FR', 'Laissez un avis.', 'needsReview'], ['KW', 'Rate your purchase.', 'needsReview'], ['US', 'Rate your purchase.', 'pass'],
	])('a request for a review, %s: %s → %s', (country, text, outcome) => {
		expect(outcomeOf(RULE, order(`<p>${text}</p>`), { recipient: aRecipient({ country }) })).toBe(outcome);
	});

	it.each([
		['es', 'Compra ahora'], ['pt', 'Compre agora'], ['zh', '立即购买'], ['ru', 'Купить сейчас'], ['fr', 'Achetez maintenant'], ['de', 'Jetzt kaufen'], ['it', 'Acquista ora'], ['nl', 'Koop nu'], ['pl', 'Kup teraz'],
		['tr', 'HEMEN AL'], ['he', 'קנו עכשיו'], ['ar', 'تسوق الآن'], ['ko', '지금 구매'], ['ja', '今すぐ購入'], ['th', 'ซื้อเลย'], ['vi', 'Mua ngay'], ['uk', 'Купити зараз'],
	])('a call to buy in %s: %s → violation, whatever language the mail says it is in', (_language, text) => {
		expect(outcomeOf(RULE, order(`<p>${text}</p>`))).toBe('violation');
	});

	it.each(LANGUAGES.map((strings) => strings.language))('the library\'s order mails in %s advertise nothing', (language) => {
		const sample = makeSample(language);
		for (const country of [sample.buyer.country, 'DE', 'CZ']) {
			for (const name of ['logistics-update', 'confirm-subscription', 'delivery-and-care'].filter(isThere)) {
				const mail = compileTemplate({ kind: 'library', name }, { brand: aBrand() }).render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
				expect([name, outcomeOf(RULE, mail, { recipient: aRecipient({ country }) })]).toEqual([name, 'pass']);
			}
		}
	});

	it.each(['paid', 'late', 'delivered', 'returned'])('an order that is %s, in every language → pass', (state) => {
		const template = compileTemplate({ kind: 'library', name: 'logistics-update' }, { brand: aBrand() });
		for (const { language } of LANGUAGES) {
			const { buyer, data } = makeSample(language);
			const mail = template.render({ buyer, data: { ...data, order: { ...(data.order as object), state } } });
			expect([language, outcomeOf(RULE, mail, { recipient: aRecipient({ country: 'DE' }) })]).toEqual([language, 'pass']);
		}
	});

	function isThere(name: string): boolean {
		return TEMPLATES.some((template) => template.name === name);
	}
});
