import fc from 'fast-check';
import claimTerms from '../../../../core/data/claimTerms.json';
import deceptiveTerms from '../../../../core/data/deceptiveTerms.json';
import { claimsOf, findClaims } from '../../../../core/compliance/facts/claimTerms';
import { findDeception } from '../../../../core/compliance/facts/deceptivePhrases';
import { foldCase, foldForms, foldLookAlikes } from '../../../../core/compliance/facts/foldLookAlikes';
import { glanceAt } from '../../../../core/compliance/facts/glanceAt';
import { Passage } from '../../../../core/compliance/facts/passage';
import { MARK } from '../../../../core/compliance/facts/textMarks';

const CLAIMS = Object.values(claimTerms.terms).flatMap((languages) => Object.values(languages).flat());
const DECEPTIONS = Object.entries(deceptiveTerms.languages).flatMap(([language, phrases]) => phrases.map((phrase) => ({ language, phrase })));
const aWord = fc.constantFrom('oak', 'lamp', 'Only', '3', '20 cm', 'the', 'in', '-', '$4', 'USB-C', 'now', 'left', 'off', '%', '(', '5', '×', 'é', '“', '”', '·', '€', '5×', '–', '®', '→');
const aFiller = fc.array(aWord, { maxLength: 6 }).map((words) => words.join(' '));

describe('a glance at a text overlooks nothing', () => {
	it('claims: as a whole reading finds them', () => {
		fc.assert(fc.property(aFiller, fc.constantFrom(...CLAIMS), aFiller, fc.constantFrom(' ', '', '. ', ': ', '-'), (before, claim, after, join) => {
			const text = before + join + claim.replace('{n}', '3').replace('*', '') + join + after;
			expect(claimsOf(new Passage(text, 'en'))).toEqual(findClaims(text));
		}), { numRuns: 20_000 });
	});

	it.each(DECEPTIONS)('$language: $phrase → looked at', ({ language, phrase }) => {
		for (const text of [phrase, `Hello, ${phrase.toUpperCase()}!`, `x ${phrase.replace(/ /g, '')} y`]) {
			const passage = new Passage(text, language);
			if (!passage.has(MARK.foreign) && findDeception(text, language)) expect(glanceAt(passage).mayDeceive).toBe(true);
		}
		expect(findDeception(`x ${phrase}.`, language)?.phrase).toBeDefined();
	});

	it('signs that a glance passes over → no letters, in whatever form', () => {
		const signs = Array.from({ length: 65_536 - 128 }, (_, index) => String.fromCharCode(index + 128)).filter((sign) => !new Passage(sign, 'en').has(MARK.foreign));
		expect(signs.length).toBeGreaterThan(10);
		expect(signs.filter((sign) => /[\p{L}\p{N}\p{M}]/u.test(sign) || foldCase(sign) !== sign || foldLookAlikes(foldForms(sign)) !== sign)).toEqual([]);
	});

	it.each(['Ceramic mug “Dune” · 45×45', 'Oak desk lamp, dimmable 12', 'Wall hook, brass', 'USB-C cable 2 m', 'Linen cushion cover'])('%s → nothing', (name) => {
		expect(glanceAt(new Passage(name, 'en'))).toEqual({ claimsAt: [], mayDeceive: false });
	});
});
