import { escapeHtml } from '../expressions';
import type { LanguageStrings } from '../languages/languageStrings';
import type { TemplateParts } from '../templates/libraryTemplate';

/**
 * A language's text as HTML: its own characters escaped, its {{variables}} left for Handlebars. Names get a direction of
 * their own, or Latin names and telephone numbers come out jumbled in Hebrew and Arabic.
 */
export function prose(text: string): string {
	return escapeHtml(text)
		.replace('{{brand.phone}}', '<span dir="ltr" class="sm-nowrap">{{brand.phone}}</span>')
		.replace(/\{\{brand\.(?:contactEmail|registrationNumber|vatNumber)\}\}/g, '<span dir="ltr">$&</span>')
		.replace(/\{\{(?:brand\.company|brand\.legalRepresentative|product|name|title|offerText|careText)\}\}/g, '<span dir="auto">$&</span>');
}

export function heading(text: string): string {
	return `<h1 class="sm-heading">${prose(text)}</h1>`;
}

export function paragraph(text: string, className: 'paragraph' | 'small' = 'paragraph'): string {
	return `<p class="${className === 'small' ? 'sm-small sm-muted' : 'sm-paragraph'}">${prose(text)}</p>`;
}

/** With the buyer's name when the item has one. */
export function greeting(strings: LanguageStrings): string {
	return `<p class="sm-paragraph">{{#if name}}${prose(strings.greeting)}{{else}}${prose(strings.greetingWithoutName)}{{/if}}</p>`;
}

export function greetingText(strings: LanguageStrings): string {
	return `{{#if name}}${strings.greeting}{{else}}${strings.greetingWithoutName}{{/if}}`;
}

/** A button that Outlook draws too (colour and padding on the cell); left out when the view has no `url`. */
export function button(text: string): string {
	return `{{#if url}}<table role="presentation" class="sm-button-table" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="sm-button-cell" align="center" bgcolor="{{brandColour}}" style="background-color:{{brandColour}}"><a class="sm-button" href="{{url}}" style="color:{{onBrandColour}}">${prose(text)}</a></td>
</tr></table>{{/if}}`;
}

/** The parts of a mail that has a button below its blocks; texts are Handlebars. */
export interface MailBlocks {
	subject: string;
	preheader: string;
	heading: string;
	intro: string;
	blocks: readonly Block[];
	button: string;
	/** small print below the button, one paragraph each */
	small?: readonly string[];
}

/** One block as HTML and in the plain-text part; each says the same. */
export interface Block {
	html: string;
	text: string;
}

/** A mail in the order that all of them have: heading, greeting, introduction, blocks, button, small print. */
export function composeMail(strings: LanguageStrings, { subject, preheader, blocks, small = [], ...texts }: MailBlocks): TemplateParts {
	return {
		subject,
		preheader,
		html: [
			heading(texts.heading), greeting(strings), paragraph(texts.intro), ...blocks.map(({ html }) => html),
			button(texts.button), ...small.map((text) => paragraph(text, 'small')),
		].join('\n'),
		text: `${texts.heading}\n\n${greetingText(strings)}\n${texts.intro}\n\n${blocks.map(({ text }) => text).join('')}{{#if url}}\n${texts.button}: {{url}}\n{{/if}}\n${small.join('\n')}\n`,
	};
}

/** A titled paragraph. */
export function section(title: string, text: string): Block {
	return { html: `<h2 class="sm-subheading">${prose(title)}</h2>\n${paragraph(text)}`, text: `\n${title}\n${text}\n` };
}

/** Labels and values of the view, each left out with its value; the whole block when the view has none of them (`flag`). */
export function facts(flag: string, labels: ReadonlyArray<readonly [string, string]>): Block {
	const rows = labels.map(([name, label]) => fact(name, label)).join('');
	return {
		html: `{{#if ${flag}}}<table role="presentation" class="sm-facts" width="100%" cellpadding="0" cellspacing="0" border="0">${rows}</table>{{/if}}`,
		text: `${labels.map(([name, label]) => `{{#if ${name}}}${label}: {{${name}}}\n{{/if}}`).join('')}{{#if ${flag}}}\n{{/if}}`,
	};
}

/** Label and value in two columns; left out when the view has no such value. */
export function fact(name: string, label: string): string {
	return `{{#if ${name}}}<tr><td class="sm-fact-label">${prose(label)}</td><td class="sm-fact-value"><span dir="auto">{{${name}}}</span></td></tr>{{/if}}`;
}
