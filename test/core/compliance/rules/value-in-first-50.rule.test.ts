import { aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'value-in-first-50';

const check = (subject: string, language = 'en', body = '<p>Dear customer</p>'): string => outcomeOf(RULE, aHandmadeMail(body, { subject, language }));

describe(RULE, () => {
	it.each([
		['Lamps from $9.90', 'en'], ['20% on all lamps', 'en'], ['3 for 2 on mugs', 'en'], ['Free shipping this week', 'en'], ['We saved your cart for you', 'en'],
		['Delivered in 5 days or your money back', 'en'], ['Lampen ab 9,90 €', 'de'], ['Versandkostenfrei bestellen', 'de'], ['全场8折', 'zh'], ['购物车已为您保存', 'zh'],
		['%20 indirim', 'tr'], ['İNDİRİM başladı', 'tr'], ['Скидка на лампы', 'ru'], ['送料無料', 'ja'], ['(광고) 무료배송', 'ko'], ['خصم على المصابيح', 'ar'], ['פרסומת: הנחה', 'he'],
		['Lampy od 39,90 zł', 'pl'], ['ลดราคา', 'th'], ['Giảm giá', 'vi'], ['R$ 49,90', 'pt'], ['1.234,50 ₽ сегодня', 'ru'],
	])('“%s” (%s) → pass', (subject, language) => expect(check(subject, language)).toBe('pass'));

	it.each([
		['News from our shop', 'en'], ['Your order #1234567', 'en'], ['Spring 2026', 'en'], ['No discount today', 'en'], ['Model X100 is here', 'en'], ['Try 2 of them', 'en'],
		['Neuigkeiten aus unserem Laden', 'de'], ['Ohne Rabatt', 'de'], ['我们的新品', 'zh'], ['お知らせ', 'ja'], ['Freedom of choice', 'en'], ['Official news', 'en'],
	])('“%s” (%s) → a person looks', (subject, language) => expect(check(subject, language)).toBe('needsReview'));

	it('value after 50 characters → a person looks; after 25 in Chinese', () => {
		expect(check(`${'News from our beautiful shop '.padEnd(47, '.')} 20%`)).toBe('needsReview');
		expect(check(`${'本店最新资讯'.repeat(4)}全场8折`, 'zh')).toBe('needsReview');
	});

	it('value at the beginning of the mail, within reach → pass', () => {
		expect(check('News', 'en', '<p>Free shipping on all lamps</p>')).toBe('pass');
		expect(check('News', 'en', '<div style="display:none">Free shipping</div><p>Dear customer</p>')).toBe('pass');
	});

	it('letters of several code points count as one', () => {
		expect(check(`${'👨‍👩‍👧‍👦'.repeat(20)} Free lamps`)).toBe('pass');
	});
});
