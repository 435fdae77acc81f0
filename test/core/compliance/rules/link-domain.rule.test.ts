import { aBrand } from '../../../support/mails';
import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'link-domain';

const button = (href: string) => { const mail = aWellMadeMail(); return { ...mail, html: mail.html.replace('https://lumen-home.example/lamps', href) }; };

describe(RULE, () => {
	it.each([
		['own shop', 'pass', button('https://shop.lumen-home.example/a')],
		['a marketplace', 'pass', button('https://lumen.aliexpress.com/item/1.html')],
		['a marketplace in another country', 'pass', button('https://www.amazon.co.uk/dp/B0')],
		['somebody else', 'needsReview: foreign', button('https://other-lamps.com/a')],
		['a name that only begins alike', 'needsReview: foreign', button('https://lumen-home.example.evil.com/a')],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));

	it('no website given → not asked', () => {
		expect(answerOf(RULE, button('https://other-lamps.com/a'), { brand: aBrand({ websiteUrl: undefined }) })).toBe('pass');
	});

	it('the domain of the From address is one\'s own', () => {
		const envelope = { from: { name: 'Lumen', address: 'news@mail.other-lamps.com' }, headers: {}, signedHeaders: [] };
		expect(answerOf(RULE, button('https://other-lamps.com/a'), { envelope })).toBe('pass');
	});
});
