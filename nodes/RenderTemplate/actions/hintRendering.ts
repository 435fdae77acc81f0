import type { IExecuteFunctions } from 'n8n-workflow';
import { fits, sayFor } from '../../../core/template/chooseTexts';
import { addHint } from '../../shared/hint';
import type { Rendering } from './rendering';

/** "Rendered 4,812 mails in es (3,100), pt (1,712); biggest 31 KB; 12 fell back to English", and what may not have been meant. */
export function hintRendering(context: IExecuteFunctions, rendering: Rendering): void {
	const { rendered, emptyAudienceCount, unseenSites, request } = rendering;
	if (emptyAudienceCount > 0) addHint(context, 'The audience is empty: the template is saved, and was tried on nobody. Segment Buyers says who was left out and why.', 'warning');
	if (rendered.length === 0) return;
	const fallbackCount = rendered.filter(({ mail }) => mail.languageFallback === true).length;
	const what = request.preview ? plural(rendered.length, 'preview') : plural(rendered.length, 'mail');
	const fallbacks = fallbackCount > 0 ? `; ${say(fallbackCount)} fell back to English` : '';
	addHint(context, `Rendered ${what} in ${sayLanguages(rendering)}; biggest ${biggestKilobytes(rendering)} KB${fallbacks}${sayChoices(rendering)}`, fallbackCount > 0 ? 'warning' : 'info');
	const unused = sayUnused(rendering);
	if (unused) addHint(context, `Not used by any of these mails: ${unused}`, 'warning');
	if (unseenSites.length > 0) addHint(context, `No sample shows the template that was chosen for ${unseenSites.join(', ')}; each of its mails is still checked when it is sent`, 'warning');
}

function sayLanguages({ rendered }: Rendering): string {
	const byLanguage = new Map<string, number>();
	for (const { mail: { language } } of rendered) byLanguage.set(language, (byLanguage.get(language) ?? 0) + 1);
	return [...byLanguage].sort((a, b) => b[1] - a[1]).map(([language, count]) => `${language} (${say(count)})`).join(', ');
}

function biggestKilobytes({ rendered }: Rendering): number {
	return Math.ceil(rendered.reduce((most, { mail }) => Math.max(most, mail.bytes ?? 0), 0) / 1024);
}

function sayChoices({ rendered, template }: Rendering): string {
	const others = new Map<string, number>();
	for (const { mail } of rendered) if (mail.template && mail.template !== template.name) others.set(mail.template, (others.get(mail.template) ?? 0) + 1);
	return [...others].map(([name, count]) => `; ${say(count)} from ${name}, chosen for the site, with its own texts`).join('');
}

/** Texts that nobody got: for a variant or language that isn't there. */
function sayUnused({ rendered, request }: Rendering): string {
	const mails = [...new Map(rendered.map(({ mail, variant }) => [`${mail.language} ${variant}`, { language: mail.language, variant }])).values()];
	const unused = (request.overrides.texts ?? []).filter((text) => !mails.some(({ language, variant }) => fits(text, language, variant)));
	return unused.map((text) => `${text.part} for ${sayFor(text).join(' in ')}`).join(', ');
}

function plural(count: number, word: string): string {
	return `${say(count)} ${count === 1 ? word : `${word}s`}`;
}

function say(count: number): string {
	return count.toLocaleString('en');
}
