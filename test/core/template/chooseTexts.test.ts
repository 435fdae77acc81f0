import { chooseTexts, namesVariant } from '../../../core/template/chooseTexts';
import type { TemplateOverrides, TextOverride } from '../../../core/template/templateSource';

const text = (words: string, fields: Partial<TextOverride> = {}): TextOverride => ({ part: 'subject', text: words, ...fields });

describe('the text for a language and variant', () => {
	const overrides: TemplateOverrides = {
		subject: 'old', preheader: 'old preheader',
		texts: [text('B de', { variant: 'B', language: 'de' }), text('B', { variant: 'B' }), text('de', { language: 'de' }), text('all'), text('A', { variant: 'A' })],
	};

	it.each([
		['variant and language → the one for both', 'de', 'B', 'B de'],
		['variant → its own', 'es', 'B', 'B'],
		['a variant goes before a language', 'de', 'A', 'A'],
		['language → its own', 'de', 'C', 'de'],
		['neither → the one for all', 'es', 'C', 'all'],
		['a buyer without a variant → the one for all', 'es', undefined, 'all'],
	])('%s', (_name, language, variant, expected) => {
		expect(chooseTexts(overrides, language, variant).subject?.text).toBe(expected);
	});

	it('what older contents say for all is the last resort, and stays', () => {
		expect(chooseTexts(overrides, 'de', 'B').preheader?.text).toBe('old preheader');
		expect(chooseTexts({ subject: 'old', texts: [text('B', { variant: 'B' })] }, 'de', 'A').subject?.text).toBe('old');
		expect(chooseTexts(undefined, 'de', 'A')).toEqual({});
	});

	it('only variants that a text names are mails of their own', () => {
		expect([namesVariant(overrides, 'B'), namesVariant(overrides, 'C'), namesVariant(overrides, undefined), namesVariant(undefined, 'B')]).toEqual([true, false, false, false]);
	});
});
