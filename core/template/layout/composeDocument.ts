import juice from 'juice';
import type { MailPurpose } from '../../contract/items';
import type { Brand } from '../../shop/senderProfile';
import { cleanUrl } from '../cleanText';
import type { LanguageStrings } from '../languages/languageStrings';
import { prose } from './blocks';
import { HEAD, INLINE } from './styles';

interface DocumentParts {
	strings: LanguageStrings;
	purpose: MailPurpose;
	brand: Brand;
	/** Handlebars that the template made */
	content: string;
	/** library: our header and card around the content; own: the content as it is, with the styles it brought */
	frame: { kind: 'library' } | { kind: 'own'; styles: string };
	/** instead of the purpose's own: why the reader gets this mail */
	reason?: string;
}

/**
 * The whole mail as Handlebars with its styles on the elements, made once per template and language. The footer is written
 * here, behind the content and outside of its element: a template can't reach it.
 */
export function composeDocument(parts: DocumentParts): string {
	const { strings, frame } = parts;
	const ownStyles = frame.kind === 'own' ? frame.styles : '';
	const body = frame.kind === 'library' ? card(parts) : `<div class="own-content">${parts.content}</div>`;
	return inlineStyles(`<!doctype html>
<html lang="${strings.locale.split('-u-')[0] ?? ''}" dir="${strings.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<title>{{subject}}</title>
<style data-embed>${HEAD}</style>
<style>${INLINE}${ownStyles}</style>
</head>
<body class="sm-body" dir="${strings.direction}">
<div class="sm-preheader">{{preheader}}</div>
<table role="presentation" class="sm-page" width="100%" cellpadding="0" cellspacing="0" border="0" dir="${strings.direction}"><tr><td class="sm-gutter" align="center">
<table role="presentation" class="sm-sheet" width="600" cellpadding="0" cellspacing="0" border="0">
${viewLink(parts, 'viewUrlOnTop')}<tr><td>${body}</td></tr>
${viewLink(parts, 'viewUrlBelow')}<tr><td class="sm-footer sm-font" align="center">${footer(parts)}</td></tr>
</table>
</td></tr></table>
</body>
</html>`);
}

function inlineStyles(html: string): string {
	return juice(html, { preserveMediaQueries: true, preserveFontFaces: false, applyWidthAttributes: false, applyHeightAttributes: false, applyAttributesTableElements: false });
}

function card(parts: DocumentParts): string {
	const start = parts.strings.direction === 'rtl' ? 'right' : 'left';
	return `<table role="presentation" class="sm-card" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="sm-header sm-font" align="${start}">${brandMark(parts)}</td></tr>
<tr><td class="sm-content sm-font" align="${start}">${parts.content}</td></tr>
</table>`;
}

/**
 * Above the mail when subject and preheader fill what an inbox shows of it, else below: the first words are the sender's
 * (content rules, section 4).
 */
function viewLink({ strings, purpose }: DocumentParts, url: 'viewUrlOnTop' | 'viewUrlBelow'): string {
	if (purpose !== 'marketing') return '';
	return `{{#if ${url}}}<tr><td class="sm-view sm-font" align="center"><a class="sm-view-link" href="{{${url}}}">${prose(strings.viewInBrowser)}</a></td></tr>
{{/if}}`;
}

/** Logo or name; it links to the shop in marketing only, an order's mail has no way to the shop. */
function brandMark({ brand, purpose }: DocumentParts): string {
	const mark = cleanUrl(brand.logoUrl) ? '<img src="{{brand.logoUrl}}" height="40" alt="{{brand.company}}" class="sm-logo">' : '{{brand.company}}';
	return purpose === 'marketing' && cleanUrl(brand.websiteUrl) ? `<a class="sm-home" href="{{brand.websiteUrl}}">${mark}</a>` : mark;
}

function footer(parts: DocumentParts): string {
	const { strings, purpose } = parts;
	const reason = reasonOf(parts);
	const unsubscribe = `<p class="sm-footer-line"><a class="sm-unsubscribe" href="{{unsubscribeUrl}}">${prose(strings.footer.unsubscribe)}{{#if alsoUnsubscribe}} / {{alsoUnsubscribe}}{{/if}}</a></p>`;
	return `<p class="sm-footer-line">${prose(reason)}</p>
${purpose === 'marketing' ? unsubscribe : `{{#if unsubscribeUrl}}${unsubscribe}{{/if}}`}
<p class="sm-company">{{brand.company}}</p>
<p class="sm-footer-line"><span dir="auto">{{brand.postalAddress}}</span><br>${prose(strings.phone)}${identityLines(strings).map(({ name, text }) => `{{#if ${name}}}<br>${prose(text)}{{/if}}`).join('')}</p>`;
}

/** What some countries want of the sender beside name, address and phone; a line is left out when the profile has nothing for it. */
function identityLines({ footer: labels }: LanguageStrings): Array<{ name: string; text: string }> {
	return [
		{ name: 'brand.contactEmail', text: labels.contactEmail },
		{ name: 'webContact', text: '{{webContact}}' },
		{ name: 'brand.legalRepresentative', text: labels.legalRepresentative },
		{ name: 'brand.registrationNumber', text: labels.registrationNumber },
		{ name: 'brand.vatNumber', text: labels.vatNumber },
		{ name: 'countryLine', text: '{{countryLine}}' },
	];
}

/** Why the reader gets this mail. "Lumen Home Co., Ltd." brings the full stop of its sentence along. */
function reasonOf({ strings, purpose, brand, reason }: FooterParts): string {
	return withoutDoubleStop(reason ?? (purpose === 'marketing' ? strings.footer.marketingReason : strings.footer.transactionalReason), brand);
}

/** A sentence that ends with the company's name, where that ends with a full stop of its own. */
export function withoutDoubleStop(text: string, brand: Pick<Brand, 'company'>): string {
	return brand.company.endsWith('.') ? text.replace(/(\{\{brand\.company\}\}(?:<\/span>)?)\./g, '$1') : text;
}

type FooterParts = Pick<DocumentParts, 'strings' | 'purpose' | 'brand' | 'reason'>;

/** The same footer for the plain-text part. */
export function composeFooterText(parts: FooterParts): string {
	const { strings, purpose } = parts;
	const reason = reasonOf(parts);
	const unsubscribe = `${strings.footer.unsubscribe}{{#if alsoUnsubscribe}} / {{alsoUnsubscribe}}{{/if}}: {{unsubscribeUrl}}\n`;
	const view = `{{#if viewUrl}}${strings.viewInBrowser}: {{viewUrl}}\n{{/if}}`;
	return `\n--\n${reason}\n${purpose === 'marketing' ? view + unsubscribe : `{{#if unsubscribeUrl}}${unsubscribe}{{/if}}`}{{brand.company}}\n{{brand.postalAddress}}\n${strings.phone}\n${identityLines(strings).map(({ name, text }) => `{{#if ${name}}}${text}\n{{/if}}`).join('')}`;
}
