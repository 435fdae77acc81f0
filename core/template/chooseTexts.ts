import type { TemplateOverrides, TextOverride, TextPart } from './templateSource';

/** The replaced texts of one mail; what is not in it is the template's own. */
export type ChosenTexts = Partial<Record<TextPart, TextOverride>>;

/** Of the texts for this language and variant the most specific of each part: variant and language, variant, language, all. */
export function chooseTexts(overrides: TemplateOverrides | undefined, language: string, variant: string | undefined): ChosenTexts {
	const chosen: ChosenTexts = {};
	for (const text of listTexts(overrides)) {
		if (!fits(text, language, variant)) continue;
		const best = chosen[text.part];
		if (!best || weightOf(text) >= weightOf(best)) chosen[text.part] = text;
	}
	return chosen;
}

/** All replaced texts, those of one language for all (`subject`, `preheader`) included. */
export function listTexts(overrides: TemplateOverrides | undefined): TextOverride[] {
	const forAll = (['subject', 'preheader'] as const).flatMap((part) => (overrides?.[part] ? [{ part, text: overrides[part] }] : []));
	return [...forAll, ...(overrides?.texts ?? [])];
}

/** Whether a text is meant for mails of this language and variant. */
export function fits(text: TextOverride, language: string, variant: string | undefined): boolean {
	return (text.variant === undefined || text.variant === variant) && (text.language === undefined || text.language === language);
}

function weightOf({ variant, language }: TextOverride): number {
	return (variant === undefined ? 0 : 2) + (language === undefined ? 0 : 1);
}

/** Whether mails of this variant may have texts of their own. */
export function namesVariant(overrides: TemplateOverrides | undefined, variant: string | undefined): boolean {
	return variant !== undefined && (overrides?.texts ?? []).some((text) => text.variant === variant);
}

/** Says which text an error is about: "template `abandoned-cart` (subject, variant B, de)". */
export function placeOf(template: string, texts: ChosenTexts): (part: string) => string {
	return (part) => {
		const own = Object.values(texts).filter((text) => (part === 'HTML' || part === 'text' ? text.part !== 'subject' && text.part !== 'preheader' : text.part === part));
		const words = [part, ...new Set(own.flatMap(sayFor))];
		return `template \`${template}\` (${words.join(', ')})`;
	};
}

/** `['variant B', 'de']`; empty for a text that is for all. */
export function sayFor({ variant, language }: TextOverride): string[] {
	return [...(variant === undefined ? [] : [`variant ${variant}`]), ...(language === undefined ? [] : [language])];
}
