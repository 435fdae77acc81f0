import fc from 'fast-check';
import claimTerms from '../../../../core/data/claimTerms.json';
import deceptiveTerms from '../../../../core/data/deceptiveTerms.json';
import { claimsOf, findClaims } from '../../../../core/compliance/facts/claimTerms';
import { findDeception } from '../../../../core/compliance/facts/deceptivePhrases';
import { glanceAt } from '../../../../core/compliance/facts/glanceAt';
import { Passage } from '../../../../core/compliance/facts/passage';
import { MARK } from '../../../../core/compliance/facts/textMarks';

const CLAIMS = Object.values(claimTerms.terms).flatMap((languages) => Object.values(languages).flat());
const DECEPTIONS = Object.entries(deceptiveTerms.languages).flatMap(([language, phrases]) => phrases.map((phrase) => ({ language, phrase })));
const aWord = fc.constantFrom('oak', 'lamp', 'Only', '3', '20 cm', 'the', 'in', '-', '$4', 'USB-C', 'now', 'left', 'off', '%', '(', '5', '×', 'é');
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
			if (!passage.has(MARK.notAscii) && findDeception(text, language)) expect(glanceAt(passage).mayDeceive).toBe(true);
		}
		expect(findDeception(`x ${phrase}.`, language)?.phrase).toBeDefined();
	});

	it.each(['Oak desk lamp, dimmable 12', 'Wall hook, brass', 'USB-C cable 2 m', 'Linen cushion cover'])('%s → nothing', (name) => {
		expect(glanceAt(new Passage(name, 'en'))).toEqual({ claimsAt: [], mayDeceive: false });
	});
});
