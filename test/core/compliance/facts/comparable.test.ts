import fc from 'fast-check';
import { comparable, readable, toComparable } from '../../../../core/compliance/facts/comparable';

/** Every character of the basic plane that may stand alone. */
const CHARACTERS = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code)).filter((character) => !/[\ud800-\udfff\s]/.test(character));

/** What a reader sees, said the long way round. */
const plainly = (text: string): string => text.replace(/\s+/g, ' ').trim().normalize('NFC');

describe('readable', () => {
	it('every character between letters → composed as Unicode says', () => {
		const wrong = CHARACTERS.filter((character) => !/[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(character))
			.filter((character) => ['a', 'е', 'カ', '가', '中'].some((letter) => readable(`${letter}${character}${letter}`) !== plainly(`${letter}${character}${letter}`)));
		expect(wrong).toEqual([]);
	});

	it.each([
		['two spaces and a line break', ' a  b\n c ', 'a b c'],
		['a no-break space', 'a\u00a0b', 'a b'],
		['a hidden character inside of a word', 'fr\u200bee', 'free'],
		['a letter with a mark of its own', 'e\u0301', 'é'],
		['a joiner between emoji', '👩\u200d💻', '👩\u200d💻'],
		['a hundred marks on one letter', `a${'\u0301'.repeat(100)}`, `á${'\u0301'.repeat(29)}`],
	])('%s → %j becomes %j', (_name, text, expected) => {
		expect(readable(text)).toBe(expected);
	});
});

describe('comparable', () => {
	it.each([
		['case and punctuation', '88 Wensan Road, HANGZHOU', '88wensanroadhangzhou'],
		['full width', '８８ Ｗｅｎｓａｎ', '88wensan'],
		['Chinese', '杭州市 文三路 88 号', '杭州市文三路88号'],
		['a telephone number', '+86 (571) 5555-0100', '8657155550100'],
	])('%s → %j becomes %j', (_name, text, expected) => {
		expect(comparable(text)).toBe(expected);
	});

	it('every character between letters → its letters and digits as Unicode has them', () => {
		const expected = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
		expect(CHARACTERS.filter((character) => ['a', 'É', 'е'].some((letter) => toComparable(letter + character + letter) !== expected(letter + character + letter)))
			.filter((character) => !/[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(character))).toEqual([]);
	});

	it('pieces one by one, or all at once with spaces between → the same letters', () => {
		const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('Σ', 'ΑΣ', 'İ', '\u0301', '\u200d', 'ﬁ', '가', '\u11a8', '\u3099', 'x y'));
		fc.assert(fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
			const texts = pieces.map(readable);
			expect(texts.map(toComparable).join('')).toBe(toComparable(texts.join(' ')));
			expect(texts.filter((text) => text !== '').join(' ')).toBe(readable(pieces.join(' ')));
		}), { numRuns: 2_000 });
	});
});
