import { parseCountry } from '../../../core/shared/country';
import { parseLanguage } from '../../../core/shared/language';

it.each([
	['br', 'BR'], ['UK', 'GB'], [' Brazil ', 'BR'], ['巴西', 'BR'], ['Brasil', 'BR'], ['Deutschland', 'DE'], ['France', 'FR'], ['Russia', 'RU'], ['South Korea', 'KR'],
	['United States', 'US'], ['Türkiye', 'TR'], ['XK', 'XK'], ['SU', undefined], ['EU', undefined], ['ZZ', undefined], ['', undefined], ['__proto__', undefined],
])('parseCountry(%j) → %s', (input, expected) => {
	expect(parseCountry(input)).toBe(expected);
});

it.each([['pt_br', 'pt-BR'], ['EN', 'en'], ['zh-hans-cn', 'zh-Hans-CN'], ['english please', undefined], ['', undefined], ['x', undefined]])('parseLanguage(%j) → %s', (input, expected) => {
	expect(parseLanguage(input)).toBe(expected);
});
