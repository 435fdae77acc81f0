import { aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'price-reduction-truth';
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const product = (price: number, oldPrice?: number, lowest?: number) => ({ name: 'Lamp', price: eur(price), ...(oldPrice ? { oldPrice: eur(oldPrice) } : {}), ...(lowest ? { lowestPrice30Days: eur(lowest) } : {}) });
const products = (...all: object[]) => ({ products: all });
const struck = '<p><s>32,90 €</s> 24,90 €</p>';

describe(RULE, () => {
	it.each([
		['no reduction is claimed', 'US', 'Lamps at 24,90 €', '', {}, 'pass'],
		['100 % cotton', 'US', 'Shirts of 100 % cotton', '', {}, 'pass'],
		['10 % off by the offer', 'ES', 'Save 10% on lamps', '', { offer: { discountPercent: 10 } }, 'pass'],
		['10 % off, nothing known', 'ES', 'Save 10% on lamps', '', {}, 'needsReview'],
		['20 % off, the offer has 10', 'ES', 'Save 20% on lamps', '', { offer: { discountPercent: 10 } }, 'violation'],
		['-24 %, a product has it', 'US', '-24 % on lamps', '', products(product(2_490, 3_290)), 'pass'],
		['-50 %, no product has it', 'US', '-50 % on lamps', '', products(product(2_490, 3_290), product(700, 900)), 'violation'],
		['up to 24 % off', 'US', 'Up to 24% off', '', products(product(2_490, 3_290), product(700, 750)), 'pass'],
		['crossed out, US: its former price', 'US', 'Lamps', struck, products(product(2_490, 3_290)), 'pass'],
		['crossed out, a price no product had', 'US', 'Lamps', '<p><s>99,90 €</s> 24,90 €</p>', products(product(2_490, 3_290)), 'violation'],
		['crossed out, not higher than now', 'US', 'Lamps', '<p><s>24,90 €</s></p>', products(product(2_490, 2_490)), 'violation'],
		['crossed out, nothing known', 'US', 'Lamps', struck, {}, 'needsReview'],
		['crossed out by style', 'US', 'Lamps', '<p><span style="text-decoration:line-through">99,90 €</span></p>', products(product(2_490, 3_290)), 'violation'],
		['EU, the lowest of 30 days unknown', 'ES', 'Lamps', struck, products(product(2_490, 3_290)), 'needsReview'],
		['EU, the former price is the lowest', 'ES', 'Lamps', struck, products(product(2_490, 3_290, 3_290)), 'pass'],
		['EU, the lowest was lower', 'ES', 'Lamps', struck, products(product(2_490, 3_290, 2_990)), 'violation'],
		['EU, the lowest was lower and stands in the mail', 'ES', 'Lamps', `${struck}<p>Precio más bajo en 30 días: 29,90 €</p>`, products(product(2_490, 3_290, 2_990)), 'pass'],
		['EU, it cost less than now within 30 days', 'ES', 'Lamps', struck, products(product(2_490, 3_290, 2_290)), 'violation'],
		['EU, -24 % of the former price, -16 % of the lowest', 'ES', '-24 % on lamps', '', products(product(2_490, 3_290, 2_990)), 'violation'],
		['EU, -16 % of the lowest', 'ES', '-16 % on lamps', '', products(product(2_490, 3_290, 2_990)), 'pass'],
		['EEA', 'NO', '-24 % on lamps', '', products(product(2_490, 3_290, 2_990)), 'violation'],
		['"was" and a price', 'US', 'Lamps', '<p>Now 24,90 €, was 99,90 €</p>', products(product(2_490, 3_290)), 'violation'],
		['"statt"', 'DE', 'Lampen', '<p>24,90 € statt 99,90 €</p>', products(product(2_490, 3_290, 3_290)), 'violation'],
		['半額', 'JP', '半額セール', '', products(product(2_490, 3_290)), 'violation'],
		['5折', 'CN', '全场5折', '', { offer: { discountPercent: 20 } }, 'violation'],
		['%20 in Turkish digits order', 'TR', 'Lambalarda %50 indirim', '', { offer: { discountPercent: 20 } }, 'violation'],
		['Arabic digits', 'SA', 'خصم ٥٠٪', '', { offer: { discountPercent: 20 } }, 'violation'],
	])('%s (%s) → %s', (_name, country, subject, html, data, outcome) => {
		expect(outcomeOf(RULE, aHandmadeMail(html, { subject, language: LANGUAGE[country] ?? 'en' }), { data, recipient: aRecipient({ country }) })).toBe(outcome);
	});

	const LANGUAGE: Readonly<Record<string, string>> = { DE: 'de', JP: 'ja', CN: 'zh', TR: 'tr', SA: 'ar' };

	it('hidden, or in an order\'s mail → not asked', () => {
		expect(outcomeOf(RULE, aHandmadeMail('<p style="display:none"><s>99,90 €</s></p>', { subject: 'Lamps' }), { data: products(product(2_490, 3_290)) })).toBe('pass');
		expect(outcomeOf(RULE, aHandmadeMail(struck, { purpose: 'transactional', subject: 'Lamps' }), { data: {} })).toBe('pass');
	});
});
