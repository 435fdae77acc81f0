import { compileTemplate } from '../../../../core/template/compileTemplate';
import { LANGUAGES } from '../../../../core/template/languages/registry';
import { makeSample } from '../../../../core/template/sampleData';
import { NOW, UNSUBSCRIBE_URL, aBrand, aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'urgency-truth';
const HOUR = 3_600_000;
const ends = (hours: number) => ({ offer: { endsAt: NOW + hours * HOUR } });
const stock = (...left: number[]) => ({ products: left.map((count, index) => ({ name: `Lamp ${index}`, stock: count })) });

describe(RULE, () => {
	it.each([
		['nothing presses', 'Save 10% on lamps', {}, 'pass'],
		['last chance, ends in 5 hours', 'Last chance: lamps', ends(5), 'pass'],
		['last chance, nothing known', 'Last chance: lamps', {}, 'needsReview'],
		['last chance, over since an hour', 'Last chance: lamps', ends(-1), 'violation'],
		['last chance, ends in a month', 'Last chance: lamps', ends(30 * 24), 'violation'],
		['today only, ends in 5 hours', 'Today only: lamps', ends(5), 'pass'],
		['today only, ends in 3 days', 'Today only: lamps', ends(72), 'violation'],
		['today only, ends in 5 hours as text', 'Today only: lamps', { offer: { endsAt: '2026-11-20T17:00:00Z' } }, 'pass'],
		['the end was put off', 'Ends soon', { offer: { endsAt: NOW + 5 * HOUR, firstEndsAt: NOW - 5 * HOUR } }, 'violation'],
		['a cart that expires', 'Ends soon', { cart: { expiresAt: NOW + 5 * HOUR } }, 'pass'],
		['only 3 left, 3 are', 'Only 3 left: lamps', stock(3), 'pass'],
		['only 3 left, 2 are', 'Only 3 left: lamps', stock(2, 90), 'pass'],
		['only 3 left, 50 are', 'Only 3 left: lamps', stock(50), 'violation'],
		['only 3 left, nothing known', 'Only 3 left: lamps', {}, 'needsReview'],
		['only 3 left, stock of none known', 'Only 3 left: lamps', { products: [{ name: 'Lamp' }] }, 'needsReview'],
		['selling fast, 200 are left', 'Selling fast: lamps', stock(200), 'violation'],
		['selling fast, 12 are left', 'Selling fast: lamps', stock(12), 'pass'],
		['only 3 days left is no stock', 'Only 3 days left: lamps', ends(60), 'pass'],
		['only 5 € is no stock', 'Lamps: only 5 €', {}, 'pass'],
	])('%s → %s', (_name, subject, data, outcome) => {
		expect(outcomeOf(RULE, aHandmadeMail('<p>Lamps.</p>', { subject }), { data })).toBe(outcome);
	});

	it('in a block of the mail as well, in the preheader, and not where nobody sees it', () => {
		expect(outcomeOf(RULE, aHandmadeMail('<p>Last chance!</p>'), { data: ends(-1) })).toBe('violation');
		expect(outcomeOf(RULE, aHandmadeMail('<p><b>Only</b> 3 left</p>'), { data: stock(50) })).toBe('violation');
		expect(outcomeOf(RULE, aHandmadeMail('', { preheader: 'Last chance' }), { data: ends(-1) })).toBe('violation');
		expect(outcomeOf(RULE, aHandmadeMail('<p style="display:none">Last chance!</p>'), { data: ends(-1) })).toBe('pass');
	});

	/** What a shop writes in each of the 18 languages: nothing is left but 50 pieces, and the end has passed. */
	it.each([
		['en', 'Last chance', 'Only 3 left'], ['es', 'Última oportunidad', 'Solo quedan 3'], ['pt', 'Última chance', 'Restam apenas 3'], ['zh', '最后机会', '仅剩3件'],
		['ru', 'Последний шанс', 'Осталось всего 3'], ['fr', 'Dernière chance', 'Il ne reste que 3'], ['de', 'Letzte Chance', 'Nur noch 3'], ['it', 'Ultima occasione', 'Solo 3 rimasti'],
		['nl', 'Laatste kans', 'Nog maar 3'], ['pl', 'Ostatnia szansa', 'Zostało tylko 3'], ['tr', 'SON ŞANS', 'Son 3 adet'], ['he', 'הזדמנות אחרונה', 'נותרו רק 3'],
		['ar', 'الفرصة الأخيرة', 'بقي ٣ فقط'], ['ko', '마지막 기회', '단 3개'], ['ja', 'ラストチャンス', '残り3点'], ['th', 'โอกาสสุดท้าย', 'เหลือเพียง ๓'],
		['vi', 'Cơ hội cuối cùng', 'Chỉ còn 3 sản phẩm'], ['uk', 'Останній шанс', 'Залишилося лише 3'],
	])('%s: %s / %s → violation against the data, whatever language the mail says it is in', (language, deadline, left) => {
		for (const said of [language, 'en']) {
			expect(outcomeOf(RULE, aHandmadeMail('', { language: said, subject: deadline }), { data: ends(-1) })).toBe('violation');
			expect(outcomeOf(RULE, aHandmadeMail('', { language: said, subject: left }), { data: stock(50) })).toBe('violation');
		}
	});

	it.each(LANGUAGES.map((strings) => strings.language))('the library\'s mails in %s press nobody', (language) => {
		const sample = makeSample(language);
		for (const name of ['abandoned-cart', 'repurchase-reminder']) {
			const mail = compileTemplate({ kind: 'library', name }, { brand: aBrand() }).render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
			expect(outcomeOf(RULE, mail, { data: {} })).toBe('pass');
		}
	});
});
