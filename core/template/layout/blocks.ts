import { escapeHtml } from '../expressions';
import type { LanguageStrings } from '../languages/languageStrings';

/**
 * A language's text as HTML: its own characters escaped, its {{variables}} left for Handlebars. Names get a direction of
 * their own, or Latin names and telephone numbers come out jumbled in Hebrew and Arabic.
 */
export function prose(text: string): string {
	return escapeHtml(text)
		.replace('{{brand.phone}}', '<span dir="ltr" class="sm-nowrap">{{brand.phone}}</span>')
		.replace(/\{\{brand\.(?:contactEmail|registrationNumber|vatNumber)\}\}/g, '<span dir="ltr">$&</span>')
		.replace(/\{\{(?:brand\.company|brand\.legalRepresentative|product|name)\}\}/g, '<span dir="auto">$&</span>');
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

/** Label and value in two columns; left out when the view has no such value. */
export function fact(name: string, label: string): string {
	return `{{#if ${name}}}<tr><td class="sm-fact-label">${prose(label)}</td><td class="sm-fact-value"><span dir="auto">{{${name}}}</span></td></tr>{{/if}}`;
}
