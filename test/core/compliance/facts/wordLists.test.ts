import deceptive from '../../../../core/data/deceptiveTerms.json';
import linkTexts from '../../../../core/data/linkTexts.json';
import { LANGUAGES } from '../../../../core/template/languages/registry';

/** A language that is added needs its words here too. */
const languages = LANGUAGES.map(({ language }) => language).sort();

describe.each([['deceptiveTerms', deceptive], ['linkTexts', linkTexts]] as const)('%s', (_name, { _source, languages: lists }) => {
	it('has a list for each of the library\'s languages, in small letters, nothing twice, and says where it is from', () => {
		expect(Object.keys(lists).sort()).toEqual(languages);
		for (const list of Object.values(lists)) {
			expect(list.length).toBeGreaterThan(3);
			expect(new Set(list).size).toBe(list.length);
			expect(list.filter((text) => text !== text.toLowerCase() || text !== text.trim())).toEqual([]);
		}
		expect(_source.from).toMatch(/\d{4}-\d{2}-\d{2}/);
	});
});
