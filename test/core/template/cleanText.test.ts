import { cleanText } from '../../../core/template/cleanText';

const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/;

it('every character in a text → kept, or a space where it breaks or hides', () => {
	const wrong: string[] = [];
	for (let code = 0; code <= 0xffff; code += 1) {
		const character = String.fromCharCode(code);
		const expected = UNWANTED.test(character) || /\s/.test(character) ? 'a b' : `a${character}b`;
		if (cleanText(`a${character}b`, 60) !== expected) wrong.push(code.toString(16));
	}
	expect(wrong).toEqual([]);
});

it.each([
	['spaces around and between', '  Linen  45×45 ', 'Linen 45×45'],
	['an encoded word', 'Ж =?utf-8?B?', 'Ж = ?utf-8?B?'],
	['a line break in another writing', '王芳\r\nBcc: x', '王芳 Bcc: x'],
	['nothing but spaces', ' \u3000 ', undefined],
])('%s → one harmless line', (_name, text, expected) => {
	expect(cleanText(text, 60)).toBe(expected);
});
