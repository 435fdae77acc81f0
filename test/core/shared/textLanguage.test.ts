import { isRecognisable, languageByScript, languageOfText } from '../../../core/shared/textLanguage';

describe('languageOfText', () => {
	it.each([
		['en', 'We have made this lamp for you and your home.'],
		['de', 'Wir haben die Lampe für Sie gebaut, und sie ist nicht teuer.'],
		['fr', 'Nous avons fait cette lampe pour vous et votre maison, avec soin.'],
		['es', 'Hemos hecho esta lámpara para usted y su casa con los mejores materiales.'],
		['it', 'Abbiamo fatto questa lampada per lei, e non è della solita qualità.'],
		['nl', 'Wij hebben deze lamp voor u gemaakt en het is niet duur.'],
		['pl', 'Ta lampa nie jest droga i czeka na pana w sklepie.'],
		['pt', 'Esta lâmpada é para você e não foi feita com pressa, obrigado.'],
		['tr', 'Bu lamba sizin için ve çok güzel bir hediye.'],
		['vi', 'Chúng tôi đã làm đèn này cho bạn với tất cả tấm lòng.'],
		['ru', 'Мы сделали эту лампу для вас.'],
		['uk', 'Ми зробили цю лампу для вашої оселі.'],
		['zh', '我们为您制作了这盏台灯。'],
		['ja', 'このランプはあなたのために作りました。'],
		['ko', '이 램프는 당신을 위해 만들었습니다.'],
		['th', 'เราทำโคมไฟนี้เพื่อคุณ'],
		['he', 'הכנו את המנורה הזאת במיוחד בשבילך'],
		['ar', 'صنعنا هذا المصباح من أجلك'],
	])('a sentence in %s → known', (language, text) => {
		expect(isRecognisable(language)).toBe(true);
		expect(languageOfText(text)).toBe(language);
	});

	it.each([
		['a name', 'Lumen Desk Lamp'], ['numbers', '12 345'], ['nothing', ''], ['two languages at once', 'the and is der die das'],
		['Cyrillic that could be either', 'Лампа для вас'],
	])('%s → not clear', (_name, text) => expect(languageOfText(text)).toBeUndefined());

	it('a Latin name in a Chinese sentence changes nothing', () => expect(languageOfText('我们为您制作了这盏 Lumen Desk Lamp 台灯')).toBe('zh'));

	it('a language that is not among the known ones', () => {
		expect(isRecognisable('da')).toBe(false);
		expect(languageByScript('Καλημέρα')).toBeUndefined();
	});
});
