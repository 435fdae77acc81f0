import { SellerMailError } from '../shared/errors';
import { listTexts, placeOf } from './chooseTexts';
import { compileExpression } from './expressions';
import { invalid } from './invalid';
import { LANGUAGES } from './languages/registry';
import { listTextParts } from './templateTexts';
import type { TemplateOverrides, TemplateSource, TextOverride, TextPart } from './templateSource';

const OWN_PARTS: readonly TextPart[] = ['subject', 'preheader'];

/**
 * Each replaced text is one of the template's and stands alone as Handlebars, so that none can open or close a block of the
 * template around it.
 * @throws SellerMailError INPUT_INVALID for a part or language that isn't there, TEMPLATE_INVALID for what can't be read
 */
export function checkTexts(source: TemplateSource, overrides: TemplateOverrides | undefined): void {
	const texts = listTexts(overrides);
	if (texts.length === 0) return;
	const name = source.kind === 'own' ? source.name?.trim() || 'own' : source.name;
	const parts = source.kind === 'own' ? OWN_PARTS : listTextParts(name);
	for (const text of texts) {
		if (!parts.includes(text.part)) throw unknownPart(source, name, text.part, parts);
		if (text.language !== undefined && !LANGUAGES.some(({ language }) => language === text.language)) throw unknownLanguage(name, text.language);
		checkText(text, placeOf(name, { [text.part]: text })(text.part));
	}
	const places = (overrides?.texts ?? []).map((text) => placeOf(name, { [text.part]: text })(text.part));
	const repeated = places.find((place, index) => places.indexOf(place) !== index);
	if (repeated) throw twice(repeated);
}

function checkText({ part, text }: TextOverride, place: string): void {
	const alone = part === 'subject' ? oneLine(text, place) : text;
	if (alone.endsWith('\\')) throw invalid(place, 'ends with a \\, which would hide what follows');
	compileExpression(alone, { place, mode: 'text' });
}

/**
 * A line break in a subject is a second header: refused here, before any value comes in.
 * @throws SellerMailError TEMPLATE_INVALID
 */
export function oneLine(subject: string, place: string): string {
	if (/[\r\n\u2028\u2029]/.test(subject.trim())) throw invalid(place, 'holds a line break; a subject is one line');
	if (!subject.trim()) throw invalid(place, 'is empty');
	return subject.trim();
}

function unknownPart(source: TemplateSource, name: string, part: TextPart, parts: readonly TextPart[]): SellerMailError {
	const reason = source.kind === 'own' ? 'its own HTML holds the other texts' : `it has ${parts.join(', ')}`;
	return new SellerMailError('INPUT_INVALID', {
		message: `Template \`${name}\` has no ${part} to replace: ${reason}.`,
		nextStep: `Choose one of ${parts.join(', ')} under “Part”, or remove the text.`,
		context: { template: name, field: 'texts' },
	});
}

function twice(place: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: `There are two texts for ${place}.`, nextStep: 'Remove one of them under “Texts”, or give it another variant or language.', context: { place, field: 'texts' } });
}

function unknownLanguage(template: string, language: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Template \`${template}\` has no language \`${language.slice(0, 20)}\`.`,
		nextStep: `Use one of ${LANGUAGES.map((strings) => strings.language).join(', ')}.`,
		context: { template, field: 'texts' },
	});
}
