import data from '../../../../core/data/claimTerms.json';
import { findClaims, latinDigits, namesInquiry, namesMarketplace, type ClaimKind } from '../../../../core/compliance/facts/claimTerms';

const KINDS = Object.keys(data.terms) as ClaimKind[];

describe('words that claim', () => {
	it.each(KINDS)('every phrase of %s is found as it is written, in capitals, and inside of a sentence', (kind) => {
		for (const phrase of Object.values(data.terms[kind]).flat()) {
			const text = phrase.replace('{n}', '3').replace(/\*/g, '');
			for (const written of [text, text.toUpperCase(), `x. ${text} .`]) expect([written, findClaims(written)[kind] !== undefined]).toEqual([written, true]);
		}
	});

	it.each([
		['a word inside of another', 'wholesale', 'promotion'], ['hours are no pieces', 'only 3 hours', 'onlyLeft'], ['an amount is no number of pieces', 'nur noch 3,50 €', 'onlyLeft'],
		['the last 30 days', 'Prix le plus bas des 30 derniers jours', 'deadline'], ['Polish days', 'Najniższa cena z ostatnich 30 dni', 'onlyLeft'],
	] as const)('%s → nothing: %s', (_name, text, kind) => expect(findClaims(text)[kind]).toBeUndefined());

	it('a number in any script', () => {
		expect(findClaims('بقي ٣ فقط').onlyLeft).toMatchObject({ count: 3 });
		expect(findClaims('เหลือเพียง ๑๒ ชิ้น').onlyLeft).toMatchObject({ count: 12 });
		expect(latinDigits('٣٢ ๓๒ ۴ 7')).toBe('32 32 4 7');
	});

	it('sources of consent', () => {
		expect(['Amazon order', '速卖通', 'import x_1: eBay.csv', 'Mercado Libre'].filter(namesMarketplace)).toHaveLength(4);
		expect(['checkout', 'newsletter form', 'double opt-in'].filter(namesMarketplace)).toEqual([]);
		expect([namesInquiry('Inquiry by contact form'), namesInquiry('checkout')]).toEqual([true, false]);
	});
});
