import { en } from './languages/en';
import type { LanguageStrings } from './languages/languageStrings';
import type { ChosenTexts } from './chooseTexts';
import { TEXT_PARTS, type TextPart } from './templateSource';
import { TEMPLATES } from './templates/registry';

/** A language's strings with a library template's own texts replaced; subject and preheader are replaced as a whole elsewhere. */
export function replaceTexts(strings: LanguageStrings, template: string, texts: ChosenTexts): LanguageStrings {
	const key = textsKeyOf(template);
	if (!key || Object.keys(texts).length === 0) return strings;
	return { ...strings, [key]: replaceIn(strings[key], texts) };
}

/** The parts of a library template's texts that can be replaced. */
export function listTextParts(template: string): TextPart[] {
	const key = textsKeyOf(template);
	const names = new Set(key ? listNames(en[key]) : []);
	return TEXT_PARTS.filter((part) => [...names].some((name) => isOf(name, part)));
}

/** Where a language keeps the template's texts. */
function textsKeyOf(name: string): keyof LanguageStrings | undefined {
	return TEMPLATES.find((template) => template.name === name)?.texts;
}

/** `introWithProduct` is an intro too: which of them is shown depends on the data, the replaced one counts for all. */
function isOf(name: string, part: TextPart): boolean {
	return name === part || (name.startsWith(part) && /^[A-Z]/.test(name.slice(part.length)));
}

function listNames(texts: unknown): string[] {
	if (typeof texts !== 'object' || texts === null) return [];
	return Object.entries(texts).flatMap(([name, inner]) => (typeof inner === 'string' ? [name] : listNames(inner)));
}

function replaceIn(texts: unknown, chosen: ChosenTexts): unknown {
	if (typeof texts !== 'object' || texts === null) return texts;
	return Object.fromEntries(Object.entries(texts).map(([name, inner]: [string, unknown]) => {
		const part = TEXT_PARTS.find((candidate) => isOf(name, candidate));
		const text = part && chosen[part]?.text;
		return [name, typeof inner === 'string' ? (text ?? inner) : replaceIn(inner, chosen)];
	}));
}
